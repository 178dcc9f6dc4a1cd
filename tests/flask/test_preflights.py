"""Preflights: answered before anything of the app begins, by the policy of the request to come."""

from __future__ import annotations

import pytest
from flask import Flask
from flask import abort
from flask import g
from flask import request
from flask import session
from werkzeug.middleware.proxy_fix import ProxyFix

from flask_cors import CORS
from flask_cors import cross_origin

from .support import ADMIN
from .support import ALL_METHODS
from .support import APP
from .support import EVIL
from .support import NOTHING
from .support import PATH
from .support import REFUSED
from .support import SECOND
from .support import VIEW
from .support import CopyingHoldingLayer
from .support import PassingLayer
from .support import allowed
from .support import assert_passes
from .support import fetch
from .support import fields_of
from .support import marked
from .support import passed
from .support import preflight
from .support import quiet


class Sessions:
    """A session interface that was never set up: whatever is asked of it fails."""

    def __getattr__(self, name):
        raise RuntimeError(name)


def with_maintenance(app, seen):
    @app.before_request
    def refuse_all():
        seen.append("before")
        abort(503)


def with_tokens(app, seen):
    @app.before_request
    def ask_for_token():
        seen.append("before")
        if "Authorization" not in request.headers:
            abort(401)


def with_broken_sessions(app, seen):
    app.session_interface = Sessions()


def with_hooks_that_fail(app, seen):
    def fail(*_):
        seen.append("hook")
        raise RuntimeError

    app.url_value_preprocessor(fail)
    app.before_request(fail)
    app.after_request(fail)
    app.teardown_request(fail)


def with_hooks_that_count(app, seen):
    app.before_request(lambda: seen.append("before"))
    app.after_request(lambda response: seen.append("after") or response)
    app.teardown_request(lambda error: seen.append("teardown"))


def by_path(app, view):
    CORS(app, **marked(PATH))
    return view


def by_view(app, view):
    CORS(app, origins="*")
    return cross_origin(**marked(PATH))(view)


def by_path_with_a_proxy_inside(app, view):
    """Of Werkzeug's `ProxyFix` it is known that it only passes requests on."""
    app.wsgi_app = ProxyFix(app.wsgi_app, x_host=1, x_prefix=1)
    return by_path(app, view)


def by_path_with_a_layer_inside(app, view):
    app.wsgi_app = PassingLayer(app.wsgi_app)
    return by_path(app, view)


def by_path_with_a_copying_layer_inside(app, view):
    app.wsgi_app = CopyingHoldingLayer(app.wsgi_app)
    return by_path(app, view)


WHATEVER_THE_APP_DOES = pytest.mark.parametrize(
    "arrange",
    [
        with_maintenance,
        with_tokens,
        with_broken_sessions,
        with_hooks_that_fail,
        with_hooks_that_count,
    ],
)
ANSWERS = pytest.mark.parametrize(
    ("origin", "status", "fields"),
    [
        pytest.param(APP, 200, passed(PATH), id="passes"),
        pytest.param(ADMIN, 200, passed(PATH, ADMIN), id="passes too"),
        pytest.param(EVIL, 403, REFUSED, id="is refused"),
    ],
)


@pytest.mark.parametrize("govern", [by_path, by_view, by_path_with_a_proxy_inside])
@WHATEVER_THE_APP_DOES
@pytest.mark.parametrize("path", ["/items/", "/items"])
@ANSWERS
def test_nothing_of_the_app_is_reached(govern, *, arrange, path, origin, status, fields):
    app, seen = Flask(__name__), []
    view = govern(app, lambda: seen.append("view"))
    app.add_url_rule("/items/", "items", view, methods=["GET", "PUT", "OPTIONS"])
    arrange(app, seen)
    response = preflight(app.test_client(), path, "PUT", origin)

    assert (response.status_code, response.data) == (status, b"")
    assert fields_of(response) == fields
    assert seen == []


@pytest.mark.parametrize(
    "govern", [by_path_with_a_layer_inside, by_path_with_a_copying_layer_inside]
)
@WHATEVER_THE_APP_DOES
@pytest.mark.parametrize("path", ["/items/", "/items"])
@ANSWERS
def test_whatever_the_app_says_is_replaced(govern, *, arrange, path, origin, status, fields):
    """A layer inside may lead to another URL or app, so only the app itself knows its view."""
    app = quiet(Flask(__name__))
    view = govern(app, lambda: "text")
    app.add_url_rule("/items/", "items", view, methods=["GET", "PUT", "OPTIONS"])
    arrange(app, [])
    response = preflight(app.test_client(), path, "PUT", origin)

    assert (response.status_code, response.data) == (status, b"")
    assert fields_of(response) == fields


