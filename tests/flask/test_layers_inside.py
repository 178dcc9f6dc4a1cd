"""Other layers: what they answer themselves, what they copy, when they start the response."""

from __future__ import annotations

import sys
import warnings

import flask
import pytest
from flask import Blueprint
from flask import Flask
from flask import got_request_exception
from flask import request
from flask import request_started
from werkzeug.debug import DebuggedApplication
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.test import Client
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request as PlainRequest

from flask_cors import CORS
from flask_cors import cross_origin

from .support import APP
from .support import EVIL
from .support import NOTHING
from .support import PATH
from .support import REFUSED
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
from .support import quiet


def create_app(layer, decorated=True, **options):
    """A view with a policy of its own beside a rule for all paths; the layer stands inside."""
    app = quiet(Flask(__name__))
    app.wsgi_app = layer(app.wsgi_app)
    CORS(app, **(options or {"origins": "*"}))
    app.add_url_rule("/plain", "plain", lambda: "plain")
    if decorated:
        view = cross_origin(**marked(VIEW))(lambda: str(1 / len(request.args.get("x", "x"))))
        app.add_url_rule("/view/", "view", view)
    return app


ANY = {"Access-Control-Allow-Origin": EVIL, "Vary": "Origin"}

layers = pytest.mark.parametrize(
    "layer", [PassingLayer, CopyingLayer, HoldingLayer, CopyingHoldingLayer, ProxyFix]
)


@layers
@pytest.mark.parametrize(
    ("asked", "status"),
    [
        pytest.param("GET /view/", 200, id="the view"),
        pytest.param("GET /view/?x=", 500, id="an exception"),
        pytest.param("DELETE /view/", 405, id="405"),
        pytest.param("GET /view", 308, id="a strict slash"),
    ],
)
def test_strict_view_beside_a_wide_rule(layer, asked, status):
    """However the layer inside goes about it, the wide rule does not speak for the view."""
    client, (method, path) = create_app(layer).test_client(), asked.split()
    response = fetch(client, path, method, EVIL)
    assert (response.status_code, fields_of(response)) == (status, REFUSED)
    response = fetch(client, path, method, APP)
    assert (response.status_code, fields_of(response)) == (status, allowed(VIEW))


@layers
@pytest.mark.parametrize("path", ["/view/", "/view"])
def test_preflight_for_a_strict_view_beside_a_wide_rule(layer, path):
    client = create_app(layer).test_client()
    assert preflight(client, path, origin=EVIL).status_code == 403
    assert_passes(preflight(client, path), passed(VIEW))


@layers
@pytest.mark.parametrize("decorated", [True, False])
@pytest.mark.parametrize(
    ("path", "status"),
    [("/plain", 200), ("/none", 404)],
)
def test_what_the_path_rules_govern(layer, decorated, path, status):
    client = create_app(layer, decorated, **marked(PATH)).test_client()
    response = fetch(client, path)
    assert (response.status_code, fields_of(response)) == (status, allowed(PATH))
    assert fields_of(fetch(client, path, origin=EVIL)) == REFUSED


@layers
@pytest.mark.parametrize("decorated", [True, False])
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_preflight_where_the_path_rules_govern(layer, decorated, method):
    """405 included, so that the page can read it."""
    client = create_app(layer, decorated, **marked(PATH)).test_client()
    assert_passes(preflight(client, "/plain", method), passed(PATH))
    response = preflight(client, "/plain", method, EVIL)
    assert (response.status_code, fields_of(response)) == (403, REFUSED)


@layers
@pytest.mark.parametrize("decorated", [True, False])
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_preflight_for_a_url_that_nobody_serves(layer, decorated, method):
    """It passes once Flask has told that it does not know the URL, nor the layer."""
    path = "/none"
    client = create_app(layer, decorated, **marked(PATH)).test_client()
    assert_passes(preflight(client, path, method), passed(PATH))
    response = preflight(client, path, method, EVIL)
    assert (response.status_code, fields_of(response)) == (403, REFUSED)


# A layer that answers by itself


