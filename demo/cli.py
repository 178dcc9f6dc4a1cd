"""The command line: ``python -m demo``."""

from __future__ import annotations

import argparse
import collections.abc as cabc
import signal
import sys
import threading
import typing as t
from pathlib import Path

from demo import report
from demo.browser import BrowserMissingError
from demo.browser import visit
from demo.exchanges import Program
from demo.origins import Origins
from demo.programs import PROGRAMS
from demo.servers import running

# What ends a demo apart from Ctrl-C: a request, or a closed terminal (unknown to Windows; `nohup`).
ENDINGS = [
    number
    for number in signal.valid_signals()
    if number in {signal.SIGTERM, getattr(signal, "SIGHUP", None)}
    and signal.getsignal(number) is not signal.SIG_IGN
]
AS_EXPECTED, NOT_AS_EXPECTED, CANNOT_RUN = 0, 1, 2

WELCOME = """\
Flask-CORS: nine programs, judged by your own browser

  page   {origins.page}
  API    {origins.api}   (and {origins.same_site_api} for cookies)
  React  {origins.react}   (for program 2; built now, a plain page without Node)

Open the page's URL in a browser: it calls the API and shows what crossed the wire.
Ctrl-C ends the demo.
"""


def main(
    arguments: cabc.Sequence[str] | None = None, programs: cabc.Sequence[Program] = PROGRAMS
) -> int:
    """Run the demo and return the exit status: 0, 1 for a wrong verdict, 2 if it cannot run."""
    options = _parser().parse_args(arguments)
    for number in ENDINGS:
        signal.signal(number, _leave)
    ports = options.port, options.api_port, options.react_port
    try:
        with running(programs, *ports) as origins:
            if options.check or options.screenshot:
                return _check(programs, origins, options.screenshot)
            return _serve(origins)
    except (BrowserMissingError, OSError) as error:
        print(f"demo: {error}", file=sys.stderr)
        return CANNOT_RUN


def _leave(number: int, _: object) -> t.NoReturn:
    """Unwind, so that what the demo has started ends with it."""
    sys.exit(128 + number)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m demo",
        description="Serve a page and the APIs that it calls from another origin, on loopback.",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="open the page once in a headless browser, print its verdicts and exit: "
        "0 if all are as expected, 1 if not, 2 without a browser; "
        "without Node the React page is skipped, but with CI=true that is a 1",
    )
    parser.add_argument(
        "--screenshot",
        type=Path,
        metavar="FILE",
        help="with --check (which it implies): save the page's first screen as PNG",
    )
    for name, what in (("--port", "page"), ("--api-port", "API"), ("--react-port", "React page")):
        parser.add_argument(
            name,
            type=int,
            default=0,
            metavar="N",
            help=f"the port of the {what}; 0, the default, takes a free one",
        )
    return parser


def _check(programs: cabc.Sequence[Program], origins: Origins, screenshot: Path | None) -> int:
    results = visit(origins.page, screenshot)
    print(report.table(results), end="\n\n")
    print(report.summary(results))
    of_react = sum(result["sender"] == "react" for result in results)
    exchanges = sum(len(program.exchanges) for program in programs)
    react_pages = any(program.has_react_page for program in programs)
    complete = len(results) - of_react == exchanges and (of_react > 0) == react_pages
    if not complete:
        print("The run did not finish.")
    return AS_EXPECTED if complete and all(result["ok"] for result in results) else NOT_AS_EXPECTED


def _serve(origins: Origins) -> int:
    ended = threading.Event()
    for number in (signal.SIGINT, *ENDINGS):
        signal.signal(number, lambda *_: ended.set())
    print(WELCOME.format(origins=origins), flush=True)
    while not ended.wait(1):  # a wait without end hears no Ctrl-C on Windows
        pass
    return AS_EXPECTED
