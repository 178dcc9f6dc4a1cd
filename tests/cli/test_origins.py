"""`flask cors origins`: the file that the app asks is changed, and what is remembered forgotten."""

from __future__ import annotations

import collections.abc as cabc
import sqlite3
import typing as t
from pathlib import Path

import pytest
from flask import Blueprint
from flask import Flask

from flask_cors import CORS
from flask_cors import cross_origin
from flask_cors.sources import CachedOrigins
from flask_cors.sources import OriginQuery
from flask_cors.sources import SQLiteOrigins
from tests.flask.support import fetch
from tests.flask.support import fields_of
from tests.sources.support import Table
from tests.sources.support import asked_about

from .support import ADMIN
from .support import APP
from .support import flask_cors


@pytest.fixture
def source(tmp_path: Path) -> t.Iterator[SQLiteOrigins]:
    source = SQLiteOrigins(tmp_path / "origins.db")
    yield source
    source.close()


def app_of(asked: t.Any) -> Flask:
    app = Flask("tests")
    CORS(app, origins=asked)
    return app


def told(app: Flask, *arguments: str) -> list[str]:
    said = flask_cors(app, "origins", *arguments)
    assert (said.status, said.err) == (0, "")
    return said.out.splitlines()


def refused(app: Flask, *arguments: str, status: int = 2) -> str:
    said = flask_cors(app, "origins", *arguments)
    assert (said.status, said.err.count("\n")) == (status, 1)
    return said.err


def test_allow_list_and_revoke(source: SQLiteOrigins):
    app = app_of(source)
    assert told(app, "list") == []
    assert told(app, "allow", APP) == [f"{APP} is let in."]
    assert told(app, "allow", APP) == [f"{APP} was let in already."]
    assert told(app, "allow", ADMIN) == [f"{ADMIN} is let in."]
    assert told(app, "list") == source.list() == [ADMIN, APP]
    assert told(app, "revoke", APP) == [f"{APP} is no longer let in."]
    assert told(app, "revoke", APP) == [f"{APP} was not let in."]
    assert told(app, "list") == [ADMIN]


def test_what_is_stored_is_told(source: SQLiteOrigins):
    app = app_of(source)
    assert told(app, "allow", f"{APP.upper()}/") == [f"{APP} is let in."]
    assert source.list() == [APP]
    assert told(app, "revoke", f"{APP}:443") == [f"{APP} is no longer let in."]


def with_credentials(asked: t.Any) -> Flask:
    app = app_of(ADMIN)
    view = cross_origin(origins=[ADMIN, asked], supports_credentials=True)(lambda: "")
    app.add_url_rule("/account", "account", view)
    return app


@pytest.mark.parametrize(
    ("made", "origin", "is_doubted"),
    [
        pytest.param(with_credentials, "http://shop.example", True, id="over http"),
        pytest.param(with_credentials, "https://shop.example", False, id="over https"),
        pytest.param(with_credentials, "http://localhost:3000", False, id="this machine"),
        pytest.param(
            lambda source: with_credentials(CachedOrigins(SQLiteOrigins(source.path))),
            "HTTP://shop.example/",
            True,
            id="behind a cache, spelt otherwise",
        ),
        pytest.param(app_of, "http://shop.example", False, id="without credentials"),
    ],
)
def test_origin_in_clear_that_may_use_credentials(
    source: SQLiteOrigins, made: cabc.Callable[[t.Any], Flask], origin: str, is_doubted: bool
):
    """As where it is written in origins=[...]."""
    for was_in in ("is let in", "was let in already"):
        said = flask_cors(made(source), "origins", "allow", origin)
        assert (said.status, said.err) == (0, "")
        assert f"{was_in}." in said.words
        assert (
            "Whoever shares a network with the visitor can become this origin. The app allows it "
            "credentials, too: serve the page over https, and let that in instead." in said.words
        ) is is_doubted


