"""What a run has shown, as tables."""

from __future__ import annotations

import statistics
import typing as t
from collections import abc as cabc

from . import gunicorn_rate
from . import instructions
from . import start_up
from . import timing
from .budgets import budget_of
from .sides import COMPARED
from .sides import PACKAGES
from .sides import SIDES
from .tables import Table
from .tables import added
from .tables import plain
from .workloads import GROWTH
from .workloads import HOSTILE
from .workloads import REQUESTS
from .workloads import STEPS
from .workloads import WORKLOADS
from .workloads import Workload

Opcodes = dict[str, dict[str, int]]
"""Opcodes of a request, by workload and side."""


class Results(t.TypedDict, total=False):
    """One run; what was not measured is not there."""

    versions: dict[str, dict[str, str]]
    opcodes: Opcodes
    instructions: instructions.Instructions
    times: timing.Times
    start_up: start_up.Figures
    gunicorn: gunicorn_rate.Rates


def tables(results: Results) -> cabc.Iterator[Table]:
    """Every table that the results can fill."""
    if "opcodes" in results:
        yield from _opcode_tables(results["opcodes"])
    if "instructions" in results:
        yield _instruction_table(results["instructions"])
    if "times" in results:
        yield from _time_tables(results["times"])
    if "start_up" in results:
        yield _start_up_table(results["start_up"])
    if "gunicorn" in results:
        yield _rate_table(results["gunicorn"])


def _opcode_tables(opcodes: Opcodes) -> cabc.Iterator[Table]:
    heads = ("request", *(side.head for side in SIDES), "allowed", "7 : Flask")
    for title, workloads in (
        ("Opcodes over Flask alone", REQUESTS),
        ("Opcodes of hostile preflights, over Flask alone", HOSTILE),
    ):
        rows = [_opcode_row(each, opcodes[each.name]) for each in workloads]
        yield Table(title, heads, rows)
    yield _growth_table("Opcodes over Flask alone, as settings grow", opcodes, _extra_opcodes)


def _opcode_row(workload: Workload, by_side: dict[str, int]) -> tuple[str, ...]:
    bare, mine = by_side["bare"], by_side["seven"]
    allowed = budget_of(workload).allowed(bare) - bare
    return (
        workload.title,
        f"{bare:,}",
        *(f"{by_side[side.name] - bare:+,}" for side in COMPARED),
        f"{allowed:+,}{'' if mine - bare <= allowed else ' !'}",
        f"{mine / bare:.0%}",
    )


def _extra_opcodes(by_side: dict[str, int], side: str) -> str:
    return f"{by_side[side] - by_side['bare']:+,}"


def _instruction_table(counted: instructions.Instructions) -> Table:
    rows = [
        (
            workload.title,
            plain(statistics.median(by_side["bare"]) / 1000),
            *(added(instructions.added(by_side, side.name) / 1000) for side in COMPARED),
            _ratio(by_side, "seven", "six"),
        )
        for workload in REQUESTS
        for by_side in [counted[workload.name]]
    ]
    heads = ("request", *(side.head for side in SIDES), "7 : 6.0.5")
    return Table("Thousands of machine instructions over Flask alone", heads, rows)


def _time_tables(times: timing.Times) -> cabc.Iterator[Table]:
    heads = ("request", *(side.head for side in SIDES), "7 : 6.0.5")
    for title, workloads in (
        ("Microseconds over Flask alone", REQUESTS),
        ("Microseconds of hostile preflights, over Flask alone", HOSTILE),
    ):
        measured = [each for each in workloads if each.name in times]
        if measured:
            yield Table(title, heads, [_time_row(each, times[each.name]) for each in measured])
    if all(each.name in times for each in GROWTH):
        yield _growth_table("Microseconds over Flask alone, as settings grow", times, _extra_time)


def _time_row(workload: Workload, by_side: dict[str, timing.Turns]) -> tuple[str, ...]:
    return (
        workload.title,
        plain(timing.bare(by_side)),
        *(_extra_time(by_side, side.name) for side in COMPARED),
        f"{timing.share(by_side['seven']) / timing.share(by_side['six']):.2f}",
    )


def _extra_time(by_side: dict[str, timing.Turns], side: str) -> str:
    return added(timing.added(by_side[side]))


def _ratio(by_side: t.Mapping[str, cabc.Sequence[float]], one: str, other: str) -> str:
    pairs = zip(by_side[one], by_side[other], strict=True)
    return f"{statistics.median(mine / theirs for mine, theirs in pairs):.2f}"


def _growth_table(
    title: str, measured: t.Mapping[str, t.Any], extra: t.Callable[[t.Any, str], str]
) -> Table:
    """A row for each kind of setting and each package, a column for each size."""
    sizes = sorted({size for steps in STEPS.values() for size in steps})
    rows = [
        (
            f"{kind}, {side.head}",
            *(
                extra(measured[f"{kind}-{size}"], side.name)
                if f"{kind}-{size}" in WORKLOADS
                else ""
                for size in sizes
            ),
        )
        for kind in STEPS
        for side in PACKAGES
    ]
    return Table(title, ("setting", *(f"{size:,}" for size in sizes)), rows)


def _start_up_table(figures: start_up.Figures) -> Table:
    rows = []
    for name, (title, _, unit) in start_up.QUESTIONS.items():
        by_side = figures[name]
        cells = (plain(statistics.median(by_side[side.name]) / unit) for side in PACKAGES)
        rows.append((title, *cells, _ratio(by_side, "seven", "six")))
    return Table(
        "Before the first request", ("what", *(side.head for side in PACKAGES), "7 : 6.0.5"), rows
    )


def _rate_table(rates: gunicorn_rate.Rates) -> Table:
    rows = [
        (
            WORKLOADS[name].title,
            *(plain(statistics.median(by_side[side.name])) for side in SIDES),
            _ratio(by_side, "seven", "bare"),
            _ratio(by_side, "seven", "six"),
        )
        for name, by_side in rates.items()
    ]
    heads = ("request", *(side.head for side in SIDES), "7 : Flask", "7 : 6.0.5")
    return Table("Requests a second, gunicorn, one sync worker", heads, rows)
