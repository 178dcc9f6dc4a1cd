"""The URL map: converters, redirects, WebSockets, hosts of requests that Flask makes itself."""

from __future__ import annotations

import pytest
from flask import Blueprint
from flask import Flask
from flask import Request
from flask import current_app
from flask import request
from werkzeug.routing import BaseConverter
from werkzeug.routing import RequestRedirect
from werkzeug.routing import Rule
from werkzeug.routing import ValidationError
from werkzeug.routing import WebsocketMismatch

from flask_cors import CORS
from flask_cors import PolicyWarning
from flask_cors import cross_origin

from .support import ADMIN
from .support import APP
from .support import BLUEPRINT
from .support import EVIL
from .support import NOTHING
from .support import PATH
from .support import REFUSED
from .support import SECOND
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


class Known(BaseConverter):
    """Looks a name up in the app's config, as converters that ask a database do."""

    def to_python(self, value):
        if value not in current_app.config["KNOWN"]:
            raise ValidationError
        return value


class Fails(BaseConverter):
    def to_python(self, value):
        raise ZeroDivisionError


class NeedsRequest(BaseConverter):
    def to_python(self, value):
        return request.args["needed"] + value


def create_app(layer=None, **options):
    app = quiet(Flask(__name__))
    if layer:
        app.wsgi_app = layer(app.wsgi_app)
    app.config["KNOWN"] = {"ann", "bob"}
    for converter in (Known, Fails, NeedsRequest):
        app.url_map.converters[converter.__name__.lower()] = converter
    CORS(app, **(options or marked(PATH)))
    view = cross_origin(**marked(VIEW))(lambda **values: str(values))
    for rule in ("/known/<known:name>", "/fails/<fails:name>", "/needs/<needsrequest:name>"):
        app.add_url_rule(rule, rule, view)
    return app


@pytest.mark.parametrize(
    ("path", "status", "mark"),
    [
        pytest.param("/known/ann", 200, VIEW, id="a converter that needs the app"),
        pytest.param("/known/eve", 404, PATH, id="a converter that needs the app says no"),
    ],
)
def test_converter(path, status, mark):
    client = create_app().test_client()
    response = fetch(client, path)
    assert (response.status_code, fields_of(response)) == (status, allowed(mark))
    assert_passes(preflight(client, path), passed(mark))


@pytest.mark.parametrize("layer", [None, PassingLayer, CopyingLayer])
def test_converter_that_fails(layer):
    """Flask itself fails on this URL, and a rule for all paths does not speak for its view."""
    client = create_app(layer, origins="*").test_client()

    for response in (fetch(client, "/fails/x", origin=EVIL), preflight(client, "/fails/x")):
        assert response.status_code == 500
        assert "Access-Control-Allow-Origin" not in fields_of(response)


def test_converter_that_needs_the_request():
    """Only Flask can match it; its answer to OPTIONS is governed by the view all the same."""
    client = create_app(origins="*").test_client()

    assert fields_of(fetch(client, "/needs/x?needed=1")) == allowed(VIEW)
    assert fields_of(fetch(client, "/needs/x?needed=1", origin=EVIL)) == REFUSED
    response = preflight(client, "/needs/x?needed=1", origin=EVIL)
    assert "Access-Control-Allow-Origin" not in fields_of(response)


