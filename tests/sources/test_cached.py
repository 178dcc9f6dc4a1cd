"""What is remembered of a source's answers in one process, and for how long."""

from __future__ import annotations

import enum
import itertools
import multiprocessing
import threading
import tracemalloc
import typing as t
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask import current_app
from flask import g
from markupsafe import Markup

from flask_cors import CORS
from flask_cors.sources import CachedOrigins
from flask_cors.sources import OriginQuery
from flask_cors.sources import flights
from flask_cors.sources import seldom
from flask_cors.sources.forks import renew_all
from tests.flask.support import ADMIN
from tests.flask.support import APP
from tests.flask.support import EVIL
from tests.flask.support import fetch
from tests.flask.support import preflight

from .support import ALLOWED
from .support import COPIES
from .support import REFUSED
from .support import Clock
from .support import Store
from .support import Table
from .support import app_asking
from .support import asked_about
from .support import fields

pytestmark = pytest.mark.usefixtures("clock")

# How long


@pytest.mark.parametrize(
    ("origin", "allowed", "counts"),
    [
        pytest.param(APP, True, 60, id="a yes, for ttl"),
        pytest.param(EVIL, False, 10, id="a no, for negative_ttl"),
    ],
)
def test_answers_count_for_a_while(origin, allowed, counts, clock: Clock):
    source = Table(APP)
    cached = CachedOrigins(source)
    for passed, times in ((0, 1), (counts - 0.01, 1), (0.01, 2), (counts, 3)):
        clock.pass_by(passed)
        assert cached.allows(asked_about(origin)) is allowed
        assert len(source.asked) == times


def test_what_changes_meanwhile(clock: Clock):
    source = Table(APP)
    cached = CachedOrigins(source, ttl=5, negative_ttl=2)
    assert [cached.allows(asked_about(each)) for each in (APP, ADMIN)] == [True, False]
    source.allowed = {ADMIN}
    clock.pass_by(1.9)
    assert [cached.allows(asked_about(each)) for each in (APP, ADMIN)] == [True, False]
    clock.pass_by(0.1)
    assert [cached.allows(asked_about(each)) for each in (APP, ADMIN)] == [True, True]
    clock.pass_by(3)
    assert [cached.allows(asked_about(each)) for each in (APP, ADMIN)] == [False, True]
    assert len(cached) == 2


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("takes", [0, 9, 9.9, 10, 59, 61])
@pytest.mark.parametrize(
    ("origin", "counts"), [pytest.param(APP, 60, id="a yes"), pytest.param(EVIL, 10, id="a no")]
)
def test_they_count_from_when_the_source_was_asked(origin, counts, takes, shared, clock: Clock):
    """It may have looked at once, however long it takes to say what it saw."""
    asked: list[str] = []

    def source(query: OriginQuery) -> bool:
        asked.append(query.origin)
        clock.pass_by(takes)
        return query.origin == APP

    backend = Store(clock) if shared else None
    cached = CachedOrigins(source, backend=backend, namespace="tests")
    for times in (1, 2):
        assert cached.allows(asked_about(origin)) is (origin == APP)
        assert len(asked) == times
        if takes < counts:
            clock.pass_by(counts - takes - 0.01)
            assert cached.allows(asked_about(origin)) is (origin == APP)
            assert len(asked) == times
            clock.pass_by(0.01)


def test_no_negative_caching():
    source = Table()
    cached = CachedOrigins(source, negative_ttl=0)
    for times in (1, 2):
        assert not cached.allows(asked_about(EVIL))
        assert len(source.asked) == times


def test_it_is_a_source_however_empty():
    assert CachedOrigins(Table())
    assert len(CachedOrigins(Table())) == 0


# When the source fails