def test_list_as_json(source: SQLiteOrigins):
    for origin in (APP, ADMIN):
        source.allow(origin)
    said = flask_cors(app_of(CachedOrigins(source)), "origins", "list", "--format", "json")
    assert said.json == {
        "version": 1,
        "source": f"SQLiteOrigins({source.path})",
        "origins": [ADMIN, APP],
    }


def test_behind_a_cache(source: SQLiteOrigins):
    cached = CachedOrigins(source, ttl=60)
    assert not cached.allows(asked_about(APP))
    lines = told(app_of(cached), "allow", APP)
    assert lines[1:] == ["Processes that run now know it within 60 seconds."]
    assert cached.allows(asked_about(APP))


def test_behind_the_caches_of_several_rules(source: SQLiteOrigins):
    """One rule asks the file through a cache, one by itself, one through another cache."""
    caches = [CachedOrigins(source, ttl=3600), CachedOrigins(source, ttl=60)]
    app = Flask("tests")
    rules = {"/a": caches[0], "/b": source, "/c": caches[1], "/d": caches[0]}
    CORS(app, resources={path: {"origins": asked} for path, asked in rules.items()})
    source.allow(APP)
    assert [cache.allows(asked_about()) for cache in caches] == [True, True]
    assert told(app, "revoke", APP) == [
        f"{APP} is no longer let in.",
        "Processes that run now know it within 3600 seconds.",
        "Processes that run now know it within 60 seconds.",
    ]
    assert [cache.allows(asked_about()) for cache in caches] == [False, False]


def test_two_objects_of_one_file(source: SQLiteOrigins):
    app = Flask("tests")
    rules = {"/a": source, "/b": SQLiteOrigins(source.path)}
    CORS(app, resources={path: {"origins": asked} for path, asked in rules.items()})
    assert told(app, "allow", APP) == [f"{APP} is let in."]
    assert told(app, "list") == [APP]


def on_another_path(source: t.Any) -> Flask:
    app = Flask("tests")
    CORS(app, resources={"/": {"origins": source}, "/public/*": {"origins": "*"}})
    return app


def on_another_view(source: t.Any) -> Flask:
    app = app_of([ADMIN, CachedOrigins(source)])
    app.add_url_rule("/articles", "articles", cross_origin(origins=[ADMIN, APP])(articles))
    return app


def articles() -> str:
    return "articles"


EVERY_PATH = "It stays let in, by the origins listed for every path."


@pytest.mark.parametrize(
    ("made", "path", "stays"),
    [
        pytest.param(lambda source: app_of([APP, source]), "/", EVERY_PATH, id="it is listed"),
        pytest.param(
            lambda source: app_of(["https://*.example.com", source]),
            "/",
            EVERY_PATH,
            id="a pattern",
        ),
        pytest.param(
            on_another_path,
            "/public/all",
            "It stays let in, by the origins listed for resource '/public/*'.",
            id="any origin, by another rule",
        ),
        pytest.param(
            on_another_view,
            "/articles",
            "It stays let in, by the origins listed for view 'articles'.",
            id="by a view",
        ),
        pytest.param(
            lambda source: app_of([source, lambda query: True]), "/", None, id="another source may"
        ),
    ],
)
def test_what_lets_it_in_beside_the_source(
    source: SQLiteOrigins, made: cabc.Callable[[t.Any], Flask], path: str, stays: str | None
):
    """Then it is said of the source alone that it does so no longer."""
    app = made(source)
    told(app, "allow", APP)
    for said in ("is no longer let in", "was not let in"):
        first, *others = told(app, "revoke", APP)
        assert first == f"{APP} {said} by SQLiteOrigins."
        assert [line for line in others if "Processes" not in line] == [stays] * bool(stays)
        allowed = {"Access-Control-Allow-Origin": APP, "Vary": "Origin"}
        assert fields_of(fetch(app.test_client(), path)) == allowed


class Store:
    """A back end that can be out of reach."""

    def __init__(self) -> None:
        self.values: dict[str, int] = {}
        self.is_there = True

    def get(self, key: str) -> int | None:
        return self.values.get(key)

    def get_many(self, *keys: str) -> list[int | None]:
        return [self.get(key) for key in keys]

    def set(self, key: str, value: int, timeout: int) -> bool:
        self.values[key] = value
        return self.is_there

    def delete(self, key: str) -> bool:
        return self.values.pop(key, None) is not None