@pytest.mark.parametrize(
    ("path", "mark"),
    [
        pytest.param("/old/1", VIEW, id="redirect_to a pattern"),
        pytest.param("/older/1", VIEW, id="redirect_to a function"),
        pytest.param("/items", PATH, id="redirect_to a URL under a path's rule"),
        pytest.param("/page/1", SECOND, id="the default left out"),
        pytest.param("/alias", SECOND, id="an alias"),
        pytest.param("/chain", VIEW, id="a redirect to a redirect"),
    ],
)
def test_redirect_is_governed_by_its_target(path, mark):
    app = Flask(__name__)
    CORS(app, resources={"/new-items": marked(PATH)})
    view = cross_origin(**marked(VIEW))(lambda **_: "view")
    paged = cross_origin(**marked(SECOND))(lambda **_: "page")
    app.add_url_rule("/new/<int:number>/", "new", view)
    app.add_url_rule("/old/<int:number>", "old", redirect_to="/new/<number>/")
    app.add_url_rule("/older/<number>", "older", redirect_to=lambda _, number: f"/new/{number}/")
    app.add_url_rule("/items", "items", redirect_to="/new-items")
    app.add_url_rule("/page/", "page", paged, defaults={"number": 1})
    app.add_url_rule("/page/<int:number>", "page", paged)
    app.add_url_rule("/main", "main", paged)
    app.add_url_rule("/alias", "main", paged, alias=True)
    app.add_url_rule("/chain", "chain", redirect_to="/new/7")
    client = app.test_client()

    response = fetch(client, path)
    assert (response.status_code, fields_of(response)) == (308, allowed(mark))
    assert fields_of(fetch(client, path, origin=EVIL)) == REFUSED
    assert_passes(preflight(client, path), passed(mark))


@pytest.mark.parametrize(
    "target",
    [
        pytest.param("https://elsewhere.example/new", id="elsewhere"),
        pytest.param("//elsewhere.example/new", id="elsewhere, by the same scheme"),
        pytest.param("/loop", id="itself"),
        pytest.param("/nothing", id="nothing"),
    ],
)
def test_redirect_without_a_target_in_the_app(target):
    app = Flask(__name__)
    CORS(app, resources={"/loop": marked(PATH)})
    app.add_url_rule("/new", "new", cross_origin(**marked(VIEW))(lambda: "view"))
    app.add_url_rule("/loop", "loop", redirect_to=target)
    client = app.test_client()
    response = fetch(client, "/loop")

    assert response.status_code == 308
    assert fields_of(response) in (allowed(PATH), NOTHING)
    assert fields_of(fetch(client, "/loop", origin=EVIL)) in (REFUSED, NOTHING)


def test_405_of_a_redirect():
    """The URL has no view of its own, and the target knows nothing of the method either."""
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    app.add_url_rule("/new", "new", cross_origin(**marked(VIEW))(lambda: "new"))
    app.add_url_rule("/old", "old", methods=["PUT"], redirect_to="/new")
    client = app.test_client()

    response = fetch(client, "/old", "PUT")
    assert (response.status_code, fields_of(response)) == (308, allowed(VIEW))
    response = fetch(client, "/old", "DELETE")
    assert response.status_code == 405
    assert fields_of(response) in (allowed(VIEW), allowed(PATH), NOTHING)
    assert "Access-Control-Allow-Origin" not in fields_of(fetch(client, "/old", "DELETE", EVIL))


def test_redirect_raised_by_a_converter():
    class Moved(BaseConverter):
        def to_python(self, value):
            if value == "old":
                raise RequestRedirect("http://localhost/moved/new")
            return value

    app = Flask(__name__)
    app.url_map.converters["moved"] = Moved
    CORS(app, origins="*")
    app.add_url_rule("/moved/<moved:x>", "moved", cross_origin(**marked(VIEW))(lambda x: x))
    client = app.test_client()

    response = fetch(client, "/moved/old", origin=EVIL)
    assert (response.status_code, fields_of(response)) == (308, REFUSED)
    assert_passes(preflight(client, "/moved/old"), passed(VIEW))


@pytest.mark.parametrize(
    "path",
    [
        "/n%C3%A4me",  # ä
        "/sp%20ace",
        "/per%2525cent",
        "/pl+us",
        "/semi;colon",
    ],
)
def test_redirect_whose_target_needs_escapes(path):
    app = Flask(__name__)
    CORS(app, resources={"/none": {}})
    view = cross_origin(**marked(VIEW))(lambda **_: "view")
    for name in ("näme", "sp ace", "per%25cent", "pl+us", "semi;colon"):
        app.add_url_rule(f"/{name}/", name, view)
    client = app.test_client()

    assert fields_of(fetch(client, f"{path}/")) == allowed(VIEW)
    response = fetch(client, path)
    assert (response.status_code, fields_of(response)) == (308, allowed(VIEW))
    assert_passes(preflight(client, path), passed(VIEW))


