"""gunicorn with several workers: what one of them changes, all of them know."""

from __future__ import annotations

import collections.abc as cabc
import time
from pathlib import Path

import pytest

from tests.flask.support import APP

from .servers import Gunicorn
from .servers import Redis
from .servers import running_gunicorn
from .servers import running_redis
from .servers import until

pytest.importorskip("gunicorn", reason="gunicorn does not run on Windows")

PROGRAM = """
import os

from cachelib import RedisCache
from flask import Flask

from flask_cors import CORS
from flask_cors.sources import CachedOrigins, SQLiteOrigins

origins = SQLiteOrigins(os.environ["ORIGINS"])
backend = None
if "REDIS" in os.environ:
    backend = RedisCache("127.0.0.1", int(os.environ["REDIS"]))
cached = CachedOrigins(
    origins,
    ttl=int(os.environ["TTL"]),
    negative_ttl=1,
    backend=backend,
    namespace="tests",
    backend_timeout=float(os.environ.get("WAIT", "1")),
)
app = Flask(__name__)
CORS(app, origins=cached, resources="/api/*")


@app.get("/api/worker")
def worker():
    return str(os.getpid())


@app.get("/<any(allow, revoke):change>/<name>")
def change(change, name):
    getattr(origins, change)(f"https://{name}.example.com")
    return "done"


@app.get("/invalidate")
def invalidate():
    cached.invalidate()
    return "done"
"""

PATH = "/api/worker"
YES, NO = {APP}, {None}


@pytest.fixture(scope="module")
def server() -> cabc.Iterator[Redis]:
    with running_redis() as running:
        yield running


def answers(gunicorn: Gunicorn) -> set[str | None]:
    """What the workers answer, taken together."""
    return {*gunicorn.by_worker(PATH, APP).values()}


def test_within_the_ttl_without_a_back_end(tmp_path: Path):
    environment = {"ORIGINS": str(tmp_path / "db"), "TTL": "1"}
    with running_gunicorn(PROGRAM, **environment) as gunicorn:
        assert answers(gunicorn) == NO
        gunicorn.get("/allow/app")
        until(lambda: answers(gunicorn) == YES, "what was added does not take effect")
        gunicorn.get("/revoke/app")
        until(lambda: answers(gunicorn) == NO, "what was revoked does not take effect")


def test_at_once_with_invalidate(tmp_path: Path, server: Redis):
    environment = {"ORIGINS": str(tmp_path / "db"), "TTL": "600", "REDIS": str(server.port)}
    with running_gunicorn(PROGRAM, **environment) as gunicorn:
        for _ in range(5):
            assert answers(gunicorn) == NO
            gunicorn.get("/allow/app")
            gunicorn.get("/invalidate")
            assert answers(gunicorn) == YES
            gunicorn.get("/revoke/app")
            gunicorn.get("/invalidate")


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(("--preload",), id="loaded before the fork"),
        pytest.param(("--worker-class=gthread", "--threads=8"), id="threads"),
        pytest.param(("--worker-class=gevent",), id="gevent"),
        pytest.param(("--worker-class=gevent", "--preload"), id="gevent, loaded before the fork"),
    ],
)
@pytest.mark.parametrize("shared", [True, False], ids=["with Redis", "without"])
def test_kinds_of_workers(tmp_path: Path, server: Redis, options: tuple[str, ...], shared: bool):
    if any("gevent" in each for each in options):
        pytest.importorskip("gevent", reason="gevent is for CPython alone")
    environment = {"ORIGINS": str(tmp_path / "db"), "TTL": "1"}
    if shared:
        environment["REDIS"] = str(server.port)
    with running_gunicorn(PROGRAM, *options, workers=2, **environment) as gunicorn:
        gunicorn.get("/allow/app")
        until(lambda: answers(gunicorn) == YES, "what was added does not take effect")
        gunicorn.get("/revoke/app")
        until(lambda: answers(gunicorn) == NO, "what was revoked does not take effect")


def test_a_redis_that_goes_away_and_comes_back(tmp_path: Path):
    with running_redis() as server:
        environment = {"ORIGINS": str(tmp_path / "db"), "TTL": "600", "REDIS": str(server.port)}
        with running_gunicorn(PROGRAM, **environment, WAIT="0.2") as gunicorn:
            gunicorn.get("/allow/app")
            until(lambda: answers(gunicorn) == YES, "it does not begin")
            with server.held():
                began = time.monotonic()
                for _ in range(3):
                    assert answers(gunicorn) == NO
                assert time.monotonic() - began < 30
            until(lambda: answers(gunicorn) == YES, "it does not recover from a hang")
            server.end()
            assert answers(gunicorn) == NO
            assert gunicorn.get("/none", APP)[0] == 404  # the app is up
            server.start()
            until(lambda: answers(gunicorn) == YES, "it does not recover from an end")
