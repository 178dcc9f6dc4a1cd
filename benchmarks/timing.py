"""How long requests take: CPU time, each side beside Flask alone in one and the same process.

Two processes that run the same code differ in their speed by more than what CORS takes, for as long
as they run: by where things lie in memory, and by the seed of their hashes. So what is compared
runs in one process, in short turns and in random order; only Flask-CORS 6, which has our import
name, has a process and a Flask alone of its own. Both are started afresh many times. pyperf
measures one command after the other; what comes of it is kept in pyperf's form too.
"""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import random
import statistics
import typing as t

from .sides import BARE_FLASK
from .sides import PACKAGES
from .sides import SIDES
from .sides import Worker
from .workloads import Workload

_TURNS = 10
"""How many turns each side has, before the other process has its own."""


class Turn(t.NamedTuple):
    """What a call took in one turn, in nanoseconds.

    :param taken: of the side.
    :param bare: of Flask alone, in the same process, just before or after.
    """

    taken: int
    bare: int


Times = dict[str, dict[str, list[Turn]]]
"""The turns by workload and side."""


def measure(
    workloads: cabc.Sequence[Workload],
    processes: int,
    turns: int,
    tell: t.Callable[[str], object],
) -> Times:
    """Time every workload on every side.

    :param processes: how many times the processes are started afresh.
    :param turns: how many turns each side has in each of them.
    :param tell: is told how far things are.
    """
    times: Times = {each.name: {side.name: [] for side in SIDES} for each in workloads}
    for number in range(1, processes + 1):
        with contextlib.ExitStack() as stack:
            workers = [stack.enter_context(Worker(side, seed=number)) for side in PACKAGES]
            for workload in random.sample(workloads, len(workloads)):
                tell(f"times, process {number} of {processes}: {workload.title}")
                for worker in workers:
                    worker.ask("open", variants=_variants(worker), workload=workload)
                for _ in range(turns // _TURNS):
                    for worker in random.sample(workers, len(workers)):
                        taken = worker.ask("time", turns=_TURNS)
                        for name, each in _by_side(worker, taken):
                            times[workload.name][name] += each
    return times


def median_added(turns: cabc.Sequence[Turn]) -> float:
    """How many microseconds a side takes more than Flask alone."""
    return statistics.median(turn.taken - turn.bare for turn in turns) / 1000


def median_share(turns: cabc.Sequence[Turn]) -> float:
    """How many times what Flask alone takes a side takes."""
    return statistics.median(turn.taken / turn.bare for turn in turns)


def _variants(worker: Worker) -> tuple[str, ...]:
    """What runs in a process: its package, Flask alone and, beside this one, what is by hand."""
    return tuple(
        side.variant for side in SIDES if side.python == worker.side.python or side is BARE_FLASK
    )


def _by_side(
    worker: Worker, taken: dict[str, list[int]]
) -> cabc.Iterator[tuple[str, cabc.Iterator[Turn]]]:
    """The turns of the sides that live in a process; of Flask alone, only once in all."""
    bare = taken[BARE_FLASK.variant]
    for side in SIDES:
        if side.python == worker.side.python:
            yield side.name, map(Turn, taken[side.variant], bare)
