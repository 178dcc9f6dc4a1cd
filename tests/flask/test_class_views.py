"""Class-based views: a policy for the class, or for one method of it."""

from __future__ import annotations

import functools

import pytest
from flask import Flask
from flask import request
from flask.views import MethodView
from flask.views import View

from flask_cors import CORS
from flask_cors import PolicyWarning
from flask_cors import cross_origin
from flask_cors.protocol.rule_names import RuleName
from flask_cors.rules.view_options import options_of_view

from .support import APP
from .support import EVIL
from .support import NOTHING
from .support import PATH
from .support import REFUSED
from .support import SECOND
from .support import VIEW
from .support import allowed
from .support import assert_passes
from .support import fetch
from .support import fields_of
from .support import marked
from .support import passed
from .support import preflight


def plain_app():
    return Flask(__name__)


def with_extension():
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    return app


edges = pytest.mark.parametrize("edge", [plain_app, with_extension])


def serving(edge, view_class, *arguments):
    app = edge()
    app.add_url_rule("/", view_func=view_class.as_view("view", *arguments))
    return app.test_client()


class Decorated(MethodView):
    decorators = (cross_origin(**marked(VIEW)),)

    def get(self):
        return "got"

    def put(self):
        return "put"


class Asynchronous(Decorated):
    async def get(self):
        return "got"


class Older(View):
    methods = ("GET", "PUT")
    decorators = (cross_origin(**marked(VIEW)),)

    def dispatch_request(self):
        return request.method


class Kept(Decorated):
    init_every_request = False


@edges
@pytest.mark.parametrize("view_class", [Decorated, Asynchronous, Older, Kept])
def test_decorators_of_the_class(edge, view_class):
    client = serving(edge, view_class)
    for method in ("GET", "HEAD", "PUT"):
        assert fields_of(fetch(client, "/", method)) == allowed(VIEW)
        assert fields_of(fetch(client, "/", method, EVIL)) == REFUSED
        assert_passes(preflight(client, "/", method), passed(VIEW))
        assert preflight(client, "/", method, EVIL).status_code == 403
    plain = fetch(client, "/", "OPTIONS")
    assert sorted(plain.allow) == ["GET", "HEAD", "OPTIONS", "PUT"]


@edges
def test_view_function_of_a_class_decorated(edge):
    """As Flask's documentation did it before there was `decorators`."""

    class Plain(MethodView):
        def get(self):
            return "got"

    app = edge()
    view = cross_origin(**marked(VIEW))(Plain.as_view("view"))
    app.add_url_rule("/", view_func=view)
    client = app.test_client()
    assert fields_of(fetch(client, "/")) == allowed(VIEW)
    assert_passes(preflight(client, "/"), passed(VIEW))


class ByMethod(MethodView):
    @cross_origin(**marked(VIEW))
    def get(self):
        return "got"

    @cross_origin(**marked(SECOND))
    def put(self):
        return "put"

    def delete(self):
        return "deleted"


class Inheriting(ByMethod):
    def post(self):
        return "posted"


@edges
@pytest.mark.parametrize("view_class", [ByMethod, Inheriting])
def test_responses_by_method(edge, view_class):
    client = serving(edge, view_class)
    for method, mark in (("GET", VIEW), ("HEAD", VIEW), ("PUT", SECOND)):
        assert fields_of(fetch(client, "/", method)) == allowed(mark)
        assert fields_of(fetch(client, "/", method, EVIL)) == REFUSED
    rest = allowed(PATH) if edge is with_extension else NOTHING
    assert fields_of(fetch(client, "/", "DELETE")) == rest


@pytest.mark.parametrize("view_class", [ByMethod, Inheriting])
def test_preflights_by_method(view_class):
    """Only the layer can answer these: OPTIONS never comes to a method of the class."""
    client = serving(with_extension, view_class)
    for method, mark in (("GET", VIEW), ("HEAD", VIEW), ("PUT", SECOND), ("DELETE", PATH)):
        assert_passes(preflight(client, "/", method), passed(mark))
        response = preflight(client, "/", method, EVIL)
        assert (response.status_code, fields_of(response)) == (403, REFUSED)


class Both(MethodView):
    """Its class lets in everybody, its methods do not."""

    decorators = (cross_origin(origins="*"),)

    def get(self):
        return "got"

    @cross_origin(**marked(VIEW))
    def put(self):
        return "put"

    @cross_origin(**marked(SECOND))
    async def delete(self):
        return "deleted"


class KeptBoth(Both):
    init_every_request = False


class Overriding(Both):
    decorators = (cross_origin(**marked(PATH)),)

    def put(self):
        return "put"


