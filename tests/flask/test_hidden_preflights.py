"""Preflights for views that are decorators around a `@cross_origin` which nobody sees before.

Where such a view serves OPTIONS, the preflight comes to it, and through it to the options. They
count for the request to come only where that goes the same way: a preflight opens nothing that
is another function's.
"""

from __future__ import annotations

import contextlib
import functools
from types import SimpleNamespace

import pytest
from flask import Flask
from flask import request
from flask.views import MethodView
from werkzeug.test import Client

from flask_cors import CORS
from flask_cors import cross_origin
from flask_cors.signals import preflight_answered

from .support import EVIL
from .support import NOTHING
from .support import PATH
from .support import REFUSED
from .support import SECOND
from .support import VIEW
from .support import CopyingHoldingLayer
from .support import CopyingLayer
from .support import allowed
from .support import assert_passes
from .support import fetch
from .support import fields_of
from .support import marked
from .support import passed
from .support import preflight

OWN = cross_origin(**marked(VIEW))
OTHER = cross_origin(**marked(SECOND))


def without_extension():
    app = Flask(__name__)
    return app, app.test_client()


def with_extension():
    app, client = without_extension()
    CORS(app, resources={"/none": marked(PATH)})
    return app, client


def with_a_layer_inside(layer=CopyingLayer):
    app, client = without_extension()
    app.wsgi_app = layer(app.wsgi_app)
    CORS(app, resources={"/none": marked(PATH)})
    return app, client


def with_a_holding_layer_inside():
    return with_a_layer_inside(CopyingHoldingLayer)


def with_the_layer_aside():
    app, _ = without_extension()
    taken = app.wsgi_app
    CORS(app, resources={"/none": marked(PATH)})
    return app, Client(taken)


edges = pytest.mark.parametrize(
    "edge",
    [
        without_extension,
        with_extension,
        with_a_layer_inside,
        with_a_holding_layer_inside,
        with_the_layer_aside,
    ],
)


ALL = ["GET", "PUT", "OPTIONS"]


def plain(view):
    def wrapper():
        return view()

    return wrapper


class Callable:
    def __init__(self, view):
        self.view = view

    def __call__(self):
        return self.view()


def requiring(*roles, also=("owner",)):
    def decorate(view):
        def wrapper(most=3, *, least=1):
            assert (*roles, *also)[least:most]
            return view()

        return wrapper

    return decorate


def with_what_is_not_called(view):
    """As functions-framework holds the request, and contexts that do nothing."""
    proxy, context, options = request, contextlib.nullcontext(), SimpleNamespace(region="eu")

    def wrapper():
        with context:
            assert proxy.method
            assert options.region
            return view()

    return wrapper


def with_an_object(view):
    others = Dispatcher(text, text)

    def wrapper():
        return others.put() if request.method == "PUT" else view()

    return wrapper


def with_a_function_in_an_object(view):
    others = SimpleNamespace(put=text)

    def wrapper():
        return others.put() if request.method == "PUT" else view()

    return wrapper


def by_default(view, other):
    def wrapper(other=other):
        return other() if request.method == "PUT" else view()

    return wrapper


def beside_the_view(view):
    """As `firebase_functions.https_fn.on_request(cors=...)` does it."""
    decorated = OWN(plain(view))

    @functools.wraps(view)
    def wrapper():
        return decorated()

    return wrapper


def in_each_request(view):
    """The same in earlier releases of it."""

    @functools.wraps(view)
    def wrapper():
        return OWN(view)()

    return wrapper


def in_each_request_without_wraps(view):
    def wrapper():
        return OWN(view)()

    return wrapper


def text():
    return request.method


around = pytest.mark.parametrize(
    "decorate",
    [
        pytest.param(lambda view: plain(OWN(view)), id="without functools.wraps"),
        pytest.param(lambda view: plain(plain(OWN(view))), id="two of them"),
        pytest.param(lambda view: requiring("admin", "staff")(OWN(view)), id="with arguments"),
        pytest.param(lambda view: with_what_is_not_called(OWN(view)), id="with what is not called"),
        pytest.param(beside_the_view, id="with functools.wraps around what was below"),
        pytest.param(in_each_request, id="in each request"),
        pytest.param(in_each_request_without_wraps, id="in each request, without wraps"),
        pytest.param(
            lambda view: plain(in_each_request(view)), id="in each request, below another"
        ),
    ],
)


