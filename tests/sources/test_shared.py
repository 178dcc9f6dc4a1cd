"""Answers on a back end: what is stored there, and what counts of it."""

from __future__ import annotations

import functools
import itertools
import pickle
import threading
import time
import typing as t
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from cachelib import FileSystemCache

from flask_cors import PolicyError
from flask_cors.cli.asked_sources import namespace_of
from flask_cors.sources import CachedOrigins
from flask_cors.sources import OriginQuery
from flask_cors.sources import SQLiteOrigins
from flask_cors.sources.stored import PlainText
from tests.flask.support import ADMIN
from tests.flask.support import APP
from tests.flask.support import EVIL
from tests.flask.support import fetch

from .support import ALLOWED
from .support import REFUSED
from .support import Clock
from .support import Store
from .support import Table
from .support import app_asking
from .support import asked_about
from .support import fields


def two(store: t.Any, source: t.Any, **options: t.Any) -> tuple[CachedOrigins, CachedOrigins]:
    """What two processes would have."""
    options.setdefault("namespace", "tests")
    return CachedOrigins(source, backend=store, **options), CachedOrigins(
        source, backend=store, **options
    )


@pytest.fixture
def store(clock: Clock) -> Store:
    """A back end that goes by the same clock as the answers."""
    return Store(clock)


@pytest.fixture(params=["Store", "FileSystemCache"])
def backend(request: pytest.FixtureRequest, tmp_path: t.Any) -> t.Any:
    if request.param == "FileSystemCache":
        return FileSystemCache(str(tmp_path))
    return Store()


def test_who_shares_a_back_end_asks_once(backend):
    source = Table(APP)
    mine, other = two(backend, source)
    for each in (mine, other, mine):
        assert each.allows(asked_about(APP))
        assert not each.allows(asked_about(EVIL))
    assert source.asked == [APP, EVIL]


@pytest.mark.parametrize("subject", [None, APP])
def test_invalidate_holds_for_all_at_once(backend, subject):
    source = Table()
    mine, other = two(backend, source)
    for allowed in (False, True, False):
        source.allowed = {APP} if allowed else set()
        mine.invalidate(subject)
        assert other.allows(asked_about(APP)) is allowed
        assert mine.allows(asked_about(APP)) is allowed


def test_invalidate_one_of_several(store: Store):
    source = Table(APP, ADMIN)
    mine, other = two(store, source, key=lambda query: query.host)
    queries = [asked_about(origin, host=host) for origin in (APP, ADMIN) for host in ("a", "b")]

    def asked_after(subject: t.Any) -> int:
        mine.invalidate(subject)
        source.asked.clear()
        assert all(map(other.allows, queries))
        return len(source.asked)

    assert asked_after(None) == 4
    assert asked_after(APP) == 2
    assert asked_after("b") == 2
    assert asked_after("c") == 0


def test_how_long(store: Store, clock: Clock):
    source = Table(APP)
    mine, other = two(store, source, ttl=60, negative_ttl=10)
    for passed, asked in ((0, [APP, EVIL]), (9.9, []), (0.1, [EVIL]), (49.9, [EVIL]), (0.1, [APP])):
        clock.pass_by(passed)
        source.asked.clear()
        for cached in (mine, other):
            assert cached.allows(asked_about(APP))
            assert not cached.allows(asked_about(EVIL))
        assert source.asked == asked


def test_no_negative_caching(store: Store):
    source = Table()
    mine, other = two(store, source, negative_ttl=0, stale_if_error=0)
    assert [each.allows(asked_about(EVIL)) for each in (mine, other)] == [False, False]
    assert (len(source.asked), store.answers) == (2, [])


def test_stale_answers(store: Store, clock: Clock):
    source = Table(APP)
    mine, other = two(store, source, ttl=60, stale_if_error=300)
    assert mine.allows(asked_about(APP))
    source.error = ConnectionError("gone")
    for passed, allowed in ((60, True), (299, True), (2, False)):
        clock.pass_by(passed)
        assert other.allows(asked_about(APP)) is allowed


def test_a_yes_that_another_found_to_be_a_no_does_not_stand_in(store: Store, clock: Clock):
    source = Table(APP)
    mine, other = two(store, source)
    assert mine.allows(asked_about(APP))
    clock.pass_by(60)
    source.allowed.clear()
    assert not mine.allows(asked_about(APP))
    clock.pass_by(10)
    source.error = ConnectionError("gone")
    assert not other.allows(asked_about(APP))


