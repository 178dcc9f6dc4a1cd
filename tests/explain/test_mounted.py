"""An app that is mounted in another answers by its own rules: so these are to be changed."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

import pytest
from flask import Blueprint
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.wrappers import Response

from flask_cors import CORS
from flask_cors import cross_origin
from flask_cors.diagnosing.diagnosis import Diagnosis
from flask_cors.diagnosing.diagnosis import diagnose
from flask_cors.explaining.playing import play
from flask_cors.protocol.user_agent import FetchRequest
from flask_cors.rules.state import AppState
from flask_cors.testing import Blocked
from flask_cors.testing import Browser

from ..cli.support import flask_cors
from .setups import ADMIN
from .setups import API
from .setups import APP

if t.TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIApplication
    from _typeshed.wsgi import WSGIEnvironment

MOUNTED = "The app 'sub', mounted at /sub, answers here; what follows is for that one."
NAMED = 'Write origins=["https://admin.example.com", "https://app.example.com"] in CORS(app, ...).'


def make_app(name: str, path: str, **options: t.Any) -> Flask:
    app = Flask(name, static_folder=None)
    app.add_url_rule(path, "view", lambda: "", methods=["GET", "PUT"])
    if options:
        CORS(app, **options)
    return app


def mount(app: Flask, inner: WSGIApplication) -> None:
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/sub": inner})  # type: ignore[method-assign]


def call(app: Flask, inner: Flask) -> None:
    """Hand on what is below a path, which stays as it is."""
    outer = app.wsgi_app

    def layer(environ: WSGIEnvironment, start_response: StartResponse) -> cabc.Iterable[bytes]:
        is_inner = environ["PATH_INFO"].startswith("/sub")
        return (inner if is_inner else outer)(environ, start_response)

    app.wsgi_app = layer  # type: ignore[method-assign]


def ask(app: Flask, path: str, method: str) -> Diagnosis | None:
    played = play(app, FetchRequest(f"{API}{path}", method), APP)
    return diagnose(AppState.as_it_is(app), played)


@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize("is_inside", [True, False], ids=["inside CORS(app)", "outside"])
@pytest.mark.parametrize(
    ("options", "remedy"),
    [
        pytest.param({"origins": ADMIN}, NAMED, id="another origin"),
        pytest.param(
            {"resources": {"/api/*": {"origins": APP}}},
            'Write CORS(app, resources={"/y": {"origins": ["https://app.example.com"]}}).',
            id="a rule for other paths",
        ),
        pytest.param(
            {}, 'Write CORS(app, origins=["https://app.example.com"]).', id="no CORS of its own"
        ),
    ],
)
def test_mounted_app(options: dict[str, t.Any], remedy: str, is_inside: bool, method: str) -> None:
    app = make_app("app", "/x")
    resources = {"/x": {"origins": APP}}
    if not is_inside:
        CORS(app, resources=resources)
    mount(app, make_app("sub", "/y", **options))
    if is_inside:
        CORS(app, resources=resources)
    found = ask(app, "/sub/y", method)
    assert found is not None
    assert found.mounted == ("sub", "/sub")
    assert str(found.remedy) == f"{MOUNTED} {remedy}"
    with pytest.raises(Blocked) as caught:
        Browser(app, API).page(APP).fetch("/sub/y", method=method)
    assert caught.value.remedy == str(found.remedy)


def test_app_in_a_mounted_app() -> None:
    app, sub = make_app("app", "/x", origins=APP), make_app("sub", "/y", origins=APP)
    mount(sub, make_app("innermost", "/z", origins=ADMIN))
    mount(app, sub.wsgi_app)
    found = ask(app, "/sub/sub/z", "GET")
    assert found is not None
    assert found.mounted == ("innermost", "/sub/sub")
    assert str(found.remedy).endswith(NAMED)


def test_app_that_a_layer_calls() -> None:
    app = make_app("app", "/x", origins=APP)
    call(app, make_app("sub", "/sub/y", origins=ADMIN))
    found = ask(app, "/sub/y", "GET")
    assert found is not None
    assert found.mounted == ("sub", "")
    assert str(found.remedy) == f"The app 'sub' answers here; what follows is for that one. {NAMED}"


def behind_a_prefix(app: Flask) -> Flask:
    app.wsgi_app = DispatcherMiddleware(Response(status=404), {"/sub": app.wsgi_app})  # type: ignore[method-assign]
    return app


def of_a_blueprint() -> Flask:
    app, blueprint = make_app("app", "/x"), Blueprint("more", __name__)
    blueprint.add_url_rule("/y", "more", lambda: "", methods=["GET", "PUT"])
    CORS(blueprint, origins=ADMIN)
    app.register_blueprint(blueprint)
    return app


def of_a_view() -> Flask:
    app = make_app("app", "/x")
    view = cross_origin(origins=ADMIN)(lambda: "")
    app.add_url_rule("/y", "more", view, methods=["GET", "PUT"])
    return app


@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: make_app("app", "/y", origins=ADMIN), id="a rule for every path"),
        pytest.param(of_a_blueprint, id="its blueprint's rule"),
        pytest.param(of_a_view, id="its view's policy"),
    ],
)
def test_app_itself_behind_a_prefix(make: cabc.Callable[[], Flask], method: str) -> None:
    found = ask(behind_a_prefix(make()), "/sub/y", method)
    assert found is not None
    assert found.mounted is None
    assert str(found.remedy).startswith(f'Write origins=["{ADMIN}", "{APP}"] ')


@pytest.mark.parametrize("options", [{"origins": APP}, {}], ids=["with CORS", "without"])
def test_where_the_rules_of_the_app_around_decide(options: dict[str, t.Any]) -> None:
    app = make_app("app", "/x")
    mount(app, make_app("sub", "/y", **options))
    CORS(app, origins=ADMIN)
    found = ask(app, "/x" if options else "/sub/y", "GET")
    assert found is not None
    assert (found.mounted, str(found.remedy)) == (None, NAMED)


def test_what_the_command_line_says() -> None:
    app = make_app("app", "/x", origins=APP)
    mount(app, make_app("sub", "/y", origins=ADMIN))
    asked = ("check", "/sub/y", "--origin", APP)
    said = flask_cors(app, *asked).words
    assert f"Rule: every path of the app 'sub' at /sub: origins {ADMIN} (keyword)" in said
    assert f"Remedy: {MOUNTED} {NAMED}" in said
    document = flask_cors(app, *asked, "--format", "json").json
    assert document["mounted"] == {"name": "sub", "path": "/sub"}


def test_headers_that_a_mounted_app_hides() -> None:
    sub = make_app("sub", "/y", origins=APP)
    sub.add_url_rule("/z", "total", lambda: ("", {"X-Total": "1"}))
    app = make_app("app", "/x", origins=APP)
    mount(app, sub)
    said = flask_cors(app, "check", "/sub/z", "--origin", APP)
    assert f'Remedy: {MOUNTED} Write expose_headers=["x-total"] in CORS(app, ...).' in said.words
