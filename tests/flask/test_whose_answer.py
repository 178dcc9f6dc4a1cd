"""Whose answer has come, where layers inside make more of a request than one, or another one.

The policy is that of the view that answered, however the layers went about it; what is not the
app's own answer goes by its path, and what another app with CORS answered stays as it is.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import io

import pytest
from flask import Flask
from flask import Response
from flask import abort
from flask import request
from flask import session
from flask.sessions import SecureCookieSessionInterface
from werkzeug.debug import DebuggedApplication
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.test import Client
from werkzeug.test import EnvironBuilder

from flask_cors import CORS
from flask_cors import cross_origin

from .support import APP
from .support import EVIL
from .support import NOTHING
from .support import PATH
from .support import REFUSED
from .support import VIEW
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

ANY = {"Access-Control-Allow-Origin": EVIL, "Vary": "Origin"}


def held(wsgi_app, environ):
    """What an app answers to this very environ: what starts the response, and the body."""
    start = []

    def start_response(*told):
        start[:] = told
        return io.BytesIO().write

    body = wsgi_app(environ, start_response)
    content = b"".join(body)
    getattr(body, "close", lambda: None)()
    return start, content


class AskingBefore(PassingLayer):
    """Asks the app something else first, with the same environ."""

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        environ["PATH_INFO"] = "/open"
        held(self.wsgi_app, environ)
        environ["PATH_INFO"] = path
        return self.wsgi_app(environ, start_response)


class AskingAfter(PassingLayer):
    """Asks the app something else as well, before it hands its answer on."""

    def __call__(self, environ, start_response):
        start, body = held(self.wsgi_app, dict(environ))
        held(self.wsgi_app, {**environ, "PATH_INFO": "/open"})
        start_response(*start)
        return [body]


class ServingFiles(PassingLayer):
    """Asks the app whether it may, and serves one path by itself."""

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] != "/file":
            return self.wsgi_app(environ, start_response)
        held(self.wsgi_app, {**environ, "PATH_INFO": "/open"})
        start_response("200 OK", [])
        return [b"file"]


class Rebuilding(PassingLayer):
    """Hands on what CGI and WSGI have names for, and no key of anybody else."""

    def __call__(self, environ, start_response):
        kept = {name: value for name, value in environ.items() if "." not in name}
        wsgi = {name: value for name, value in environ.items() if name.startswith("wsgi.")}
        start, body = held(self.wsgi_app, {**kept, **wsgi})
        start_response(*start)
        return [body]


class Generating(PassingLayer):
    """Calls the app when the body is read."""

    def __call__(self, environ, start_response):
        yield from self.wsgi_app(environ, start_response)


class LowerCasing(PassingLayer):
    """Spells the names of fields as ASGI does."""

    def __call__(self, environ, start_response):
        def start(status, headers, *others):
            lower = [(name.lower(), value) for name, value in headers]
            return start_response(status, lower, *others)

        return self.wsgi_app(environ, start)


class TakingOff(PassingLayer):
    """Takes a prefix off, in a copy."""

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"].removeprefix("/v1")
        return self.wsgi_app({**environ, "PATH_INFO": path}, start_response)


class AskingForTokens(PassingLayer):
    def __call__(self, environ, start_response):
        if "HTTP_AUTHORIZATION" in environ:
            return self.wsgi_app(environ, start_response)
        start_response("401 UNAUTHORIZED", [])
        return [b"no"]


class Cascade:
    """Asks one app after the other until one knows the URL."""

    def __init__(self, *apps):
        self.apps = apps

    def __call__(self, environ, start_response):
        for app in self.apps:
            start, body = held(app, environ)
            if not start[0].startswith("404"):
                break
        start_response(*start)
        return [body]


def create_app(*layers, make=Flask, **options):
    app = quiet(make(__name__))
    app.secret_key = "made up"
    for layer in layers:
        app.wsgi_app = layer(app.wsgi_app)
    CORS(app, **options)
    methods = {"methods": ["GET", "PUT"]}
    app.add_url_rule("/open", "open", cross_origin(origins="*")(lambda: "open"))
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"), **methods)
    app.add_url_rule("/plain", "plain", lambda: "plain", **methods)
    return app


@pytest.mark.parametrize("layer", [AskingBefore, AskingAfter, ServingFiles, Generating])
@pytest.mark.parametrize(
    ("path", "mark"),
    [
        pytest.param("/view", VIEW, id="a decorated view"),
        pytest.param("/plain", PATH, id="a plain view"),
        pytest.param("/none", PATH, id="404"),
    ],
)
def test_answer_of_the_app(layer, path, mark):
    client = create_app(layer, **marked(PATH)).test_client()
    assert fields_of(fetch(client, path, origin=EVIL)) == REFUSED
    assert fields_of(fetch(client, "/open", origin=EVIL)) == ANY
    assert fields_of(fetch(client, path)) == allowed(mark)
    assert_passes(preflight(client, path, "PUT"), passed(mark))
    assert preflight(client, path, "PUT", EVIL).status_code == 403


@pytest.mark.parametrize(
    ("path", "mark"),
    [
        pytest.param("/view", VIEW, id="a decorated view, which sees to itself then"),
        pytest.param("/plain", PATH, id="a plain view: by the path"),
        pytest.param("/none", PATH, id="404"),
    ],
)
def test_answer_of_the_app_that_could_not_be_marked(path, mark):
    client = create_app(Rebuilding, **marked(PATH)).test_client()
    assert fields_of(fetch(client, path)) == allowed(mark)
    assert fields_of(fetch(client, path, origin=EVIL)) == REFUSED


@pytest.mark.parametrize("layer", [AskingBefore, AskingAfter, CopyingHoldingLayer])
def test_response_that_a_view_gives_again(layer):
    app = create_app(layer, **marked(PATH))
    kept = app.make_response("kept")
    app.add_url_rule("/kept", "kept", lambda: kept)
    client = app.test_client()
    for _ in range(2):
        response = fetch(client, "/kept")
        assert fields_of(response) == allowed(PATH)
        assert "X-Flask-CORS-Answer" not in response.headers
    assert "X-Flask-CORS-Answer" not in kept.headers


@pytest.mark.parametrize("outer", [PassingLayer, CopyingHoldingLayer])
@pytest.mark.parametrize("twice", [True, False])
def test_layer_that_spells_names_of_fields_its_own_way(outer, twice):
    """The marks are known all the same, and none goes out."""
    app = Flask(__name__)
    if twice:
        CORS(app, **marked(PATH))
    app.wsgi_app = outer(LowerCasing(app.wsgi_app))
    CORS(app, **({"resources": "/other"} if twice else marked(PATH)))
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    app.add_url_rule("/plain", "plain", lambda: "plain")
    client = app.test_client()

    for path, mark in {"/view": VIEW, "/plain": PATH, "/none": PATH}.items():
        response = fetch(client, path)
        assert "X-Flask-CORS-Answer" not in response.headers
        assert fields_of(response) == allowed(mark)
        assert fields_of(fetch(client, path, origin=EVIL)) == REFUSED
        assert_passes(preflight(client, path), passed(mark))


def answer_at(app, path, way):
    """Another answer of the app to the request at hand, as if it had been for another path."""
    environ = {**request.environ, "PATH_INFO": path}
    if way == "dispatch":
        with app.request_context(environ):
            return app.full_dispatch_request()
    return Response.from_app(functools.partial(Flask.wsgi_app, app), environ)


@pytest.mark.parametrize("way", ["dispatch", "past the layers"])
@pytest.mark.parametrize("layer", [PassingLayer, CopyingLayer, CopyingHoldingLayer])
@pytest.mark.parametrize("decorated", [True, False])
@pytest.mark.parametrize("twice", [True, False])
def test_view_that_answers_with_another_answer_of_its_app(way, layer, decorated, twice):
    """Its own policy counts: it may have put more into the answer."""
    app = Flask(__name__)
    strict, wide = marked(PATH), {"origins": EVIL, "supports_credentials": True}
    view = lambda: answer_at(app, "/wide", way)  # noqa: E731  the decorator is for some only
    if decorated:
        view, strict = cross_origin(**marked(VIEW))(view), marked(VIEW)
    app.add_url_rule("/strict", "strict", view)
    app.add_url_rule("/wide", "wide", lambda: "wide")
    rules = {"/strict": marked(PATH), "/wide": wide}
    if twice:
        CORS(app, resources=rules)
    app.wsgi_app = layer(app.wsgi_app)
    CORS(app, resources={"/none": {}} if twice else rules)
    client = app.test_client()

    response = fetch(client, "/strict")
    assert (response.text, fields_of(response)) == ("wide", allowed(strict["max_age"]))
    assert fields_of(fetch(client, "/strict", origin=EVIL)) == REFUSED
    assert fields_of(fetch(client, "/wide", origin=EVIL))["Access-Control-Allow-Origin"] == EVIL


def test_answer_of_a_layer_that_has_asked_the_app():
    client = create_app(ServingFiles, **marked(PATH)).test_client()
    response = fetch(client, "/file", origin=EVIL)
    assert (response.data, fields_of(response)) == (b"file", REFUSED)
    assert fields_of(fetch(client, "/file")) == allowed(PATH)


class Stripping(PassingLayer):
    """Leads from below /p to another path, and hands on no field that is not in a standard."""

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"].removeprefix("/p")
        (status, fields, *_), body = held(self.wsgi_app, {**environ, "PATH_INFO": path})
        start_response(status, [each for each in fields if not each[0].startswith("X-")])
        return [body]


BOTH = {**marked(PATH), "origins": [*marked(PATH)["origins"], EVIL]}
WITH_CREDENTIALS = {**marked(PATH), "supports_credentials": True}


@pytest.mark.parametrize(
    ("outside", "inside", "lets_in"),
    [
        pytest.param(BOTH, marked(VIEW), False, id="fewer inside"),
        pytest.param(BOTH, None, False, id="nobody inside"),
        pytest.param(WITH_CREDENTIALS, marked(VIEW), False, id="without credentials inside"),
        pytest.param(marked(PATH), {"origins": "*"}, True, id="anybody inside"),
        pytest.param(marked(PATH), BOTH, True, id="more inside"),
        pytest.param(marked(PATH), marked(VIEW), True, id="the same inside"),
    ],
)
def test_answer_whose_mark_is_lost_lets_in_nobody_whom_its_own_rule_does_not(
    outside, inside, lets_in
):
    app = create_app(
        Stripping, resources={"/p/*": outside, **({"/plain": inside} if inside else {})}
    )
    client = app.test_client()
    for origin in (APP, EVIL):
        response = fetch(client, "/p/plain", origin=origin)
        assert response.text == "plain"
        asked = preflight(client, "/p/plain", "PUT", origin)
        if lets_in and origin == APP:
            assert fields_of(response) == allowed(PATH)
            assert fields_of(asked) == passed(PATH)
        else:
            assert fields_of(response) == (REFUSED if lets_in else NOTHING)
            assert "Access-Control-Allow-Origin" not in fields_of(asked)


class WithoutSignals(Flask):
    def full_dispatch_request(self, *arguments):
        return self.finalize_request(self.dispatch_request(*arguments))


class DownWhenOpened(SecureCookieSessionInterface):
    def open_session(self, *_):
        raise ZeroDivisionError


@pytest.mark.parametrize(
    ("layer", "make", "sessions", "status"),
    [
        pytest.param(Rebuilding, Flask, None, 200, id="environ made anew"),
        pytest.param(HoldingLayer, WithoutSignals, None, 200, id="a class without signals"),
        pytest.param(HoldingLayer, Flask, DownWhenOpened, 500, id="a session that fails"),
    ],
)
def test_wider_rule_does_not_speak_for_a_view_whose_answer_is_not_known(
    layer, make, sessions, status
):
    app = create_app(layer, make=make, origins="*")
    if sessions:
        app.session_interface = sessions()
    response = fetch(app.test_client(), "/view", origin=EVIL)
    assert response.status_code == status
    assert "Access-Control-Allow-Origin" not in fields_of(response)


@pytest.mark.parametrize("layer", [PassingLayer, CopyingLayer, CopyingHoldingLayer, Generating])
@pytest.mark.parametrize("inner_layer", [PassingLayer, Generating])
def test_what_a_mounted_app_refuses_stays_refused(layer, inner_layer):
    inner = create_app(inner_layer, **marked(VIEW))
    outer = Flask(__name__)
    outer.wsgi_app = layer(DispatcherMiddleware(outer.wsgi_app, {"/v1": inner}))
    CORS(outer, origins="*")
    client = outer.test_client()

    assert fields_of(fetch(client, "/v1/plain", origin=EVIL)) == REFUSED
    assert fields_of(fetch(client, "/v1/plain")) == allowed(VIEW)
    response = preflight(client, "/v1/plain", "PUT", EVIL)
    assert (response.status_code, fields_of(response)) == (403, REFUSED)
    assert_passes(preflight(client, "/v1/plain", "PUT"), passed(VIEW))


@pytest.mark.parametrize("by", ["decorator", "bypass"])
def test_what_a_mounted_app_without_a_layer_refuses_stays_refused(by):
    inner = Flask("inner")
    taken = inner.wsgi_app
    if by == "bypass":
        CORS(inner, **marked(VIEW))
        inner.add_url_rule("/view", "view", lambda: "view", methods=["GET", "PUT"])
    else:
        view = cross_origin(**marked(VIEW))(lambda: "view")
        inner.add_url_rule("/view", "view", view, methods=["GET", "PUT"])
    outer = Flask(__name__)
    outer.wsgi_app = CopyingLayer(DispatcherMiddleware(outer.wsgi_app, {"/v1": taken}))
    CORS(outer, origins="*")
    client = outer.test_client()

    assert fields_of(fetch(client, "/v1/view", origin=EVIL)) == REFUSED
    assert fields_of(fetch(client, "/v1/view")) == allowed(VIEW)
    response = preflight(client, "/v1/view", "PUT", EVIL)
    assert (response.status_code, fields_of(response)) == (403, REFUSED)


def test_answer_of_the_app_after_another_app_was_asked():
    first = create_app(PassingLayer, origins=EVIL)
    app = Flask(__name__)
    app.wsgi_app = Cascade(first, app.wsgi_app)
    CORS(app, **marked(PATH))
    app.add_url_rule("/mine", "mine", lambda: "mine")
    client = app.test_client()

    assert fields_of(fetch(client, "/mine")) == allowed(PATH)
    assert fields_of(fetch(client, "/mine", origin=EVIL)) == REFUSED
    assert fields_of(fetch(client, "/open", origin=APP))["Access-Control-Allow-Origin"] == APP


def test_answer_of_another_app_after_the_app_was_asked():
    app = Flask(__name__)
    app.wsgi_app = Cascade(app.wsgi_app, create_app(**marked(VIEW)))
    CORS(app, origins=EVIL)
    page = cross_origin(origins="*")(lambda path: abort(404))
    app.add_url_rule("/<path:path>", "page", page)
    client = app.test_client()

    assert fields_of(fetch(client, "/plain", origin=EVIL)) == REFUSED
    assert fields_of(fetch(client, "/plain")) == allowed(VIEW)


@pytest.mark.parametrize("origin", [APP, EVIL])
def test_debugger_of_a_mounted_app(origin):
    inner = Flask("inner")
    inner.debug = True
    inner.wsgi_app = DebuggedApplication(inner.wsgi_app, evalex=True, pin_security=False)
    CORS(inner, origins=APP)
    inner.add_url_rule("/fail", "fail", lambda: 1 // 0)
    outer = Flask(__name__)
    outer.wsgi_app = DispatcherMiddleware(outer.wsgi_app, {"/v1": inner})
    CORS(outer, origins="*")

    response = fetch(outer.test_client(), "/v1/fail", origin=origin)
    assert b"SECRET" in response.data
    assert fields_of(response) == NOTHING


@pytest.mark.parametrize("options", [{"x_port": 1}, {"x_proto": 1}, {"x_host": 1}], ids=str)
def test_proxy_that_changes_what_hosts_are_told_by(options):
    app = Flask(__name__, host_matching=True, static_folder=None)
    app.wsgi_app = ProxyFix(app.wsgi_app, **{"x_proto": 0, **options})
    CORS(app, origins="*")
    view = cross_origin(**marked(VIEW))(lambda: "view")
    host = "api.example.com" if options == {"x_proto": 1} else "api.example.com:8443"
    app.add_url_rule("/", "view", view, host=host, methods=["GET", "PUT"])
    client = app.test_client()
    headers = {
        "Host": "api.example.com:443" if options == {"x_proto": 1} else "api.example.com",
        "X-Forwarded-Host": host,
        "X-Forwarded-Port": "8443",
        "X-Forwarded-Proto": "https",
    }

    assert fields_of(fetch(client, "/", headers=headers)) == allowed(VIEW)
    assert_passes(preflight(client, "/", "PUT", headers=headers), passed(VIEW))
    assert preflight(client, "/", "PUT", EVIL, headers=headers).status_code == 403


def test_stopped_preflight_where_a_layer_leads_to_another_path():
    """What stops it is not overruled by the policy of a path that is not the view's."""
    rules = {"/*": {"origins": "*"}, "/plain": marked(PATH)}
    app = create_app(AskingForTokens, TakingOff, resources=rules)
    app.add_url_rule("/<path:path>", "page", lambda path: "page", methods=["GET", "PUT"])
    client = app.test_client()

    token = {"Authorization": "Bearer x"}
    assert fields_of(fetch(client, "/v1/plain", origin=EVIL, headers=token)) == REFUSED
    response = preflight(client, "/v1/plain", "PUT", EVIL)
    assert (response.status_code, response.data) == (401, b"no")