def test_behind_a_cache_that_is_shared(source: SQLiteOrigins):
    backend = Store()
    workers = [CachedOrigins(source, ttl=60, backend=backend, namespace="tests") for _ in range(2)]
    assert not workers[1].allows(asked_about(APP))
    assert told(app_of(workers[0]), "allow", APP) == [f"{APP} is let in."]
    assert workers[1].allows(asked_about(APP))
    backend.is_there = False
    message = refused(app_of(workers[0]), "revoke", APP, status=1)
    assert "nothing is forgotten. It takes effect within 60 seconds." in message


@pytest.mark.parametrize("text", [APP, f"{APP}:443", f"{APP}/", APP.upper()])
@pytest.mark.parametrize("backend", [None, Store()])
def test_what_is_remembered_is_forgotten_however_it_is_spelt(
    source: SQLiteOrigins, text: str, backend: Store | None
):
    cached = CachedOrigins(source, ttl=60, backend=backend, namespace="tests")
    assert not cached.allows(asked_about(APP))
    told(app_of(cached), "allow", text)
    assert cached.allows(asked_about(APP))
    told(app_of(cached), "revoke", text)
    assert not cached.allows(asked_about(APP))


class Suffixes(Table):
    """A source that is told of more than one origin at a time, in a spelling of its own."""

    namespace = "suffixes"

    def allows(self, query: OriginQuery) -> bool:
        return any(query.origin.endswith(suffix) for suffix in self.allowed)

    def revoke(self, suffix: str) -> None:
        self.allowed.discard(suffix)


def test_everything_is_forgotten_where_one_text_means_many_origins():
    cached = CachedOrigins(Suffixes(".example.com"), ttl=60)
    assert cached.allows(asked_about(APP))
    lines = told(app_of(cached), "revoke", ".example.com")
    assert lines[0] == ".example.com is no longer let in by Suffixes."
    assert not cached.allows(asked_about(APP))


@pytest.mark.parametrize(
    ("origin", "message"),
    [
        pytest.param("app.example.com", 'Write "https://app.example.com" instead.', id="no scheme"),
        pytest.param(f"{APP}/x", "An origin has no path.", id="a path"),
        pytest.param("https://*.example.com", "This is a pattern", id="a pattern"),
    ],
)
@pytest.mark.parametrize("change", ["allow", "revoke"])
def test_what_is_no_origin(source: SQLiteOrigins, change: str, origin: str, message: str):
    assert message in refused(app_of(source), change, origin)
    assert source.list() == []


def test_a_source_that_fails(source: SQLiteOrigins):
    with sqlite3.connect(source.path) as connection:
        connection.execute("DROP TABLE origins")
    connection.close()
    message = refused(app_of(source), "list")
    assert message == "Error: SQLiteOrigins failed: no such table: origins\n"


class Listing(Table):
    """A source that lists what it is given to list."""

    def __init__(self, listed: t.Any) -> None:
        super().__init__(APP)
        self.listed = listed

    def origins(self) -> t.Any:
        return self.listed


def going_down() -> t.Iterator[str]:
    yield APP
    raise OSError("the database is down")


@pytest.mark.parametrize(
    ("listed", "message"),
    [
        pytest.param(going_down(), "the database is down", id="midway"),
        pytest.param(None, "'NoneType' object is not iterable", id="nothing"),
        pytest.param([1], "'int' object is not iterable", id="no text"),
    ],
)
def test_a_source_that_cannot_list(listed: t.Any, message: str):
    said = flask_cors(app_of(Listing(listed)), "origins", "list")
    assert said == (2, "", f"Error: Listing failed: {message}\n")


@pytest.mark.parametrize("asked", [APP, lambda query: True, CachedOrigins(lambda query: True)])
def test_no_source_that_can_be_told(asked: t.Any):
    for arguments in (["list"], ["allow", APP], ["revoke", APP]):
        assert "The app asks no source" in refused(app_of(asked), *arguments)