@edges
@pytest.mark.parametrize(
    ("view_class", "marks"),
    [
        pytest.param(Both, {"PUT": VIEW, "DELETE": SECOND}, id="decorated methods"),
        pytest.param(KeptBoth, {"PUT": VIEW, "DELETE": SECOND}, id="one object for all requests"),
        pytest.param(Overriding, {"GET": PATH, "PUT": PATH, "DELETE": SECOND}, id="inherited"),
    ],
)
def test_method_goes_before_its_class(edge, view_class, marks):
    """Preflight and answer are those of the method, whatever was served before."""
    client = serving(edge, view_class)
    for _ in range(2):
        for method, mark in marks.items():
            assert fields_of(fetch(client, "/", method, EVIL)) == REFUSED
            assert fields_of(fetch(client, "/", method)) == allowed(mark)
            assert_passes(preflight(client, "/", method), passed(mark))
            response = preflight(client, "/", method, EVIL)
            assert (response.status_code, fields_of(response)) == (403, REFUSED)
        if "GET" not in marks:
            assert fields_of(fetch(client, "/", "GET", EVIL)) == {
                "Access-Control-Allow-Origin": EVIL,
                "Vary": "Origin",
            }
    assert sorted(fetch(client, "/", "OPTIONS").allow) == [
        "DELETE",
        "GET",
        "HEAD",
        "OPTIONS",
        "PUT",
    ]


@edges
def test_options_method_goes_before_its_class(edge):
    class Own(MethodView):
        decorators = (cross_origin(origins="*"),)

        def get(self):
            return "got"

        @cross_origin(**marked(VIEW, automatic_options=False))
        def options(self):
            return "own options"

    client = serving(edge, Own)
    response = fetch(client, "/", "OPTIONS")
    assert (response.data, fields_of(response)) == (b"own options", allowed(VIEW))
    assert fields_of(fetch(client, "/", "OPTIONS", EVIL)) == REFUSED


@edges
def test_dispatch_request_goes_before_its_class(edge):
    class Dispatching(View):
        decorators = (cross_origin(origins="*"),)

        @cross_origin(**marked(VIEW))
        def dispatch_request(self):
            return "text"

    client = serving(edge, Dispatching)
    assert fields_of(fetch(client, "/", origin=EVIL)) == REFUSED
    assert fields_of(fetch(client, "/")) == allowed(VIEW)
    assert fields_of(fetch(client, "/", "OPTIONS")) == allowed(VIEW)
    assert_passes(preflight(client, "/"), passed(VIEW))
    assert preflight(client, "/", origin=EVIL).status_code == 403


@edges
def test_method_goes_before_dispatch_request(edge):
    class Dispatching(MethodView):
        @cross_origin(origins="*")
        def dispatch_request(self):
            return super().dispatch_request()

        @cross_origin(**marked(VIEW))
        def get(self):
            return "got"

    client = serving(edge, Dispatching)
    assert fields_of(fetch(client, "/", origin=EVIL)) == REFUSED
    assert fields_of(fetch(client, "/")) == allowed(VIEW)
    if edge is with_extension:
        assert_passes(preflight(client, "/"), passed(VIEW))
        assert preflight(client, "/", origin=EVIL).status_code == 403


@edges
def test_class_view_decorated_twice(edge):
    """The first of `decorators` is the inner one."""

    class Twice(MethodView):
        decorators = (cross_origin(**marked(VIEW)), cross_origin(origins="*"))

        def get(self):
            return "got"

    with pytest.warns(PolicyWarning, match="view 'view': .*the innermost alone counts"):
        client = serving(edge, Twice)
    assert fields_of(fetch(client, "/", origin=EVIL)) == REFUSED
    assert fields_of(fetch(client, "/")) == allowed(VIEW)
    assert_passes(preflight(client, "/"), passed(VIEW))


def test_strict_method_beside_a_wide_rule():
    app = Flask(__name__)
    CORS(app, origins="*")
    app.add_url_rule("/", view_func=ByMethod.as_view("view"))
    client = app.test_client()
    assert fields_of(fetch(client, "/", "PUT", EVIL)) == REFUSED
    assert preflight(client, "/", "PUT", EVIL).status_code == 403
    assert fields_of(fetch(client, "/", "DELETE", EVIL)) == {
        "Access-Control-Allow-Origin": EVIL,
        "Vary": "Origin",
    }