def test_redirect_whose_target_is_under_a_path_rule():
    """The rule is matched against the target as Flask will route it, once decoded."""
    app = Flask(__name__)
    CORS(app, resources={"/n\xe4me/": marked(PATH)})
    app.add_url_rule("/n\xe4me/", "name", lambda: "text")
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    client = app.test_client()

    assert fields_of(fetch(client, "/n%C3%A4me/")) == allowed(PATH)
    assert fields_of(fetch(client, "/n%C3%A4me")) == allowed(PATH)


# WebSockets


@pytest.mark.parametrize("decorated", [True, False])
def test_websocket_rule(decorated):
    """An ordinary request for it is an error, which allowed pages can read where paths decide."""
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    if decorated:
        app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    app.add_url_rule("/socket", "socket", lambda: "socket", websocket=True)
    client = app.test_client()

    response = fetch(client, "/socket")
    assert response.status_code == WebsocketMismatch.code == 400
    assert fields_of(response) in (allowed(PATH), NOTHING)
    assert fields_of(fetch(client, "/socket", origin=EVIL)) in (REFUSED, NOTHING)
    handshake = {"Upgrade": "websocket", "Connection": "Upgrade"}
    assert fetch(client, "/socket", headers=handshake).data == b"socket"


# Requests of a class of one's own


class OwnRequest(Request):
    """Takes the method from elsewhere, as HTML forms need it."""

    @property
    def method(self):
        return self.headers.get("X-Method", self.environ["REQUEST_METHOD"])

    @method.setter
    def method(self, value):
        """Werkzeug sets it, from environ."""


class OldRequest(Request):
    """Takes no keywords: Flask gives it the environ alone."""

    def __init__(self, environ):
        super().__init__(environ)


@pytest.mark.parametrize("request_class", [OwnRequest, OldRequest])
def test_request_class(request_class):
    app = Flask(__name__)
    app.request_class = request_class
    CORS(app, origins="*")
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    client = app.test_client()

    for headers in ({}, {"X-Method": "DELETE"}):
        assert fields_of(fetch(client, "/view", headers=headers)) == allowed(VIEW)
        assert fields_of(fetch(client, "/view", "DELETE", headers=headers)) in (
            allowed(VIEW),
            NOTHING,
        )
        for ask in (fetch, preflight):
            answer = ask(client, "/view", origin=EVIL)
            assert "Access-Control-Allow-Origin" not in fields_of(answer)


@pytest.mark.parametrize(
    ("path", "ask", "expected"),
    [
        pytest.param("/view", fetch, allowed(VIEW), id="a decorated view"),
        pytest.param("/plain", fetch, allowed(PATH), id="another view"),
        pytest.param("/none", fetch, allowed(PATH), id="404"),
        pytest.param("/view", preflight, passed(VIEW), id="preflight for a decorated view"),
        pytest.param("/plain", preflight, passed(PATH), id="preflight for another view"),
        pytest.param("/none", preflight, passed(PATH), id="preflight for a 404"),
    ],
)
def test_request_class_that_takes_no_keywords(path, ask, expected):
    app = Flask(__name__)
    app.request_class = OldRequest
    CORS(app, **marked(PATH))
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    app.add_url_rule("/plain", "plain", lambda: "plain")

    assert fields_of(ask(app.test_client(), path)) == expected
    assert fields_of(ask(app.test_client(), path, origin=EVIL)) == REFUSED


@pytest.mark.parametrize("methods", [None, ["GET"]])
def test_rule_added_to_the_map_itself(methods):
    """`app.endpoint` names the view of a rule that Flask did not make."""
    app = Flask(__name__)
    CORS(app, origins="*")
    app.url_map.add(Rule("/own/", endpoint="own", methods=methods))
    app.endpoint("own")(cross_origin(**marked(VIEW))(lambda: "own"))
    client = app.test_client()

    for path in ("/own/", "/own"):
        assert fields_of(fetch(client, path)) == allowed(VIEW)
        assert fields_of(fetch(client, path, origin=EVIL)) == REFUSED
        assert_passes(preflight(client, path), passed(VIEW))


