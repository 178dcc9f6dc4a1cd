"""``python -m tests.differential``: compare the model with browsers, case by case.

Every case is made from the seed and its number: ``--seed 1 --chromium --case 17`` is the same one
each time.
"""

from __future__ import annotations

import argparse
import dataclasses
import pathlib
import sys
import time
import typing as t

import pytest

from flask_cors.protocol.user_agent import CHROMIUM
from flask_cors.protocol.user_agent import FIREFOX
from flask_cors.protocol.user_agent import STANDARD

from .comparing import judge
from .generator import generate
from .recording import record
from .report import Report
from .report import describe
from .running import running_browser

if t.TYPE_CHECKING:
    import collections.abc as cabc

    from .cases import Case

# Nobody has taught the model yet where WebKit departs from the standard.
WEBKIT = dataclasses.replace(STANDARD, name="WebKit")
PROFILES = {"chromium": CHROMIUM, "firefox": FIREFOX, "webkit": WEBKIT}
SHOWN = 5
USUAL = {"chromium": 20_000, "firefox": 5_000}


def run(
    name: str, seed: int, numbers: cabc.Sequence[int], further: cabc.Sequence[Case] = ()
) -> Report:
    """Perform generated cases in a browser, and further ones, and compare."""
    with running_browser(name) as browser:
        start = time.monotonic()
        cases = [*(generate(seed, number) for number in numbers), *further]
        if name == "webkit":
            cases = [case for case in cases if not names_loopback(case)]
        verdicts = [judge(outcome, PROFILES[name]) for outcome in browser.perform(cases)]
        title = f"{browser.engine.name} {browser.engine.version}"
        verdicts.sort(key=lambda verdict: verdict.outcome.case.number)
        return Report(title, seed, verdicts, time.monotonic() - start)


def names_loopback(case: Case) -> bool:
    """Whether a case leads to where WebKit takes no proxy."""
    return any(name in repr(case) for name in ("localhost", "127.0.0.1"))


def main(arguments: list[str] | None = None) -> int:
    """Compare as the command line says; give the exit status."""
    options = parser().parse_args(arguments)
    reports = []
    asked = {name: getattr(options, name) for name in PROFILES}
    counts = {name: count for name, count in asked.items() if count is not None} or USUAL
    for name, count in counts.items():
        numbers = range(count) if options.case is None else options.case
        report = run(name, options.seed, numbers)
        lines = [*report.lines()] if options.case is None else []
        shown = report.disagreements[:SHOWN] if options.case is None else report.verdicts
        lines += [line for verdict in shown for line in describe(verdict)]
        sys.stdout.write("\n".join(lines) + "\n")
        reports.append(report)
    if options.record:
        record(reports, options.record)
    return int(any(report.disagreements for report in reports))


def parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.differential", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="what the cases are made from (1)")
    for name in PROFILES:
        parser.add_argument(
            f"--{name}",
            type=int,
            nargs="?",
            const=USUAL.get(name, 1_000),
            metavar="N",
            help="ask this browser, about N cases; if none is named, Chromium and Firefox",
        )
    parser.add_argument(
        "--record", type=pathlib.Path, metavar="FILE", help="write down the figures"
    )
    parser.add_argument("--case", type=int, action="append", help="show this case alone")
    return parser


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (pytest.skip.Exception, pytest.fail.Exception) as lacking:
        sys.exit(str(lacking))
