"""How many machine instructions a request takes, C code included, as valgrind's cachegrind counts.

They leave out what caches and branches cost, as opcodes do. But while one time differs from the
next by more than what CORS takes, they hardly differ at all.
"""

from __future__ import annotations

import collections.abc as cabc
import re
import shutil
import statistics
import tempfile
import typing as t
from pathlib import Path

from .sides import SIDES
from .sides import Worker
from .workloads import REQUESTS

_FEW, _MANY = 50, 350
"""How many calls are compared with how many; each side has made some before."""

Instructions = dict[str, dict[str, list[int]]]
"""Instructions of a request by workload and side; the same place in two lists is one seed."""


def can_be_counted() -> bool:
    """Whether this machine has valgrind."""
    return shutil.which("valgrind") is not None


def measure(seeds: int, tell: t.Callable[[str], object]) -> Instructions:
    """Count the instructions of all requests on every side, with so many seeds of its hashes."""
    counted: Instructions = {each.name: {side.name: [] for side in SIDES} for each in REQUESTS}
    with tempfile.TemporaryDirectory() as logs:
        cachegrind = [
            *("valgrind", "--tool=cachegrind", "--cache-sim=no"),
            *("--cachegrind-out-file=/dev/null", f"--log-file={logs}/%p"),
        ]
        for seed in range(1, seeds + 1):
            for side in SIDES:
                tell(f"instructions, seed {seed} of {seeds}: {side.title}")
                with Worker(side, seed, under=cachegrind) as worker:
                    for workload in REQUESTS:
                        processes = worker.ask(
                            "call", variant=side.variant, workload=workload, times=(_FEW, _MANY)
                        )
                        few, many = (_counted(Path(logs, str(each))) for each in processes)
                        counted[workload.name][side.name].append((many - few) // (_MANY - _FEW))
    return counted


def added(by_side: cabc.Mapping[str, cabc.Sequence[int]], side: str) -> float:
    """How many instructions a side takes more than Flask alone."""
    pairs = zip(by_side[side], by_side["bare"], strict=True)
    return statistics.median(taken - bare for taken, bare in pairs)


def _counted(log: Path) -> int:
    found = re.search(r"I\s+refs:\s+([\d,]+)", log.read_text())
    assert found, f"cachegrind has not counted: {log.read_text()}"
    return int(found[1].replace(",", ""))
