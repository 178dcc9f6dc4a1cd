"""The command line: ``python -m benchmarks``."""

from __future__ import annotations

import argparse
import sys
import typing as t
from pathlib import Path

from . import gunicorn_rate
from . import instructions
from . import kept
from . import record
from . import report
from . import start_up
from . import timing
from .sides import PYTHON_OF_6
from .sides import ROOT
from .sides import SIDES
from .sides import Worker
from .workloads import REQUESTS
from .workloads import WORKLOADS

PARTS = ("opcodes", "instructions", "times", "start-up", "gunicorn")


def main() -> int:
    """Measure what was asked for, print the tables, write what is kept."""
    parser = _parser()
    arguments = parser.parse_args()
    if reason := _senseless(arguments):
        parser.error(reason)
    if arguments.from_results:
        results = kept.kept()
    else:
        results = _measure(arguments.only or PARTS, quick=arguments.quick)
        kept.keep(results)
    for table in report.tables(results):
        print(f"\n{table}")
    if arguments.record:
        whole = kept.kept()
        if lacking := record.lacking(whole):
            parser.error(f"--record needs a whole run; not measured yet: {', '.join(lacking)}")
        for path in record.write(whole, arguments.record):
            print(f"\nWritten: {path}")
    return 0


def _senseless(arguments: argparse.Namespace) -> str | None:
    """Why these arguments cannot be followed, told before anything is measured."""
    if arguments.from_results and (arguments.only or arguments.quick):
        return "--from-results measures nothing, so leave out --only and --quick"
    if arguments.from_results and not kept.exist():
        return "--from-results: nothing was measured yet"
    if arguments.record and arguments.quick:
        return "--record needs a whole run, so leave out --quick"
    needed = arguments.only or (PARTS if arguments.record and not arguments.from_results else ())
    if "instructions" in needed and not instructions.can_be_counted():
        return "instructions are counted by valgrind, which is not installed"
    if not (arguments.from_results or PYTHON_OF_6.exists()):
        return "Flask-CORS 6 needs an environment of its own; `make bench` makes it"
    return None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measures Flask-CORS beside Flask alone, beside the least that a person could "
        "write by hand, and beside Flask-CORS 6, all in one run.",
        epilog=f"Results are kept in {kept.FOLDER.relative_to(ROOT)}: results.json, and times.json "
        "for `python -m pyperf`.",
    )
    parser.add_argument("--quick", action="store_true", help="few rounds: a few minutes, and noisy")
    parser.add_argument(
        "--only",
        nargs="+",
        choices=PARTS,
        metavar="PART",
        help=f"measure these parts: {', '.join(PARTS)}",
    )
    parser.add_argument(
        "--record",
        type=Path,
        metavar="FILE",
        help="write the tables to FILE (reStructuredText), and pictures into _static beside it",
    )
    parser.add_argument(
        "--from-results", action="store_true", help="measure nothing; use what was kept last"
    )
    return parser


def _measure(parts: t.Sequence[str], *, quick: bool) -> report.Results:
    results = report.Results(versions={})
    with_opcodes = "opcodes" in parts
    opcodes: report.Opcodes = {name: {} for name in WORKLOADS}
    for side in SIDES:
        with Worker(side) as worker:
            results["versions"][side.name] = worker.ask("versions")
            for name in WORKLOADS if with_opcodes else ():
                workload = WORKLOADS[name]
                _tell(f"opcodes, {side.title}: {workload.title}")
                (opcodes[name][side.name],) = worker.opcodes(workload, workload.ask)
    if with_opcodes:
        results["opcodes"] = opcodes
    if "instructions" in parts and instructions.can_be_counted():
        results["instructions"] = instructions.measure(1 if quick else 3, _tell)
    if "times" in parts:
        workloads = REQUESTS if quick else list(WORKLOADS.values())
        processes, turns = (2, 30) if quick else (10, 30)
        results["times"] = timing.measure(workloads, processes, turns, _tell)
    if "start-up" in parts:
        results["start_up"] = start_up.measure(3 if quick else 15, _tell)
    if "gunicorn" in parts:
        results["gunicorn"] = gunicorn_rate.measure(2 if quick else 15, 150, _tell)
    _tell("")
    return results


def _tell(what: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{what:<79.79}", end="\r" if not what else "", file=sys.stderr, flush=True)


sys.exit(main())
