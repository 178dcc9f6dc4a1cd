"""What a request may take: rows of `benchmarks.workloads`, figures of `benchmarks.budgets`."""

from __future__ import annotations

import pytest

from benchmarks.budgets import budget_of
from benchmarks.workloads import HOSTILE
from benchmarks.workloads import REQUESTS
from benchmarks.workloads import WORKLOADS
from benchmarks.workloads import Workload

from .support import counted


@pytest.mark.parametrize("workload", [*REQUESTS, *HOSTILE], ids=lambda workload: workload.name)
def test_opcodes(workload: Workload) -> None:
    bare, mine = counted(workload)
    assert mine <= budget_of(workload).allowed(bare), f"{mine - bare:+} over {bare}"


@pytest.mark.parametrize("name", ["get-production", "preflight", "preflight-decorated"])
def test_counting_is_repeatable(name: str) -> None:
    assert counted(WORKLOADS[name]) == counted(WORKLOADS[name])
