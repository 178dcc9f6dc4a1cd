"""`flask cors audit`: what is dangerous, idle, or not what it seems."""

from __future__ import annotations

import warnings
from collections import Counter
from pathlib import Path

import click
from flask.cli import ScriptInfo

from ..audit.findings import Finding
from ..audit.findings import relative
from ..audit.ignores import IgnoresError
from ..audit.ignores import read_ignores
from ..audit.ignores import sort_out
from ..audit.reports import Report
from ..audit.reports import as_annotations
from ..audit.reports import as_data
from ..audit.reports import as_sarif
from ..audit.rules import OVERVIEW
from ..audit.rules import Severity
from ..audit.survey import audit
from ..audit.survey import findings_of_error
from ..describing.describe import printable
from ..protocol.problems import PolicyError
from ..protocol.problems import PolicyWarning
from .loading import BadInput
from .loading import load
from .output import say
from .output import say_json
from .output import wrapped

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


@click.command("audit", short_help="Find what is dangerous in the CORS set-up.")
@click.option(
    "--strict", is_flag=True, help="Let warnings and unused ignores fail too, and tell of notes."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="For people, for programs, or for what shows findings beside the code.",
)
def command(*, strict: bool, form: str) -> None:
    """Find what is dangerous in the CORS set-up, does nothing, or is not what it seems.

    No view is called. Findings that you can live with are named, with the reason, in
    [[tool.flask-cors.audit.ignore]] of pyproject.toml.

    Exit status: 0 where no error is found (with --strict: no warning either, and no entry of
    pyproject.toml that nothing needs), 1 where one is, 2 where the app or pyproject.toml
    cannot be read.
    """
    found = _found(click.get_current_context().ensure_object(ScriptInfo))
    try:
        report = Report(sort_out(found, read_ignores(Path.cwd())), strict)
    except IgnoresError as error:
        raise BadInput(printable(str(error))) from error
    if form == "json":
        say_json(as_data(report))
    elif form == "sarif":
        say_json(as_sarif(report))
    elif form == "github":
        for line in as_annotations(report):
            say(line)
    else:
        _tell(report)
    click.get_current_context().exit(int(report.fails))


def _found(info: ScriptInfo) -> list[Finding]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PolicyWarning)  # the audit tells of it
            app = load(info)
    except BadInput as refusal:
        if isinstance(refusal.__cause__, PolicyError):
            return findings_of_error(refusal.__cause__)
        raise
    with app.app_context():
        return audit(app)


def _tell(report: Report) -> None:
    for found in report.told:
        severity = found.rule.severity
        mark = click.style(severity.value, fg=_COLOURS[severity], bold=True)
        say(f"{mark}  {found.rule.id}: {found.rule.title}")
        place = f" ({relative(found.place.file)}:{found.place.line})" if found.place else ""
        say(wrapped(f"at {found.where}{place}", "    "))
        say(wrapped(found.message, "    "))
        say(wrapped(f"Remedy: {found.remedy}", "    "))
        say()
    for unused in report.found.unused:
        text = (
            f"pyproject.toml ignores {unused.id} at {unused.where}, which is not found (any more)."
        )
        say(wrapped(text))
    say(wrapped(_summary(report)))
    if report.told:
        say(f"Each has a page: {OVERVIEW}")


def _summary(report: Report) -> str:
    counts = Counter(each.rule.severity for each in report.told)
    parts = [_counted(counts[each], each.value) for each in Severity if counts[each]]
    ignored = len(report.ignored)
    parts += [f"{ignored} ignored"] if ignored else []
    notes = len(report.found.told) - len(report.told)
    hint = f" (--strict tells of {_counted(notes, 'note')})" if notes else ""
    return f"{', '.join(parts) or 'Nothing found'}{hint}."


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
