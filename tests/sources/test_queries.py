"""What a source is asked, where its answer counts, and what becomes of answers that are none."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import logging
import types
import typing as t

import pytest
from flask import Blueprint
from flask import Flask
from flask import current_app
from flask import has_request_context
from flask import request
from werkzeug.middleware.proxy_fix import ProxyFix

from flask_cors import CORS
from flask_cors import PolicyWarning
from flask_cors import cross_origin
from flask_cors.sources import CachedOrigins
from flask_cors.sources import OriginQuery
from flask_cors.sources import OriginSource
from flask_cors.sources import answering
from flask_cors.sources import seldom
from flask_cors.sources.keys import WatchedQuery
from tests.flask.support import ADMIN
from tests.flask.support import APP
from tests.flask.support import EVIL
from tests.flask.support import PassingLayer
from tests.flask.support import fetch
from tests.flask.support import preflight

from .support import ALLOWED
from .support import COPIES
from .support import REFUSED
from .support import Clock
from .support import Table
from .support import app_asking
from .support import asked_about
from .support import fields

# What it is asked


def parts(query: OriginQuery) -> dict[str, t.Any]:
    return {field.name: getattr(query, field.name) for field in dataclasses.fields(query)}


def seen(app: Flask, queries: list[dict[str, t.Any]], **asked: t.Any) -> dict[str, t.Any]:
    """What of a request a source sees: a preflight for PUT, or the PUT itself, as told."""
    is_preflight = asked.pop("preflight", False)
    send = preflight if is_preflight else fetch
    send(app.test_client(), asked.pop("path"), "PUT", **asked)
    (query,) = queries
    queries.clear()
    assert (query.pop("origin"), query.pop("preflight")) == (APP, is_preflight)
    return query


def test_a_query_is_compared_by_its_parts():
    queries: list[OriginQuery] = []
    client = app_asking(lambda query: bool(queries.append(query))).test_client()
    fetch(client, "/items/1")
    same = OriginQuery(APP, "localhost", "/items/1", "item", {"number": 1})
    assert queries == [same]
    assert {*queries} == {same}
    for change in ({"host": "a"}, {"path": "/"}, {"endpoint": None}, {"view_args": None}):
        assert queries != [dataclasses.replace(same, **change)]
    assert queries != [None]


ANSWERS_FOR_TEXTS = [
    pytest.param(lambda text: text in [APP, ADMIN], id="in a list"),
    pytest.param(lambda text: text in {APP, ADMIN}, id="in a set"),
    pytest.param(lambda text: {APP: True}.get(text, False), id="in a dictionary"),
    pytest.param(lambda text: text not in [EVIL, ADMIN], id="not in a list"),
    pytest.param(lambda text: text not in {APP, ADMIN}, id="not in a set"),
    pytest.param(lambda text: text == APP, id="equal"),
    pytest.param(lambda text: text != EVIL, id="not equal"),
    pytest.param(lambda text: APP != text, id="not equal, the other way round"),  # noqa: SIM300
    pytest.param(lambda text: "evil" not in text, id="not a part of it"),
    pytest.param(lambda text: not text.endswith(".evil"), id="its end"),
]


@pytest.mark.parametrize("source", ANSWERS_FOR_TEXTS)
def test_a_query_is_no_text(source, caplog):
    """Whoever takes it for one lets nobody in, and reads why."""
    response = fetch(app_asking(source).test_client(), "/")
    assert (response.status_code, fields(response)) == (200, REFUSED)
    (record,) = caplog.records
    assert record.exc_info is not None
    assert "query" in str(record.exc_info[1]).lower()


def test_a_query_has_no_method_of_texts():
    for query in (OriginQuery(APP), WatchedQuery.of(OriginQuery(APP))):
        with pytest.raises(AttributeError, match=r"write query\.origin"):
            query.endswith(".example")
        with pytest.raises(AttributeError, match="has no attribute 'origins'"):
            query.origins()
        assert not hasattr(query, "__len__")


def test_a_part_that_fails_tells_why():
    class Failing(OriginQuery):
        @property
        def host(self):
            raise AttributeError("the reason")

    with pytest.raises(AttributeError, match="the reason"):
        _ = object.__new__(Failing).host


def test_a_set_of_refused_texts_refuses_them_and_no_others(caplog):
    client = app_asking(lambda text: text not in {EVIL, ADMIN}).test_client()
    assert [fields(fetch(client, "/", origin=each)) for each in (APP, EVIL)] == [ALLOWED, REFUSED]
    assert len(caplog.records) == 1


@pytest.mark.parametrize("is_preflight", [False, True], ids=["the request", "its preflight"])
@pytest.mark.parametrize(
    ("path", "endpoint", "view_args"),
    [
        pytest.param("/", "home", {}, id="a view"),
        pytest.param("/items/7", "item", {"number": 7}, id="a view with values in its URL"),
        pytest.param("/items/x", None, None, id="no view"),
        pytest.param("/%C3%A4", None, None, id="no view, and a path that is not ASCII"),
    ],
)
def test_query(path, endpoint, view_args, is_preflight):
    queries: list[t.Any] = []
    app = app_asking(lambda query: queries.append(parts(query)) or True)
    query = seen(app, queries, path=path, preflight=is_preflight, base_url="http://a.example:81")
    path = path.replace("%C3%A4", "ä")
    assert query == {
        "host": "a.example:81",
        "path": path,
        "endpoint": endpoint,
        "view_args": view_args,
    }


@pytest.mark.parametrize("outside", [True, False])
@pytest.mark.parametrize("is_preflight", [False, True], ids=["the request", "its preflight"])
def test_host_that_a_proxy_forwards(is_preflight, outside):
    """Whichever was put around the app first, of the first request and of those that follow."""
    app, hosts = Flask("tests"), list[str]()
    app.wsgi_app = app.wsgi_app if outside else ProxyFix(app.wsgi_app, x_host=1)
    CORS(app, origins=lambda query: hosts.append(query.host) or True)
    app.wsgi_app = ProxyFix(app.wsgi_app, x_host=1) if outside else app.wsgi_app
    send = preflight if is_preflight else fetch
    for _ in range(2):
        send(app.test_client(), "/", "PUT", headers={"X-Forwarded-Host": "api.example.com"})
    assert hosts == ["api.example.com"] * 2


def test_endpoint_of_a_preflight_for_a_url_without_its_slash():
    queries: list[t.Any] = []
    app = app_asking(lambda query: queries.append(query.endpoint) or True)
    preflight(app.test_client(), "/slash")
    preflight(app.test_client(), "/none/")
    assert queries == ["slash", None]


def test_endpoint_where_a_redirect_leaves_the_host():
    queries: list[t.Any] = []
    app = Flask("tests", subdomain_matching=True)
    app.config["SERVER_NAME"] = "app.example"
    CORS(app, origins=lambda query: queries.append(query.endpoint) or True)
    app.add_url_rule("/moved", "moved", redirect_to=lambda *_: "http://other.example/")
    preflight(app.test_client(), "/moved", base_url="http://app.example")
    assert queries == [None]


def test_endpoint_where_a_redirect_leads_to_itself():
    queries: list[t.Any] = []
    app = Flask("tests")
    CORS(app, origins=lambda query: queries.append(query.endpoint) or True)
    app.add_url_rule("/loop", "loop", redirect_to=lambda *_: "/loop")
    preflight(app.test_client(), "/loop")
    assert queries == [None]


def test_endpoint_where_the_view_has_answered():
    """Then its own request is at hand, and nothing is matched anew."""
    queries: list[t.Any] = []
    app = app_asking("https://other.example")
    decorated = cross_origin(origins=lambda query: queries.append(parts(query)) or True)
    app.add_url_rule("/of/<name>", "of", decorated(lambda name: name))
    fetch(app.test_client(), "/of/me")
    (query,) = queries
    assert (query["endpoint"], query["view_args"]) == ("of", {"name": "me"})


def tenant_app(queries: list[OriginQuery]) -> Flask:
    app = app_asking(lambda query: bool(queries.append(query) or query.view_args))

    @app.get("/via/<int:number>")
    def forward(number: int) -> str:
        environ = {**request.environ, "PATH_INFO": "/items/2"}
        return "".join(part.decode() for part in app(environ, lambda *_: None))

    return app


def test_a_request_that_another_view_makes_is_asked_about_by_itself():
    queries: list[OriginQuery] = []
    client = tenant_app(queries).test_client()
    fetch(client, "/items/1")  # from the second request on it is asked before the app runs
    queries.clear()
    fetch(client, "/via/1")
    assert [(query.endpoint, query.view_args) for query in queries] == [
        ("forward", {"number": 1}),
        ("item", {"number": 2}),
    ]


def test_a_context_that_was_pushed_by_hand_is_not_asked_about():
    queries: list[OriginQuery] = []
    app = tenant_app(queries)
    fetch(app.test_client(), "/items/1")
    queries.clear()
    with app.test_request_context("/items/1"):
        fetch(app.test_client(), "/items/2")
    assert [query.view_args for query in queries] == [{"number": 2}]


@pytest.mark.parametrize("remember", [lambda source: source, CachedOrigins])
def test_a_query_may_be_passed_on_with_other_parts(remember):
    source = Table(ADMIN)

    def delegate(query: OriginQuery) -> bool:
        asked = dataclasses.replace(query, origin=ADMIN)
        assert parts(asked) == {**parts(query), "origin": ADMIN}
        return source.allows(asked)

    response = fetch(app_asking(remember(delegate)).test_client(), "/items/1")
    assert (fields(response), source.asked) == (ALLOWED, [ADMIN])


@pytest.mark.parametrize("remember", [lambda source: source, CachedOrigins])
@pytest.mark.parametrize("copied", COPIES)
def test_a_query_may_be_copied(copied, remember):
    """In an app, though apps and requests cannot be."""
    queries: list[tuple[OriginQuery, OriginQuery]] = []
    source = remember(lambda query: queries.append((query, copied(query))) or True)
    assert fields(fetch(app_asking(source).test_client(), "/items/1")) == ALLOWED
    ((query, other),) = queries
    assert other == query == OriginQuery(APP, "localhost", "/items/1", "item", {"number": 1})


def test_a_query_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        asked_about(APP).origin = EVIL  # type: ignore[misc]
    assert asked_about(APP) == asked_about(APP)
    assert hash(asked_about(APP, view_args={})) == hash(asked_about(APP))


def test_a_preflight_has_the_app_context_alone():
    contexts: list[t.Any] = []

    def source(query: OriginQuery) -> bool:
        contexts.append((current_app.name, has_request_context()))
        return True

    app = app_asking(source)
    assert fields(preflight(app.test_client(), "/")) == ALLOWED
    with app.app_context():  # one that is pushed already is used
        assert fields(preflight(app.test_client(), "/")) == ALLOWED
    assert contexts == [("tests", False)] * 2


def test_any_request_has_the_app_context():
    names: list[t.Any] = []
    client = app_asking(lambda query: names.append(current_app.name) or True).test_client()
    for path in ("/", "/none", "/"):
        fetch(client, path)
    assert names == ["tests"] * 3


NO_ORIGINS = [
    pytest.param(None, id="none"),
    pytest.param("null", id="the opaque origin"),
    pytest.param("", id="empty"),
    pytest.param("https://app.example.com/", id="a slash"),
    pytest.param("HTTPS://APP.EXAMPLE.COM", id="upper case"),
    pytest.param("https://app.example.com, https://b.example", id="a list"),
    pytest.param(f"https://{'a' * 400}.example", id="too long"),
    pytest.param("https://app.example.com:443", id="the default port"),
    pytest.param("app.example.com", id="no scheme"),
    pytest.param("https://ä.example", id="not ASCII"),
]


@pytest.mark.parametrize("origin", NO_ORIGINS)
def test_it_is_not_asked_about_what_is_no_origin(origin):
    source = Table()
    for asked in (source, CachedOrigins(source)):
        client = app_asking(asked).test_client()
        assert fields(fetch(client, "/", origin=origin)) == REFUSED
    assert source.asked == []


@pytest.mark.parametrize("origin", ["null", "https://app.example.com/"])
def test_what_is_no_origin_is_not_let_in_whatever_is_remembered(origin):
    """A program may ask a source by itself, about anything."""
    cached = CachedOrigins(lambda query: bool(query.origin))
    assert cached.allows(asked_about(origin))
    client = app_asking(cached, supports_credentials=True).test_client()
    assert fields(fetch(client, "/", origin=origin)) == REFUSED
    assert preflight(client, "/", origin=origin).status_code == 403


# Where it counts


def on_app(source: t.Any) -> Flask:
    return app_asking(source)


def on_resource(source: t.Any) -> Flask:
    return app_asking("https://other.example", resources={"/": {"origins": source}})


def in_config(source: t.Any) -> Flask:
    app = Flask("tests")
    app.config["CORS_ORIGINS"] = source
    CORS(app)
    app.add_url_rule("/", "home", lambda: "home", methods=["GET", "PUT"])
    return app


def on_view(source: t.Any) -> Flask:
    app = Flask("tests")
    CORS(app, origins="https://other.example")
    view = cross_origin(origins=source)(lambda: "home")
    app.add_url_rule("/", "home", view, methods=["GET", "PUT"])
    return app


def on_view_without_extension(source: t.Any) -> Flask:
    app = Flask("tests")
    view = cross_origin(origins=source)(lambda: "home")
    app.add_url_rule("/", "home", view, methods=["GET", "PUT"])
    return app


def on_blueprint(source: t.Any) -> Flask:
    app = Flask("tests")
    blueprint = Blueprint("blueprint", "tests")
    blueprint.add_url_rule("/", "home", lambda: "home", methods=["GET", "PUT"])
    CORS(blueprint, origins=source)
    app.register_blueprint(blueprint)
    return app


def inside_another_layer(source: t.Any) -> Flask:
    app = Flask("tests")
    app.wsgi_app = PassingLayer(app.wsgi_app)  # type: ignore[method-assign]
    CORS(app, origins=source)
    app.add_url_rule("/", "home", lambda: "home", methods=["GET", "PUT"])
    return app


PLACES = [
    on_app,
    on_resource,
    in_config,
    on_view,
    on_view_without_extension,
    on_blueprint,
    inside_another_layer,
]


class Object(OriginSource):
    def allows(self, query: OriginQuery) -> bool:
        return query.origin == APP


class AsyncObject(OriginSource):
    async def allows(self, query: OriginQuery) -> bool:
        return query.origin == APP


class Duck:
    def allows(self, query: OriginQuery) -> bool:
        return query.origin == APP

    def __iter__(self):
        raise AssertionError("it is no list of origins")


async def async_function(query: OriginQuery) -> bool:
    return query.origin == APP


SOURCES = {
    "a function": lambda query: query.origin == APP,
    "an async function": async_function,
    "a function that hands on to an async one": lambda query, asked=async_function: asked(query),
    "an object": Object(),
    "an object with an async method": AsyncObject(),
    "any object with such a method": Duck(),
    "a bound method": Object().allows,
    "a cache": CachedOrigins(Object()),
    "a cache around an async function": CachedOrigins(async_function),
    "a list with a source": [ADMIN, lambda query: query.origin == APP],
    "a list with two": [lambda query: False, Object()],
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_places_and_sources(place, source):
    client = place(source).test_client()
    for _ in range(2):
        assert fields(fetch(client, "/")) == ALLOWED
        assert fields(fetch(client, "/", origin=EVIL)) == REFUSED
        assert fields(fetch(client, "/", origin=None)) == REFUSED
        answers = [preflight(client, "/", "PUT", origin=origin) for origin in (APP, EVIL)]
        assert [fields(answer) for answer in answers] == [ALLOWED, REFUSED]
        assert [answer.status_code for answer in answers] == [200, 403]


def test_an_async_source_that_is_cancelled(caplog):
    async def cancelled(query: OriginQuery) -> bool:
        raise asyncio.CancelledError

    for source in (cancelled, CachedOrigins(cancelled)):
        caplog.clear()
        assert fields(fetch(app_asking(source).test_client(), "/")) == REFUSED
        assert "was cancelled" in str(caplog.records[0].exc_info[1])


class Timeout(BaseException):
    """That of gevent is no `Exception` either."""

    def __init__(self, seconds: object = None) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@pytest.mark.parametrize("seconds", [None, 0, -1], ids=str)
def test_a_source_that_a_time_limit_ends(seconds, caplog):
    class OfItsOwn(Timeout):
        pass

    def ended(query: OriginQuery) -> bool:
        raise OfItsOwn(seconds)

    for source in (ended, CachedOrigins(ended)):
        caplog.clear()
        for response in (
            fetch(app_asking(source).test_client(), "/"),
            preflight(app_asking(source).test_client(), "/"),
        ):
            assert fields(response) == REFUSED
        assert "ended by a time limit" in str(caplog.records[0].exc_info[1])


@pytest.mark.parametrize("remembering", [False, True])
def test_a_time_limit_of_the_program_that_ends_while_a_source_is_asked(remembering):
    """It was set before the source was asked, which has had but a little of its time."""

    def ended(query: OriginQuery) -> bool:
        raise Timeout(86400.0)

    client = app_asking(CachedOrigins(ended) if remembering else ended).test_client()
    for ask in (fetch, preflight):
        with pytest.raises(Timeout):
            ask(client, "/")


@pytest.mark.parametrize(
    ("seconds", "lasted", "is_own"),
    [
        pytest.param(1.0, 1.0, True, id="its time is up"),
        pytest.param(1.0, 0.97, True, id="as good as up"),
        pytest.param(1.0, 0.9, False, id="not yet: it was set before"),
        pytest.param(0.02, 0.011, True, id="a short time, as good as up"),
        pytest.param(0.02, 0.009, False, id="a short time, not yet"),
    ],
)
def test_whose_time_limit_ends_a_source(seconds, lasted, is_own, monkeypatch):
    """One set while the source is asked lasts no longer than that."""

    def ended(query: OriginQuery) -> bool:
        raise Timeout(seconds)

    clock = types.SimpleNamespace(monotonic=itertools.cycle([10.0, 10.0 + lasted]).__next__)
    monkeypatch.setattr(answering, "time", clock)
    client = app_asking(ended).test_client()
    if is_own:
        assert fields(fetch(client, "/")) == REFUSED
    else:
        with pytest.raises(Timeout):
            fetch(client, "/")


@pytest.mark.parametrize("remembering", [False, True])
def test_a_source_that_takes_values_out(remembering):
    """As Flask's own documentation does with those of a URL."""

    def popping(query: OriginQuery) -> bool:
        return (query.view_args or {}).pop("tenant", None) == "acme"

    def asking(source):
        return CachedOrigins(source) if remembering else source

    app = app_asking([asking(lambda query: popping(query) and False), asking(popping)])
    app.add_url_rule("/<tenant>/data", "data", lambda tenant: tenant)
    client = app.test_client()
    for _ in range(2):
        assert fields(fetch(client, "/none")) == REFUSED
        assert fields(fetch(client, "/acme/data")) == ALLOWED
        assert fields(fetch(client, "/other/data")) == REFUSED


