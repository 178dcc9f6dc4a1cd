"""A real Redis: what is stored there, and what becomes of the app when it goes away."""

from __future__ import annotations

import collections.abc as cabc
import pickle
import time
import typing as t

import pytest
import redis
from cachelib import RedisCache

from flask_cors.sources import CachedOrigins
from tests.flask.support import APP
from tests.flask.support import EVIL
from tests.flask.support import fetch
from tests.flask.support import preflight

from .servers import Redis
from .servers import running_redis
from .servers import until
from .support import ALLOWED
from .support import REFUSED
from .support import Table
from .support import app_asking
from .support import asked_about
from .support import fields
from .test_shared import Trap

MONTH = 30 * 24 * 60 * 60


@pytest.fixture(scope="module")
def server() -> cabc.Iterator[Redis]:
    with running_redis() as running:
        yield running


@pytest.fixture(autouse=True)
def empty(server: Redis) -> None:
    server.client.flushall()


def cache_of(server: Redis, source: Table, **options: t.Any) -> CachedOrigins:
    return CachedOrigins(source, backend=server.backend(), namespace="tests", **options)


def two(server: Redis, source: Table, **options: t.Any) -> tuple[CachedOrigins, CachedOrigins]:
    """What two processes would have: a connection each."""
    return cache_of(server, source, **options), cache_of(server, source, **options)


def test_answers_and_marks_are_stored_for_a_while(server: Redis):
    mine, other = two(server, Table(APP))
    assert (mine.allows(asked_about(APP)), other.allows(asked_about(EVIL))) == (True, False)
    left = {server.client.get(key): server.client.ttl(key) for key in server.client.scan_iter()}
    answers = {value: seconds for value, seconds in left.items() if b" " in value}
    assert {value[:2] for value in answers} == {b"0 ", b"1 "}
    assert all(0 < seconds <= 360 for seconds in answers.values())
    marks = {value: seconds for value, seconds in left.items() if value not in answers}
    assert all(map(bytes.isdigit, marks))
    assert all(MONTH - 60 < seconds <= MONTH for seconds in marks.values())


def test_nothing_is_left_of_a_no_beyond_its_time(server: Redis):
    mine, _ = two(server, Table(APP), negative_ttl=10)
    for number in range(50):
        assert not mine.allows(asked_about(f"https://x{number}.example"))
    keys = [key for key in server.client.scan_iter() if b" " in server.client.get(key)]
    assert len(keys) == 50
    assert all(0 < server.client.ttl(key) <= 10 for key in keys)


def test_a_redis_that_is_full(server: Redis, caplog):
    """What the source has just answered holds, though it cannot be remembered."""
    mine, _ = two(server, Table(APP))
    server.client.config_set("maxmemory", "1")
    try:
        assert [mine.allows(asked_about(each)) for each in (APP, EVIL)] == [True, False]
    finally:
        server.client.config_set("maxmemory", "0")
    assert "is not remembered" in caplog.text


def test_a_client_that_hands_out_text(server: Redis):
    source = Table(APP)
    port = server.client.connection_pool.connection_kwargs["port"]
    client = redis.Redis(port=port, decode_responses=True)
    cached = CachedOrigins(source, backend=RedisCache(client), namespace="tests")
    for _ in range(3):
        assert [cached.allows(asked_about(each)) for each in (APP, EVIL)] == [True, False]
    assert source.asked == [APP, EVIL]


def test_of_an_invalidation_a_number_is_stored_for_a_while(server: Redis):
    mine, _ = two(server, Table(APP))
    mine.invalidate(APP)
    (key,) = server.client.scan_iter()
    assert server.client.get(key).isdigit()
    assert MONTH - 60 < server.client.ttl(key) <= MONTH


def test_keys_tell_nothing_and_are_short(server: Redis):
    mine, _ = two(server, Table(APP))
    for number in range(20):
        mine.allows(asked_about(f"https://x{number}.example"))
    keys = {*server.client.scan_iter()}
    assert {len(key) for key in keys} == {len("flask-cors:{}:") + 16 + 64}