def test_nor_does_it_where_the_back_end_is_full(store: Store, clock: Clock):
    source = Table(APP)
    mine, other = two(store, source)
    assert mine.allows(asked_about(APP))
    clock.pass_by(60)
    source.allowed.clear()
    store.full = True
    assert not mine.allows(asked_about(APP))
    clock.pass_by(10)
    source.error = ConnectionError("gone")
    assert not other.allows(asked_about(APP))


@pytest.mark.parametrize("subject", [None, APP])
def test_what_was_asked_before_is_not_stored_after(store: Store, subject):
    allowed = {APP}

    def source(query: OriginQuery) -> bool:
        answer = query.origin in allowed
        if allowed:
            allowed.clear()
            other.invalidate(subject)
        return answer

    mine, other = two(store, source)
    assert mine.allows(asked_about(APP))
    assert not other.allows(asked_about(APP))
    assert not mine.allows(asked_about(APP))


@pytest.mark.parametrize("subject", [None, APP])
@pytest.mark.parametrize("error", [None, ConnectionError("gone")])
def test_what_a_back_end_loses_lets_nobody_in_again(store: Store, subject, error):
    """It may drop what it likes, in whatever order: marks, answers, or all of them."""
    source = Table(APP)
    mine, other = two(store, source)
    assert mine.allows(asked_about(APP))
    source.allowed.clear()
    mine.invalidate(subject)
    source.error, stored = error, store.values
    for number in range(len(stored) + 1):
        for lost in itertools.combinations(stored, number):
            store.values = {name: stored[name] for name in stored if name not in lost}
            assert not other.allows(asked_about(APP))


def test_what_a_back_end_loses_is_asked_again(store: Store):
    source = Table(APP)
    mine, other = two(store, source)
    for each in (mine, other):
        assert each.allows(asked_about(APP))
    for name in [*store.values]:
        source.asked.clear()
        store.delete(name)
        for each in (mine, other):
            assert each.allows(asked_about(APP))
        assert source.asked == [APP]


def test_strangers_have_few_marks_stored(store: Store):
    mine, _ = two(store, Table())
    for number in range(2000):
        assert not mine.allows(asked_about(f"https://x{number}.example"))
    assert len(store.answers) == 2000
    assert len(store.values) - 2000 == 256 + 1


@pytest.mark.parametrize(
    ("passed", "error", "allowed"),
    [
        pytest.param(59.9, None, True, id="in time"),
        pytest.param(60, None, False, id="after its time"),
        pytest.param(359.9, ConnectionError("gone"), True, id="in time to stand in"),
        pytest.param(360, ConnectionError("gone"), False, id="after that"),
    ],
)
def test_what_is_stored_late_counts_no_longer(store: Store, clock: Clock, passed, error, allowed):
    """A call that was given up may be done all the same, once the back end is back."""
    late: list[t.Any] = []
    store_now = store.set

    def hang(key: str, value: int | str, timeout: int) -> bool | None:
        if isinstance(value, int):
            return store_now(key, value, timeout)
        late.append(functools.partial(store_now, key, value, timeout))
        raise TimeoutError

    store.set = hang  # type: ignore[method-assign]
    source = Table(APP)
    mine, other = two(store, source, ttl=60, stale_if_error=300)
    assert mine.allows(asked_about(APP))
    source.allowed.clear()
    source.error = error
    clock.pass_by(passed)
    for each in late:
        each()
    assert other.allows(asked_about(APP)) is allowed


@pytest.mark.parametrize(
    ("was_allowed", "theirs", "mine", "passed", "fails", "allowed"),
    [
        pytest.param(True, {"ttl": 3600}, {"ttl": 60}, 59.9, False, True, id="a yes, in time"),
        pytest.param(True, {"ttl": 3600}, {"ttl": 60}, 60, False, False, id="and after it"),
        pytest.param(True, {"ttl": 60}, {"ttl": 3600}, 300, False, True, id="a longer ttl"),
        pytest.param(
            True, {"ttl": 3600}, {"ttl": 60}, 359.9, True, True, id="a yes that stands in, in time"
        ),
        pytest.param(True, {"ttl": 3600}, {"ttl": 60}, 360, True, False, id="and after that"),
        pytest.param(True, {}, {"stale_if_error": 0}, 60, True, False, id="none stands in"),
        pytest.param(
            False,
            {"negative_ttl": 600},
            {"negative_ttl": 10},
            9.9,
            False,
            False,
            id="a no, in time",
        ),
        pytest.param(
            False,
            {"negative_ttl": 600},
            {"negative_ttl": 10},
            10,
            False,
            True,
            id="and after it, too",
        ),
        pytest.param(False, {}, {"negative_ttl": 0}, 0, False, True, id="no no is remembered"),
    ],
)
def test_answers_count_by_the_times_of_who_reads_them(  # noqa: PLR0917  a row
    store: Store, clock: Clock, was_allowed, theirs, mine, passed, fails, allowed
):
    """Two programs, or one before and after its times were changed."""
    source = Table(*[APP] * was_allowed)
    before, _ = two(store, source, **theirs)
    now, _ = two(store, source, **mine)
    assert before.allows(asked_about(APP)) is was_allowed
    source.allowed = set() if was_allowed else {APP}
    source.error = ConnectionError("gone") if fails else None
    clock.pass_by(passed)
    assert now.allows(asked_about(APP)) is allowed