def test_first_request_is_still_to_come():
    """A preflight does not tell Flask that requests are being handled: views can be added."""
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    app.add_url_rule("/first", "first", cross_origin(**marked(VIEW))(lambda: "first"))
    client = app.test_client()

    assert_passes(preflight(client, "/first"), passed(VIEW))
    app.add_url_rule("/later", "later", lambda: "later")
    assert_passes(preflight(client, "/later"), passed(PATH))


@pytest.mark.parametrize("begin", ["plain", "preflight"])
def test_view_added_after_the_first_exchange(begin):
    """Flask itself forbids it once a plain request was handled; `add` goes by its back door."""
    app = Flask(__name__)
    CORS(app, origins="*")
    app.add_url_rule("/first", "first", lambda: "first")
    client = app.test_client()
    any_origin = {"Access-Control-Allow-Origin": EVIL, "Vary": "Origin"}
    if begin == "plain":
        assert fields_of(fetch(client, "/first", origin=EVIL)) == any_origin
        app._got_first_request = False
    else:
        assert preflight(client, "/first", origin=EVIL).status_code == 200

    app.add_url_rule("/later", "later", cross_origin(**marked(VIEW))(lambda: "later"))

    assert fields_of(fetch(client, "/later")) == allowed(VIEW)
    assert fields_of(fetch(client, "/later", origin=EVIL)) == REFUSED
    assert_passes(preflight(client, "/later"), passed(VIEW))
    assert preflight(client, "/later", origin=EVIL).status_code == 403


def test_view_function_replaced_by_a_decorated_one():
    """There are as many views as before, so their number tells nothing."""
    app = Flask(__name__)
    CORS(app, origins="*")
    app.add_url_rule("/view", "view", lambda: "plain")
    client = app.test_client()
    assert fetch(client, "/view", origin=EVIL).headers["Access-Control-Allow-Origin"] == EVIL

    app.view_functions["view"] = cross_origin(**marked(VIEW))(lambda: "decorated")

    assert fields_of(fetch(client, "/view", origin=EVIL)) == REFUSED
    assert fields_of(fetch(client, "/view")) == allowed(VIEW)
    assert preflight(client, "/view", origin=EVIL).status_code == 403
    assert_passes(preflight(client, "/view"), passed(VIEW))


def test_view_function_replaced_by_one_that_was_decorated_before():
    """No decorator is applied meanwhile, and the first to ask is a preflight."""
    app = Flask(__name__)
    CORS(app, origins="*")
    app.add_url_rule("/view", "view", lambda: "plain")
    decorated = cross_origin(**marked(VIEW))(lambda: "decorated")
    client = app.test_client()
    assert preflight(client, "/view", origin=EVIL).status_code == 200

    app.view_functions["view"] = decorated

    assert preflight(client, "/view", origin=EVIL).status_code == 403
    assert_passes(preflight(client, "/view"), passed(VIEW))


def test_options_of_a_view_function_that_was_replaced():
    """A request of this kind is told by its path, too, as long as that alone decides."""
    app = Flask(__name__)
    CORS(app, origins="*")
    app.add_url_rule("/view", "view", lambda: "plain")
    decorated = cross_origin(**marked(VIEW))(lambda: "decorated")
    client, private = app.test_client(), {"Access-Control-Request-Private-Network": "true"}
    assert fields_of(fetch(client, "/view", "OPTIONS", EVIL))["Access-Control-Allow-Origin"] == EVIL

    app.view_functions["view"] = decorated

    assert fields_of(fetch(client, "/view", "OPTIONS", EVIL)) == REFUSED
    assert fields_of(fetch(client, "/view", "DELETE", EVIL, headers=private)) == REFUSED


def test_decorated_view_function_replaced_by_a_plain_one():
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "decorated"))
    client = app.test_client()
    assert fields_of(fetch(client, "/view")) == allowed(VIEW)

    app.view_functions["view"] = lambda: "plain"

    assert fields_of(fetch(client, "/view")) == allowed(PATH)
    assert_passes(preflight(client, "/view"), passed(PATH))


