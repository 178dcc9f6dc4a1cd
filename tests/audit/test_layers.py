"""What the audit says of layers outside, and that what it says to do about them helps."""

from __future__ import annotations

import typing as t

import pytest
from flask import Blueprint
from flask import Flask
from flask import abort
from flask_socketio import SocketIO
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from flask_cors import CORS
from flask_cors.audit import audit
from tests.support import cors_fields

APP = "https://app.example.com"
ASKED = {"Origin": APP, "Access-Control-Request-Method": "PUT"}
PASSES = {
    "Access-Control-Allow-Origin": APP,
    "Access-Control-Allow-Methods": "PUT",
}

INSIDE = "Put {} around app.wsgi_app before CORS(app, ...) is called."
HAND_ON = "Let {} hand preflights on: OPTIONS requests with Access-Control-Request-Method."

PASSED = "It handed preflights on; whether it does so always, only its code tells."
NOT_TRIED = (
    "Whether it hands preflights on, only its code tells: another layer stands inside CORS(app), "
    "and would take them to the app's hooks, so none was sent."
)
ELSEWHERE = (
    "It answered a preflight to /item with 404 NOT FOUND itself: right where it serves the app "
    "under other URLs, with a prefix, which the audit does not know."
)


def by_path(app):
    """A rule for the path."""
    CORS(app, origins=APP, methods=["PUT"])
    app.add_url_rule("/item", "item", lambda: "item", methods=["PUT"])


def by_view(app):
    """A policy of views alone: those of a blueprint without a prefix."""
    blueprint = Blueprint("items", __name__)
    CORS(blueprint, origins=APP, methods=["PUT"])
    blueprint.add_url_rule("/item", "item", lambda: "item", methods=["PUT"])
    app.register_blueprint(blueprint)


def passing(inner):
    def passing(environ, start_response):
        return inner(environ, start_response)

    return passing


def gate(status, *headers):
    """A layer that answers OPTIONS by itself."""

    def wrap(inner):
        def gate(environ, start_response):
            if environ["REQUEST_METHOD"] != "OPTIONS":
                return inner(environ, start_response)
            start_response(status, list(headers))
            return []

        return gate

    return wrap


def failing(inner):
    def failing(environ, start_response):
        if environ["REQUEST_METHOD"] == "OPTIONS":
            raise LookupError("no session")
        return inner(environ, start_response)

    return failing


def doubling(inner):
    """A layer that adds a field, whether it is there or not."""

    def doubling(environ, start_response):
        def start(status, headers, exc_info=None):
            return start_response(status, [*headers, ("Access-Control-Allow-Origin", APP)])

        return inner(environ, start)

    return doubling


def failing_late(inner):
    """A layer that hands on what it then cannot deal with."""

    def failing_late(environ, start_response):
        answer = inner(environ, start_response)
        if environ["REQUEST_METHOD"] == "OPTIONS":
            raise LookupError("no session")
        return answer

    return failing_late


ANSWERED = "It answered a preflight to /item with {}."
TOLD = "A preflight to /item needs one {}, and came with: {}."