@pytest.mark.parametrize("decorated", [True, False])
@pytest.mark.parametrize(
    ("resources", "fields"),
    [
        pytest.param({"/*": marked(PATH)}, allowed(PATH), id="a rule governs its path"),
        pytest.param({"/plain": marked(PATH)}, NOTHING, id="no rule governs its path"),
    ],
)
def test_what_a_layer_answers_by_itself(decorated, resources, fields):
    client = create_app(AnsweringLayer, decorated, resources=resources).test_client()
    response = fetch(client, "/served-inside")

    assert response.data == b"inside"
    assert fields_of(response) == fields
    assert AnsweringLayer.headers == [("Content-Type", "text/plain")]


@pytest.mark.parametrize("resources", ["/*", "/plain"])
def test_preflight_reaches_the_layer_that_serves_the_path(resources):
    """Its own answers stay its own: only it knows what it lets in."""
    client = create_app(AnsweringLayer, resources=resources, **marked(PATH)).test_client()
    assert preflight(client, "/served-inside").data == b"inside"


@layers
@pytest.mark.parametrize("config", [{}, {"TRAP_HTTP_EXCEPTIONS": True}, {"DEBUG": True}], ids=repr)
@pytest.mark.parametrize(
    ("options", "origin", "status", "fields", "ran"),
    [
        pytest.param({}, APP, 200, passed(PATH), [], id="let in"),
        pytest.param({}, EVIL, 403, REFUSED, [], id="refused"),
        pytest.param({"resources": "/none"}, APP, 200, NOTHING, ["view"], id="no rule governs it"),
        pytest.param(
            {"automatic_options": False}, APP, 200, passed(PATH), ["view"], id="it shall answer"
        ),
    ],
)
def test_preflight_runs_no_view_that_lists_options(  # noqa: PLR0917  one for each column
    layer, config, options, origin, status, fields, ran
):
    """What is written for POST seldom asks for the method, and its answer would be replaced."""
    app = create_app(layer, decorated=False, **marked(PATH), **options)
    app.config.update(config)
    seen = []
    app.add_url_rule(
        "/pay", "pay", lambda: (seen.append("view"), "paid")[1], methods=["POST", "OPTIONS"]
    )
    response = preflight(app.test_client(), "/pay", "POST", origin=origin)
    assert (response.status_code, fields_of(response), seen) == (status, fields, ran)
    assert fields_of(fetch(app.test_client(), "/pay", "POST", origin=APP)) == (
        NOTHING if "resources" in options else allowed(PATH)
    )


@pytest.mark.parametrize("config", [{}, {"TRAP_HTTP_EXCEPTIONS": True}], ids=repr)
def test_preflight_is_no_exception(config, caplog):
    """Extensions send a signal for every one, and trackers of errors listen to that."""
    app = create_app(PassingLayer, decorated=False, **marked(PATH))
    app.config.update(config)
    met, told = [], []

    class Api:
        """Does as those of Flask-RESTful and Flask-RESTX."""

        def handle_user_exception(self, error):
            got_request_exception.send(app, exception=error)
            raise error

    def tell(error):
        told.append(error)
        return "handled", 500

    app.handle_user_exception = Api().handle_user_exception
    app.register_error_handler(Exception, tell)
    app.teardown_request(lambda error: told.append(error) if error else None)
    app.add_url_rule("/pay", "pay", lambda: "paid", methods=["POST", "OPTIONS"])
    with got_request_exception.connected_to(lambda _, **sent: met.append(sent), app):
        for path in ("/pay", "/plain"):
            assert_passes(preflight(app.test_client(), path, origin=APP), passed(PATH))
    assert (met, told, caplog.records) == ([], [], [])


def test_signal_that_a_program_sends_by_itself():
    app = create_app(PassingLayer)
    request_started.send(Flask("other"))
    assert fields_of(fetch(app.test_client(), "/view/")) == allowed(VIEW)


class AskingForTokens(PassingLayer):
    """Lets nothing through without a token, and a browser sends none with a preflight."""

    headers = ()

    def __call__(self, environ, start_response):
        if "HTTP_AUTHORIZATION" in environ:
            return self.wsgi_app(environ, start_response)
        start_response("401 UNAUTHORIZED", [("Content-Type", "text/plain"), *self.headers])
        return [b"no"]


@pytest.mark.parametrize(
    ("path", "status", "refused"),
    [
        pytest.param("/plain", 200, 403, id="a view is behind the layer: it is answered"),
        pytest.param("/none", 401, 401, id="none is: the layer may serve the URL"),
    ],
)
def test_preflight_that_a_layer_stops(path, status, refused):
    client = create_app(AskingForTokens, decorated=False, **marked(PATH)).test_client()
    response = preflight(client, path)
    assert (response.status_code, fields_of(response)) == (status, passed(PATH))
    response = preflight(client, path, origin=EVIL)
    assert (response.status_code, fields_of(response)) == (refused, REFUSED)