def test_errors_and_redirects():
    client = app_asking(lambda query: query.origin == APP).test_client()
    for path, status in (("/none", 404), ("/slash", 308)):
        for origin, expected in ((APP, ALLOWED), (EVIL, REFUSED)):
            response = fetch(client, path, origin=origin)
            assert (response.status_code, fields(response)) == (status, expected)


def test_listed_origins_need_not_be_asked_about():
    source = Table()
    with pytest.warns(PolicyWarning, match="sandboxed frame"):
        app = app_asking([APP, "https://*.partner.example", "null", source])
    client = app.test_client()
    for origin in (APP, "https://a.partner.example", "null"):
        expected = {**ALLOWED, "Access-Control-Allow-Origin": origin}
        assert fields(fetch(client, "/", origin=origin)) == expected
    assert fields(fetch(client, "/", origin=EVIL)) == REFUSED
    assert source.asked == [EVIL]


def test_with_credentials():
    client = app_asking(lambda query: query.origin == APP, supports_credentials=True).test_client()
    allowed = {**ALLOWED, "Access-Control-Allow-Credentials": "true"}
    for send in (fetch, preflight):
        assert fields(send(client, "/")) == allowed
        assert fields(send(client, "/", origin=EVIL)) == REFUSED


def test_private_networks():
    app = app_asking(lambda query: query.origin == APP, allow_private_network=True)
    asked = {"Access-Control-Request-Private-Network": "true"}
    expected = {**ALLOWED, "Access-Control-Allow-Private-Network": "true"}
    assert fields(preflight(app.test_client(), "/", headers=asked)) == expected
    assert fields(fetch(app.test_client(), "/", headers=asked)) == expected