@pytest.mark.parametrize("fails", [False, True], ids=["the source answers", "the source fails"])
@pytest.mark.parametrize(
    ("age", "back", "allowed"),
    [
        pytest.param(0, 3600, [False, False], id="far into the past"),
        pytest.param(0, 0.001, [False, False], id="a little"),
        pytest.param(59, 59, [True, False], id="to when it was stored"),
        pytest.param(30, 20, [True, False], id="to a time when it counts"),
    ],
)
def test_a_clock_that_is_set_back(clock: Clock, age, back, allowed, fails):
    """From then on nothing counts for longer than its time; what is of the future, not at all."""
    times = {"ttl": 10, "stale_if_error": 50} if fails else {"ttl": 60}
    source = Table(APP)
    mine, other = two(Store(), source, **times)  # by a clock of its own
    assert mine.allows(asked_about(APP))
    source.allowed.clear()
    source.error = ConnectionError("gone") if fails else None
    clock.pass_by(age)
    for moved, expected in zip((-back, 61), allowed, strict=True):
        clock.pass_by(moved)
        assert other.allows(asked_about(APP)) is expected


def test_what_is_stored_this_moment_is_not_of_the_future(store: Store, clock: Clock):
    """Times are stored by the millisecond."""
    source = Table(APP)
    for fraction in (0.0, 0.0001, 0.0005, 0.0009):
        clock.now = 1000 + fraction
        mine, other = two(store, source, namespace=f"tests {fraction}")
        source.asked.clear()
        assert [each.allows(asked_about(APP)) for each in (mine, other)] == [True, True]
        assert source.asked == [APP]


@pytest.mark.parametrize("subject", [None, APP])
def test_a_look_up_takes_one_round_trip(store: Store, subject):
    mine, _ = two(store, Table(APP))
    mine.allows(asked_about(APP))
    store.calls = 0
    assert mine.allows(asked_about(APP))
    assert store.calls == 1
    mine.invalidate(subject)
    mine.allows(asked_about(APP))
    store.calls = 0
    assert mine.allows(asked_about(APP))
    assert store.calls == 1


def test_another_process_asks_while_this_one_waits_its_turn(store: Store):
    """What was empty when it was looked at may be there when the source would be asked."""
    source = Table(APP)
    mine, other = two(store, source)
    get_many = store.get_many

    def late(*keys: str) -> list[object]:
        values = get_many(*keys)
        store.get_many = get_many  # type: ignore[method-assign]
        assert other.allows(asked_about(APP))
        return values

    store.get_many = late  # type: ignore[method-assign]
    assert mine.allows(asked_about(APP))
    assert source.asked == [APP]


def test_a_fresh_process_finds_what_others_know(store: Store):
    """Though the source, which would show on what its answers depend, is gone."""
    source = Table(APP)
    by_host = SimpleNamespace(allows=lambda query: source.allows(query) and query.host == "a")
    mine, other = two(store, by_host)
    assert mine.allows(asked_about(host="a"))
    source.error = ConnectionError("gone")
    assert [other.allows(asked_about(host=host)) for host in ("a", "b")] == [True, False]


def test_tenants_that_set_off_at_once(store: Store):
    """No fresh process may find one tenant's answer for another."""
    begun = threading.Barrier(2)
    tenants = {("a", APP), ("b", ADMIN)}

    def source(query: OriginQuery) -> bool:
        if len(asked) < 2:
            asked.append(query.origin)
            begun.wait(30)
        return (query.host, query.origin) in tenants

    asked: list[str] = []
    mine, other = two(store, source)
    with ThreadPoolExecutor(2) as pool:
        queries = [asked_about(origin, host=host) for host, origin in tenants]
        assert [*pool.map(mine.allows, queries)] == [True, True]
    for host, origin in itertools.product("ab", (APP, ADMIN)):
        for each in (other, mine):
            assert each.allows(asked_about(origin, host=host)) is ((host, origin) in tenants)