# A layer that stands outside, what governs the view, what is found, and what to do about it.
FAULTS = [
    pytest.param(
        gate("401 UNAUTHORIZED"), by_path, ANSWERED.format("401 UNAUTHORIZED"), INSIDE,
        id="it refuses: where a rule for the path governs, it is overruled inside",
    ),
    pytest.param(
        gate("401 UNAUTHORIZED"), by_view, ANSWERED.format("401 UNAUTHORIZED"), HAND_ON,
        id="it refuses: of a view it is not known, there, that it would have served the URL",
    ),
    pytest.param(
        gate("204 NO CONTENT"), by_path,
        TOLD.format(f"Access-Control-Allow-Origin: {APP}", "none"), INSIDE,
        id="it answers OPTIONS: a rule for the path adds the fields inside",
    ),
    pytest.param(
        gate("204 NO CONTENT"), by_view,
        TOLD.format(f"Access-Control-Allow-Origin: {APP}", "none"), HAND_ON,
        id="it answers OPTIONS: a view's policy has no say in that",
    ),
    pytest.param(
        gate("204 NO CONTENT", ("Access-Control-Allow-Origin", APP)), by_path,
        TOLD.format("Access-Control-Allow-Methods: PUT", "none"), HAND_ON,
        id="it answers OPTIONS with a field of its own, which stands",
    ),
    pytest.param(
        failing, by_path, ANSWERED.format("LookupError"), HAND_ON,
        id="it fails, inside as outside",
    ),
    pytest.param(
        failing_late, by_view, ANSWERED.format("LookupError"), INSIDE,
        id="it fails over an answer of the app, which is given all the same",
    ),
    pytest.param(
        doubling, by_view,
        TOLD.format(f"Access-Control-Allow-Origin: {APP}", f"{APP}, {APP}"), INSIDE,
        id="it adds a field to an answer of the app, which is replaced",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("layer", "governed", "message", "remedy"), FAULTS)
def test_a_layer_that_interferes(layer, governed, message, remedy) -> None:
    app = Flask(__name__)
    governed(app)
    app.wsgi_app = layer(app.wsgi_app)
    name = app.wsgi_app.__name__
    (found,) = audit(app)
    assert (found.rule.id, found.where) == ("preflight-answered-outside", f"layer {name}")
    assert (found.message, found.remedy) == (message, remedy.format(name))


@pytest.mark.parametrize(("layer", "governed", "message", "remedy"), FAULTS)
def test_what_is_to_be_done_about_it_helps(layer, governed, message, remedy) -> None:
    inside = Flask(__name__)
    inside.wsgi_app = layer(inside.wsgi_app)
    governed(inside)
    assert passes(inside) == (remedy == INSIDE)

    handing_on = Flask(__name__)
    governed(handing_on)
    handing_on.wsgi_app = but_for_preflights(layer, handing_on.wsgi_app)
    assert passes(handing_on)


def but_for_preflights(layer, inner):
    """A layer that hands preflights on."""
    outer = layer(inner)

    def wrapped(environ, start_response):
        is_options = environ["REQUEST_METHOD"] == "OPTIONS"
        is_preflight = is_options and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ
        return (inner if is_preflight else outer)(environ, start_response)

    return wrapped


def passes(app: Flask) -> bool:
    """Whether a preflight comes back as the policy answers it."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        answer = app.test_client().options("/item", headers=ASKED)
    except LookupError:
        return False
    return answer.status.startswith("2") and cors_fields(answer) == PASSES


def prefixed(inner):
    """A layer that takes a prefix off, and serves nothing else."""

    def prefixed(environ, start_response):
        if not environ["PATH_INFO"].startswith("/shop/"):
            return Response("Not Found", status=404)(environ, start_response)
        environ["SCRIPT_NAME"] += "/shop"
        environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix("/shop")
        return inner(environ, start_response)

    return prefixed


def mounted(inner):
    return DispatcherMiddleware(Response("Not Found", status=404), {"/shop": inner})


def mounted_twice(inner):
    others = {"/blog": Response("Blog"), "/shop": passing(mounted(inner))}
    return ProxyFix(DispatcherMiddleware(Response("Not Found", status=404), others))


def mounting(inner):
    return DispatcherMiddleware(inner, {"/shop": Response("Shop"), "/again": inner})


def shadowed(inner):
    return DispatcherMiddleware(inner, {"/item": Response("Not Found", status=404)})


def socketio(inner):
    app = t.cast("Flask", inner.state.app)
    SocketIO(app, async_mode="threading")
    return app.wsgi_app


# A layer that stands outside and is no fault, what is noted all the same, and a URL of the view.
HARMLESS = [
    pytest.param(passing, ("passing", PASSED), "/item", id="it hands everything on"),
    pytest.param(prefixed, ("prefixed", ELSEWHERE), "/shop/item", id="it takes a prefix off"),
    pytest.param(mounted, None, "/shop/item", id="the app is mounted"),
    pytest.param(
        mounted_twice, ("passing", PASSED), "/shop/shop/item",
        id="the app is mounted in a mount, with another layer between",
    ),
    pytest.param(mounting, None, "/item", id="another app is mounted beside it"),
    pytest.param(shadowed, None, None, id="another app is mounted on its URL"),
    pytest.param(socketio, None, "/item", id="Flask-SocketIO answers below its own path alone"),
]  # fmt: skip


@pytest.mark.parametrize(("layer", "noted", "url"), HARMLESS)
def test_a_layer_that_is_no_fault(layer, noted, url) -> None:
    app = Flask(__name__)
    by_path(app)
    app.wsgi_app = layer(app.wsgi_app)
    assert notes(app) == notes_of(noted)
    if url:
        assert cors_fields(app.test_client().options(url, headers=ASKED)) == PASSES


def notes_of(noted: tuple[str, str] | None) -> list[tuple[str, str, str, str]]:
    """The notes on a layer, as `notes` has them."""
    if noted is None:
        return []
    name, message = noted
    return [("layer-outside", f"layer {name}", message, INSIDE.format(name))]


def notes(app: Flask) -> list[tuple[str, str, str, str]]:
    return [(each.rule.id, each.where, each.message, each.remedy) for each in audit(app)]


def test_a_layer_that_takes_a_prefix_off_may_stand_inside_as_noted() -> None:
    app = Flask(__name__)
    app.before_request(lambda: abort(401))
    app.wsgi_app = prefixed(app.wsgi_app)  # type: ignore[method-assign]
    by_path(app)
    assert notes(app) == []
    assert cors_fields(app.test_client().options("/shop/item", headers=ASKED)) == PASSES


@pytest.mark.parametrize(
    ("outside", "noted"),
    [
        pytest.param(ProxyFix, None, id="a harmless layer"),
        pytest.param(passing, ("passing", NOT_TRIED), id="a layer that nobody knows"),
        pytest.param(gate("401 NO"), ("gate", NOT_TRIED), id="a layer that interferes"),
    ],
)
def test_no_hook_runs_where_another_layer_is_inside(outside, noted) -> None:
    ran: list[str] = []
    app = Flask(__name__)
    app.before_request(lambda: ran.append("hook"))
    app.wsgi_app = prefixed(app.wsgi_app)  # type: ignore[method-assign]
    by_path(app)
    app.wsgi_app = outside(app.wsgi_app)
    assert notes(app) == notes_of(noted)
    assert ran == []