def test_a_yes_stands_in_for_a_source_that_fails(clock: Clock, caplog):
    source = Table(APP)
    cached = CachedOrigins(source, ttl=60, stale_if_error=300)
    assert cached.allows(asked_about(APP))
    source.error = ConnectionError("gone")
    for passed, allowed in ((60, True), (299.9, True), (0.2, False), (1, False)):
        clock.pass_by(passed)
        assert cached.allows(asked_about(APP)) is allowed
    source.error = None
    clock.pass_by(flights.REST)
    assert cached.allows(asked_about(APP))
    assert len([each for each in caplog.records if "gone" in str(each.exc_info)]) == 6 - 4


@pytest.mark.parametrize(
    "allowed", [pytest.param(False, id="a no"), pytest.param(None, id="nothing known")]
)
def test_nothing_else_does(allowed, clock: Clock):
    source = Table()
    cached = CachedOrigins(source)
    if allowed is not None:
        assert not cached.allows(asked_about(APP))
        clock.pass_by(10)
    source.error, source.allowed = ConnectionError("gone"), {APP}
    assert not cached.allows(asked_about(APP))


def test_a_yes_that_became_a_no_does_not(clock: Clock):
    source = Table(APP)
    cached = CachedOrigins(source)
    assert cached.allows(asked_about(APP))
    clock.pass_by(60)
    source.allowed.clear()
    assert not cached.allows(asked_about(APP))
    clock.pass_by(10)
    source.error = ConnectionError("gone")
    assert not cached.allows(asked_about(APP))


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize(
    ("takes", "invalidates", "negative_ttl"),
    [
        pytest.param(0, None, 10, id="a no at once"),
        pytest.param(0, ADMIN, 10, id="while another origin is invalidated"),
        pytest.param(0, APP, 10, id="while it is invalidated itself"),
        pytest.param(61, None, 10, id="a no that took long"),
        pytest.param(0, None, 0, id="a no that is not remembered"),
    ],
)
def test_a_no_ends_a_yes_in_any_case(takes, invalidates, negative_ttl, shared, clock: Clock):
    """It is the last thing that the source has said."""

    def source(query: OriginQuery) -> bool:
        if not answers:
            raise ConnectionError("gone")
        if len(answers) == 1:
            clock.pass_by(takes)
            if invalidates:
                cached.invalidate(invalidates)
        return answers.pop(0)

    answers = [True, False]
    backend = Store(clock) if shared else None
    cached = CachedOrigins(source, negative_ttl=negative_ttl, backend=backend, namespace="tests")
    assert cached.allows(asked_about(APP))
    clock.pass_by(60)
    assert not cached.allows(asked_about(APP))
    clock.pass_by(10)
    assert not cached.allows(asked_about(APP))
    assert answers == []


def test_a_yes_that_was_invalidated_does_not(clock: Clock):
    source = Table(APP)
    cached = CachedOrigins(source)
    assert cached.allows(asked_about(APP))
    cached.invalidate(APP)
    source.error = ConnectionError("gone")
    assert not cached.allows(asked_about(APP))


def test_no_stale_answers():
    source = Table(APP)
    cached = CachedOrigins(source, stale_if_error=0)
    assert cached.allows(asked_about(APP))


def test_failures_are_told_once_per_interval(clock: Clock, caplog):
    source = Table()
    source.error = ConnectionError("gone")
    client = app_asking(CachedOrigins(source)).test_client()
    for _ in range(5):
        assert fields(fetch(client, "/")) == REFUSED
    assert len(caplog.records) == 1
    clock.pass_by(seldom.INTERVAL)
    fetch(client, "/")
    assert len(caplog.records) == 2


def test_a_source_that_fails_is_left_alone_for_a_moment(clock: Clock):
    source = Table(APP, ADMIN)
    cached = CachedOrigins(source, maxsize=2)
    source.error = ConnectionError("gone")
    for passed, asked in ((0, 1), (flights.REST - 0.01, 1), (0.01, 2)):
        clock.pass_by(passed)
        assert not cached.allows(asked_about(APP))
        assert len(source.asked) == asked
    cached.invalidate()  # somebody knows better
    assert not cached.allows(asked_about(APP))
    assert len(source.asked) == 3
    source.error = None
    assert cached.allows(asked_about(ADMIN))
    assert not cached.allows(asked_about(APP))
    clock.pass_by(flights.REST)
    assert cached.allows(asked_about(APP))