@pytest.mark.parametrize("takes", [True, False])
def test_nothing_is_kept(store: Store, takes):
    """By a back end that loses all at once, whether or not it says so."""
    source = Table(APP)
    mine, _ = two(store, source)
    store.takes = takes
    for _ in range(2):
        assert mine.allows(asked_about(APP))
        store.values.clear()
    assert source.asked == [APP, APP]


def test_in_an_app(store: Store):
    source = Table()
    mine, other = two(store, source)
    client = app_asking(mine).test_client()
    assert fields(fetch(client, "/")) == REFUSED
    source.allowed.add(APP)
    assert fields(fetch(client, "/")) == REFUSED
    other.invalidate()
    assert fields(fetch(client, "/")) == ALLOWED


# What is stored


def test_what_is_stored_is_plain_text(tmp_path):
    mine, _ = two(FileSystemCache(str(tmp_path)), Table(APP))
    for origin in (APP, EVIL):
        mine.allows(asked_about(origin))
    stored = [path.read_bytes()[4:].decode("ascii").split() for path in tmp_path.iterdir()]
    marks = {number for number, *others in stored if not others}
    answers = sorted(each for each in stored if len(each) > 1)
    assert [(allowed, {*those} <= marks) for allowed, _, *those in answers] == [
        ("0", True),
        ("1", True),
    ]
    count = "5"  # its own, of files: two answers, the marks of each, and of everything
    assert (len(stored), count in marks) == (6, True)


class Trap:
    sprung = False

    def __reduce__(self) -> t.Any:
        return (setattr, (Trap, "sprung", True))


@pytest.mark.parametrize(
    "poison",
    [
        pytest.param(pickle.dumps(True), id="a pickle"),
        pytest.param(b"!" + pickle.dumps(True), id="a pickle as cachelib marks it"),
        pytest.param(pickle.dumps(Trap()), id="a pickle that acts"),
        pytest.param(b"true", id="a word"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"2", id="another number"),
        pytest.param(b"-1", id="a number below 0"),
        pytest.param(b"1.0", id="a fraction"),
        pytest.param(b"1" * 5000, id="a long number"),
        pytest.param(b"1 9999999999.000", id="an answer without marks"),
        pytest.param(b"1 9999999999.000 1 2", id="an answer with marks that nobody has set"),
        pytest.param(b"1 never 1 2", id="an answer for ever"),
        pytest.param("\u0661".encode(), id="a digit of another script"),
    ],
)
def test_what_is_no_answer_counts_as_not_there(poison, tmp_path):
    backend = FileSystemCache(str(tmp_path))
    source = Table()
    mine, _ = two(backend, source)
    assert not mine.allows(asked_about(APP))
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:4] + poison)
    assert not mine.allows(asked_about(APP))
    assert source.asked == [APP, APP]
    assert not Trap.sprung


