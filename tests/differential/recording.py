"""The figures of a run, written into the documentation."""

from __future__ import annotations

import pathlib
import typing as t

from flask_cors.protocol.user_agent import EVIDENCE

if t.TYPE_CHECKING:
    import collections.abc as cabc

    from flask_cors.protocol.user_agent import Departure

    from .report import Report

HEAD = ".. Written by ``python -m tests.differential --record``; do not edit.\n"


def record(reports: cabc.Sequence[Report], file: pathlib.Path) -> None:
    """Write the figures and the departures that showed."""
    parts = [HEAD, "What was asked, and what came of it\n" + "~" * 35, ""]
    for report in reports:
        lines = "\n".join(f"    {line}" for line in report.lines())
        parts.append(f".. code-block:: text\n\n{lines}\n")
    parts += ["Departures, with a case that shows each\n" + "~" * 39, ""]
    for departure, evidence in EVIDENCE.items():
        found = " ".join(cases(report, departure) for report in reports).strip()
        shown = found or "None of these cases shows it by itself."
        parts.append(
            f"{departure.value}\n    {evidence.standard}\n    **Instead:** {evidence.browsers}"
        )
        parts.append(f"    **A server does:** {evidence.advice}\n    {shown}\n")
    file.write_text("\n".join(parts), encoding="utf-8")


def cases(report: Report, departure: Departure) -> str:
    """The first case that a departure explains, alone if there is one."""
    found = [v for v in report.verdicts if not v.differences and departure in v.departures]
    if not found:
        return ""
    first = min(found, key=lambda verdict: len(verdict.departures))
    name = report.browser.partition(" ")[0]
    number = first.outcome.case.number
    command = f"--seed {report.seed} --{name.lower()} --case {number}"
    return f"Seen in {report.browser} ({len(found)} times; ``{command}``)."