@pytest.mark.parametrize("layer", [Generating, DebuggedApplication])
@pytest.mark.parametrize("fails", [True, False])
def test_answered_preflight_of_what_begins_late_has_no_body(layer, fails):
    app = quiet(Flask(__name__))
    app.wsgi_app = layer(app.wsgi_app)
    CORS(app, **marked(PATH))
    app.testing = True
    app.before_request(lambda: 1 // 0 if fails else abort(401))
    app.add_url_rule("/plain", "plain", lambda: "plain")

    response = preflight(app.test_client(), "/plain")
    assert_passes(response, passed(PATH))
    assert response.headers["Content-Length"] == "0"


def test_exception_of_a_layer_that_has_not_asked_the_app():
    """Nobody knows what a preflight is about that has not come to the app: it goes on."""

    class Failing(PassingLayer):
        def __call__(self, environ, start_response):
            raise ZeroDivisionError

    client = create_app(Failing, **marked(PATH)).test_client()
    for ask in (fetch, preflight):
        with pytest.raises(ZeroDivisionError):
            ask(client, "/plain")


def test_preflight_that_becomes_another_request():
    class Overriding(PassingLayer):
        def __call__(self, environ, start_response):
            return self.wsgi_app({**environ, "REQUEST_METHOD": "PUT"}, start_response)

    response = preflight(create_app(Overriding, **marked(PATH)).test_client(), "/plain", "PUT")
    assert (response.data, fields_of(response)) == (b"plain", NOTHING)


def test_view_that_hands_its_environ_to_an_app_past_its_layer():
    inner = Flask("inner")
    taken = inner.wsgi_app
    CORS(inner, origins=APP)
    inner.add_url_rule("/hand", "inner", cross_origin(origins="*")(lambda: "inner"))
    outer = Flask(__name__)
    CORS(outer, **marked(PATH))
    outer.add_url_rule("/hand", "outer", lambda: str(held(taken, request.environ)))
    view = cross_origin(**marked(VIEW))(lambda: str(held(taken, request.environ)))
    outer.add_url_rule("/view", "view", view)
    client = outer.test_client()

    for path, mark in {"/hand": PATH, "/view": VIEW}.items():
        assert fields_of(fetch(client, path, origin=EVIL)) == REFUSED
        assert fields_of(fetch(client, path)) == allowed(mark)


@pytest.mark.parametrize("layer", [PassingLayer, Generating])
def test_app_that_is_handed_an_environ(layer):
    inner = create_app(layer, **marked(PATH))
    outer = Flask(__name__)
    CORS(outer, resources={"/none": {}})
    told = []
    view = cross_origin(origins="*")(lambda: str(told.append(held(inner, request.environ)[0][1])))
    outer.add_url_rule("/plain", "plain", view)

    assert fields_of(fetch(outer.test_client(), "/plain", origin=EVIL)) == ANY
    assert [value for name, value in told[0] if name.startswith("Access-Control")] == []


def test_fields_past_the_layer_outlive_what_comes_after():
    """A session adds to the first line of Vary alone, so all is in one."""
    app = Flask(__name__)
    taken, app.secret_key = app.wsgi_app, "made up"
    CORS(app, **marked(PATH))

    @app.get("/")
    def count():
        session["visits"] = 1
        return "text", {"Vary": "Accept-Encoding"}

    response = fetch(Client(taken), "/")
    assert response.headers.getlist("Vary") == ["Accept-Encoding, Origin, Cookie"]


def test_hook_that_fails_past_the_layer():
    app = quiet(Flask(__name__))
    taken = app.wsgi_app
    CORS(app, **marked(PATH))
    app.after_request(lambda response: 1 // 0)
    app.add_url_rule("/", "view", lambda: "text")
    assert fetch(Client(taken), "/").status_code == 500


class Input(io.BytesIO):
    """A body that tells when it is freed."""

    freed = 0

    def __del__(self):
        Input.freed += 1


def freed_at_once(app, path, method):
    """Whether a request is freed without the garbage collector."""
    headers = {"Origin": APP, "Access-Control-Request-Method": "GET"}

    def ask():
        environ = EnvironBuilder(path, method=method, headers=headers).get_environ()
        environ["wsgi.input"] = Input()
        with contextlib.suppress(ZeroDivisionError):
            held(app, environ)

    ask()
    gc.collect()
    gc.disable()
    try:
        before = Input.freed
        ask()
        return Input.freed > before
    finally:
        gc.enable()


@pytest.mark.parametrize("layer", [PassingLayer, CopyingHoldingLayer, Generating])
@pytest.mark.parametrize("path", ["/view", "/plain", "/none", "/fail"])
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_nothing_more_is_left_for_the_garbage_collector(layer, path, method, small_heap):
    app = create_app(layer, **marked(PATH))
    bare = quiet(Flask("bare"))
    bare.wsgi_app = layer(bare.wsgi_app)
    for each in (app, bare):
        each.testing = True
        each.add_url_rule("/fail", "fail", lambda: 1 // 0)
    for rule in ("/view", "/plain"):
        bare.add_url_rule(rule, rule[1:], lambda: "text")

    assert freed_at_once(app, path, method) >= freed_at_once(bare, path, method)