@pytest.mark.parametrize("poison", [True, 1.0, "1", [1], -1, 2, object()])
def test_a_back_end_that_stores_in_its_own_way(poison, store: Store):
    source = Table()
    mine, _ = two(store, source)
    assert not mine.allows(asked_about(APP))
    for name, (_, until) in store.values.items():
        store.values[name] = (poison, until)
    assert not mine.allows(asked_about(APP))
    assert source.asked == [APP, APP]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        pytest.param(b"17", 17, id="a number"),
        pytest.param(b"1 1767225600.000 8812 4711", "1 1767225600.000 8812 4711", id="an answer"),
        pytest.param("17", 17, id="from a client that hands out text"),
        pytest.param("\u0661", None, id="a digit of another script"),
        pytest.param(b"yes", None, id="a word"),
        pytest.param(b"1" * 21, None, id="a number that is too long"),
        pytest.param(b"1 1.000" + b" 1" * 5000, None, id="an answer that is too long"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_plain_text(raw, value):
    text = PlainText()
    assert text.loads(raw) == value
    assert value is None or text.loads(text.dumps(value)) == value


def test_a_program_may_use_its_back_end_for_other_things(tmp_path):
    backend = FileSystemCache(str(tmp_path))
    two(backend, Table(APP))[0].allows(asked_about(APP))
    backend.set("mine", {"a": 1})
    assert backend.get("mine") == {"a": 1}


# Whose answers they are


def source(query: OriginQuery) -> bool:
    return False


def test_namespaces(store: Store):
    one = CachedOrigins(Table(APP), backend=store, namespace="one")
    two_ = CachedOrigins(Table(), backend=store, namespace="two")
    assert (one.allows(asked_about(APP)), two_.allows(asked_about(APP))) == (True, False)


class Named(Table):
    namespace = "mine"


class Others(SQLiteOrigins):
    """Another source in the same file."""


def test_names(tmp_path):
    assert namespace_of(source) == "tests.sources.test_shared.source"
    assert namespace_of(Named()) == "mine"
    files = [tmp_path / name for name in ("one.db", "two.db")]
    sources = [kind(file) for kind in (SQLiteOrigins, Others) for file in files]
    names = [namespace_of(each) for each in sources]
    assert names[0] == f"flask_cors.sources.SQLiteOrigins:{files[0]}"
    assert len({*names}) == 4


def of_one_factory(origin: str) -> t.Any:
    def is_it(query: OriginQuery) -> bool:
        return query.origin == origin

    return is_it


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(source, id="a function, of which another program may have one"),
        pytest.param(Named(), id="an object that has a name"),
        pytest.param(lambda query: query.origin == APP, id="a lambda"),
        pytest.param(of_one_factory(APP), id="a function made by another"),
        pytest.param(functools.partial(source), id="a partial"),
        pytest.param(Table(APP), id="an object"),
        pytest.param(Table(APP).allows, id="a method of one"),
    ],
)
def test_every_source_needs_a_namespace(source: t.Any, store: Store):
    """Other programs on the same back end have sources of the same names."""
    with pytest.raises(PolicyError, match="Nothing tells the answers") as raised:
        CachedOrigins(source, backend=store)
    assert [problem.code for problem in raised.value.problems] == ["namespace-missing"]
    CachedOrigins(source, backend=store, namespace="mine")
    CachedOrigins(source)


# When the back end fails


def test_nobody_is_let_in_by_a_back_end_that_fails(store: Store, caplog):
    source = Table(APP)
    mine, _ = two(store, source)
    client = app_asking(mine).test_client()
    assert fields(fetch(client, "/")) == ALLOWED
    store.error = ConnectionError("gone")
    for _ in range(3):
        assert fields(fetch(client, "/")) == REFUSED
    store.error = None
    assert fields(fetch(client, "/")) == ALLOWED
    assert source.asked == [APP]
    (record,) = caplog.records
    assert "gone" in str(record.exc_info[1])


def test_each_failure_is_told_in_the_same_minute(store: Store, caplog):
    """A back end that fails for a moment must not hide that the source does."""
    source = Table()
    mine, _ = two(store, source)
    store.error = ConnectionError("no back end")
    mine.allows(asked_about(APP))
    store.error, source.error = None, LookupError("no table")
    mine.allows(asked_about(APP))
    source.error, store.full = None, True
    mine.allows(asked_about(EVIL))
    assert [str(record.exc_info[1]) for record in caplog.records] == [
        "no back end",
        "no table",
        "full",
    ]


def test_nor_by_a_source_that_fails_with_it(store: Store):
    source = Table(APP)
    mine, _ = two(store, source)

    def fail(query: OriginQuery) -> bool:
        store.error = ConnectionError("gone")
        raise LookupError("gone too")

    source.allows = fail  # type: ignore[method-assign]
    assert not mine.allows(asked_about(APP))


def test_invalidate_says_where_it_could_not(store: Store):
    mine, _ = two(store, Table())
    store.error = ConnectionError("gone")
    with pytest.raises(OSError, match="nothing is forgotten") as raised:
        mine.invalidate()
    assert raised.value.__cause__ is store.error
    store.error, store.takes = None, False
    with pytest.raises(OSError, match="nothing is forgotten"):
        mine.invalidate(APP)


def test_a_back_end_that_hangs(store: Store, monkeypatch):
    monkeypatch.setattr("flask_cors.sources.deadline.REST", 0.0)
    source = Table(APP)
    mine, _ = two(store, source, backend_timeout=0.05)
    assert mine.allows(asked_about(APP))
    go_on = threading.Event()
    get = store.get
    store.get = lambda key: go_on.wait(30) and get(key)  # type: ignore[method-assign]
    began = time.monotonic()
    assert not mine.allows(asked_about(APP))
    assert time.monotonic() - began < 10
    go_on.set()
    store.get = get  # type: ignore[method-assign]
    until = time.monotonic() + 30
    while not mine.allows(asked_about(APP)):
        assert time.monotonic() < until
