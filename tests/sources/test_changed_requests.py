"""What a source is told of a request that is changed on its way: by hooks, by layers inside."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest
from flask import Blueprint
from flask import Flask
from flask import g
from flask.sessions import SecureCookieSessionInterface
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.routing import BaseConverter

from flask_cors import CORS
from flask_cors import cross_origin
from flask_cors.sources import OriginQuery
from tests.flask.support import APP
from tests.flask.support import HoldingLayer
from tests.flask.support import PassingLayer
from tests.flask.support import fetch
from tests.flask.support import preflight

from .support import ALLOWED
from .support import REFUSED
from .support import fields


class Listener:
    """A source that lets in everybody, and keeps what it was told beside the origin."""

    def __init__(self) -> None:
        self.told: list[OriginQuery] = []

    def allows(self, query: OriginQuery) -> bool:
        self.told.append(dataclasses.replace(query))
        return True


def told(host: str, path: str, endpoint: str | None, view_args: object) -> list[OriginQuery]:
    """What is told of a preflight and of the request that follows: but for that, the same."""
    args = t.cast("dict[str, object] | None", view_args)
    return [OriginQuery(APP, host, path, endpoint, args, preflight=each) for each in (True, False)]


def ask(app: Flask, path: str) -> list[dict[str, str]]:
    """The CORS fields that a preflight and its request get."""
    client = app.test_client()
    return [fields(preflight(client, path, "PUT")), fields(fetch(client, path, "PUT"))]


# Hooks


def tenant_app(place: str, source: t.Any) -> Flask:
    """An app that takes the tenant out of the values, as Flask's documentation shows it."""
    app = Flask("tests")
    blueprint = Blueprint("shop", "tests", url_prefix="/<tenant>")

    @blueprint.url_value_preprocessor
    def pull_tenant(_: str | None, values: dict[str, t.Any] | None) -> None:
        g.tenant = (values or {}).pop("tenant")

    def things(number: int) -> str:
        return f"{number} of {g.tenant}"

    if place.startswith("view"):
        things = cross_origin(origins=source)(things)
    blueprint.add_url_rule("/<int:number>", "things", things, methods=["GET", "PUT"])
    if place == "blueprint":
        CORS(blueprint, origins=source)
    app.register_blueprint(blueprint)
    if place.startswith("app"):
        CORS(app, origins=source)
    if place in {"app with a view", "view"}:
        CORS(app, resources="/none")
        app.add_url_rule("/other", "other", cross_origin(origins=APP)(lambda: "other"))
    return app


TENANT_PLACES = ["app", "app with a view", "blueprint", "view", "view without extension"]


@pytest.mark.parametrize("place", TENANT_PLACES)
def test_values_that_a_hook_takes_away(place):
    source = Listener()
    app = tenant_app(place, source)
    assert ask(app, "/acme/7") == [ALLOWED, ALLOWED]
    assert source.told == told(
        "localhost", "/acme/7", "shop.things", {"tenant": "acme", "number": 7}
    )


@pytest.mark.parametrize("place", TENANT_PLACES)
def test_origins_of_one_tenant_are_not_those_of_who_has_none(place):
    def of_tenants(query: OriginQuery) -> bool:
        return (query.view_args or {}).get("tenant") is None

    assert ask(tenant_app(place, of_tenants), "/acme/7") == [REFUSED, REFUSED]


@pytest.mark.parametrize("place", TENANT_PLACES)
def test_a_source_does_not_change_what_the_view_is_called_with(place):
    def clearing(query: OriginQuery) -> bool:
        t.cast("dict[str, object]", query.view_args).clear()
        return True

    response = fetch(tenant_app(place, clearing).test_client(), "/acme/7")
    assert (response.text, fields(response)) == ("7 of acme", ALLOWED)


def test_nobody_is_let_in_where_the_values_are_not_to_be_had_again(caplog):
    lookups: list[str] = []

    class Item(BaseConverter):
        def to_python(self, value: str) -> str:
            lookups.append(value)
            if len(lookups) > 1:
                raise ConnectionError("the database is gone")
            return value

    app = Flask("tests")
    app.url_map.converters["item"] = Item
    view = cross_origin(origins=lambda query: query.view_args is None)(lambda item: item)
    app.add_url_rule("/<item:item>", "item", view)
    response = fetch(app.test_client(), "/one")
    assert (response.text, fields(response)) == ("one", REFUSED)
    assert "the database is gone" in caplog.text


# Layers inside


class PrefixLayer(PassingLayer):
    """Takes a prefix off the path, in environ itself."""

    def __call__(self, environ: t.Any, start_response: t.Any) -> t.Any:
        return self.wsgi_app(self.without_prefix(environ), start_response)

    def without_prefix(self, environ: t.Any) -> t.Any:
        environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix("/v1")
        environ["HTTP_HOST"] = "inner.example"
        return environ