@edges
@around
def test_preflight_has_the_options_of_the_request_to_come(edge, decorate):
    app, client = edge()
    app.add_url_rule("/", "view", decorate(text), methods=["GET", "PUT", "OPTIONS"])

    for method in ("GET", "HEAD", "PUT", "OPTIONS"):
        assert_passes(preflight(client, "/", method), passed(VIEW))
        response = preflight(client, "/", method, EVIL)
        assert (response.status_code, response.data, fields_of(response)) == (403, b"", REFUSED)
        response = fetch(client, "/", method)
        assert fields_of(response) == allowed(VIEW)
        assert response.text == (method if method in {"GET", "PUT"} else "")
        assert fields_of(fetch(client, "/", method, EVIL)) == REFUSED


@edges
def test_it_is_told_of_once(edge):
    app, client = edge()
    app.add_url_rule("/", "view", plain(OWN(text)), methods=["PUT", "OPTIONS"])
    told = []

    def note(_, decision, **others):
        told.append(decision.policy.rule.name)

    with preflight_answered.connected_to(note, app):
        preflight(client, "/", "PUT")
    assert told == ["text"]


@edges
def test_view_that_answers_options_itself(edge):
    view = plain(cross_origin(**marked(VIEW, automatic_options=False))(text))
    app, client = edge()
    app.add_url_rule("/", "view", view, methods=["GET", "OPTIONS"])
    response = preflight(client, "/")
    assert (response.text, fields_of(response)) == ("OPTIONS", passed(VIEW))


@edges
def test_route_that_does_not_serve_options(edge):
    """Flask answers then, without calling any view."""
    app, client = edge()
    app.add_url_rule("/", "view", plain(OWN(text)), methods=["GET", "PUT"])
    assert fields_of(preflight(client, "/", "PUT")) == NOTHING


def by_method_in_cells(get, put):
    return lambda: put() if request.method == "PUT" else get()


def by_method_in_each_request():
    def view():
        if request.method == "PUT":
            return OTHER(text)()
        return OWN(lambda: "text")()

    return view


class ByMethod:
    def __init__(self, get, put):
        self.get, self.put = get, put

    def __call__(self):
        return self.put() if request.method == "PUT" else self.get()


@edges
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: by_method_in_cells(OWN(text), OTHER(plain(text))), id="other options"),
        pytest.param(lambda: by_method_in_cells(OWN(text), plain(text)), id="no options"),
        pytest.param(
            lambda: ByMethod(OWN(text), OTHER(plain(text))), id="an object, other options"
        ),
        pytest.param(lambda: ByMethod(OWN(text), plain(text)), id="an object, no options"),
        pytest.param(by_method_in_each_request, id="options that are given in each request"),
    ],
)
def test_view_that_calls_another_function_for_another_method(edge, make):
    """What it does for OPTIONS says nothing of what it does for PUT."""
    app, client = edge()
    app.add_url_rule("/", "view", make(), methods=["GET", "PUT", "OPTIONS"])

    for origin in (EVIL, "https://app.example.com"):
        assert fields_of(preflight(client, "/", "PUT", origin)) == NOTHING


def serve_another_view(app):
    app.add_url_rule("/", "wide", plain(OWN(text)), methods=["GET", "OPTIONS"])
    app.add_url_rule("/", "other", text, methods=["PUT"])


def serve_another_decorated_view(app):
    serve_another_view(app)
    app.view_functions["other"] = OTHER(text)


def serve_no_put(app):
    app.add_url_rule("/", "wide", plain(OWN(text)), methods=["GET", "OPTIONS"])


def serve_put_behind_a_redirect(app):
    app.add_url_rule("/", "wide", plain(OWN(text)), methods=["GET", "OPTIONS"])
    app.add_url_rule("/", "moved", text, methods=["PUT"], redirect_to="/elsewhere")
    app.add_url_rule("/elsewhere", "elsewhere", text, methods=["PUT"])


def serve_a_class(app):
    class View(MethodView):
        def options(self):
            return plain(OWN(text))()

        def put(self):
            return "text"

    app.add_url_rule("/", view_func=View.as_view("view"))


def serve_a_class_in_each_request(app):
    """As Flask-RESTful does it with `method_decorators` for some methods."""

    class View(MethodView):
        def options(self):
            return "text"

        def put(self):
            return "text"

        def dispatch_request(self):
            handler = getattr(self, request.method.lower())
            return OWN(handler)() if request.method == "OPTIONS" else handler()

    app.add_url_rule("/", view_func=View.as_view("view"))