@pytest.mark.parametrize(
    ("route", "path", "status"),
    [
        pytest.param("/<tenant>/items", "/acme/items", 200, id="a variable, and more"),
        pytest.param("/<int:number>/<name>", "/1/a", 200, id="two variables"),
        pytest.param("/<name>", "/acme", 401, id="a variable alone"),
        pytest.param("/<name>/", "/acme/", 401, id="a variable alone, with a slash"),
        pytest.param("/<path:rest>", "/a/b", 401, id="every path"),
        pytest.param("/<name>/<path:rest>", "/a/b/c", 401, id="every path that is deep enough"),
        pytest.param("/<name>/x/<path:rest>", "/a/x/c", 200, id="with a name in it"),
        pytest.param("/<path(length=3):rest>", "/a/b", 401, id="every such path"),
    ],
)
def test_preflight_that_a_layer_stops_at_a_route_with_variables(route, path, status):
    """Where a route serves whatever URL there is, it may be the layer that serves this one."""
    app = create_app(AskingForTokens, decorated=False, **marked(PATH))
    app.add_url_rule(route, "variable", lambda **_: "view")
    assert preflight(app.test_client(), path).status_code == status


def test_preflight_for_a_decorated_view_that_a_layer_stops():
    """By the path it has another policy than by the view, which may be another app's: none."""
    client = create_app(AskingForTokens, **marked(PATH)).test_client()
    assert preflight(client, "/view/").status_code == 401


def test_preflight_that_a_layer_stops_with_fields_of_its_own():
    class Refusing(AskingForTokens):
        headers = (("Access-Control-Allow-Origin", "https://its-own.example"),)

    client = create_app(Refusing, decorated=False, **marked(PATH)).test_client()
    response = preflight(client, "/plain")
    assert (response.status_code, response.data) == (401, b"no")
    assert fields_of(response) == {**dict(Refusing.headers), "Vary": "Origin"}


def test_own_fields_of_a_layer_stay_its_own():
    class Answering(AnsweringLayer):
        headers = [  # noqa: RUF012
            ("Access-Control-Allow-Origin", "https://its-own.example"),
            ("Access-Control-Allow-Credentials", "true"),
            ("Vary", "Origin"),
        ]

    client = create_app(Answering, origins=[APP, EVIL], supports_credentials=True).test_client()
    assert fields_of(fetch(client, "/served-inside")) == dict(Answering.headers)
    assert fields_of(preflight(client, "/served-inside")) == dict(Answering.headers)


@pytest.mark.parametrize("decorated", [True, False])
def test_layer_answers_while_another_request_context_is_at_hand(decorated):
    """A request context pushed outside (a shell, a test) is no request of this call."""
    resources = {"/view/*": {"origins": "*"}}
    app = create_app(AnsweringLayer, decorated, resources=resources)

    with app.test_request_context("/view/"):
        app.preprocess_request()
        response = fetch(app.test_client(), "/served-inside")
    assert response.data == b"inside"
    assert fields_of(response) == NOTHING


# The trap: what test clients leave in environ


def test_plain_request_left_in_environ():
    app = create_app(AnsweringLayer, resources={"/view/*": {"origins": "*"}})
    client = Client(app)
    for path, fields in (("/served-inside", NOTHING), ("/view/", allowed(VIEW))):
        builder = EnvironBuilder(path, headers={"Origin": APP})
        environ = builder.get_environ()
        left = environ["werkzeug.request"] = PlainRequest(environ)
        response = client.open(environ)
        assert fields_of(response) == fields
        assert isinstance(left, PlainRequest)


def test_request_of_an_earlier_call_left_in_environ():
    """Only a request that the app made for this call tells which view answered."""
    app = create_app(AnsweringLayer, resources={"/none/*": {}})
    environ = EnvironBuilder("/view/", headers={"Origin": APP}).get_environ()
    answer = []
    app(environ, lambda status, headers, exc_info=None: answer.append(headers))
    assert ("Access-Control-Allow-Origin", APP) in answer[0]

    environ["PATH_INFO"] = "/served-inside"
    app(environ, lambda status, headers, exc_info=None: answer.append(headers))
    assert answer[1] == [("Content-Type", "text/plain")]