@pytest.mark.skipif(
    "PROVIDE_AUTOMATIC_OPTIONS" not in Flask.default_config, reason="it came with Flask 3.1"
)
@pytest.mark.parametrize("layer", [True, False])
def test_flask_does_not_answer_options(layer):
    app = Flask(__name__)
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    if layer:
        CORS(app, **marked(PATH))
    app.add_url_rule("/plain", "plain", lambda: "plain")
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    client = app.test_client()

    assert_passes(preflight(client, "/view"), passed(VIEW))
    assert fetch(client, "/plain", "OPTIONS").status_code == 405
    if layer:
        assert_passes(preflight(client, "/plain"), passed(PATH))
        assert fields_of(fetch(client, "/plain", "OPTIONS")) == allowed(PATH)


def test_app_without_adapters():
    """`create_url_adapter` may return None, says its type: then the path is all there is."""

    class Unrouted(Flask):
        def create_url_adapter(self, request):
            return None

        def dispatch_request(self, *context):
            return "dispatched by hand"

    app = Unrouted(__name__)
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    CORS(app, **marked(PATH))
    client = app.test_client()

    assert fields_of(fetch(client, "/anything")) == allowed(PATH)
    assert_passes(preflight(client, "/anything"), passed(PATH))


# Paths


@pytest.mark.parametrize("decorated", [True, False])
@pytest.mark.parametrize(
    ("path", "governed"),
    [
        pytest.param("/api/items", True, id="under the rule"),
        pytest.param("/api", True, id="the rule's own path"),
        pytest.param("/apix", False, id="a longer name"),
        pytest.param("/API/items", False, id="another case"),
        pytest.param("/api/..%2fsecret", False, id="traversal, encoded slash"),
        pytest.param("/api/%2e%2e/secret", False, id="traversal, encoded dots"),
        pytest.param("/api/%2e%2e%2fsecret", False, id="traversal, all encoded"),
        pytest.param("/api/x/..%2f..%2fsecret", False, id="traversal, twice"),
        pytest.param("/api/..", False, id="traversal, at the end"),
        pytest.param("/api/./items", True, id="a dot"),
        pytest.param("/api/%252e%252e/secret", True, id="encoded twice, so no traversal"),
        pytest.param("/%61pi/items", True, id="an encoded letter"),
        pytest.param("/api%2fitems", True, id="an encoded slash, which WSGI decodes"),
        pytest.param("/api/%FF", True, id="no UTF-8"),
        pytest.param("/api/%0d%0aX: y", True, id="a line break"),
        pytest.param("/api/\u00e4", True, id="non-ASCII"),
        pytest.param("/secret/../api/items", True, id="traversal into it"),
    ],
)
def test_path_that_is_routed(decorated, path, governed):
    app = Flask(__name__)
    CORS(app, resources={"/api/*": marked(PATH)})
    if decorated:
        app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    app.add_url_rule("/api/<path:rest>", "api", lambda rest: "api")
    client = app.test_client()

    assert fields_of(fetch(client, path)) == (allowed(PATH) if governed else NOTHING)
    assert fields_of(fetch(client, path, origin=ADMIN)) == (
        allowed(PATH, ADMIN) if governed else NOTHING
    )
    answer = preflight(client, path)
    if governed:
        assert_passes(answer, passed(PATH))
    else:
        assert fields_of(answer) == NOTHING


def test_redirect_where_paths_alone_decide():
    """The path that was asked for decides, and for the first response as for the next."""
    app = Flask(__name__)
    CORS(app, resources={"/things/": marked(PATH)})
    app.add_url_rule("/things/", "things", lambda: "things")
    client = app.test_client()

    for _ in range(2):
        response = fetch(client, "/things")
        assert (response.status_code, fields_of(response)) == (308, NOTHING)
    assert fields_of(fetch(client, "/things/")) == allowed(PATH)