def test_failures_are_remembered_within_bounds():
    source = Table()
    source.error = ConnectionError("gone")
    cached = CachedOrigins(source, maxsize=2)
    for number in range(10):
        assert not cached.allows(asked_about(f"https://x{number}.example"))
    assert len(cached._failed._until) == 2


@pytest.mark.parametrize(
    ("key", "told"),
    [
        pytest.param(lambda query: {}, "A key is a string, a number, or a tuple", id="a dict"),
        pytest.param(lambda query: (1, None), "not None", id="a tuple of more"),
        pytest.param(lambda query: query.tenant, "tenant", id="an exception"),
    ],
)
def test_a_key_that_is_none_lets_nobody_in(key, told, caplog):
    cached = CachedOrigins(Table(APP), key=key)
    assert fields(fetch(app_asking(cached).test_client(), "/")) == REFUSED
    assert told in str(caplog.records[0].exc_info[1])


# What an answer depends on


def test_an_answer_is_remembered_for_what_was_looked_at():
    asked: list[str] = []

    def source(query: OriginQuery) -> bool:
        asked.append(query.host)
        return query.origin == APP and query.host == "mine.example"

    cached = CachedOrigins(source)
    for _ in range(2):
        for host, allowed in (("mine.example", True), ("other.example", False)):
            assert cached.allows(asked_about(APP, host=host)) is allowed
    assert asked == ["mine.example", "other.example"]


@pytest.mark.parametrize("copied", COPIES)
@pytest.mark.parametrize(
    "name", ["host", "path", "endpoint", "view_args", "preflight"], ids=lambda name: name
)
def test_every_part_of_a_query(name, copied):
    values = {"view_args": ({"id": 1}, {"id": 2}), "preflight": (True, False)}
    mine, other = values.get(name, ("a", "b"))
    cached = CachedOrigins(lambda query: bool(getattr(copied(query), name) == mine))
    for _ in range(2):
        assert cached.allows(asked_about(APP, **{name: mine}))
        assert not cached.allows(asked_about(APP, **{name: other}))


def test_what_is_looked_at_now_and_then():
    """An origin that is let in everywhere, and tenants of which each has its own."""

    def source(query: OriginQuery) -> bool:
        return query.origin == ADMIN or (query.origin, query.host) == (APP, "mine.example")

    cached = CachedOrigins(source)
    for _ in range(3):
        assert cached.allows(asked_about(ADMIN, host="other.example"))
        assert cached.allows(asked_about(APP, host="mine.example"))
        assert not cached.allows(asked_about(APP, host="other.example"))


TENANTS = {("a.example", APP), ("b.example", ADMIN)}


def test_two_that_set_off_before_it_is_known_what_matters():
    """Neither first answer may be found for the other's host, whichever lands first."""
    begun = threading.Barrier(2)

    def source(query: OriginQuery) -> bool:
        if cached._keys.looked_at == frozenset():
            begun.wait(30)
        return (query.host, query.origin) in TENANTS

    cached = CachedOrigins(source)
    client = app_asking(cached).test_client()
    queries = [asked_about(origin, host=host) for host, origin in TENANTS]
    with ThreadPoolExecutor(2) as pool:
        assert [*pool.map(cached.allows, queries)] == [True, True]
    for host in ("a.example", "b.example"):
        for origin in (APP, ADMIN):
            answer = fields(fetch(client, "/", origin=origin, base_url=f"http://{host}"))
            assert ("Access-Control-Allow-Origin" in answer) is ((host, origin) in TENANTS)


