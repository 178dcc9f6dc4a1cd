"""What is put around the app after the layer of CORS, and a `CORS(app)` that is called after it."""

from __future__ import annotations

import functools
import logging

import pytest
from flask import Blueprint
from flask import Flask
from flask import Response
from flask import request
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.test import Client

from flask_cors import CORS
from flask_cors import cross_origin

from .support import EVIL
from .support import NOTHING
from .support import PATH
from .support import REFUSED
from .support import SECOND
from .support import VIEW
from .support import AnsweringLayer
from .support import CopyingHoldingLayer
from .support import CopyingLayer
from .support import HoldingLayer
from .support import PassingLayer
from .support import allowed
from .support import assert_passes
from .support import fetch
from .support import fields_of
from .support import marked
from .support import passed
from .support import preflight


def no_cors(app):
    """Nothing puts the layer around the app before."""


def cors_for_paths(app):
    CORS(app, resources={"/first/*": marked(SECOND)})


def cors_for_blueprint(app):
    blueprint = Blueprint("blueprint", __name__, url_prefix="/first")
    CORS(blueprint, **marked(SECOND))
    app.register_blueprint(blueprint)


def cors_inside_of_another_layer(app):
    app.wsgi_app = PassingLayer(app.wsgi_app)
    cors_for_paths(app)


def create_app(before, around):
    """An app with a layer of CORS, one around it, and `CORS(app)` called last."""
    app = Flask(__name__)
    before(app)
    app.wsgi_app = around(app.wsgi_app)
    CORS(app, resources={"/*": marked(PATH)})
    app.add_url_rule("/first/view", "first", lambda: "first")
    app.add_url_rule("/plain", "plain", lambda: "plain")
    return app


before_them = pytest.mark.parametrize(
    "before", [no_cors, cors_for_paths, cors_for_blueprint, cors_inside_of_another_layer]
)
arounds = pytest.mark.parametrize(
    "around", [PassingLayer, CopyingLayer, HoldingLayer, CopyingHoldingLayer, AnsweringLayer]
)


@before_them
@arounds
@pytest.mark.parametrize("decorated", [True, False])
def test_every_rule_counts(before, around, decorated):
    app = create_app(before, around)
    if decorated:
        app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    client, first = app.test_client(), PATH if before is no_cors else SECOND
    governed = {"/plain": PATH, "/first/view": first, "/none": PATH, "/view": VIEW}
    for path, mark in governed.items():
        if path != "/view" or decorated:
            assert_passes(preflight(client, path), passed(mark))
            assert preflight(client, path, origin=EVIL).status_code == 403
            assert fields_of(fetch(client, path)) == allowed(mark)
            assert fields_of(fetch(client, path, origin=EVIL)) == REFUSED
    assert [fetch(client, path).status_code for path in ("/plain", "/none")] == [200, 404]


@before_them
def test_what_the_layer_around_answers(before):
    app = create_app(before, AnsweringLayer)
    response = fetch(app.test_client(), AnsweringLayer.path)
    assert (response.text, fields_of(response)) == ("inside", allowed(PATH))


@before_them
def test_another_app_that_is_mounted(before):
    mounted = Flask("mounted")
    mounted.add_url_rule("/view", "view", lambda: "mounted", methods=["GET", "PUT"])
    around = functools.partial(DispatcherMiddleware, mounts={"/mount": mounted})
    client = create_app(before, around).test_client()
    response = fetch(client, "/mount/view", "PUT")
    assert (response.text, fields_of(response)) == ("mounted", allowed(PATH))
    assert_passes(preflight(client, "/mount/view", "PUT"), passed(PATH))


def test_hand_on_to_the_layers_of_the_same_app():
    """The layer inside stands aside there, too."""
    app = create_app(cors_for_paths, PassingLayer)
    inside = app.wsgi_app.wsgi_app.wsgi_app.wsgi_app
    for path, layer in {"/outer": app.wsgi_app, "/inner": inside}.items():
        view = functools.partial(hand_on, layer)
        app.add_url_rule(path, path, view)
        app.add_url_rule(f"/first{path}", f"first{path}", view)
    client = app.test_client()
    for path in ("/outer", "/inner"):
        response = fetch(client, path)
        assert (response.text, fields_of(response)) == ("plain", allowed(PATH))
    # What the outer layer answers has its fields already; else the view's own policy counts.
    assert fields_of(fetch(client, "/first/outer")) == allowed(PATH)
    assert fields_of(fetch(client, "/first/inner")) == allowed(SECOND)


