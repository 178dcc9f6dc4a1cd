"""Whatever goes wrong in the app, an allowed page can read it, and no other page can."""

from __future__ import annotations

import pytest
from flask import Flask
from flask import abort
from flask import make_response
from flask import redirect
from flask import request
from flask import session
from flask.sessions import SecureCookieSession
from flask.sessions import SessionInterface

from flask_cors import CORS
from flask_cors import cross_origin

from .support import ADMIN
from .support import APP
from .support import EVIL
from .support import NOTHING
from .support import PATH
from .support import REFUSED
from .support import VIEW
from .support import CopyingLayer
from .support import PassingLayer
from .support import allowed
from .support import assert_passes
from .support import fetch
from .support import fields_of
from .support import marked
from .support import passed
from .support import preflight
from .support import quiet


class Broken(Exception):
    """What goes wrong."""


class DownWhenOpened(SessionInterface):
    def open_session(self, app, request):
        raise Broken


class DownWhenSaved(SessionInterface):
    def open_session(self, app, request):
        return SecureCookieSession()

    def save_session(self, app, session, response):
        raise Broken


def fail(*_):
    raise Broken


def read_body():
    return request.get_data()


def abort_with(code):
    abort(code)


def before(hook):
    return lambda app: app.before_request(hook)


def not_modified():
    response = make_response("same")
    response.set_etag("same")
    return response.make_conditional(request)


def use_session():
    session["visits"] = 1
    return "counted"


def handler_that_fails(app):
    app.register_error_handler(404, fail)


FAULTS = {
    # What goes wrong: how, what is asked, the status
    "no such URL": (None, "GET /none", 404),
    "before_request answers and sets a cookie": (before(use_session), "GET /none", 200),
    "a URL that a converter turns down": (None, "GET /numbers/seven", 404),
    "a method that no view has": (None, "DELETE /ping", 405),
    "a method that nobody has": (None, "BREW /ping", 405),
    "a strict slash": (None, "GET /slash", 308),
    "a strict slash, with POST": (None, "POST /slash", 308),
    "repeated slashes": (None, "GET /deep//er", 308),
    "repeated slashes, a method that no view has": (None, "DELETE /deep//er", 405),
    "a redirect": (None, "GET /moved", 302),
    "a body over the limit": (None, "POST /upload", 413),
    "a missing field": (None, "GET /field", 400),
    "an exception in the view": (None, "GET /fail", 500),
    "abort(401)": (None, "GET /abort/401", 401),
    "abort(418)": (None, "GET /abort/418", 418),
    "abort with a response": (None, "GET /abort-with-response", 403),
    "nothing new": (None, "GET /not-modified", 304),
    "before_request fails": (before(fail), "GET /ping", 500),
    "before_request answers 401": (before(lambda: ("no token", 401)), "GET /ping", 401),
    "before_request aborts": (before(lambda: abort(503)), "GET /ping", 503),
    "before_request aborts, no such URL": (before(lambda: abort(503)), "GET /none", 503),
    "after_request fails": (lambda app: app.after_request(fail), "GET /ping", 500),
    "after_request fails, no such URL": (lambda app: app.after_request(fail), "GET /none", 500),
    "an error handler fails": (handler_that_fails, "GET /none", 500),
    "the URL's values fail": (lambda app: app.url_value_preprocessor(fail), "GET /ping", 500),
    "the session cannot be opened": (DownWhenOpened(), "GET /ping", 500),
    "the session cannot be opened, no such URL": (DownWhenOpened(), "GET /none", 500),
    "the session cannot be saved": (DownWhenSaved(), "GET /ping", 500),
}
faults = pytest.mark.parametrize(
    ("fault", "asked", "status"), [pytest.param(*row, id=name) for name, row in FAULTS.items()]
)


def elsewhere(app):
    """A view with a policy of its own, so that paths alone no longer decide."""
    app.add_url_rule("/elsewhere", "elsewhere", cross_origin(**marked(VIEW))(lambda: "elsewhere"))


def inside(layer):
    def add(app):
        app.wsgi_app = layer(app.wsgi_app)

    return add


surroundings = pytest.mark.parametrize(
    "surround",
    [
        pytest.param(lambda app: None, id="path rules alone"),
        pytest.param(elsewhere, id="beside a view with a policy of its own"),
        pytest.param(inside(PassingLayer), id="another layer inside"),
        pytest.param(inside(CopyingLayer), id="another layer inside, which copies environ"),
    ],
)


def create_app(fault, surround=lambda app: None, serve=CORS, **options):
    app = quiet(Flask(__name__))
    app.config["MAX_CONTENT_LENGTH"] = 4
    app.secret_key = "made up"
    surround(app)
    if serve is not None:
        serve(app, **{**marked(PATH), **options})
    app.add_url_rule("/ping", "ping", lambda: "pong")
    app.add_url_rule("/numbers/<int:number>", "number", str)
    app.add_url_rule("/slash/", "slash", lambda: "slash", methods=["GET", "POST"])
    app.add_url_rule("/deep/er", "deeper", lambda: "deeper")
    app.add_url_rule("/moved", "moved", lambda: redirect("/ping"))
    app.add_url_rule("/upload", "upload", read_body, methods=["POST"])
    app.add_url_rule("/field", "field", lambda: request.form["missing"])
    app.add_url_rule("/fail", "fail", fail)
    app.add_url_rule("/abort/<int:code>", "abort", abort_with)
    forbidden = app.response_class("no", 403, mimetype="text/plain")
    app.add_url_rule("/abort-with-response", "with_response", lambda: abort(forbidden))
    app.add_url_rule("/not-modified", "not_modified", not_modified)
    if isinstance(fault, SessionInterface):
        app.session_interface = fault
    elif fault is not None:
        fault(app)
    return app