def test_layer_that_makes_a_request_of_its_own():
    """Werkzeug's Request writes itself into environ, over the app's."""

    class Asking(PassingLayer):
        def __call__(self, environ, start_response):
            def start(*arguments):
                assert PlainRequest(environ).path
                return start_response(*arguments)

            assert PlainRequest(environ).path
            return self.wsgi_app(environ, start)

    client = create_app(Asking).test_client()
    assert fields_of(fetch(client, "/view/", origin=EVIL)) == REFUSED
    assert fields_of(fetch(client, "/plain", origin=EVIL)) == ANY


# Proxies


@pytest.mark.parametrize("outside", [True, False])
def test_prefix_that_a_proxy_takes_off(outside):
    app = Flask(__name__)
    if not outside:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_prefix=1)
    CORS(app, resources={"/api/*": marked(PATH)})
    if outside:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_prefix=1)
    app.add_url_rule("/api/items/", "items", lambda: request.script_root)
    client, headers = app.test_client(), {"X-Forwarded-Prefix": "/v1"}

    response = fetch(client, "/api/items/", headers=headers)
    assert (response.data, fields_of(response)) == (b"/v1", allowed(PATH))
    redirect = fetch(client, "/api/items", headers=headers)
    assert redirect.status_code == 308
    assert redirect.location.endswith("/v1/api/items/")
    assert fields_of(redirect) == allowed(PATH)
    assert_passes(preflight(client, "/api/items/", headers=headers), passed(PATH))
    assert_passes(preflight(client, "/api/items", headers=headers), passed(PATH))
    assert_passes(preflight(client, "/api/none", headers=headers), passed(PATH))


def test_layer_between_proxies():
    """The outermost proxies stay outside, whatever is inside of them; the program's own as well."""
    app = Flask(__name__)
    inmost = ProxyFix(app.wsgi_app, x_prefix=1)
    given = app.wsgi_app = ProxyFix(ProxyFix(AskingForTokens(inmost), x_port=1), x_host=1)
    CORS(app, **marked(PATH))
    app.add_url_rule("/", "index", lambda: request.url, methods=["GET", "PUT"])
    client, token = app.test_client(), {"Authorization": "Bearer x"}

    assert (type(app.wsgi_app), app.wsgi_app.x_host) == (ProxyFix, 1)
    assert isinstance(given.app.app, AskingForTokens)
    assert_passes(preflight(client, "/", "PUT"), passed(PATH))
    response = fetch(client, "/")
    assert (response.status_code, fields_of(response)) == (401, allowed(PATH))
    forwarded = {"X-Forwarded-Host": "a.example", "X-Forwarded-Prefix": "/v1"}
    response = fetch(client, "/", headers={**token, **forwarded, "X-Forwarded-Port": "81"})
    assert (response.text, fields_of(response)) == ("http://a.example:81/v1/", allowed(PATH))


@pytest.mark.parametrize("outside", [True, False])
def test_host_that_a_proxy_forwards(outside):
    """The view that serves the forwarded host governs, not the one for the proxy's own name."""
    app = Flask(__name__, host_matching=True, static_folder=None)
    if not outside:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_host=1)
    CORS(app, resources={"/none/*": {}})
    if outside:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_host=1)
    view = cross_origin(**marked(VIEW))(lambda: "view")
    app.add_url_rule("/", "view", view, host="api.example.com")
    app.add_url_rule("/", "other", lambda: "other", host="localhost")
    client, headers = app.test_client(), {"X-Forwarded-Host": "api.example.com"}

    assert fields_of(fetch(client, "/", headers=headers)) == allowed(VIEW)
    assert fields_of(fetch(client, "/")) == NOTHING
    assert_passes(preflight(client, "/", headers=headers), passed(VIEW))
    assert fields_of(preflight(client, "/")) == NOTHING


def test_layer_inside_that_takes_off_a_prefix():
    """The path that a rule is matched against is the one that Flask routes on."""

    class Prefixed(PassingLayer):
        def __call__(self, environ, start_response):
            environ["SCRIPT_NAME"] = "/v1"
            environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix("/v1")
            return self.wsgi_app(environ, start_response)

    client = create_app(Prefixed, resources={"/plain": marked(PATH)}).test_client()
    assert fields_of(fetch(client, "/v1/plain")) == allowed(PATH)
    assert fields_of(fetch(client, "/v1/view/", origin=EVIL)) == REFUSED
    assert fields_of(fetch(client, "/v1/view/")) == allowed(VIEW)