@pytest.mark.parametrize("twice", [True, False])
def test_another_app_between_two_layers_of_the_app(twice):
    """It hears that the app inside decides, so that its wide rule does not speak for that."""
    app, between = Flask(__name__), Flask("between")
    app.add_url_rule("/view", "view", lambda: "view")
    CORS(app, **marked(PATH))
    between.wsgi_app = DispatcherMiddleware(between.wsgi_app, {"/app": app.wsgi_app})
    CORS(between, origins="*")
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/between": between.wsgi_app})
    if twice:
        CORS(app, resources={"/between/*": marked(SECOND)})
    client = app.test_client()

    response = fetch(client, "/between/app/view")
    assert (response.text, fields_of(response)) == ("view", allowed(PATH))
    assert fields_of(fetch(client, "/between/app/view", origin=EVIL)) == REFUSED


def hand_on(layer):
    environ = {**request.environ, "PATH_INFO": "/plain"}
    return Response.from_app(layer, environ)


@pytest.mark.parametrize(
    "around", [None, ProxyFix, lambda layer: ProxyFix(ProxyFix(layer), x_host=1)]
)
def test_one_layer_is_enough_where_nothing_else_stands_around(around):
    app = Flask(__name__)
    CORS(app, resources="/first/*")
    if around:
        app.wsgi_app = around(app.wsgi_app)
    before = app.wsgi_app
    CORS(app, resources="/second/*")
    assert app.wsgi_app is before


def test_blueprint_leaves_what_stands_around():
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    around = app.wsgi_app = AnsweringLayer(app.wsgi_app)
    cors_for_blueprint(app)
    assert app.wsgi_app is around
    client = app.test_client()
    assert fields_of(fetch(client, "/first/none")) == allowed(SECOND)
    assert fields_of(fetch(client, AnsweringLayer.path)) == NOTHING


@pytest.mark.parametrize("requested", [True, False], ids=["requests came before", "none came"])
def test_first_request_warns_once(requested, caplog):
    app = Flask(__name__)
    CORS(app, resources={"/first/*": marked(SECOND)})
    app.config["CORS_MAX_AGE"] = 5
    if requested:
        fetch(app.test_client(), "/first/x")
    app.wsgi_app = PassingLayer(app.wsgi_app)
    CORS(app, resources={"/*": {"origins": "*"}})
    client = app.test_client()
    for _ in range(2):
        assert fields_of(fetch(client, "/first/x")) == allowed(SECOND)
        preflight(client, "/first/x")
    CORS(app, resources="/third/*")
    fetch(client, "/third/x")
    (record,) = caplog.records
    assert record.getMessage().startswith("CORS_MAX_AGE changed after CORS(app, ...) had read")


@pytest.mark.parametrize("requested", [True, False], ids=["requests came before", "none came"])
def test_layer_inside_that_is_served_by_itself(requested, caplog):
    """A program has taken it before: it answers as it did, and no warning says otherwise."""
    caplog.set_level(logging.WARNING)
    app = Flask(__name__)
    cors_for_paths(app)
    taken = PassingLayer(app.wsgi_app)
    if requested:
        fetch(Client(taken), "/first/x")
    app.wsgi_app = PassingLayer(app.wsgi_app)
    CORS(app, resources={"/*": marked(PATH)})
    for client in (Client(taken), app.test_client(), Client(taken)):
        for path, mark in {"/first/x": SECOND, "/x": PATH}.items():
            assert fields_of(fetch(client, path)) == allowed(mark)
            assert_passes(preflight(client, path), passed(mark))
    assert caplog.records == []


def test_layer_that_was_taken_off():
    app = Flask(__name__)
    flasks = app.wsgi_app
    cors_for_paths(app)
    app.wsgi_app = flasks
    CORS(app, resources={"/*": marked(PATH)})
    client = app.test_client()
    assert fields_of(fetch(client, "/first/x")) == allowed(SECOND)
    assert_passes(preflight(client, "/x"), passed(PATH))