def ask(app, asked, origin):
    method, path = asked.split()
    data = b"12345" if path == "/upload" else None
    headers = {"If-None-Match": '"same"'}
    return fetch(app.test_client(), path, method, origin, data=data, headers=headers)


def without_cookie(fields):
    """What the session adds to Vary is its own affair, and stays."""
    return {
        name: value.replace("Cookie, Origin", "Origin") if name == "Vary" else value
        for name, value in fields.items()
    }


@surroundings
@faults
@pytest.mark.parametrize(
    ("origin", "fields"),
    [
        pytest.param(APP, allowed(PATH), id="allowed"),
        pytest.param(ADMIN, allowed(PATH, ADMIN), id="also allowed"),
        pytest.param(EVIL, REFUSED, id="refused"),
        pytest.param(None, REFUSED, id="no page"),
    ],
)
def test_response(surround, *, fault, asked, status, origin, fields):
    response = ask(create_app(fault, surround), asked, origin)

    assert response.status_code == status
    assert without_cookie(fields_of(response)) == fields


@surroundings
@faults
def test_no_rule_governs(surround, fault, asked, status):
    app = create_app(fault, surround, resources={"/other/*": {}})
    response = ask(app, asked, APP)

    assert response.status_code == status
    assert fields_of(response) in (NOTHING, {"Vary": "Cookie"})


@surroundings
@faults
def test_preflight_passes(surround, fault, asked, status):
    method, path = asked.split()
    app = create_app(fault, surround, methods=["BREW", "DELETE", "GET", "POST"])
    assert_passes(
        preflight(app.test_client(), path, method),
        passed(PATH, methods="BREW, DELETE, GET, POST"),
    )


@surroundings
@faults
def test_preflight_is_refused(surround, fault, asked, status):
    method, path = asked.split()
    app = create_app(fault, surround)
    response = preflight(app.test_client(), path, method, EVIL)

    assert (response.status_code, response.data) == (403, b"")
    assert fields_of(response) == REFUSED


# The same, where the view has the policy and a wider rule stands beside it.

OF_A_VIEW = {
    "a method that no view has": (None, "DELETE /view/", 405),
    "a strict slash": (None, "GET /view", 308),
    "repeated slashes": (None, "GET /view//", 308),
    "repeated slashes, a method that no view has": (None, "DELETE /view//", 405),
    "an exception": (None, "GET /view/?fail=1", 500),
    "before_request fails": (before(fail), "GET /view/", 500),
    "before_request answers 401": (before(lambda: ("no token", 401)), "GET /view/", 401),
    "after_request fails": (lambda app: app.after_request(fail), "GET /view/", 500),
    "the session cannot be opened": (DownWhenOpened(), "GET /view/", 500),
    "the session cannot be opened for a redirect": (DownWhenOpened(), "GET /view", 500),
    "the session cannot be saved": (DownWhenSaved(), "GET /view/", 500),
}
faults_of_a_view = pytest.mark.parametrize(
    ("fault", "asked", "status"), [pytest.param(*row, id=name) for name, row in OF_A_VIEW.items()]
)


def view():
    return fail() if request.args else "view"


@surroundings
@faults_of_a_view
@pytest.mark.parametrize(
    ("origin", "fields"),
    [
        pytest.param(APP, allowed(VIEW), id="allowed"),
        pytest.param(EVIL, REFUSED, id="allowed by the wider rule only"),
    ],
)
def test_response_of_a_view(surround, *, fault, asked, status, origin, fields):
    app = create_app(fault, surround, origins="*")
    app.add_url_rule("/view/", "view", cross_origin(**marked(VIEW))(view))
    response = ask(app, asked, origin)

    assert response.status_code == status
    assert fields_of(response) == fields


@surroundings
@faults_of_a_view
def test_preflight_of_a_view(surround, fault, asked, status):
    app = create_app(fault, surround, origins="*")
    app.add_url_rule("/view/", "view", cross_origin(**marked(VIEW))(view))
    client, (method, path) = app.test_client(), asked.split()

    assert_passes(preflight(client, path, method), passed(VIEW))
    assert preflight(client, path, method, EVIL).status_code == 403


# Exceptions are for whoever calls the app, not for the layer.


@surroundings
@pytest.mark.parametrize("origin", [APP, EVIL, None])
def test_propagated_exception_passes_through(surround, origin):
    app = create_app(None, surround)
    app.testing = True

    with pytest.raises(Broken):
        fetch(app.test_client(), "/fail", origin=origin)


@surroundings
def test_failing_teardown_passes_through(surround):
    app = create_app(lambda app: app.teardown_request(fail), surround)

    with pytest.raises(Broken):
        fetch(app.test_client(), "/ping")
    assert_passes(preflight(app.test_client(), "/ping"), passed(PATH))