def test_a_source_that_can_only_be_listed():
    app = app_of(Table(APP))
    assert told(app, "list") == [APP]
    assert "with a method allow" in refused(app, "allow", APP)


class Others(SQLiteOrigins):
    """Another source."""


def on_paths(app: Flask, source: t.Any) -> None:
    CORS(app, resources={"/api/*": {"origins": [ADMIN, source]}})


def on_blueprint(app: Flask, source: t.Any) -> None:
    blueprint = Blueprint("blueprint", "tests", url_prefix="/blueprint")
    CORS(blueprint, origins=source)
    app.register_blueprint(blueprint)


def on_view(app: Flask, source: t.Any) -> None:
    app.add_url_rule("/view", "view", cross_origin(origins=source)(lambda: "view"))


@pytest.mark.parametrize("place", [on_paths, on_blueprint, on_view])
def test_where_a_source_stands(place: cabc.Callable[[Flask, t.Any], None], source: SQLiteOrigins):
    app = Flask("tests")
    place(app, source)
    place(app := Flask("tests"), CachedOrigins(source))
    assert told(app, "allow", APP)[0] == f"{APP} is let in."
    assert source.list() == [APP]


def test_one_of_several(source: SQLiteOrigins, tmp_path: Path):
    app, others = Flask("tests"), Others(tmp_path / "others.db")
    on_paths(app, source)
    on_blueprint(app, others)
    on_view(app, source)
    message = refused(app, "allow", APP)
    assert "say --source with one of Others, SQLiteOrigins." in message
    assert told(app, "allow", APP, "--source", "Others") == [f"{APP} is let in."]
    assert (source.list(), others.list()) == ([], [APP])
    message = refused(app, "list", "--source", "None_such")
    assert "no source None_such with a method origins: say --source with one of Others" in message


def test_two_files(source: SQLiteOrigins, tmp_path: Path):
    app, other = Flask("tests"), SQLiteOrigins(tmp_path / "other.db")
    on_paths(app, source)
    on_blueprint(app, CachedOrigins(other))
    message = refused(app, "allow", APP)
    names = [
        f"SQLiteOrigins({other.path})",
        f"CachedOrigins(SQLiteOrigins({other.path}))",
        f"flask_cors.sources.SQLiteOrigins:{other.path}",
    ]
    assert f"say --source with one of 'SQLiteOrigins({source.path})', '{names[0]}'." in message
    for name in names:
        assert told(app, "allow", APP, "--source", name)[0] == f"{APP} is let in."
        assert (source.list(), other.list()) == ([], [APP])
        other.revoke(APP)
    app.add_url_rule("/blueprint/items", "items", lambda: "items")
    assert f"asks {names[1]}" in flask_cors(app, "routes", "--format", "json").out
    assert "several sources" in refused(app, "list", "--source", "SQLiteOrigins")


def test_two_that_nothing_tells_apart():
    app = Flask("tests")
    on_paths(app, Table(APP))
    on_blueprint(app, Table(ADMIN))
    assert "give each of them a namespace" in refused(app, "list")


class Wrapped(Table):
    """A source that has a source of its own, and is no cache for that."""

    source = "customers"

    async def allow(self, origin: str) -> None:
        self.allowed.add(origin)


def test_an_async_source_of_ones_own():
    source = Wrapped()
    assert told(app_of(source), "allow", APP) == [f"{APP} is let in."]
    assert source.allowed == {APP}
    assert told(app_of(source), "list") == [APP]


def test_terminal_sequences_are_escaped():
    source = Table("https://\x1b[31mred.example")
    assert told(app_of(source), "list") == [r"https://\x1b[31mred.example"]


def test_routes_say_what_is_asked(source: SQLiteOrigins):
    app = app_of([APP, source, Table().allows])
    said = flask_cors(app, "routes")
    assert "asks SQLiteOrigins" in said.words
    assert "asks Table.allows" in said.words