@pytest.mark.parametrize("more", [None, "a decorated view", "a layer inside"])
@pytest.mark.parametrize(
    ("rules", "route", "path"),
    [
        pytest.param(["/api/*"], "/internal/<path:_>", "/internal/..%2fapi", id="of no rule"),
        pytest.param(["/a/*", "/b/*"], "/b/<path:_>", "/b/..%2fa%2fx", id="of another rule"),
        pytest.param(["/a/*", "/a/b/*"], "/a/b/<path:_>", "/a/b/..%2fx", id="of a stricter rule"),
        pytest.param(["/*", "/b/*"], "/b/<path:_>", "/b/..%2fx", id="of a rule beside all paths"),
        pytest.param(["/ping", "/b/*"], "/b/<path:_>", "/b/..%2fping", id="to an exact path"),
        pytest.param([r"/\w+", "/b/*"], "/b/<path:_>", "/b/..%2fping", id="to a regex"),
        pytest.param(["*.png", "/b/*"], "/b/<path:_>", "/b/..%2f1.png", id="to a glob"),
        pytest.param(["/a/*"], "/<path:_>", "/b/%2e%2e/a/x", id="of a view for every path"),
        pytest.param(["/b/*", "/b/a/*"], "/b/<path:_>", "/b/.%2f/a/x", id="with two slashes"),
        pytest.param(["/b/*", "/b/a/*"], "/b/<path:_>", "/b/c%2f../%2fa/x", id="and a parent"),
        pytest.param(["/b/*", "/b/c/a/*"], "/b/<path:_>", "/b/c//a/x", id="and no dots at all"),
        pytest.param(["/b/*", "/b/c/a"], "/b/<path:_>", "/b/c///a", id="with three slashes"),
        pytest.param(
            ["/b/[^/]+/.*", "/b/c/a/*"], "/b/<path:_>", "/b/c//a/x", id="beside a segment's regex"
        ),
        pytest.param(
            ["/[^/]/.*", "/b/c/a/*"], "/b/<path:_>", "/b/c//a/x", id="beside one of a letter"
        ),
    ],
)
def test_view_does_not_borrow_the_rule_of_what_its_path_resolves_to(rules, route, path, more):
    """Flask routes on the path as it came, so that is the view which serves it.

    It may look for a file, and a file system takes several slashes for one.
    """
    app = Flask(__name__)
    if more == "a layer inside":
        app.wsgi_app = CopyingLayer(app.wsgi_app)
    if more == "a decorated view":
        app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    CORS(app, resources={rule: marked(mark) for mark, rule in enumerate(rules, 1)})
    app.add_url_rule(route, "served", lambda _: "served")
    client = app.test_client()

    answer = fetch(client, path)
    assert (answer.text, fields_of(answer)) == ("served", NOTHING)
    assert fields_of(preflight(client, path, "DELETE")) == NOTHING


@pytest.mark.parametrize(
    ("rules", "route", "path", "status"),
    [
        pytest.param(
            ["/to/https://a.example/*", "/to/*"],
            "/to/<path:_>",
            "/to/https://a.example/x",
            200,
            id="which a pattern has, too",
        ),
        pytest.param(["/to/*"], "/to/<path:_>", "/to/https://a.example/x", 200, id="of one rule"),
        *(
            pytest.param([rule], "/to/<path:_>", "/to/https://a.example/x", 200, id=rule)
            for rule in (
                r"/to/https?://.*",
                r"/to/https?:\/\/.*",
                "/to/https?:[/][/].*",
                "/to/https?:/{2}.*",
                "/to/https?:/+.*",
            )
        ),
        pytest.param(["/a/*"], "/a/<path:_>", "/a" + "/.x" * 40, 200, id="and names with a dot"),
        pytest.param(
            ["/a/*", "/a/b/*"], "/a/b/<_>", "/a//b/x", 308, id="which Flask redirects from"
        ),
        pytest.param(["/a/*", "/a/b/*"], "/a/c", "/a//b/x", 404, id="where no view is"),
    ],
)
def test_slashes_that_no_view_takes_for_one(rules, route, path, status):
    app = Flask(__name__)
    CORS(app, resources={rule: marked(mark) for mark, rule in enumerate(rules, 1)})
    app.add_url_rule(route, "served", lambda **_: "served", methods=["GET", "PUT"])
    client = app.test_client()

    response = fetch(client, path)
    assert (response.status_code, fields_of(response)) == (status, allowed(PATH))
    assert_passes(preflight(client, path, "PUT"), passed(PATH))