class OwnWSGI(Flask):
    """Flask's documentation has `wsgi_app` overridden, too."""

    def wsgi_app(self, environ, start_response):
        if environ["PATH_INFO"] == "/health":
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [b"well"]
        environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix("/v1")
        return super().wsgi_app(environ, start_response)


@pytest.mark.parametrize("decorated", [True, False])
def test_app_whose_class_overrides_wsgi_app(decorated):
    app = OwnWSGI(__name__)
    CORS(app, resources={"/health": marked(PATH), "/plain": marked(PATH)})
    if decorated:
        app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    app.add_url_rule("/plain", "plain", lambda: "plain")
    client = app.test_client()

    response = fetch(client, "/health")
    assert (response.data, fields_of(response)) == (b"well", allowed(PATH))
    assert fields_of(fetch(client, "/plain")) == allowed(PATH)
    assert fields_of(fetch(client, "/v1/plain")) == allowed(PATH)
    if decorated:
        assert fields_of(fetch(client, "/v1/view")) == allowed(VIEW)


def test_strict_view_in_an_app_whose_class_overrides_wsgi_app():
    app = OwnWSGI(__name__)
    CORS(app, origins="*")
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    client = app.test_client()

    assert fields_of(fetch(client, "/v1/view", origin=EVIL)) == REFUSED
    response = preflight(client, "/v1/view", origin=EVIL)
    assert "Access-Control-Allow-Origin" not in fields_of(response)


def test_preflight_goes_by_the_path_that_a_layer_leads_to():
    """A view for all paths is no reason to take the path before the layer has changed it."""

    class Prefixed(PassingLayer):
        def __call__(self, environ, start_response):
            environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix("/v1")
            return self.wsgi_app(environ, start_response)

    client_of = {"/*": {"origins": "*"}, "/plain": marked(PATH)}
    app = create_app(Prefixed, decorated=False, resources=client_of)
    app.add_url_rule("/<path:path>", "page", lambda path: "page", methods=["GET", "DELETE"])
    client = app.test_client()

    assert_passes(preflight(client, "/v1/plain"), passed(PATH))
    response = preflight(client, "/v1/plain", origin=EVIL)
    assert (response.status_code, fields_of(response)) == (403, REFUSED)


@pytest.mark.parametrize("trusted", [None, ["example.com", ".example.com"]])
def test_preflight_goes_by_the_host_that_a_proxy_forwards(trusted):
    app = Flask(__name__, subdomain_matching=True)
    app.config.update(SERVER_NAME="example.com", TRUSTED_HOSTS=trusted)
    app.wsgi_app = ProxyFix(app.wsgi_app, x_host=1)
    CORS(app, origins="*")
    admin = Blueprint("admin", __name__, subdomain="admin")
    CORS(admin, **marked(PATH))
    admin.add_url_rule("/", "index", lambda: "admin", methods=["GET", "DELETE"])
    app.register_blueprint(admin)
    app.add_url_rule("/", "index", lambda: "index", methods=["GET", "DELETE"])
    client, headers = app.test_client(), {"X-Forwarded-Host": "admin.example.com"}

    assert_passes(preflight(client, "/", "DELETE", headers=headers), passed(PATH))
    response = preflight(client, "/", "DELETE", EVIL, headers=headers)
    assert (response.status_code, fields_of(response)) == (403, REFUSED)


def around_every_app(monkeypatch, wrap):
    """Put something around `wsgi_app` of the class, as New Relic does."""
    monkeypatch.setattr(Flask, "wsgi_app", wrap(Flask.wsgi_app))


class Wrapper:
    """A wrapper as wrapt has it: it is no function, and each look-up makes a new one."""

    def __init__(self, wrapped):
        self.__wrapped__ = wrapped

    def __get__(self, instance, owner):
        return BoundWrapper(self.__wrapped__.__get__(instance, owner)) if instance else self


class BoundWrapper:
    def __init__(self, wrapped):
        self.__wrapped__ = wrapped
        self.__func__ = wrapped.__func__

    def __call__(self, environ, start_response):
        started = []
        body = self.__wrapped__(environ, lambda *told: started.extend(told))
        start_response(*started)
        return body