def test_every_answer_is_new():
    allowed: set[str] = set()
    client = app_asking(lambda query: query.origin in allowed).test_client()
    for send in (fetch, preflight):
        assert fields(send(client, "/")) == REFUSED
        allowed.add(APP)
        assert fields(send(client, "/")) == ALLOWED
        allowed.clear()
        assert fields(send(client, "/")) == REFUSED


def test_two_apps_of_one_source():
    names: list[str] = []

    def source(query: OriginQuery) -> bool:
        names.append(current_app.name)
        return True

    cors = CORS(origins=source)
    for name in ("one", "two"):
        app = Flask(name)
        cors.init_app(app)
        fetch(app.test_client(), "/")
    assert names == ["one", "two"]


def test_an_error_in_debug_mode():
    app = Flask("tests")
    app.debug, app.config["CORS_DEBUG_ERRORS"] = True, True
    CORS(app, origins=lambda query: query.origin == APP)
    app.add_url_rule("/fail", "fail", lambda: 1 / 0)  # type: ignore[return-value,arg-type]
    response = fetch(app.test_client(), "/fail")
    assert (response.status_code, fields(response)) == (500, ALLOWED)


# What is no answer


def raising(query: OriginQuery) -> bool:
    raise LookupError("the database is gone")


class Unprintable:
    def __repr__(self) -> str:
        raise ValueError

    def allows(self, query: OriginQuery) -> t.Any:
        return query.origin