def test_dot_segments_without_end_where_there_is_no_rule():
    app = Flask(__name__)
    with pytest.warns(PolicyWarning, match="names no path"):
        CORS(app, resources={})
    app.add_url_rule("/<path:_>", "view", lambda _: "text")

    for response in (
        fetch(app.test_client(), "/a/.." * 40),
        preflight(app.test_client(), "/a/.." * 40),
    ):
        assert (response.status_code, fields_of(response)) == (200, NOTHING)


@pytest.mark.parametrize("subdomains", [True, False])
def test_paths_that_are_alike_both_ways(subdomains):
    app = Flask(__name__, subdomain_matching=subdomains)
    CORS(app, resources={"/a/*": marked(PATH), "/b/*": marked(PATH)})
    app.add_url_rule("/b/<path:_>", "served", lambda _: "served")
    client = app.test_client()

    assert fields_of(fetch(client, "/b/..%2fa%2fx")) == allowed(PATH)
    # Where a host matters, nobody knows without it whether there is a view.
    nowhere = fields_of(fetch(client, "/c/..%2fa"))
    assert nowhere == (NOTHING if subdomains else allowed(PATH))


def test_view_that_comes_after_a_preflight_does_not_borrow_a_rule():
    app = Flask(__name__)
    CORS(app, resources={"/a/*": marked(PATH)})
    client = app.test_client()
    assert_passes(preflight(client, "/b/..%2fa"), passed(PATH))

    app.add_url_rule("/b/<path:_>", "served", lambda _: "served")
    assert fields_of(preflight(client, "/b/..%2fa")) == NOTHING
    assert fields_of(fetch(client, "/b/..%2fa")) == NOTHING


@pytest.mark.parametrize("around", ["/api/*", "/*"])
def test_view_of_a_blueprint_with_resources_does_not_borrow_a_rule(around):
    app = Flask(__name__)
    blueprint = Blueprint("shop", __name__, url_prefix="/shop")
    blueprint.add_url_rule("/<path:_>", "served", lambda _: "served")
    CORS(blueprint, resources={"/shop/*": marked(BLUEPRINT)})
    app.register_blueprint(blueprint)
    CORS(app, resources={around: marked(PATH)})
    client = app.test_client()

    assert fields_of(fetch(client, "/shop/..%2fapi%2fx")) == NOTHING
    assert fields_of(preflight(client, "/shop/..%2fapi%2fx")) == NOTHING
    assert fields_of(fetch(client, "/shop/x")) == allowed(BLUEPRINT)


@pytest.mark.parametrize("decorated", [True, False])
def test_slashes_before_the_path(decorated):
    """Werkzeug routes on the path without them; a client's URL cannot say it."""
    app = Flask(__name__)
    CORS(app, resources={"/api/*": marked(PATH)})
    if decorated:
        app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    app.add_url_rule("/api/<path:rest>", "api", lambda rest: rest)
    client = app.test_client()

    raw = {"environ_overrides": {"PATH_INFO": "///api/items"}}
    response = fetch(client, "/", **raw)
    assert (response.data, fields_of(response)) == (b"items", allowed(PATH))
    assert_passes(preflight(client, "/", **raw), passed(PATH))


def test_root():
    app = Flask(__name__)
    CORS(app, resources={"/": marked(PATH)})
    client = app.test_client()
    assert fields_of(fetch(client, "/")) == allowed(PATH)
    assert fields_of(fetch(client, "/other")) == NOTHING
    assert fields_of(fetch(client, "/", origin=APP.upper())) == REFUSED
