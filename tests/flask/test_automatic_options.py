"""`automatic_options=False`: preflights go to the app's own OPTIONS view."""

from __future__ import annotations

import pytest
from flask import Flask
from flask import Response
from flask import abort
from flask.views import MethodView

from flask_cors import CORS
from flask_cors import cross_origin

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


class Own(MethodView):
    def get(self):
        return "got"

    def options(self):
        return "the class's own", 202


def by_keyword(app, **options):
    CORS(app, **marked(PATH, automatic_options=False), **options)


def by_resource(app, **options):
    CORS(app, resources={"/*": marked(PATH, automatic_options=False)}, **options)


def by_config(app, **options):
    app.config["CORS_AUTOMATIC_OPTIONS"] = "no"
    CORS(app, **marked(PATH), **options)


def beside_a_view(app, **options):
    view = cross_origin(**marked(VIEW))(lambda: "elsewhere")
    app.add_url_rule("/elsewhere", "elsewhere", view)
    by_keyword(app, **options)


def with_a_layer_inside(app, **options):
    app.wsgi_app = PassingLayer(app.wsgi_app)
    by_keyword(app, **options)


def with_a_copying_layer_inside(app, **options):
    app.wsgi_app = CopyingLayer(app.wsgi_app)
    beside_a_view(app, **options)


ways = pytest.mark.parametrize(
    "way",
    [
        by_keyword,
        by_resource,
        by_config,
        beside_a_view,
        with_a_layer_inside,
        with_a_copying_layer_inside,
    ],
)


def create_app(way):
    app = quiet(Flask(__name__))
    way(app)
    app.add_url_rule("/own", "own", lambda: ("the view's own", 202), methods=["OPTIONS"])
    app.add_url_rule("/own", "put", lambda: "put", methods=["PUT"])
    app.add_url_rule("/class", view_func=Own.as_view("class"))
    app.add_url_rule("/abort", "abort", lambda: abort(418), methods=["OPTIONS"])
    app.add_url_rule("/none", "none", lambda: "none", methods=["GET", "PUT"])
    app.add_url_rule("/slash/", "slash", lambda: "slash", methods=["GET", "PUT"])
    return app.test_client()


@ways
@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param("/own", 202, id="a view for OPTIONS beside the one for PUT"),
        pytest.param("/class", 202, id="a method of the class"),
        pytest.param("/abort", 418, id="a view that aborts"),
    ],
)
def test_own_options_view_is_decorated(way, path, status):
    client = create_app(way)
    response = preflight(client, path, "PUT")
    assert (response.status_code, fields_of(response)) == (status, passed(PATH))
    response = preflight(client, path, "PUT", EVIL)
    assert (response.status_code, fields_of(response)) == (status, REFUSED)
    response = fetch(client, path, "OPTIONS")
    assert (response.status_code, fields_of(response)) == (status, allowed(PATH))


@ways
@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param("/none", 200, id="Flask's own answer"),
        pytest.param("/missing", 404, id="404"),
        pytest.param("/slash", 308, id="a redirect"),
    ],
)
def test_no_options_view(way, path, status):
    """Nothing answers for the app, so no page learns anything from the answer."""
    client = create_app(way)
    response = preflight(client, path, "PUT")
    assert (response.status_code, fields_of(response)) == (status, NOTHING)
    assert fields_of(fetch(client, path, "OPTIONS")) == NOTHING


@ways
def test_other_requests_are_decorated_as_ever(way):
    client = create_app(way)
    for path, method in (("/none", "GET"), ("/own", "PUT"), ("/missing", "GET"), ("/own", "GET")):
        assert fields_of(fetch(client, path, method)) == allowed(PATH)


@ways
def test_hooks_see_the_preflight(way):
    client = create_app(way)
    client.application.before_request(lambda: ("no token", 401))
    response = preflight(client, "/own", "PUT")
    assert (response.status_code, fields_of(response)) == (401, passed(PATH))


def test_own_options_view_that_is_decorated_too():
    """The view's own policy governs it: automatic unless it says otherwise."""
    app = Flask(__name__)
    CORS(app, **marked(PATH, automatic_options=False))
    own = cross_origin(**marked(VIEW, automatic_options=False))(lambda: "own")
    automatic = cross_origin(**marked(VIEW))(lambda: "never called")
    app.add_url_rule("/own", "own", own, methods=["GET", "OPTIONS"])
    app.add_url_rule("/automatic", "automatic", automatic, methods=["GET", "OPTIONS"])
    client = app.test_client()

    response = preflight(client, "/own")
    assert (response.data, fields_of(response)) == (b"own", passed(VIEW))
    assert_passes(preflight(client, "/automatic"), passed(VIEW))


def test_own_options_view_that_sets_its_own_fields():
    """It has decided; nothing is added but Vary."""
    own = {"Access-Control-Allow-Origin": "https://its-own.example"}
    app = Flask(__name__)
    CORS(app, **marked(PATH, automatic_options=False))
    app.add_url_rule("/", "own", lambda: Response("", headers=own), methods=["GET", "OPTIONS"])

    assert fields_of(preflight(app.test_client(), "/")) == {**own, "Vary": "Origin"}


def test_one_rule_only():
    app = Flask(__name__)
    CORS(
        app,
        resources={
            "/own/*": marked(PATH, automatic_options=False),
            "/*": marked(VIEW),
        },
    )
    app.add_url_rule("/own/x", "own", lambda: "own", methods=["GET", "OPTIONS"])
    app.add_url_rule("/other", "other", lambda: "other", methods=["GET", "OPTIONS"])
    client = app.test_client()

    assert preflight(client, "/own/x").data == b"own"
    assert_passes(preflight(client, "/other"), passed(VIEW))


def test_refused_origin_is_not_let_in_by_the_own_view():
    app = Flask(__name__)
    CORS(app, origins=APP, automatic_options=False)
    app.add_url_rule("/", "own", lambda: "own", methods=["GET", "OPTIONS"])

    response = preflight(app.test_client(), "/", origin=EVIL)
    assert (response.status_code, response.data) == (200, b"own")
    assert fields_of(response) == REFUSED