def test_method_that_calls_a_decorated_one():
    """It has no policy of its own, and does not get that of the other."""

    class Items(MethodView):
        @cross_origin(origins="*")
        def get(self):
            return "get"

        def put(self):
            return self.get()

    app = Flask(__name__)
    CORS(app, **marked(PATH))
    app.add_url_rule("/", view_func=Items.as_view("items"))
    client = app.test_client()

    for _ in range(2):
        assert fields_of(fetch(client, "/", "PUT", EVIL)) == REFUSED
        assert fields_of(fetch(client, "/", "PUT")) == allowed(PATH)
        assert fields_of(fetch(client, "/", origin=EVIL)) == {
            "Access-Control-Allow-Origin": EVIL,
            "Vary": "Origin",
        }
    assert_passes(preflight(client, "/", "PUT"), passed(PATH))


def test_partial_of_a_class_view():
    class Items(Both):
        def post(self):
            return self.put()

    app = with_extension()
    view = functools.partial(Items.as_view("items"))
    app.add_url_rule("/", "items", view, methods=["GET", "PUT", "POST"])
    client = app.test_client()

    for _ in range(2):
        assert fields_of(fetch(client, "/", "PUT", EVIL)) == REFUSED
        assert fields_of(fetch(client, "/", "PUT")) == allowed(VIEW)
        for method in ("GET", "POST"):
            assert fields_of(fetch(client, "/", method, EVIL)) == {
                "Access-Control-Allow-Origin": EVIL,
                "Vary": "Origin",
            }
    assert_passes(preflight(client, "/", "PUT"), passed(VIEW))


def test_405_where_the_only_method_is_decorated():
    class OnlyGet(MethodView):
        @cross_origin(**marked(VIEW))
        def get(self):
            return "got"

    app = Flask(__name__)
    CORS(app, origins="*")
    app.add_url_rule("/", view_func=OnlyGet.as_view("view"))
    client = app.test_client()

    response = fetch(client, "/", "DELETE")
    assert (response.status_code, fields_of(response)) == (405, allowed(VIEW))
    assert fields_of(fetch(client, "/", "DELETE", EVIL)) == REFUSED
    assert_passes(preflight(client, "/", "DELETE"), passed(VIEW))


def test_own_head_and_options():
    class Own(MethodView):
        @cross_origin(**marked(VIEW))
        def get(self):
            return "got"

        @cross_origin(**marked(SECOND))
        def head(self):
            return ""

        @cross_origin(**marked(VIEW, automatic_options=False))
        def options(self):
            return "own options"

    app = Flask(__name__)
    CORS(app, origins="*")
    app.add_url_rule("/", view_func=Own.as_view("view"))
    client = app.test_client()

    assert fields_of(fetch(client, "/")) == allowed(VIEW)
    assert fields_of(fetch(client, "/", "HEAD")) == allowed(SECOND)
    assert_passes(preflight(client, "/", "HEAD"), passed(SECOND))
    response = fetch(client, "/", "OPTIONS")
    assert (response.data, fields_of(response)) == (b"own options", allowed(VIEW))


@edges
def test_dispatch_request_decorated(edge):
    class Dispatching(View):
        @cross_origin(**marked(VIEW))
        def dispatch_request(self):
            return "text"

    app = plain_app()
    if edge is with_extension:
        CORS(app, origins="*")
    app.add_url_rule("/", view_func=Dispatching.as_view("view"))
    client = app.test_client()

    assert fields_of(fetch(client, "/", origin=EVIL)) == REFUSED
    assert fields_of(fetch(client, "/")) == allowed(VIEW)
    if edge is with_extension:
        assert preflight(client, "/", origin=EVIL).status_code == 403
        assert_passes(preflight(client, "/"), passed(VIEW))


@edges
def test_arguments_of_as_view(edge):
    class Greeting(MethodView):
        def __init__(self, word):
            self.word = word

        @cross_origin(**marked(VIEW))
        def get(self):
            return self.word

    response = fetch(serving(edge, Greeting, "hello"), "/")
    assert (response.data, fields_of(response)) == (b"hello", allowed(VIEW))


@edges
def test_class_without_automatic_options(edge):
    class Bare(MethodView):
        provide_automatic_options = False

        def get(self):
            return "got"

    client = serving(edge, Bare)
    if edge is with_extension:
        assert_passes(preflight(client, "/"), passed(PATH))
    else:
        assert fields_of(preflight(client, "/")) == NOTHING
    assert fetch(client, "/", "OPTIONS").status_code == 405
    assert (fetch(client, "/", origin=APP).status_code) == 200


def test_a_rule_of_a_class_has_the_name_of_its_view():
    """All views that Flask makes of classes share one qualified name."""

    class Decorated(MethodView):
        decorators = (cross_origin(),)

    view = Decorated.as_view("orders")
    (options,) = options_of_view(view)
    assert options.rule == RuleName("view", "orders")
