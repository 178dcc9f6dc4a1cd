"""How long requests take: CPU time in fresh processes, every side in turn, in random order.

pyperf measures one command after the other, and a shared machine changes its speed between two of
them. So the rounds are ours, and every one of them asks all sides; what comes of it is kept in
pyperf's form too.
"""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import random
import typing as t

from .sides import SIDES
from .sides import Worker
from .workloads import Workload

_ROUND = 2_000_000
"""About how long one side is asked in one round, in nanoseconds; short, as speed changes."""

Times = dict[str, dict[str, list[int]]]
"""Nanoseconds by workload and side; the same place in two lists is the same round."""


def measure(
    workloads: cabc.Sequence[Workload],
    processes: int,
    rounds: int,
    tell: t.Callable[[str], object],
) -> Times:
    """Time every workload on every side.

    :param processes: how many times all processes are started afresh.
    :param rounds: how many times each side is asked in each of them.
    :param tell: is told how far things are.
    """
    times: Times = {each.name: {side.name: [] for side in SIDES} for each in workloads}
    for number in range(1, processes + 1):
        with contextlib.ExitStack() as stack:
            workers = [stack.enter_context(Worker(side)) for side in SIDES]
            for workload in random.sample(workloads, len(workloads)):
                tell(f"times, process {number} of {processes}: {workload.title}")
                for name, taken in _rounds(workers, workload, rounds):
                    times[workload.name][name].append(taken)
    return times


def _rounds(
    workers: list[Worker], workload: Workload, rounds: int
) -> cabc.Iterator[tuple[str, int]]:
    calls: dict[str, int] = {}
    for worker in workers:
        one = worker.ask("open", variant=worker.side.variant, workload=workload)
        calls[worker.side.name] = max(1, _ROUND // max(one, 1))
    for _ in range(rounds):
        for worker in random.sample(workers, len(workers)):
            yield worker.side.name, worker.ask("time", calls=calls[worker.side.name])
