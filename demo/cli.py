"""The command line: ``python -m demo``."""

from __future__ import annotations

import argparse
import collections.abc as cabc
import signal
import sys
import threading
from pathlib import Path

from demo import report
from demo.browser import BrowserMissingError
from demo.browser import visit
from demo.exchanges import Program
from demo.origins import Origins
from demo.programs import PROGRAMS
from demo.servers import running

AS_EXPECTED, NOT_AS_EXPECTED, CANNOT_RUN = 0, 1, 2

WELCOME = """\
Flask-CORS: nine programs, judged by your own browser

  page   {origins.page}
  API    {origins.api}   (and {origins.same_site_api} for cookies)

Open the page's URL in a browser: it calls the API and shows what crossed the wire.
Ctrl-C ends the demo.
"""


def main(
    arguments: cabc.Sequence[str] | None = None, programs: cabc.Sequence[Program] = PROGRAMS
) -> int:
    """Run the demo and return the exit status: 0, 1 for a wrong verdict, 2 if it cannot run."""
    options = _parser().parse_args(arguments)
    try:
        with running(programs, options.port, options.api_port) as origins:
            if options.check or options.screenshot:
                return _check(programs, origins, options.screenshot)
            return _serve(origins)
    except (BrowserMissingError, OSError) as error:
        print(f"demo: {error}", file=sys.stderr)
        return CANNOT_RUN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m demo",
        description="Serve a page and the APIs that it calls from another origin, on loopback.",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="open the page once in a headless browser, print its verdicts and exit: "
        "0 if all are as expected, 1 if not, 2 without a browser",
    )
    parser.add_argument(
        "--screenshot",
        type=Path,
        metavar="FILE",
        help="with --check (which it implies): save the page's first screen as PNG",
    )
    for name, what in (("--port", "page"), ("--api-port", "API")):
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
    complete = len(results) == sum(len(program.exchanges) for program in programs)
    if not complete:
        print("The run did not finish.")
    return AS_EXPECTED if complete and all(result["ok"] for result in results) else NOT_AS_EXPECTED


def _serve(origins: Origins) -> int:
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    print(WELCOME.format(origins=origins), flush=True)
    while not ended.wait(1):  # a wait without end hears no Ctrl-C on Windows
        pass
    return AS_EXPECTED
