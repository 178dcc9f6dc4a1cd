"""How times are taken: each side beside Flask alone, in processes of its own."""

from __future__ import annotations

import typing as t

import pytest

from benchmarks import timing
from benchmarks.sides import COMPARED
from benchmarks.sides import SEVEN
from benchmarks.sides import Side
from benchmarks.sides import Worker
from benchmarks.timing import Turn
from benchmarks.workloads import WORKLOADS


class MadeUp:
    """A process in which Flask alone takes 1 us more in each turn, and a side its place in us."""

    def __init__(self, side: Side, seed: int) -> None:
        self.side = side
        self.seed = seed

    def ask(
        self, what: str, variants: tuple[str, str], turns: int, **_: object
    ) -> dict[str, list[int]]:
        assert what == "time"
        bare = [1000 * (turn + 1) for turn in range(turns)]
        extra = 1000 * (COMPARED.index(self.side) + 1) * self.seed
        assert set(variants) == {self.side.variant, "bare"}
        return {"bare": bare, self.side.variant: [each + extra for each in bare]}

    def __enter__(self) -> MadeUp:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def test_each_side_is_timed_beside_flask_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "Worker", MadeUp)
    workloads = [WORKLOADS["get-production"], WORKLOADS["preflight"]]
    said: list[str] = []

    times = timing.measure(workloads, processes=3, turns=5, tell=said.append)

    assert times.keys() == {"get-production", "preflight"}
    assert len(said) == 6
    for by_side in times.values():
        assert [*by_side] == [side.name for side in COMPARED]
        assert by_side["layer"][1] == [Turn(1000 * (2 + turn), 1000 * turn) for turn in range(1, 6)]
        # The middle one of the three processes, which adds twice as much as the first.
        assert [timing.added(turns) for turns in by_side.values()] == [2, 4, 6, 8]
        assert timing.bare(by_side) == 3


@pytest.mark.parametrize(
    ("turns", "added", "share"),
    [
        pytest.param([[Turn(1500, 1000)]], 0.5, 1.5, id="one turn"),
        pytest.param([[Turn(900, 1000)]], -0.1, 0.9, id="less than Flask alone"),
        # A process counts as one figure, however far its turns lie apart.
        pytest.param(
            [[Turn(1000, 1000)] * 9 + [Turn(9000, 1000)], [Turn(2000, 1000)], [Turn(3000, 1000)]],
            1,
            2,
            id="the middle one of three processes",
        ),
    ],
)
def test_figures(turns: timing.Turns, added: float, share: float) -> None:
    assert timing.added(turns) == pytest.approx(added)
    assert timing.share(turns) == pytest.approx(share)


def test_a_process_takes_turns() -> None:
    variants = (SEVEN.variant, "bare")
    details: dict[str, t.Any] = {"variants": variants, "workload": WORKLOADS["get-production"]}
    with Worker(SEVEN) as worker:
        taken = worker.ask("time", turns=3, **details)
    assert taken.keys() == {*variants}
    for times in taken.values():
        assert len(times) == 3
        assert min(times) > 0