def test_one_decorated_view_function_replaced_by_another():
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "one"))
    client = app.test_client()
    assert fields_of(fetch(client, "/view")) == allowed(VIEW)

    app.view_functions["view"] = cross_origin(**marked(SECOND))(lambda: "two")

    assert fields_of(fetch(client, "/view")) == allowed(SECOND)
    assert_passes(preflight(client, "/view"), passed(SECOND))


# Whose policy it is: that of the view which would serve the real request


def two_views():
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    read = cross_origin(**marked(VIEW))(lambda **_: "read")
    write = cross_origin(**marked(SECOND))(lambda **_: "written")
    app.add_url_rule("/item/", "read", read, methods=["GET"])
    app.add_url_rule("/item/", "write", write, methods=["PUT"])
    app.add_url_rule("/item/", "delete", lambda: "deleted", methods=["DELETE"])
    return app


@pytest.mark.parametrize("path", ["/item/", "/item"])
@pytest.mark.parametrize(
    ("method", "mark"),
    [("GET", VIEW), ("HEAD", VIEW), ("PUT", SECOND), ("DELETE", PATH)],
)
def test_two_views_on_one_url(path, method, mark):
    client = two_views().test_client()

    assert_passes(preflight(client, path, method), passed(mark))
    assert fields_of(fetch(client, path, method)) == allowed(mark)
    assert fields_of(fetch(client, path, method, EVIL)) == REFUSED


@pytest.mark.parametrize("governed", [True, False])
@pytest.mark.parametrize("layer", [True, False])
def test_preflight_for_a_view_without_a_policy_does_not_pass_by_its_neighbours(layer, governed):
    """OPTIONS goes to the decorated view, which must not speak for the other."""
    app = Flask(__name__)
    if layer:
        resources = {"/item": marked(PATH, methods=["GET"])} if governed else {"/api/*": {}}
        CORS(app, resources=resources)
    read = cross_origin(**marked(VIEW))(lambda: "read")
    app.add_url_rule("/item", "read", read, methods=["GET"])
    app.add_url_rule("/item", "delete", lambda: "deleted", methods=["DELETE"])
    client = app.test_client()

    fields = fields_of(preflight(client, "/item", "DELETE"))
    assert "Access-Control-Allow-Methods" not in fields
    if not (layer and governed):
        assert fields in (NOTHING, REFUSED)
    assert_passes(preflight(client, "/item", "GET"), passed(VIEW))


@pytest.mark.parametrize("layer", [True, False])
def test_a_strict_view_does_not_pass_by_a_wide_neighbour(layer):
    app = Flask(__name__)
    if layer:
        CORS(app, resources={"/api/*": {}})
    read = cross_origin(origins="*")(lambda: "read")
    write = cross_origin(**marked(SECOND))(lambda: "written")
    app.add_url_rule("/item", "read", read, methods=["GET"])
    app.add_url_rule("/item", "write", write, methods=["PUT"])
    client = app.test_client()

    response = preflight(client, "/item", "PUT", EVIL)
    assert (response.status_code, fields_of(response)) == (403, REFUSED)
    assert_passes(preflight(client, "/item", "PUT"), passed(SECOND))


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        pytest.param(
            "DELETE",
            {"Access-Control-Allow-Origin": APP, "Vary": "Origin"},
            id="a method that the policy does not allow",
        ),
        pytest.param("PUT", passed(VIEW, methods="GET, PUT"), id="a method that it allows"),
        pytest.param(
            "put",
            {"Access-Control-Allow-Origin": APP, "Vary": "Origin"},
            id="the same in lower case",
        ),
        pytest.param("", {"Access-Control-Allow-Origin": APP, "Vary": "Origin"}, id="an empty one"),
    ],
)
def test_method_of_a_view(method, fields):
    app = Flask(__name__)
    CORS(app)
    view = cross_origin(**marked(VIEW, methods=["GET", "PUT"]))(lambda: "text")
    app.add_url_rule("/", "view", view, methods=["GET", "PUT"])

    assert_passes(preflight(app.test_client(), "/", method), fields)