def test_a_cluster_of_redis(tmp_path):
    """It answers no question about names that it keeps in different places."""
    notes = str(tmp_path / "nodes.conf")
    with running_redis("--cluster-enabled", "yes", "--cluster-config-file", notes) as one:
        one.client.execute_command("CLUSTER ADDSLOTSRANGE", 0, 16383)
        is_up = {"cluster_state": "ok"}.items()
        until(lambda: is_up <= one.client.execute_command("CLUSTER INFO").items(), "no cluster")
        source = Table(APP)
        mine, other = two(one, source)
        for each in (mine, other):
            assert [each.allows(asked_about(origin)) for origin in (APP, EVIL)] == [True, False]
        source.allowed.clear()
        mine.invalidate()
        assert not other.allows(asked_about(APP))
        assert source.asked == [APP, EVIL, APP]


def test_shared(server: Redis):
    source = Table()
    mine, other = two(server, source, ttl=60)
    assert [each.allows(asked_about(APP)) for each in (mine, other)] == [False, False]
    source.allowed.add(APP)
    assert [each.allows(asked_about(APP)) for each in (mine, other)] == [False, False]
    mine.invalidate(APP)
    assert [each.allows(asked_about(APP)) for each in (other, mine)] == [True, True]
    source.allowed.clear()
    other.invalidate()
    assert [each.allows(asked_about(APP)) for each in (mine, other)] == [False, False]
    assert source.asked == [APP] * 3


def test_within_the_ttl(server: Redis):
    source = Table()
    mine, other = two(server, source, ttl=1, negative_ttl=1, stale_if_error=0)
    assert not mine.allows(asked_about(APP))
    source.allowed.add(APP)
    until(lambda: other.allows(asked_about(APP)), "what was added does not take effect")
    source.allowed.clear()
    until(lambda: not mine.allows(asked_about(APP)), "what was revoked does not take effect")


@pytest.mark.parametrize(
    "poison", [b"!" + pickle.dumps(True), b"!" + pickle.dumps(Trap()), b"yes", b"\x80\x04\x88."]
)
def test_poison(server: Redis, poison: bytes):
    mine, _ = two(server, Table())
    mine.invalidate(APP)
    assert not mine.allows(asked_about(APP))
    for key in server.client.scan_iter():
        server.client.set(key, poison)
    assert not mine.allows(asked_about(APP))
    assert not Trap.sprung


def test_a_redis_that_goes_away_and_comes_back(caplog):
    with running_redis() as server:
        source = Table(APP)
        cached = cache_of(server, source)
        client = app_asking(cached).test_client()
        assert fields(fetch(client, "/")) == ALLOWED
        server.end()
        began = time.monotonic()
        for _ in range(20):
            response = fetch(client, "/")
            assert (response.status_code, response.text, fields(response)) == (200, "home", REFUSED)
            assert preflight(client, "/").status_code == 403
        assert time.monotonic() - began < 20  # forty questions, of which few have waited
        with pytest.raises(OSError, match="nothing is forgotten"):
            cached.invalidate()
        assert len(caplog.records) == 1
        server.start()
        until(lambda: fields(fetch(client, "/")) == ALLOWED, "it does not recover")
        assert preflight(client, "/").status_code == 200


def test_a_redis_that_hangs(caplog):
    with running_redis() as server:
        cached = cache_of(server, Table(APP), backend_timeout=0.5)
        client = app_asking(cached).test_client()
        assert fields(fetch(client, "/")) == ALLOWED
        with server.held():
            began = time.monotonic()
            for _ in range(20):
                response = fetch(client, "/")
                assert (response.status_code, fields(response)) == (200, REFUSED)
            assert time.monotonic() - began < 20
            assert len(caplog.records) == 1
        until(lambda: fields(fetch(client, "/")) == ALLOWED, "it does not recover")
