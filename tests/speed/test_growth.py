"""A request takes the same with one origin or ten thousand, one rule or a thousand."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

import pytest
from flask import Flask

from benchmarks.apps import BY_PACKAGE
from benchmarks.apps import build
from benchmarks.apps import view
from benchmarks.sides import Worker
from benchmarks.workloads import APP
from benchmarks.workloads import STEPS
from benchmarks.workloads import Ask
from benchmarks.workloads import Workload
from benchmarks.workloads import growth
from benchmarks.workloads import preflight
from flask_cors import cross_origin
from flask_cors.rules.view_options import ViewOptions
from tests.properties.opcodes import counted

from .support import send


def first_and_last(kind: str, ask: Ask | None = None) -> tuple[Workload, Workload]:
    """The shortest and the longest configuration of a kind."""
    return growth(kind, STEPS[kind][0], ask), growth(kind, STEPS[kind][-1], ask)


@pytest.mark.parametrize("kind", STEPS)
def test_gets_and_preflights_take_no_more(kind: str, bare: Worker, mine: Worker) -> None:
    gets: list[int] = []
    preflights: list[int] = []
    for workload, other in zip(
        first_and_last(kind), first_and_last(kind, preflight()), strict=True
    ):
        get, asked = mine.opcodes(workload, workload.ask, other.ask)
        gets.append(get - bare.opcodes(workload, workload.ask)[0])
        preflights.append(asked)
    for few, many in (gets, preflights):
        assert many <= 1.1 * few


AMONG_BLUEPRINTS = {
    "GET of a plain view": Ask(path="/other"),
    "preflight of a plain view": preflight(path="/other"),
    "404s, never seen": Ask(path="/none{n}"),
    "404s under one of them, never seen": Ask(path="/blueprint0/none{n}"),
    "the same, with dot segments": Ask(path="/acme/blueprint0/../x{n}"),
}


@pytest.fixture(scope="module", params=["/blueprint{}", "/<tenant>/blueprint{}"])
def taken(request: pytest.FixtureRequest, mine: Worker) -> dict[str, tuple[int, int]]:
    """What each of these takes with one blueprint, and with 500; they take long to make."""
    few, many = (
        mine.opcodes(
            Workload("among", "", blueprints=tuple(map(request.param.format, range(size)))),
            *AMONG_BLUEPRINTS.values(),
        )
        for size in (1, 500)
    )
    return dict(zip(AMONG_BLUEPRINTS, zip(few, many, strict=True), strict=True))


@pytest.mark.parametrize("ask", AMONG_BLUEPRINTS)
def test_whatever_is_asked_blueprints_take_no_more(
    ask: str, taken: dict[str, tuple[int, int]]
) -> None:
    few, many = taken[ask]
    assert many <= 1.1 * few


@pytest.mark.parametrize("kind", ["origins", "patterns"])
def test_refusals_take_no_more(kind: str, mine: Worker) -> None:
    never_seen = Ask("https://evil{n}.example")  # so nothing is remembered
    few, many = (mine.opcodes(workload, never_seen)[0] for workload in first_and_last(kind))
    assert many <= 1.1 * few


@pytest.mark.parametrize("path", ["/api/none", "/api/articles"])
@pytest.mark.parametrize("pattern", ["/api/*x{}", r"/api/\w+\d{}"])
def test_rules_of_the_app_beside_a_blueprints_take_no_more(
    pattern: str, path: str, mine: Worker
) -> None:
    """They are tried on a path once, though one with more written out might go first."""
    few, many = (
        mine.opcodes(
            Workload(
                f"{pattern} {size} beside a blueprint",
                "",
                options={"resources": {pattern.format(n): {"origins": APP} for n in range(size)}},
                blueprints=("/api",),
            ),
            Ask(path=path),
        )[0]
        for size in (1, 1_000)
    )
    assert many <= 1.1 * few


@pytest.mark.parametrize("path", ["/none{n}/articles", "/api0/articles{n}"])
@pytest.mark.parametrize(
    "pattern", ["/api{}", "/api{}/*", "/api{}/*/old", "/api{}/.*", r"/api{}/\w+"]
)
def test_paths_never_seen_take_no_more(pattern: str, path: str, mine: Worker) -> None:
    few, many = (
        mine.opcodes(
            Workload(
                f"{pattern} {size}",
                "",
                options={"resources": {pattern.format(n): {"origins": APP} for n in range(size)}},
            ),
            Ask(path=path),
        )[0]
        for size in (1, 1_000)
    )
    assert many <= 1.1 * few


def test_what_is_decorated_in_every_request_takes_no_more() -> None:
    """Flask-RESTful's `method_decorators` do it: the policy is read in the first of them."""
    few, many = map(opcodes_decorated_in_the_request, (1, 1_000))
    assert many <= 1.1 * few


def opcodes_decorated_in_the_request(patterns: int) -> int:
    """What a request takes whose view decorates a function and calls it, after the first few."""
    decorate = cross_origin(origins=[f"https://*.tenant{n}.example" for n in range(patterns)])

    def decorating() -> str:
        decorated = decorate(view)
        return decorated()

    app = Flask(__name__)
    app.add_url_rule("/api/articles", "articles", decorating)
    send(app, Ask(), 3)
    with counted() as count:
        send(app, Ask(), 1)
    return count[0]


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


@pytest.mark.parametrize("ask", [Ask(), Ask(None)], ids=str)
@pytest.mark.parametrize("on", ["app", "view", "blueprint"])
def test_no_ordinary_request_looks_through_the_views(
    on: t.Literal["app", "view", "blueprint"], ask: Ask
) -> None:
    assert times_looked_through(on, ask) == 0


# Where there are decorators, but none in this app, a preflight does: it costs a small part of
# Flask's own answer, and a view that was replaced must not be spoken for by a wider rule.
@pytest.mark.parametrize(
    ("on", "decorators", "times"),
    [
        pytest.param("app", False, 0, id="nothing was ever decorated"),
        pytest.param("app", True, 3, id="another app's views are decorated"),
        pytest.param("view", True, 0, id="a view of this app is decorated"),
    ],
)
def test_preflights_look_through_the_views_where_one_may_have_come(
    on: t.Literal["app", "view"], decorators: bool, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ViewOptions, "exist", decorators)
    assert times_looked_through(on, preflight()) == times


def times_looked_through(on: t.Literal["app", "view", "blueprint"], ask: Ask) -> int:
    """How often an app's views are looked through for three requests, after the first few."""
    app = build(BY_PACKAGE, Workload("views", "views", on=on))
    app.view_functions = Watched(app.view_functions)
    send(app, ask, 3)
    app.view_functions.looked_through = 0
    send(app, ask, 3)
    return app.view_functions.looked_through
