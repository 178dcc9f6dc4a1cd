"""What a request may take: rows of `benchmarks.workloads`, figures of `benchmarks.budgets`."""

from __future__ import annotations

import pytest

from benchmarks.budgets import budget_of
from benchmarks.sides import Worker
from benchmarks.workloads import HOSTILE
from benchmarks.workloads import REQUESTS
from benchmarks.workloads import WORKLOADS
from benchmarks.workloads import Workload


@pytest.mark.parametrize("workload", [*REQUESTS, *HOSTILE], ids=lambda workload: workload.name)
def test_opcodes(workload: Workload, bare: Worker, mine: Worker) -> None:
    (without,) = bare.opcodes(workload, workload.ask)
    (taken,) = mine.opcodes(workload, workload.ask)
    assert taken <= budget_of(workload).allowed(without), f"{taken - without:+} over {without}"


@pytest.mark.parametrize("name", ["get-production", "preflight", "preflight-decorated"])
def test_counting_is_repeatable(name: str, mine: Worker) -> None:
    workload = WORKLOADS[name]
    first, again = (mine.opcodes(workload, workload.ask) for _ in range(2))
    assert first == again