def test_wrapper_around_every_app_is_no_layer_of_this_one(monkeypatch):
    around_every_app(monkeypatch, Wrapper)
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    client = app.test_client()

    assert_passes(preflight(client, "/none"), passed(PATH))
    response = fetch(client, "/none")
    assert (response.status_code, fields_of(response)) == (404, allowed(PATH))


def test_class_that_a_tool_puts_in_place_of_flasks(monkeypatch):
    """OpenTelemetry does, before or after this package is imported."""
    app = Flask(__name__)
    monkeypatch.setattr(flask, "Flask", type("Instrumented", (Flask,), {}))
    for module in [name for name in sys.modules if name.startswith("flask_cors.setting_up")]:
        monkeypatch.delitem(sys.modules, module)
    CORS(app, **marked(PATH))
    assert fields_of(fetch(app.test_client(), "/none")) == allowed(PATH)


def test_method_overridden_inside():
    """The view for the method that the app sees governs the response."""

    class Override(PassingLayer):
        def __call__(self, environ, start_response):
            override = environ.get("HTTP_X_HTTP_METHOD_OVERRIDE")
            environ["REQUEST_METHOD"] = override or environ["REQUEST_METHOD"]
            return self.wsgi_app(environ, start_response)

    app = create_app(Override)
    delete = cross_origin(**marked(PATH))(lambda: "deleted")
    app.add_url_rule("/view/", "delete", delete, methods=["DELETE"])
    client = app.test_client()
    headers = {"X-HTTP-Method-Override": "DELETE"}

    response = fetch(client, "/view/", "POST", headers=headers)
    assert (response.data, fields_of(response)) == (b"deleted", allowed(PATH))
    assert fields_of(fetch(client, "/view/", "POST", EVIL, headers=headers)) == REFUSED


def test_two_instances_make_one_layer():
    app = Flask(__name__)
    CORS(app, resources={"/one": marked(PATH)})
    layer = app.wsgi_app
    CORS(app, resources={"/two": marked(VIEW)})
    assert app.wsgi_app is layer
    app.wsgi_app = PassingLayer(app.wsgi_app)
    CORS(app, resources={"/three": {}})
    client = app.test_client()

    assert fields_of(fetch(client, "/one")) == allowed(PATH)
    assert fields_of(fetch(client, "/two")) == allowed(VIEW)
    assert_passes(preflight(client, "/two"), passed(VIEW))


class ErrorPage(PassingLayer):
    """A page of its own for whatever goes wrong."""

    def __call__(self, environ, start_response):
        try:
            return self.wsgi_app(environ, start_response)
        except ZeroDivisionError:
            start_response("500 INTERNAL SERVER ERROR", [("Content-Type", "text/plain")])
            return [b"sorry"]


@pytest.mark.parametrize("decorated", [True, False])
def test_layer_with_an_error_page_of_its_own(decorated):
    """It is no debugger's: an allowed page can read it."""
    app = create_app(ErrorPage, decorated, **marked(PATH))
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.add_url_rule("/fail", "fail", lambda: 1 // 0)
    client = app.test_client()

    response = fetch(client, "/fail")
    assert (response.data, fields_of(response)) == (b"sorry", allowed(PATH))
    assert fields_of(fetch(client, "/fail", origin=EVIL)) == REFUSED


@layers
def test_app_that_is_asked_while_an_exception_is_handled(layer):
    """Whoever calls the app may be dealing with something that is not the app's."""
    client = create_app(layer, **marked(PATH)).test_client()
    try:
        next(iter(()))
    except StopIteration:
        assert fields_of(fetch(client, "/plain")) == allowed(PATH)
        assert fields_of(fetch(client, "/view/")) == allowed(VIEW)
        assert fields_of(fetch(client, "/view/", "DELETE")) == allowed(VIEW)


def test_debugger_inside_the_layer():
    """Its page holds the console's secret, so no page may read it, wherever the debugger is."""
    app = quiet(Flask(__name__))
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.add_url_rule("/fail", "fail", lambda: 1 // 0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        app.wsgi_app = DebuggedApplication(app.wsgi_app, evalex=True, pin_security=False)
    CORS(app, **marked(PATH))
    response = fetch(app.test_client(), "/fail")

    assert response.status_code == 500
    assert b"SECRET" in response.data
    assert fields_of(response) in (NOTHING, REFUSED)