class Tenant:
    """What a converter of URLs may make: each is another, though all are written alike."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return "Tenant"


class Name(str):
    __slots__ = ("suffix",)


UUIDS = [uuid.UUID(int=number) for number in range(2)]


@pytest.mark.parametrize(
    ("values", "remembered"),
    [
        pytest.param(("1", 1), True, id="a string and a number"),
        pytest.param((1, True), True, id="a number and a truth"),
        pytest.param((1, 1.0), True, id="two kinds of numbers"),
        pytest.param((None, "None"), True, id="nothing and its name"),
        pytest.param(UUIDS, True, id="uuids"),
        pytest.param((("a", "b"), ("a, b",)), True, id="tuples"),
        pytest.param((Tenant("a"), Tenant("b")), False, id="objects"),
        pytest.param(((Tenant("a"),), (Tenant("b"),)), False, id="tuples of objects"),
        pytest.param((Name("a"), Name("a")), False, id="strings that are more than that"),
        pytest.param((["a"], ["b"]), False, id="lists"),
    ],
)
def test_values_in_the_url(values, remembered):
    """What may be written like another value is no part of a key; then nothing is remembered."""
    asked: list[object] = []

    def source(query: OriginQuery) -> bool:
        assert query.view_args is not None
        asked.append(query.view_args["value"])
        return asked[-1] is values[0]

    cached = CachedOrigins(source)
    for _ in range(3):
        for value in values:
            answer = cached.allows(asked_about(APP, view_args={"value": value}))
            assert answer is (value is values[0])
    assert len(asked) == (2 if remembered else 6)
    assert len(cached) == (2 if remembered else 0)


def test_fifty_threads_and_values_that_nothing_is_remembered_for():
    def source(query: OriginQuery) -> bool:
        assert query.view_args is not None
        return query.view_args["tenant"].name == "a"

    cached = CachedOrigins(source)
    tenants = itertools.cycle(map(Tenant, "ab"))

    def ask() -> bool:
        tenant = next(tenants)
        return cached.allows(asked_about(view_args={"tenant": tenant})) is (tenant.name == "a")

    assert at_once(ask) == [True] * THREADS


class Mine(CachedOrigins):
    def allows(self, query: OriginQuery) -> bool:
        return query.host == "mine.example" and super().allows(query)


class Before:
    """What stands before a source, and passes for it in all but what it adds."""

    def __init__(self, source: CachedOrigins) -> None:
        self.source = source

    def __getattr__(self, name: str) -> t.Any:
        return getattr(self.source, name)

    def allows(self, query: OriginQuery) -> bool:
        return query.host == "mine.example" and self.source.allows(query)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: Mine(Table(APP)), id="a class made of it"),
        pytest.param(lambda: Before(CachedOrigins(Table(APP))), id="an object before it"),
    ],
)
def test_what_is_remembered_is_not_all_there_is_to_say(make):
    client = app_asking(make()).test_client()
    for _ in range(2):
        for host, expected in (("mine.example", ALLOWED), ("other.example", REFUSED)):
            assert fields(fetch(client, "/", base_url=f"http://{host}")) == expected


def test_in_an_app():
    cached = CachedOrigins(lambda query: query.host == "mine.example")
    client = app_asking(cached).test_client()
    for _ in range(2):
        for host, expected in (("mine.example", ALLOWED), ("other.example", REFUSED)):
            for send in (fetch, preflight):
                assert fields(send(client, "/", base_url=f"http://{host}")) == expected


def test_a_key_of_ones_own():
    """What the source reads from elsewhere."""
    app = Flask("tests")
    table = {1: APP, 2: ADMIN}
    cached = CachedOrigins(lambda query: query.origin == table[g.tenant], key=lambda _: g.tenant)
    with app.app_context():
        for _ in range(2):
            for tenant, origin in table.items():
                g.tenant = tenant
                assert cached.allows(asked_about(origin))
                assert not cached.allows(asked_about(EVIL))
    assert len(cached) == 4


def test_a_key_adds_to_what_is_looked_at():
    cached = CachedOrigins(lambda query: query.host == "mine.example", key=lambda query: "shop")
    for _ in range(2):
        assert cached.allows(asked_about(host="mine.example"))
        assert not cached.allows(asked_about(host="other.example"))
    assert len(cached) == 2
    cached.invalidate("shop")
    assert len(cached) == 0


def test_one_for_several_apps():
    """What the source reads from the app has to be named, like all that is not in the query."""
    apps = [Flask(name) for name in ("one", "two")]
    apps[0].config["ORIGINS"], apps[1].config["ORIGINS"] = {APP}, set()
    cached = CachedOrigins(
        lambda query: query.origin in current_app.config["ORIGINS"],
        key=lambda query: current_app.import_name,
    )
    for app in apps:
        CORS(app, origins=cached)
    for _ in range(2):
        answers = [fields(fetch(app.test_client(), "/none")) for app in apps]
        assert answers == [ALLOWED, REFUSED]


class Plan(str, enum.Enum):
    FREE = "free"


class Size(enum.IntEnum):
    SMALL = 1


@pytest.mark.parametrize(
    ("part", "also"),
    [
        pytest.param(Plan.FREE, "free", id="a member of an enum"),
        pytest.param(Size.SMALL, 1, id="a member of an enum of numbers"),
        pytest.param(Markup("a"), "a", id="a string with more to it"),
        pytest.param((Plan.FREE, Size.SMALL), ("free", 1), id="a tuple of them"),
    ],
)
@pytest.mark.parametrize("backend", [None, Store()])
def test_a_key_can_be_named_in_two_ways(part, also, backend):
    source = Table(APP)
    cached = CachedOrigins(source, key=lambda _: part, backend=backend, namespace="tests")
    for subject in (part, also):
        source.allowed = {APP}
        cached.invalidate()
        assert cached.allows(asked_about(APP))
        source.allowed.clear()
        cached.invalidate(subject)
        assert not cached.allows(asked_about(APP))


def test_what_can_be_no_key_is_not_forgotten_in_silence():
    with pytest.raises(TypeError, match="a string, a number, or a tuple"):
        CachedOrigins(Table()).invalidate(1.5)  # type: ignore[arg-type]


def test_long_parts_are_shortened():
    cached = CachedOrigins(lambda query: query.path.endswith("y"), key=lambda query: query.path)
    paths = [f"/{'x' * 50_000}{end}" for end in "yn"]
    other = CachedOrigins(lambda query: query.path.endswith("y"))
    for each in (cached, other):
        assert [each.allows(asked_about(APP, path=path)) for path in paths] == [True, False]
        assert len(repr(each._local._allowed)) < 2_000
    cached.invalidate(paths[0])
    assert len(cached) == 1


# Forgetting


@pytest.mark.parametrize(
    ("subject", "left"),
    [
        pytest.param(None, 0, id="everything"),
        pytest.param(APP, 2, id="an origin, for every tenant"),
        pytest.param(7, 2, id="a tenant"),
        pytest.param("https://none.example", 4, id="what is not there"),
    ],
)
def test_invalidate(subject, left):
    source = Table(APP)
    cached = CachedOrigins(source, key=lambda query: int(query.host))
    for origin in (APP, EVIL):
        for host in ("7", "8"):
            cached.allows(asked_about(origin, host=host))
    assert len(cached) == 4
    cached.invalidate(subject)
    assert len(cached) == left
    assert source.forgotten == [subject]


SPELLINGS = [f"{APP}/", f"{APP}:443", APP.upper()]


@pytest.mark.parametrize("backend", [None, Store()])
@pytest.mark.parametrize("key", [None, lambda _: "shop", lambda _: APP.upper()])
@pytest.mark.parametrize("spelt", SPELLINGS)
def test_an_origin_is_forgotten_however_it_is_spelt(spelt, key, backend):
    source = Table(APP)
    cached = CachedOrigins(source, key=key, backend=backend, namespace="tests")
    cached.invalidate()
    assert cached.allows(asked_about(APP))
    source.allowed.clear()
    cached.invalidate(spelt)
    assert not cached.allows(asked_about(APP))
    assert APP in source.forgotten


@pytest.mark.parametrize(
    ("named", "message"),
    [
        pytest.param("nonsense", "No answer is remembered for 'nonsense': ", id="a word"),
        pytest.param("app.example.com", 'Write "https://app.example.com" instead.', id="a host"),
        pytest.param(f"{APP}/orders", "An origin has no path.", id="a URL"),
        pytest.param("https://*.example.com", "This is a pattern", id="a pattern"),
        pytest.param("null", "not the origin of a web page", id="the opaque origin"),
        pytest.param(7, "No answer is remembered for 7: ", id="a number, without a key function"),
    ],
)
def test_what_is_no_origin_is_not_forgotten_in_silence(named, message):
    source = Table(APP)
    cached = CachedOrigins(source)
    assert cached.allows(asked_about(APP))
    with pytest.raises(ValueError, match="No answer is remembered for ") as raised:
        cached.invalidate(named)
    assert type(raised.value) is ValueError
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)
    assert (len(cached), source.forgotten) == (1, [])


def test_invalidate_holds_at_once():
    source = Table()
    cached = CachedOrigins(source)
    client = app_asking(cached).test_client()
    assert fields(fetch(client, "/")) == REFUSED
    source.allowed.add(APP)
    assert fields(fetch(client, "/")) == REFUSED
    cached.invalidate(APP)
    assert fields(fetch(client, "/")) == ALLOWED
    source.allowed.clear()
    assert fields(fetch(client, "/")) == ALLOWED
    cached.invalidate()
    assert fields(fetch(client, "/")) == REFUSED


def test_what_was_asked_before_is_not_remembered_after():
    """An answer may be on its way while its subject is invalidated."""
    allowed = {APP}

    def source(query: OriginQuery) -> bool:
        answer = query.origin in allowed
        if allowed:
            allowed.clear()
            cached.invalidate(APP)
        return answer

    cached = CachedOrigins(source)
    assert cached.allows(asked_about(APP))
    assert not cached.allows(asked_about(APP))


def test_who_asks_after_does_not_wait_for_who_asked_before():
    begun, go_on = threading.Event(), threading.Event()
    answers = [True, False]

    def source(query: OriginQuery) -> bool:
        answer = answers.pop(0)
        if answer:
            begun.set()
            assert go_on.wait(30)
        return answer

    cached = CachedOrigins(source)
    with ThreadPoolExecutor(1) as pool:
        before = pool.submit(cached.allows, asked_about(APP))
        assert begun.wait(30)
        cached.invalidate()
        assert not cached.allows(asked_about(APP))
        go_on.set()
        assert before.result(30)
    assert not cached.allows(asked_about(APP))


def test_a_source_without_more_than_a_function():
    cached = CachedOrigins(lambda query: True)
    cached.invalidate()
    assert [*cached.origins()] == []
    assert [*CachedOrigins(Table(APP)).origins()] == [APP]


def test_a_source_that_cannot_be_told():
    """The answers are forgotten all the same, and it is known that the source was not told."""

    class Deaf(Table):
        def invalidate(self, key: object = None) -> None:
            raise ConnectionError("gone")

    cached = CachedOrigins(Deaf(APP))
    assert cached.allows(asked_about(APP))
    with pytest.raises(ConnectionError, match="gone"):
        cached.invalidate(APP)
    assert len(cached) == 0


def test_a_source_that_is_told_asynchronously():
    class AsyncTable(Table):
        async def invalidate(self, key: object = None) -> None:  # type: ignore[override]
            self.forgotten.append(key)

    source = AsyncTable()
    CachedOrigins(source).invalidate(APP)
    assert source.forgotten == [APP]


@pytest.mark.parametrize("is_async", [False, True])
@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda cached: cached.allows(asked_about(APP)), id="outside an app"),
        pytest.param(
            lambda cached: fields(fetch(app_asking(cached).test_client(), "/")) == ALLOWED,
            id="in an app, where async code has a thread of its own",
        ),
    ],
)
def test_a_source_that_asks_what_remembers_its_answers(ask, is_async, caplog):
    def source(query: OriginQuery) -> bool:
        return cached.allows(query)

    async def async_source(query: OriginQuery) -> bool:
        return cached.allows(query)

    cached = CachedOrigins(async_source if is_async else source)
    assert not ask(cached)
    assert "asks the CachedOrigins" in str(caplog.records[0].exc_info[1])


def test_an_async_source_outside_an_app():
    async def source(query: OriginQuery) -> bool:
        return query.origin == APP

    cached = CachedOrigins(source)
    assert [cached.allows(asked_about(each)) for each in (APP, EVIL)] == [True, False]


# One at a time


THREADS = 50


def at_once(call: t.Callable[[], bool]) -> list[bool]:
    start = threading.Barrier(THREADS)

    def one(_: int) -> bool:
        start.wait()
        return call()

    with ThreadPoolExecutor(THREADS) as pool:
        return [*pool.map(one, range(THREADS))]


@pytest.mark.parametrize("look", [lambda query: None, lambda query: query.host])
@pytest.mark.parametrize("allowed", [True, False])
def test_fifty_threads_load_once(allowed, look):
    asked: list[str] = []
    waiting = threading.Event()

    def source(query: OriginQuery) -> bool:
        look(query)
        asked.append(query.origin)
        waiting.wait(0.2)  # time for the others to come
        return allowed

    cached = CachedOrigins(source)
    assert at_once(lambda: cached.allows(asked_about(APP, host="a"))) == [allowed] * THREADS
    assert asked == [APP]


@pytest.mark.parametrize("look", [lambda query: None, lambda query: query.host])
def test_who_joins_when_the_load_has_landed(look):
    """Between the look for an answer and the load, another may have brought it."""
    asked: list[str] = []

    def source(query: OriginQuery) -> bool:
        look(query)
        asked.append(query.origin)
        return True

    cached = CachedOrigins(source)
    join = cached._flights.join

    def join_late(about):
        cached._flights.join = join
        assert cached.allows(asked_about(APP, host="a"))
        return join(about)

    cached._flights.join = join_late
    assert cached.allows(asked_about(APP, host="a"))
    assert asked == [APP]


def test_fifty_threads_and_a_source_that_fails():
    asked: list[str] = []

    def source(query: OriginQuery) -> bool:
        asked.append(query.origin)
        threading.Event().wait(0.2)
        raise ConnectionError("gone")

    cached = CachedOrigins(source)
    assert at_once(lambda: cached.allows(asked_about(APP))) == [False] * THREADS
    assert asked == [APP]


def test_who_waits_is_not_given_what_another_saw():
    """The first answer shows that the host matters; until then nobody knows."""
    begun, go_on = threading.Event(), threading.Event()

    def source(query: OriginQuery) -> bool:
        mine = query.host == "mine.example"
        if mine:
            begun.set()
            assert go_on.wait(30)
        return mine

    cached = CachedOrigins(source)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cached.allows, asked_about(APP, host="mine.example"))
        assert begun.wait(30)
        second = pool.submit(cached.allows, asked_about(APP, host="other.example"))
        assert not second.done()
        go_on.set()
        assert (first.result(30), second.result(30)) == (True, False)


def test_who_waits_asks_itself_where_the_first_was_ended():
    begun, go_on = threading.Event(), threading.Event()
    asked: list[str] = []

    def source(query: OriginQuery) -> bool:
        asked.append(query.origin)
        if len(asked) == 1:
            begun.set()
            assert go_on.wait(30)
            raise SystemExit
        return True

    cached = CachedOrigins(source)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cached.allows, asked_about(APP))
        assert begun.wait(30)
        second = pool.submit(cached.allows, asked_about(APP))
        go_on.set()
        assert isinstance(first.exception(30), SystemExit)
        assert second.result(30)


def test_an_answer_that_took_too_long_is_not_remembered(clock: Clock):
    def source(query: OriginQuery) -> bool:
        clock.pass_by(61)
        return True

    cached = CachedOrigins(source)
    assert cached.allows(asked_about(APP))
    assert len(cached) == 0


# Bounds


def test_as_many_as_are_let_in_at_most():
    cached = CachedOrigins(Table(APP, ADMIN), maxsize=3)
    for number in range(10):
        cached.allows(asked_about(f"https://x{number}.example"))
        cached.allows(asked_about([APP, ADMIN][number % 2]))
        assert len(cached) <= 3
    # What everybody can send has given way to what is let in.
    assert [cached._local.recall(origin) for origin in (APP, ADMIN)] == [True, True]


def test_the_oldest_give_way_where_all_are_let_in():
    cached = CachedOrigins(lambda query: True, maxsize=2)
    for origin in (APP, ADMIN, EVIL):
        assert cached.allows(asked_about(origin))
    assert [cached._local.recall(origin) for origin in (APP, ADMIN, EVIL)] == [None, True, True]


def test_some_room_is_left_to_refused_origins(clock: Clock):
    """Else the source would be asked about each of them again and again."""
    source = Table(*(f"https://x{number}.example" for number in range(30)))
    cached = CachedOrigins(source, maxsize=20)
    for origin in sorted(source.allowed):
        assert cached.allows(asked_about(origin))
    source.asked.clear()
    for _ in range(5):
        for origin in (EVIL, ADMIN):
            assert not cached.allows(asked_about(origin))
    assert source.asked == [EVIL, ADMIN]
    assert len(cached) == 20
    for number in range(100):
        cached.allows(asked_about(f"https://evil{number}.example"))
    assert (len(cached._local._allowed), len(cached._local._refused)) == (18, 2)


@pytest.mark.parametrize(("passed", "left"), [(59 + 300, 6), (60 + 300, 1)])
def test_what_has_had_its_time_makes_room(passed: float, left: int, clock: Clock):
    cached = CachedOrigins(Table(APP, *(f"https://x{number}.example" for number in range(5))))
    for number in range(5):
        cached.allows(asked_about(f"https://x{number}.example"))
        cached.allows(asked_about(f"https://evil{number}.example"))
    clock.pass_by(passed)
    cached.allows(asked_about(APP))
    assert len(cached) == left


def test_a_million_origins():
    """Told to the cache itself, since through an app they would only take longer."""
    cached = CachedOrigins(lambda query: False)
    asked = (f"https://x{number:07}.example" for number in range(1_000_000))
    for origin in itertools.islice(asked, 10_000):
        cached.allows(OriginQuery(origin))
    find, keep = cached._answers.find, cached._answers.keep

    def flood(origins: t.Iterator[str]) -> None:
        for origin in origins:
            keep(find(origin)[1], False)

    flood(itertools.islice(asked, 970_000))
    assert len(cached) == 10_000
    tracemalloc.start()
    try:
        flood(asked)  # twice as many as are kept, so all that is kept is measured
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert next(asked, None) is None
    assert len(cached) == 10_000
    assert taken < 4_000_000


# Forks


def test_a_child_begins_without_what_is_on_its_way(monkeypatch: pytest.MonkeyPatch):
    """What is done in a process that was forked, done here."""
    cached = CachedOrigins(Table(APP))
    lock = cached._local._lock
    flight, mine = cached._flights.join("a place")
    assert mine
    monkeypatch.setattr("os.getpid", lambda: -1)
    renew_all()
    assert cached._local._lock is not lock
    assert cached._flights.join("a place")[0] is not flight


def _child(cached: CachedOrigins, answers: t.Any) -> None:
    answers.put(cached.allows(asked_about(APP)))


def test_a_fork_while_an_answer_is_on_its_way():
    begun, go_on = threading.Event(), threading.Event()
    first = [True]

    def source(query: OriginQuery) -> bool:
        if first and multiprocessing.parent_process() is None:
            first.clear()
            begun.set()
            assert go_on.wait(30)
        return True

    cached = CachedOrigins(source)
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    with ThreadPoolExecutor(1) as pool:
        mine = pool.submit(cached.allows, asked_about(APP))
        assert begun.wait(30)
        with cached._local._lock:  # a thread may hold it at the moment of the fork
            child = context.Process(target=_child, args=(cached, answers))
            child.start()
        assert answers.get(timeout=30)
        child.join(30)
        go_on.set()
        assert mine.result(30)
    assert child.exitcode == 0