def dispatching(handlers):
    """A view that holds one function by itself, and others where they are not seen."""
    get = OWN(text)

    def view():
        return handlers.get(request.method, get)()

    return view


def serve_by_an_object(app):
    app.add_url_rule("/", "view", Callable(OWN(text)), methods=ALL)


def serve_by_a_default(app):
    app.add_url_rule("/", "view", by_default(OWN(text), OTHER(text)), methods=ALL)


def serve_beside_an_object(app):
    app.add_url_rule("/", "view", with_an_object(OWN(text)), methods=ALL)


def serve_beside_a_function_in_an_object(app):
    app.add_url_rule("/", "view", with_a_function_in_an_object(OWN(text)), methods=ALL)


class Dispatcher:
    def __init__(self, get, put):
        self.get = get
        self.put = put

    def __call__(self):
        return self.put() if request.method == "PUT" else self.get()


def serve_by_a_dict(app):
    app.add_url_rule("/", "view", dispatching({"PUT": text}), methods=ALL)


def serve_by_a_method(app):
    view = Dispatcher(OWN(text), Dispatcher(text, text).put)
    app.add_url_rule("/", "view", view, methods=ALL)


def serve_by_another_function_of_the_name(app):
    store = SimpleNamespace(view=plain(text))

    def view():
        return "put" if request.method == "PUT" else OWN(store.view)()

    store.view.__qualname__ = view.__qualname__
    app.add_url_rule("/", "view", view, methods=ALL)


def decorating_another(held):
    def view():
        return OWN(lambda: f"{held()}")()

    return view


def serve_by_lambdas(app):
    app.add_url_rule("/", "view", decorating_another(lambda: "text"), methods=ALL)


def serve_behind_a_hook(app):
    app.add_url_rule("/", "view", text, methods=["GET", "PUT", "OPTIONS"])
    app.before_request(plain(OWN(lambda: "hook")))
    app.before_request(in_each_request_without_wraps(lambda: "hook"))


@edges
@pytest.mark.parametrize(
    ("serve", "expected"),
    [
        pytest.param(serve_another_view, NOTHING, id="another view without options"),
        pytest.param(serve_another_decorated_view, passed(SECOND), id="another view with options"),
        pytest.param(serve_no_put, NOTHING, id="405"),
        pytest.param(serve_put_behind_a_redirect, NOTHING, id="a redirect to another view"),
        pytest.param(serve_a_class, NOTHING, id="another method of a class"),
        pytest.param(serve_a_class_in_each_request, NOTHING, id="the same in each request"),
        pytest.param(serve_by_a_dict, NOTHING, id="what is in a dict"),
        pytest.param(serve_by_an_object, NOTHING, id="a method of an object"),
        pytest.param(serve_beside_an_object, NOTHING, id="a method of another one"),
        pytest.param(serve_beside_a_function_in_an_object, NOTHING, id="a function in an object"),
        pytest.param(serve_by_a_default, NOTHING, id="what is a default"),
        pytest.param(serve_by_a_method, NOTHING, id="a method of another object"),
        pytest.param(serve_by_another_function_of_the_name, NOTHING, id="one of the same name"),
        pytest.param(serve_by_lambdas, NOTHING, id="lambdas, which have no name"),
        pytest.param(serve_behind_a_hook, NOTHING, id="a hook that answers in its place"),
    ],
)
def test_another_view_serves_the_request_to_come(edge, serve, expected):
    app, client = edge()
    serve(app)
    assert fields_of(preflight(client, "/", "PUT")) == expected
    assert fields_of(preflight(client, "/none/at/all", "PUT")) == NOTHING


@pytest.mark.parametrize("layer", [None, CopyingLayer])
def test_rule_that_governs_the_url(layer):
    """It decides on preflights, as it did: it may be stricter than what no one sees."""
    app, client = without_extension()
    if layer:
        app.wsgi_app = layer(app.wsgi_app)
    CORS(app, **marked(PATH))
    view = plain(cross_origin(origins="*")(text))
    app.add_url_rule("/", "view", view, methods=["PUT", "OPTIONS"])

    assert_passes(preflight(client, "/", "PUT"), passed(PATH))
    assert fields_of(preflight(client, "/", "PUT", EVIL)) == REFUSED