NO_ANSWERS = [
    pytest.param(raising, "the database is gone", id="an exception"),
    pytest.param(lambda query: None, "answered None", id="None"),
    pytest.param(lambda query: 1, "answered 1", id="1"),
    pytest.param(lambda query: [APP], f"answered ['{APP}']", id="a list of origins"),
    pytest.param(lambda query: "true", "answered 'true'", id="a string"),
    pytest.param(Unprintable(), "<Unprintable> answered", id="a source without a text"),
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("source", "told"), NO_ANSWERS)
def test_whoever_is_asked_in_vain_lets_nobody_in(place, source, told, caplog):
    client = place(source).test_client()
    responses = [preflight(client, "/", "PUT") for _ in range(3)]
    assert [response.status_code for response in responses] == [403] * 3
    assert [fields(response) for response in responses] == [REFUSED] * 3
    (record,) = [each for each in caplog.records if each.name == "flask_cors"]
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None
    assert told in str(record.exc_info[1])


def test_no_request_is_at_hand(caplog):
    client = app_asking(lambda query: request.host == "localhost").test_client()
    assert fields(preflight(client, "/")) == REFUSED
    assert "outside of request context" in str(caplog.records[0].exc_info[1])


def test_a_failure_is_told_once_per_interval(clock: Clock, caplog):
    client = app_asking(raising).test_client()
    for _ in range(5):
        fetch(client, "/")
    clock.pass_by(seldom.INTERVAL)
    for _ in range(3):
        fetch(client, "/")
    first, second = (each.getMessage() for each in caplog.records)
    assert first.endswith("so it lets nobody in.")
    assert second.endswith("so it lets nobody in. (and 4 times before)")


def test_one_source_of_two_fails(caplog):
    client = app_asking([raising, Object()]).test_client()
    assert fields(fetch(client, "/")) == ALLOWED
    assert len(caplog.records) == 1


def test_what_is_more_than_an_exception_goes_on():
    def interrupted(query: OriginQuery) -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(app_asking(interrupted).test_client(), "/")
