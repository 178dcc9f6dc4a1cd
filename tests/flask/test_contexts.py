"""Contexts that were pushed before the request: by a shell, a test, another extension."""

from __future__ import annotations

import pytest
from flask import Flask
from flask import current_app
from flask import g
from flask import has_request_context

from flask_cors import CORS
from flask_cors import cross_origin

from .support import APP
from .support import EVIL
from .support import PATH
from .support import REFUSED
from .support import VIEW
from .support import CopyingLayer
from .support import allowed
from .support import assert_passes
from .support import fetch
from .support import fields_of
from .support import marked
from .support import passed
from .support import preflight


def create_app(layer=None):
    app = Flask(__name__)
    if layer:
        app.wsgi_app = layer(app.wsgi_app)
    CORS(app, **marked(PATH))
    app.add_url_rule("/view/", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    app.add_url_rule("/plain", "plain", lambda: "plain")
    return app


def app_context(app):
    return app.app_context()


def view_context(app):
    return app.test_request_context("/view/", headers={"Origin": EVIL})


def plain_context(app):
    return app.test_request_context("/plain", method="POST")


def missing_context(app):
    return app.test_request_context("/none")


def other_app_context(app):
    return Flask("other").app_context()


def other_request_context(app):
    return Flask("other").test_request_context("/view/")


contexts = pytest.mark.parametrize(
    "context",
    [
        app_context,
        view_context,
        plain_context,
        missing_context,
        other_app_context,
        other_request_context,
    ],
)


@contexts
@pytest.mark.parametrize("layer", [None, CopyingLayer])
@pytest.mark.parametrize(
    ("path", "method", "mark"),
    [
        ("/view/", "GET", VIEW),
        ("/view", "GET", VIEW),
        ("/view/", "DELETE", VIEW),
        ("/plain", "GET", PATH),
        ("/plain", "DELETE", PATH),
        ("/none", "GET", PATH),
    ],
)
def test_context_pushed_outside(context, layer, path, method, mark):
    app = create_app(layer)
    with context(app):
        client = app.test_client()
        assert fields_of(fetch(client, path, method)) == allowed(mark)
        assert fields_of(fetch(client, path, method, EVIL)) == REFUSED
        assert_passes(preflight(client, path, method), passed(mark))
        assert preflight(client, path, method, EVIL).status_code == 403


@contexts
def test_context_pushed_outside_is_left_as_it_was(context):
    app = create_app()
    with context(app):
        before = (current_app._get_current_object(), has_request_context())
        preflight(app.test_client(), "/view/")
        fetch(app.test_client(), "/view/")
        assert (current_app._get_current_object(), has_request_context()) == before


@pytest.mark.parametrize("layer", [True, False])
def test_no_decision_outlives_its_request(layer):
    """`g` is the pushed context's, for all requests in it."""
    app = Flask(__name__)
    if layer:
        CORS(app, **marked(PATH))
    view = cross_origin(**marked(VIEW))(lambda: "view")
    app.add_url_rule("/view", "view", view)
    with app.app_context():
        client = app.test_client()
        for origin, fields in ((APP, allowed(VIEW)), (EVIL, REFUSED), (APP, allowed(VIEW))):
            assert fields_of(fetch(client, "/view", origin=origin)) == fields
        assert not list(g)


def test_client_that_keeps_its_context():
    """`with client:` keeps the context of the last request until the next."""
    app = create_app()
    with app.test_client() as client:
        assert fields_of(fetch(client, "/view/")) == allowed(VIEW)
        assert fields_of(fetch(client, "/plain")) == allowed(PATH)
        assert_passes(preflight(client, "/view/"), passed(VIEW))
        assert fields_of(fetch(client, "/none")) == allowed(PATH)
        assert fields_of(fetch(client, "/view", origin=EVIL)) == REFUSED


def test_app_that_calls_itself():
    """A view asks the same app over WSGI; each exchange has its own policy."""
    app = create_app()
    seen = []

    @app.route("/outer")
    def outer():
        seen.append(fields_of(fetch(app.test_client(), "/view/")))
        seen.append(fields_of(fetch(app.test_client(), "/none", origin=EVIL)))
        return "outer"

    assert fields_of(fetch(app.test_client(), "/outer")) == allowed(PATH)
    assert seen == [allowed(VIEW), REFUSED]


def test_extension_made_from_current_app():
    """A common way where a factory's parts know the app by `current_app` alone."""
    app = Flask(__name__)
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    with app.app_context():
        CORS(current_app, **marked(PATH))
    client = app.test_client()

    assert fields_of(fetch(client, "/view")) == allowed(VIEW)
    assert fields_of(fetch(client, "/none")) == allowed(PATH)
    assert_passes(preflight(client, "/view"), passed(VIEW))