class CopyingPrefixLayer(PrefixLayer):
    """The same in a copy."""

    def without_prefix(self, environ: t.Any) -> t.Any:
        return super().without_prefix(dict(environ))


class HoldingPrefixLayer(HoldingLayer, PrefixLayer):
    """The same, and the response starts late."""

    def inner_environ(self, environ: t.Any) -> t.Any:
        return self.without_prefix(environ)


class RestoringLayer(HoldingLayer):
    """Leads a request elsewhere, leaves environ as it was, and only then starts the response."""

    def __call__(self, environ: t.Any, start_response: t.Any) -> t.Any:
        started: list[t.Any] = []
        before = dict(environ)
        environ.update(PATH_INFO="/items/1", HTTP_HOST="inner.example")
        body = b"".join(self.wsgi_app(environ, lambda *arguments: started.extend(arguments)))
        environ.update(PATH_INFO=before["PATH_INFO"], HTTP_HOST=before["HTTP_HOST"])
        start_response(*started[:2])
        return [body]


class ForgettingLayer(CopyingPrefixLayer):
    """The same as a copying one, which hands on none of what asks for leave."""

    def without_prefix(self, environ: t.Any) -> t.Any:
        inner = super().without_prefix(environ)
        return {name: value for name, value in inner.items() if "ACCESS_CONTROL" not in name}


PREFIX_LAYERS = [
    PrefixLayer,
    CopyingPrefixLayer,
    HoldingPrefixLayer,
    RestoringLayer,
    ForgettingLayer,
]


def app_with_layer(
    layer: t.Any, source: t.Any, by: str = "the app", *, debug: bool = False
) -> Flask:
    app = Flask("tests")
    app.debug = app.config["CORS_DEBUG_ERRORS"] = debug
    view = cross_origin(origins=source) if by == "a view" else lambda view: view
    app.add_url_rule(
        "/items/<int:number>", "item", view(lambda number: "item"), methods=["GET", "PUT"]
    )
    app.wsgi_app = layer(app.wsgi_app)  # type: ignore[method-assign]
    CORS(app, origins=source if by == "the app" else "https://other.example")
    return app


@pytest.mark.parametrize("by", ["the app", "a view"])
@pytest.mark.parametrize("layer", PREFIX_LAYERS)
def test_the_app_answers_what_a_layer_has_led_to_it(layer, by):
    """The rule is that of the path which the app saw, so the source is told of that."""
    source = Listener()
    assert ask(app_with_layer(layer, source, by), "/v1/items/1") == [ALLOWED, ALLOWED]
    assert source.told == told("inner.example", "/items/1", "item", {"number": 1})


class FailingSessions(SecureCookieSessionInterface):
    def open_session(self, *_: t.Any) -> t.Any:
        raise ConnectionError


@pytest.mark.parametrize("layer", [PrefixLayer, CopyingPrefixLayer])
@pytest.mark.parametrize("debug", [False, True])
def test_the_app_fails_at_what_a_layer_has_led_to_it(layer, debug):
    source = Listener()
    app = app_with_layer(layer, source, debug=debug)
    app.session_interface = FailingSessions()
    client = app.test_client()
    assert fields(preflight(client, "/v1/items/1", "PUT")) == ALLOWED
    response = fetch(client, "/v1/items/1", "PUT")
    assert (response.status_code, fields(response)) == (500, ALLOWED)
    assert source.told == told("inner.example", "/items/1", "item", {"number": 1})


def test_a_mounted_app_answers():
    """The rules for the whole path decide, and no view of the outer app has to do with it."""
    source, inner = Listener(), Flask("inner")
    inner.add_url_rule("/items/<int:number>", "inner", lambda number: "inner", methods=["PUT"])
    app = app_with_layer(lambda app: DispatcherMiddleware(app, {"/mounted": inner}), source)
    client = app.test_client()
    assert fields(fetch(client, "/mounted/items/1", "PUT")) == ALLOWED
    assert source.told == told("localhost", "/mounted/items/1", None, None)[1:]
    assert ask(app, "/items/1") == [ALLOWED, ALLOWED]
    assert source.told[1:] == told("localhost", "/items/1", "item", {"number": 1})


def test_a_layer_stops_what_is_led_to_no_view():
    """A layer that wants a token, once it has changed the path: the rule is that of the whole."""

    class Guard(PrefixLayer):
        def __call__(self, environ: t.Any, start_response: t.Any) -> t.Any:
            self.without_prefix(environ)
            start_response("401 UNAUTHORIZED", [])
            return [b""]

    source = Listener()
    app = app_with_layer(Guard, source)
    app.add_url_rule("/v1/items/<int:number>", "outer", lambda number: "outer", methods=["PUT"])
    assert ask(app, "/v1/items/1") == [ALLOWED, ALLOWED]
    assert source.told == told("localhost", "/v1/items/1", "outer", {"number": 1})
