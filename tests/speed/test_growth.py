"""A request takes the same with one origin or ten thousand, one rule or a thousand."""

from __future__ import annotations

import collections.abc as cabc
import itertools
import typing as t

import pytest
from flask import Flask

from benchmarks import opcodes
from benchmarks.budgets import BUDGETS
from benchmarks.workloads import STEPS
from benchmarks.workloads import Ask
from benchmarks.workloads import Workload
from benchmarks.workloads import growth
from benchmarks.workloads import preflight
from flask_cors import CORS

from .support import app_of
from .support import counted
from .support import opcodes_of
from .support import send

ASKED = {"GET": Ask(), "preflight": preflight(), "refused": Ask("https://evil.example")}


@pytest.mark.parametrize("kind", STEPS)
def test_gets_take_no_more(kind: str) -> None:
    few, many = (growth(kind, size) for size in (STEPS[kind][0], STEPS[kind][-1]))
    (bare_of_few, mine_of_few), (bare_of_many, mine_of_many) = counted(few), counted(many)
    assert mine_of_many - bare_of_many <= 1.1 * (mine_of_few - bare_of_few)
    assert mine_of_many <= BUDGETS[many.name].allowed(bare_of_many)


@pytest.mark.parametrize("kind", STEPS)
def test_preflights_take_no_more(kind: str) -> None:
    few, many = (growth(kind, size, preflight()) for size in (STEPS[kind][0], STEPS[kind][-1]))
    assert counted(many)[1] <= 1.1 * counted(few)[1]


@pytest.mark.parametrize("kind", ["origins", "patterns"])
def test_refusals_take_no_more(kind: str) -> None:
    evil = "https://evil{n}.example"  # never seen before, so nothing is remembered
    few, many = (app_of(growth(kind, size)) for size in (STEPS[kind][0], STEPS[kind][-1]))
    assert opcodes_of(many, Ask(evil)) <= 1.1 * opcodes_of(few, Ask(evil))


def test_paths_without_a_rule_take_no_more() -> None:
    few, many = (app_of(growth("rules", size)) for size in (1, 1000))
    never_seen = Ask(path="/none{n}/articles")
    assert opcodes_of(many, never_seen) <= 1.1 * opcodes_of(few, never_seen)


class Watched(dict[str, t.Any]):
    """View functions that tell when they are looked through, which is C code and hides its work."""

    looked_through = 0

    def __iter__(self) -> cabc.Iterator[str]:
        self.looked_through += 1
        return super().__iter__()

    def keys(self) -> t.Any:
        self.looked_through += 1
        return super().keys()

    def values(self) -> t.Any:
        self.looked_through += 1
        return super().values()

    def items(self) -> t.Any:
        self.looked_through += 1
        return super().items()


# A preflight does, in C: it costs a small part of Flask's own answer, and a view that was
# replaced must not be spoken for by a wider rule.
@pytest.mark.parametrize("ask", [Ask(), Ask(None)], ids=str)
@pytest.mark.parametrize("on", ["app", "view", "blueprint"])
def test_no_ordinary_request_looks_through_the_views(
    on: t.Literal["app", "view", "blueprint"], ask: Ask
) -> None:
    app = app_of(Workload("views", "views", on=on))
    app.view_functions = Watched(app.view_functions)
    send(app, ask, 3)
    app.view_functions.looked_through = 0
    send(app, ask, 3)
    assert app.view_functions.looked_through == 0


def set_up_opcodes(rules: int) -> int:
    """The opcodes of ``CORS(app)`` with so many rules."""
    resources: t.Any = {
        f"/api{each}/*": {"origins": "https://app.example.com"} for each in range(rules)
    }
    return opcodes.count(
        lambda _: CORS(Flask("set-up"), resources=resources), itertools.repeat({}), warm_up=1
    )


def test_set_up_grows_with_the_rules() -> None:
    assert set_up_opcodes(200) <= 2.1 * set_up_opcodes(100)
