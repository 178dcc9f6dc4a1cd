"""How long requests take: CPU time, each side beside Flask alone in one and the same process.

Two processes that run the same code differ in their speed by more than what CORS takes, for as long
as they run: by where things lie in memory, and by the seed of their hashes. So each side has a
process with Flask alone in it too, and the two take turns, which are short. As that still leaves a
difference between processes, they are started afresh many times, and one process makes one figure.
pyperf measures one command after the other; what comes of it is kept in pyperf's form too.
"""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import random
import statistics
import typing as t

from .sides import BARE_FLASK
from .sides import COMPARED
from .sides import Worker
from .workloads import Workload


class Turn(t.NamedTuple):
    """What a call took in one turn, in nanoseconds.

    :param taken: of the side.
    :param bare: of Flask alone, in the same process, just before or after.
    """

    taken: int
    bare: int


Turns = list[list[Turn]]
"""The turns of one side, process by process."""

Times = dict[str, dict[str, Turns]]
"""The turns by workload and side."""


def measure(
    workloads: cabc.Sequence[Workload],
    processes: int,
    turns: int,
    tell: t.Callable[[str], object],
) -> Times:
    """Time every workload on every side.

    :param processes: how many processes each side has, one after the other.
    :param turns: how many turns it has in each of them.
    :param tell: is told how far things are.
    """
    times: Times = {each.name: {side.name: [] for side in COMPARED} for each in workloads}
    for number in range(1, processes + 1):
        with contextlib.ExitStack() as stack:
            workers = [stack.enter_context(Worker(side, seed=number)) for side in COMPARED]
            for workload in random.sample(workloads, len(workloads)):
                tell(f"times, process {number} of {processes}: {workload.title}")
                for worker in random.sample(workers, len(workers)):
                    variants = (worker.side.variant, BARE_FLASK.variant)
                    taken = worker.ask("time", variants=variants, workload=workload, turns=turns)
                    pairs = zip(*(taken[variant] for variant in variants), strict=True)
                    times[workload.name][worker.side.name].append([Turn(*pair) for pair in pairs])
    return times


def added(turns: Turns) -> float:
    """How many microseconds a side takes more than Flask alone."""
    return _median(turns, lambda turn: turn.taken - turn.bare) / 1000


def share(turns: Turns) -> float:
    """How many times what Flask alone takes a side takes."""
    return _median(turns, lambda turn: turn.taken / turn.bare)


def bare(by_side: cabc.Mapping[str, Turns]) -> float:
    """How many microseconds Flask alone takes."""
    of_all = [process for turns in by_side.values() for process in turns]
    return _median(of_all, lambda turn: turn.bare) / 1000


def _median(turns: Turns, figure: t.Callable[[Turn], float]) -> float:
    return statistics.median(statistics.median(map(figure, process)) for process in turns)