def test_405_of_one_view_is_governed_by_it():
    """The preflight passes, so that the page can read the 405 itself."""
    app = Flask(__name__)
    CORS(app, origins="*")
    app.add_url_rule("/", "view", cross_origin(**marked(VIEW))(lambda: "text"))
    client = app.test_client()

    assert_passes(preflight(client, "/", "DELETE"), passed(VIEW))
    response = fetch(client, "/", "DELETE")
    assert (response.status_code, fields_of(response)) == (405, allowed(VIEW))
    assert preflight(client, "/", "DELETE", EVIL).status_code == 403
    assert fields_of(fetch(client, "/", "DELETE", EVIL)) == REFUSED


def test_405_of_two_views_never_falls_to_the_wider_rule():
    """Two policies, and neither view is the one: nobody is let in by a rule for all paths."""
    app = Flask(__name__)
    CORS(app, origins="*")
    app.add_url_rule("/", "one", cross_origin(**marked(VIEW))(lambda: "1"), methods=["GET"])
    app.add_url_rule("/", "two", cross_origin(**marked(SECOND))(lambda: "2"), methods=["PUT"])
    client = app.test_client()

    for origin in (APP, EVIL):
        response = fetch(client, "/", "DELETE", origin)
        assert response.status_code == 405
        assert "X-Rule" not in str(fields_of(response))
    assert "Access-Control-Allow-Origin" not in fields_of(fetch(client, "/", "DELETE", EVIL))


def test_404_and_405_where_no_rule_governs_are_left_to_flask():
    app = Flask(__name__)
    CORS(app, resources={"/api/*": marked(PATH)})
    app.add_url_rule("/elsewhere", "elsewhere", cross_origin(**marked(VIEW))(lambda: "text"))
    app.add_url_rule("/ping", "ping", lambda: "pong")
    client = app.test_client()

    missing = preflight(client, "/none", "PUT")
    assert (missing.status_code, fields_of(missing)) == (404, NOTHING)
    flasks = preflight(client, "/ping", "PUT")
    assert (flasks.status_code, fields_of(flasks)) == (200, NOTHING)
    assert sorted(flasks.allow) == ["GET", "HEAD", "OPTIONS"]
    assert_passes(preflight(client, "/api/none", "PUT"), passed(PATH))


# What a view cannot know


def test_no_request_context_is_left_behind():
    app = Flask(__name__)
    app.secret_key = "made up"
    CORS(app, **marked(PATH))
    torn_down = []
    app.teardown_appcontext(torn_down.append)
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: str(g.get("seen"))))
    app.before_request(lambda: session.update(seen=1))
    client = app.test_client()

    response = preflight(client, "/view")
    assert_passes(response, passed(VIEW))
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    ("options", "path", "expected"),
    [
        pytest.param({}, "/view", passed(VIEW), id="a decorated view"),
        pytest.param({}, "/plain", passed(PATH), id="a view beside it"),
        pytest.param(
            {"origins": lambda query: query.origin == APP}, "/plain", passed(PATH), id="a source"
        ),
    ],
)
def test_teardown_of_the_app_context_that_counts_on_hooks(options, path, expected, caplog):
    """Routing and sources need an app context, and preflights come before the hooks."""
    app = Flask(__name__)
    CORS(app, **marked(PATH, **options))
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "text"))
    app.add_url_rule("/plain", "plain", lambda: "text")
    app.before_request(lambda: setattr(g, "session", "open"))
    app.teardown_appcontext(lambda error: g.session)
    client = app.test_client()

    assert_passes(preflight(client, path), expected)
    assert caplog.records
    for record in caplog.records:
        assert "teardown_appcontext failed" in record.getMessage()
        assert record.exc_info
    assert fetch(client, path).data == b"text"


def test_body_of_a_preflight_is_not_read():
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    assert_passes(preflight(app.test_client(), "/", data=b"x" * 10_000), passed(PATH))


def test_requested_headers():
    app = Flask(__name__)
    CORS(app, **marked(PATH, allow_headers=["X-One", "X-Two"]))
    asked = {"Access-Control-Request-Headers": "x-two,x-three, x-one"}
    response = preflight(app.test_client(), "/", "PUT", headers=asked)

    assert_passes(response, {**passed(PATH), "Access-Control-Allow-Headers": "x-one, x-two"})


@pytest.mark.parametrize("method", ALL_METHODS.split(", "))
def test_every_method(method):
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    assert_passes(preflight(app.test_client(), "/", method), passed(PATH))
