"""Apps below a prefix: `DispatcherMiddleware` outside the app, and inside it."""

from __future__ import annotations

from wsgiref.util import shift_path_info

import pytest
from flask import Blueprint
from flask import Flask
from flask import request
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

from flask_cors import CORS
from flask_cors import cross_origin

from .support import ADMIN
from .support import APP
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


def create_app(**options):
    app = Flask(__name__)
    if options:
        CORS(app, **options)
    app.add_url_rule("/items/", "items", lambda: request.script_root, methods=["GET", "PUT"])
    app.add_url_rule("/view/", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    return app


def plain_app():
    app = Flask(__name__)
    app.add_url_rule("/items/", "items", lambda: request.script_root, methods=["GET", "PUT"])
    return app


# Mounted: the prefix is taken off before the layer sees the request


@pytest.fixture
def mounted():
    one = create_app(resources={"/items/*": marked(PATH)})
    two = create_app(resources={"/items/*": marked(SECOND)})
    mounts = {"/v1": one, "/v1/deeper": two, "/v2": two, "/v3": plain_app()}
    return Client(DispatcherMiddleware(NotFound(), mounts))


@pytest.mark.parametrize(
    ("path", "mark"),
    [
        pytest.param("/v1/items/", PATH, id="one app"),
        pytest.param("/v2/items/", SECOND, id="another app"),
        pytest.param("/v1/deeper/items/", SECOND, id="a mount below a mount"),
        pytest.param("/v1/items/none", PATH, id="no such URL"),
        pytest.param("/v1/items", PATH, id="a strict slash"),
        pytest.param("/v1/view/", VIEW, id="a view"),
        pytest.param("/v2/view", VIEW, id="a strict slash of a view"),
    ],
)
def test_mounted_apps(mounted, path, mark):
    assert fields_of(fetch(mounted, path)) == allowed(mark)
    assert fields_of(fetch(mounted, path, origin=EVIL)) == REFUSED
    assert_passes(preflight(mounted, path), passed(mark))
    assert preflight(mounted, path, origin=EVIL).status_code == 403


def test_mounted_apps_with_percent_encoded_prefix():
    """The redirect's target is found below a prefix that is written with escapes."""
    app = create_app(resources={"/none/*": {}})
    client = Client(DispatcherMiddleware(NotFound(), {"/v 1": app}))

    response = fetch(client, "/v%201/view")
    assert response.status_code == 308
    assert response.location == "http://localhost/v%201/view/"
    assert fields_of(response) == allowed(VIEW)
    assert_passes(preflight(client, "/v%201/view"), passed(VIEW))


@pytest.mark.parametrize("path", ["/v1", "/v1/none", "/v3/items/", "/v4/items/", "/items/"])
def test_what_no_rule_of_a_mounted_app_governs(mounted, path):
    assert fields_of(fetch(mounted, path)) == NOTHING
    assert fields_of(preflight(mounted, path)) == NOTHING


# Mounted inside: the outer app's layer sees the whole path


def inside(outer, inner):
    outer.wsgi_app = DispatcherMiddleware(outer.wsgi_app, {"/v1": inner})
    return outer


def test_mount_outside_of_the_layer():
    """The mounts were put around the layer: mounted apps are none of its business."""
    outer = create_app(**marked(PATH))
    client = inside(outer, plain_app()).test_client()

    assert fields_of(fetch(client, "/items/")) == allowed(PATH)
    assert_passes(preflight(client, "/items/"), passed(PATH))
    assert fields_of(fetch(client, "/v1/items/")) == NOTHING
    assert fields_of(preflight(client, "/v1/items/")) == NOTHING


@pytest.mark.parametrize(
    ("resources", "fields"),
    [
        pytest.param({"/*": marked(PATH)}, allowed(PATH), id="a rule governs the mount"),
        pytest.param({"/v1/*": marked(PATH)}, allowed(PATH), id="a rule for the mount"),
        pytest.param({"/items/*": marked(PATH)}, NOTHING, id="a rule for the path below it"),
    ],
)
def test_mounted_app_without_cors(resources, fields):
    """It is another layer's answer: decided by the whole path."""
    outer = inside(Flask(__name__), plain_app())
    CORS(outer, resources=resources)
    response = fetch(outer.test_client(), "/v1/items/")

    assert (response.data, fields_of(response)) == (b"/v1", fields)


def two_layers(outer_options, inner):
    outer = inside(Flask(__name__), inner)
    outer.add_url_rule("/items/", "items", lambda: "outer")
    CORS(outer, **outer_options)
    return outer.test_client()


def test_mounted_app_with_cors_of_its_own():
    client = two_layers(marked(PATH), create_app(**marked(SECOND)))

    assert fields_of(fetch(client, "/items/")) == allowed(PATH)
    assert_passes(preflight(client, "/items/", "PUT"), passed(PATH))
    for path, mark in (("/v1/items/", SECOND), ("/v1/none", SECOND), ("/v1/view/", VIEW)):
        assert fields_of(fetch(client, path)) == allowed(mark)
        assert_passes(preflight(client, path, "PUT"), passed(mark))


def test_what_a_mounted_app_refuses_the_outer_app_does_not_grant():
    client = two_layers({"origins": "*"}, create_app(**marked(SECOND)))

    assert fields_of(fetch(client, "/v1/items/", origin=EVIL)) == REFUSED
    response = preflight(client, "/v1/items/", "PUT", EVIL)
    assert (response.status_code, fields_of(response)) == (403, REFUSED)
    assert fields_of(fetch(client, "/v1/view/", origin=EVIL)) == REFUSED


def test_what_a_mounted_app_without_cors_refuses_by_a_decorator():
    inner = plain_app()
    inner.add_url_rule("/view/", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    client = two_layers({"origins": "*"}, inner)

    assert fields_of(fetch(client, "/v1/view/")) == allowed(VIEW)
    assert fields_of(fetch(client, "/v1/view/", origin=EVIL)) == REFUSED
    assert_passes(preflight(client, "/v1/view/"), passed(VIEW))


@pytest.mark.parametrize("enabled", [True, False])
@pytest.mark.parametrize("layer", [PassingLayer, CopyingLayer, HoldingLayer, CopyingHoldingLayer])
def test_hook_of_a_mounted_app_that_answers_in_place_of_a_decorated_view(layer, enabled):
    """The outer app's wider rule does not speak for it; nor is there a view that could."""
    inner = plain_app()
    inner.config["CORS_ENABLED"] = enabled
    inner.add_url_rule("/view/", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    inner.before_request(lambda: None if "token" in request.args else ("who are you", 401))
    outer = inside(Flask(__name__), layer(inner))
    CORS(outer, origins=[APP, EVIL], supports_credentials=True)
    client = outer.test_client()

    wide = {
        "Access-Control-Allow-Origin": EVIL,
        "Access-Control-Allow-Credentials": "true",
        "Vary": "Origin",
    }
    for path, fields in (
        ("/v1/view/", NOTHING if enabled else wide),
        ("/v1/view/?token=1", REFUSED if enabled else wide),
        ("/v1/items/", wide),
        ("/v1/none", wide),
    ):
        assert fields_of(fetch(client, path, origin=EVIL)) == fields
    if enabled:
        assert fields_of(preflight(client, "/v1/view/", origin=EVIL)) == NOTHING


def test_view_that_asks_another_app_in_which_a_layer_answers():
    """The decorated view is not what the layer stands before."""
    inner = Flask(__name__)
    inner.wsgi_app = AnsweringLayer(inner.wsgi_app)
    CORS(inner, **marked(SECOND))
    app, seen = Flask(__name__), []

    @app.get("/")
    @cross_origin(origins=EVIL)
    def ask():
        response = inner.test_client().get(AnsweringLayer.path, headers={"Origin": APP})
        seen.append(fields_of(response))
        return "asked"

    fetch(app.test_client(), "/")
    assert seen == [allowed(SECOND)]


def test_mounted_app_that_is_switched_off():
    """Its decorators do nothing; the outer app decides by the whole path, as ever."""
    inner = plain_app()
    inner.config["CORS_ENABLED"] = False
    CORS(inner)
    inner.add_url_rule("/view/", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    client = two_layers(marked(PATH), inner)

    assert fields_of(fetch(client, "/v1/view/")) == allowed(PATH)
    assert fields_of(fetch(client, "/v1/items/")) == allowed(PATH)


def test_mounted_app_grants_what_the_outer_app_refuses():
    client = two_layers(marked(PATH), create_app(origins=[EVIL, ADMIN]))

    assert fields_of(fetch(client, "/v1/items/", origin=EVIL)) == {
        "Access-Control-Allow-Origin": EVIL,
        "Vary": "Origin",
    }
    assert preflight(client, "/v1/items/", "PUT", EVIL).status_code == 200
    assert fields_of(fetch(client, "/items/", origin=EVIL)) == REFUSED


def test_the_same_url_in_both_apps():
    """The view that the outer app has at the path *below* the mount is not the one asked."""
    outer = Flask(__name__)
    view = cross_origin(**marked(VIEW))(lambda: "outer")
    outer.add_url_rule("/items/", "items", view)
    inside(outer, create_app(origins=[APP, ADMIN], expose_headers="X-Inner"))
    CORS(outer, resources={"/none": {}})
    client = outer.test_client()

    assert fields_of(fetch(client, "/items/")) == allowed(VIEW)
    assert fields_of(fetch(client, "/v1/items/")) == {
        "Access-Control-Allow-Origin": APP,
        "Access-Control-Expose-Headers": "X-Inner",
        "Vary": "Origin",
    }


def test_one_app_mounted_twice():
    app = create_app(resources={"/items/*": marked(PATH)})
    client = Client(DispatcherMiddleware(app, {"/again": app}))

    for prefix in ("", "/again"):
        assert fields_of(fetch(client, f"{prefix}/items/")) == allowed(PATH)
        assert_passes(preflight(client, f"{prefix}/items"), passed(PATH))


# Called by a view, which hands its own environ on


@pytest.mark.parametrize("origin", [APP, EVIL])
@pytest.mark.parametrize("inner_has_extension", [False, True])
def test_app_that_a_view_calls_with_its_own_environ(inner_has_extension, origin):
    """The path that was asked for decides, whatever becomes of environ on the way."""
    inner = plain_app()
    if inner_has_extension:
        CORS(inner, **marked(SECOND))
    app = Flask(__name__)
    CORS(app, resources={"/inner/*": marked(PATH), "/*": {"origins": [APP, EVIL]}})

    @app.get("/inner/<path:path>")
    def call(path):
        shift_path_info(request.environ)
        return b"".join(inner(request.environ, lambda *_: lambda _: None))

    client = Client(app)
    fetch(client, "/none")  # before the first request it is not known that paths alone decide
    response = fetch(client, "/inner/items/", origin=origin)

    assert response.text == "/inner"
    assert fields_of(response) == (allowed(PATH) if origin == APP else REFUSED)


def with_a_page_for_every_path(outer, **options):
    """What a single-page app has: a view for whatever is not a URL of another."""
    view = cross_origin(**options)(lambda path: "page") if options else lambda path: "page"
    outer.add_url_rule("/<path:path>", "page", view, methods=["GET", "DELETE"])
    return outer


def test_preflight_goes_by_the_app_that_the_mount_leads_to():
    """The view for every path is not asked: it would let in everybody."""
    inner = create_app(**marked(SECOND, supports_credentials=True))
    outer = with_a_page_for_every_path(inside(Flask(__name__), inner))
    CORS(outer, origins="*")
    client = outer.test_client()

    expected = {**passed(SECOND), "Access-Control-Allow-Credentials": "true"}
    assert_passes(preflight(client, "/v1/items/", "PUT"), expected)
    response = preflight(client, "/v1/items/", "PUT", EVIL)
    assert (response.status_code, fields_of(response)) == (403, REFUSED)


@pytest.mark.parametrize("by", ["a view", "a blueprint"])
def test_policy_of_a_view_is_not_given_to_another_app(by):
    outer = inside(Flask(__name__), plain_app())
    CORS(outer, resources={"/pub/*": marked(PATH)})
    if by == "a view":
        with_a_page_for_every_path(outer, origins="*")
    else:
        pages = Blueprint("pages", __name__)
        CORS(pages, origins="*")
        outer.register_blueprint(with_a_page_for_every_path(pages))
    client = outer.test_client()

    assert fields_of(fetch(client, "/page", origin=EVIL))["Access-Control-Allow-Origin"] == EVIL
    response = fetch(client, "/v1/items/", origin=EVIL)
    assert (response.data, fields_of(response)) == (b"/v1", NOTHING)
    assert fields_of(preflight(client, "/v1/items/", "PUT", EVIL)) == NOTHING
