"""How machine instructions are counted: in child processes, each with a log of cachegrind's."""

from __future__ import annotations

import os
import typing as t
from pathlib import Path

import pytest

from benchmarks import instructions
from benchmarks.sides import SEVEN
from benchmarks.sides import SIDES
from benchmarks.sides import Side
from benchmarks.sides import Worker
from benchmarks.workloads import REQUESTS
from benchmarks.workloads import WORKLOADS


class MadeUp:
    """A process under cachegrind: so many calls of a side take its place in thousands each."""

    def __init__(self, side: Side, seed: int, under: list[str]) -> None:
        self.each = 1000 * (SIDES.index(side) + seed)
        (self.log,) = (each.partition("=")[2] for each in under if each.startswith("--log-file="))

    def ask(self, what: str, times: tuple[int, ...], **_: object) -> list[int]:
        assert what == "call"
        for calls in times:
            counted = 1_000_000 + calls * self.each
            Path(self.log.replace("%p", str(calls))).write_text(f"==7== I refs:  {counted:,}\n")
        return list(times)

    def __enter__(self) -> MadeUp:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def test_what_calls_take_is_told_from_all_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instructions, "Worker", MadeUp)
    counted = instructions.measure(2, lambda _: None)
    assert counted == {
        each.name: {
            side.name: [1000 * (place + 1), 1000 * (place + 2)] for place, side in enumerate(SIDES)
        }
        for each in REQUESTS
    }
    assert instructions.added(counted["get-404"], "layer") == 1000


def test_a_child_process_for_each_number_of_calls() -> None:
    with Worker(SEVEN) as worker:
        ask: t.Any = worker.ask
        processes = ask(
            "call", variant=SEVEN.variant, workload=WORKLOADS["get-one-origin"], times=(1, 2)
        )
    assert len(set(processes)) == 2
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
