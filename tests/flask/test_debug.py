"""Errors while developing: the debugger's page, and who may read what."""

from __future__ import annotations

import functools
import logging
import sys
from types import SimpleNamespace

import pytest
from flask import Blueprint
from flask import Flask
from werkzeug.debug import DebuggedApplication
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client
from werkzeug.test import create_environ

from flask_cors import CORS
from flask_cors import cross_origin

from .support import APP
from .support import BLUEPRINT
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
from .support import fetch_decided
from .support import fields_of
from .support import marked
from .support import passed
from .support import preflight
from .support import quiet


class Failed(Exception):
    """What goes wrong."""


def fail():
    raise Failed("what went wrong")


def create_app(debug=True, inside=None, **config):
    app = quiet(Flask(__name__))
    app.debug = debug
    app.config.update(config)
    if inside:
        app.wsgi_app = inside(app.wsgi_app)
    CORS(app, resources={"/api/*": marked(PATH)})
    app.add_url_rule("/api/fail", "fail", fail, methods=["GET", "POST", "HEAD"])
    app.add_url_rule("/fail", "ungoverned", fail)
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(fail))
    blueprint = Blueprint("blue", __name__, url_prefix="/blue")
    CORS(blueprint, **marked(BLUEPRINT))
    blueprint.add_url_rule("/fail", "fail", fail)
    app.register_blueprint(blueprint)
    app.add_url_rule("/api/ok", "ok", lambda: "fine")
    return app


def lines(caplog):
    """What the package logged."""
    return [record for record in caplog.records if record.name.startswith("flask_cors")]


insides = pytest.mark.parametrize("inside", [None, CopyingLayer])

# The debugger


@pytest.fixture
def debugged():
    """As `flask run --debug` does it: the debugger stands around the app."""
    return Client(DebuggedApplication(create_app(), evalex=True, pin_security=False))


@pytest.mark.parametrize("path", ["/api/fail", "/view", "/blue/fail", "/fail"])
@pytest.mark.parametrize("origin", [APP, EVIL, None])
def test_page_of_the_debugger_carries_no_fields(debugged, path, origin):
    response = fetch(debugged, path, origin=origin)

    assert response.status_code == 500
    assert b"SECRET" in response.data
    assert b"what went wrong" in response.data
    assert fields_of(response) == NOTHING


def test_one_line_says_so(debugged, caplog):
    fetch(debugged, "/api/fail")

    (line,) = lines(caplog)
    assert "CORS error" in line.getMessage()
    assert "/api/fail" in line.getMessage()
    assert "CORS_DEBUG_ERRORS" in line.getMessage()
    assert "\n" not in line.getMessage()
    assert line.levelno >= logging.WARNING
    assert line.exc_info is None


def test_no_line_for_a_request_by_no_page(debugged, caplog):
    fetch(debugged, "/api/fail", origin=None)
    assert lines(caplog) == []


def test_no_line_without_an_error(debugged, caplog):
    fetch(debugged, "/api/ok")
    fetch(debugged, "/api/none")
    assert lines(caplog) == []


def test_path_in_the_line_is_printable(caplog):
    app = create_app()
    app.before_request(fail)
    with pytest.raises(Failed):
        fetch(app.test_client(), "/x%0d%0aINFO:%20forged%1b[31m%e2%80%a8")
    (line,) = lines(caplog)
    assert line.getMessage().isprintable()
    assert line.getMessage().isascii()


# Exceptions that Flask lets out without the debugger


@insides
@pytest.mark.parametrize(
    ("config", "headers", "told"),
    [
        pytest.param({"PROPAGATE_EXCEPTIONS": True}, {"Origin": APP}, True, id="another's page"),
        pytest.param({"PROPAGATE_EXCEPTIONS": True}, {}, False, id="no page"),
        pytest.param(
            {"PROPAGATE_EXCEPTIONS": True},
            {"Origin": APP, "Sec-Fetch-Site": "same-origin"},
            False,
            id="a page of the app",
        ),
        pytest.param({"TESTING": True}, {"Origin": APP}, False, id="for a test"),
    ],
)
def test_line_on_an_exception_that_flask_lets_out(inside, config, headers, told, caplog):
    app = create_app(False, inside, **config)
    with pytest.raises(Failed):
        app.test_client().post("/api/fail", headers=headers)
    expected = (
        "The browser will report the error at '/api/fail' as a CORS error, since the server's own "
        "answer carries no CORS fields; with PROPAGATE_EXCEPTIONS=False Flask answers what a view "
        "lets out, so that every page can read it that is let in."
    )
    assert [line.getMessage() for line in lines(caplog)] == ([expected] if told else [])


def test_no_line_of_the_debugger_for_a_page_of_the_app(debugged, caplog):
    debugged.post("/api/fail", headers={"Origin": "http://localhost"})
    assert lines(caplog) == []


# Exceptions are never swallowed


@insides
@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("testing", [True, False])
@pytest.mark.parametrize("origin", [APP, EVIL, None])
@pytest.mark.parametrize("path", ["/api/fail", "/view", "/blue/fail", "/fail"])
def test_exception(inside, debug, testing, origin, path):
    app = create_app(debug, inside, TESTING=testing)
    client = app.test_client()
    if debug or testing:
        with pytest.raises(Failed, match="what went wrong") as raised:
            fetch(client, path, origin=origin)
        assert raised.value.__cause__ is None
        assert raised.value.__context__ is None
    else:
        assert fetch(client, path, origin=origin).status_code == 500


@pytest.mark.parametrize("propagate", [True, False])
@pytest.mark.parametrize("debug", [True, False])
def test_propagate_exceptions(propagate, debug):
    """Flask's own switch decides, in debug and out of it."""
    client = create_app(debug, PROPAGATE_EXCEPTIONS=propagate).test_client()
    if propagate:
        with pytest.raises(Failed):
            fetch(client, "/api/fail")
    else:
        response = fetch(client, "/api/fail")
        assert (response.status_code, fields_of(response)) == (500, allowed(PATH))
        assert fields_of(fetch(client, "/view")) == allowed(VIEW)


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, GeneratorExit])
@pytest.mark.parametrize("debug_errors", [True, False])
def test_what_is_no_exception_of_the_app_passes_through(error, debug_errors, caplog):
    app = create_app(CORS_DEBUG_ERRORS=debug_errors)

    def stop():
        raise error

    app.add_url_rule("/api/stop", "stop", stop)
    with pytest.raises(error):
        fetch(app.test_client(), "/api/stop")
    assert lines(caplog) == []


# CORS_DEBUG_ERRORS

GOVERNED = [("/api/fail", PATH), ("/view", VIEW), ("/blue/fail", BLUEPRINT)]


@insides
@pytest.mark.parametrize(("path", "mark"), GOVERNED)
def test_allowed_page_reads_the_error(inside, path, mark, caplog):
    app = create_app(inside=inside, CORS_DEBUG_ERRORS=True)
    response = fetch(app.test_client(), path)

    assert (response.status, response.mimetype) == ("500 INTERNAL SERVER ERROR", "text/plain")
    assert "Failed: what went wrong" in response.text
    assert "Traceback" in response.text
    assert "<" not in response.text.replace("<lambda>", "").replace("<locals>", "")
    assert fields_of(response) == allowed(mark)
    (line,) = lines(caplog)
    assert line.levelno == logging.ERROR
    assert line.exc_info[0] is Failed
    head = fetch(app.test_client(), path, "HEAD")
    assert (head.status, head.data, fields_of(head)) == (response.status, b"", allowed(mark))


@insides
@pytest.mark.parametrize(
    ("path", "origin"),
    [
        pytest.param("/api/fail", EVIL, id="a refused origin"),
        pytest.param("/view", EVIL, id="a refused origin, a view"),
        pytest.param("/blue/fail", EVIL, id="a refused origin, a blueprint"),
        pytest.param("/api/fail", None, id="no page"),
        pytest.param("/fail", APP, id="no rule governs"),
    ],
)
def test_nobody_else_does(inside, path, origin):
    app = create_app(inside=inside, CORS_DEBUG_ERRORS=True)
    with pytest.raises(Failed):
        fetch(app.test_client(), path, origin=origin)


@pytest.mark.parametrize(
    ("path", "origin", "debug_errors", "words"),
    [
        pytest.param(
            "/api/fail",
            APP,
            False,
            "; set CORS_DEBUG_ERRORS=True before CORS(app) to let",
            id="off",
        ),
        pytest.param(
            "/api/fail",
            EVIL,
            True,
            "does not let this page read it, since the origin is not one that the policy lets in.",
            id="a refused origin",
        ),
        pytest.param(
            "/fail",
            APP,
            True,
            "does not let this page read it, since no rule of the app governs this URL.",
            id="no rule governs",
        ),
    ],
)
def test_line_says_what_else_is_needed(path, origin, debug_errors, words, caplog):
    app = create_app(CORS_DEBUG_ERRORS=debug_errors)
    with pytest.raises(Failed):
        fetch(app.test_client(), path, origin=origin)
    (line,) = lines(caplog)
    assert words in line.getMessage()


@pytest.mark.parametrize(
    ("debug", "origin", "told"),
    [
        pytest.param(True, APP, 1, id="a page"),
        pytest.param(True, None, 0, id="no page"),
        pytest.param(False, APP, 0, id="not in debug"),
    ],
)
def test_line_where_the_debugger_is_inside(debug, origin, told, caplog):
    app = create_app(debug, lambda inside: DebuggedApplication(inside, pin_security=False))
    app.config["PROPAGATE_EXCEPTIONS"] = True
    response = fetch(app.test_client(), "/api/fail", origin=origin)
    assert (response.status_code, fields_of(response)) == (500, NOTHING)
    assert b"what went wrong" in response.data
    found = [line.getMessage() for line in lines(caplog)]
    assert ["wrap the debugger around the app after CORS(app)" in line for line in found] == (
        [True] * told
    )


class FailingLayer(PassingLayer):
    """Fails before it has asked the app."""

    def __call__(self, environ, start_response):
        fail()


@pytest.mark.parametrize("ask", [fetch, preflight])
@pytest.mark.parametrize("debug_errors", [True, False])
def test_line_on_an_exception_of_another_layer(ask, debug_errors, caplog):
    """No switch would let a page read it, nor does it matter which rule governs the URL."""
    app = create_app(inside=FailingLayer, CORS_DEBUG_ERRORS=debug_errors)
    with pytest.raises(Failed):
        ask(app.test_client(), "/api/ok")
    (line,) = lines(caplog)
    assert line.getMessage().endswith(
        "; another layer inside has failed, and CORS_DEBUG_ERRORS answers only what the app lets "
        "out."
    )


def test_no_line_on_an_exception_of_another_layer_where_no_debugger_answers(caplog):
    """It goes to the server, whatever PROPAGATE_EXCEPTIONS says."""
    app = create_app(False, FailingLayer, PROPAGATE_EXCEPTIONS=True)
    with pytest.raises(Failed):
        fetch(app.test_client(), "/api/ok")
    assert lines(caplog) == []


# The debugger inside


class Nameless:
    """A layer that does not say what is inside of it by any known name."""

    def __init__(self, inside):
        self.answer = inside

    def __call__(self, environ, start_response):
        return self.answer(environ, start_response)


def create_debugged(around=lambda layer: layer, twice=False, **options):
    """An app with the debugger inside, under another layer, and what may be asked of it."""
    app = quiet(Flask(__name__))
    app.debug = True
    app.add_url_rule("/fail", "fail", fail)
    app.add_url_rule("/api/console", "own", lambda: "own")
    if twice:
        CORS(app, **marked(PATH))
    debugger = DebuggedApplication(app.wsgi_app, evalex=True, pin_security=False, **options)
    app.wsgi_app = around(debugger)
    CORS(app, **({"resources": "/other"} if twice else marked(PATH)))
    return app.test_client()


debuggers = pytest.mark.parametrize(
    "around",
    [
        pytest.param(lambda layer: layer, id="no other layer"),
        PassingLayer,
        CopyingLayer,
        HoldingLayer,
        CopyingHoldingLayer,
        Nameless,
    ],
)
twice_or_not = pytest.mark.parametrize("twice", [True, False])


@debuggers
@twice_or_not
@pytest.mark.parametrize(
    ("path", "status", "content"),
    [
        pytest.param("/fail", 500, b"SECRET", id="the page of an error"),
        pytest.param("/console", 200, b"SECRET", id="the console"),
        pytest.param(
            "/any?__debugger__=yes&cmd=resource&f=debugger.js", 200, b"function", id="a resource"
        ),
        pytest.param(
            "/any?a=&%5f_debugger__=y%65s&cmd=resource&f=debugger.js", 200, b"func", id="escaped"
        ),
    ],
)
def test_answers_of_a_debugger_inside_carry_no_fields(around, twice, path, status, content):
    client = create_debugged(around, twice)
    for origin in (APP, EVIL):
        response = fetch(client, path, origin=origin)
        assert (response.status_code, fields_of(response)) == (status, NOTHING)
        assert content in response.data
    if status == 200:
        assert fields_of(preflight(client, path)) == NOTHING


def test_command_in_a_debugger_inside():
    """No page may read what it has run, nor the secret that it would need to run it."""
    client = create_debugged()
    secret = fetch(client, "/console").text.partition('SECRET = "')[2].partition('"')[0]
    path = f"/fail?__debugger__=yes&cmd=6*7&frm=0&s={secret}"
    response = fetch(client, path)
    assert "42" in response.text
    assert fields_of(response) == NOTHING


@debuggers
@twice_or_not
@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param("/api/console", 200, id="a view whose URL ends so"),
        pytest.param("/none/console", 404, id="no view"),
        pytest.param("/api/console?__debugger__=no", 200, id="another argument"),
    ],
)
def test_answers_of_the_app_around_which_the_debugger_is(around, twice, path, status):
    client = create_debugged(around, twice)
    response = fetch(client, path)
    assert (response.status_code, fields_of(response)) == (status, allowed(PATH))
    assert_passes(preflight(client, path), passed(PATH))


class InnerLayer:
    def __init__(self, layer):
        self._inner = layer
        self._itself = self

    def __call__(self, environ, start_response):
        return self._inner(environ, start_response)


class LayerOfSeveral:
    def __init__(self, layers):
        self.layers = layers

    def __call__(self, environ, start_response):
        return self.layers[0](environ, start_response)


def call(layer, environ, start_response):
    return layer(environ, start_response)


def around_another_app(layer):
    app = Flask(__name__)
    app.wsgi_app = layer
    return app


@pytest.mark.parametrize(
    ("around", "prefix"),
    [
        pytest.param(lambda layer: layer, "", id="no other layer"),
        pytest.param(PassingLayer, "", id="another layer"),
        pytest.param(
            lambda layer: DispatcherMiddleware(layer, {"/at": layer}), "/at", id="a mount"
        ),
        pytest.param(InnerLayer, "", id="an attribute of any name"),
        pytest.param(lambda layer: lambda *asked: call(layer, *asked), "", id="a closure"),
        pytest.param(lambda layer: InnerLayer(layer).__call__, "", id="a method"),
        pytest.param(lambda layer: functools.partial(call, layer), "", id="a partial"),
        pytest.param(lambda layer: LayerOfSeveral([layer]), "", id="one of several"),
        pytest.param(lambda layer: LayerOfSeveral([around_another_app(layer)]), "", id="an app"),
    ],
)
@pytest.mark.parametrize("path", ["/python", "/pyth\u00f6n"])
def test_console_at_another_path(around, prefix, path):
    response = fetch(create_debugged(around, console_path=path), f"{prefix}{path}")
    assert b"SECRET" in response.data
    assert fields_of(response) == NOTHING


class ErrorPage(PassingLayer):
    """A page of its own for whatever goes wrong."""

    def __call__(self, environ, start_response):
        try:
            return self.wsgi_app(environ, start_response)
        except Failed:
            start_response("500 INTERNAL SERVER ERROR", [("Content-Type", "text/html")])
            return [b"sorry"]


@pytest.mark.parametrize(
    ("loaded", "fields"),
    [
        pytest.param(True, NOTHING, id="a debugger may be inside"),
        pytest.param(False, allowed(PATH), id="none can be"),
    ],
)
def test_page_of_another_layer_that_tells_of_an_error(loaded, fields, monkeypatch):
    app = create_app(True, ErrorPage)
    if not loaded:
        monkeypatch.delitem(sys.modules, "werkzeug.debug")
    response = fetch(app.test_client(), "/api/fail")
    assert (response.data, fields_of(response)) == (b"sorry", fields)


def test_only_in_debug():
    app = create_app(debug=False, CORS_DEBUG_ERRORS=True, TESTING=True)
    with pytest.raises(Failed):
        fetch(app.test_client(), "/api/fail")
    app = create_app(debug=False, CORS_DEBUG_ERRORS=True)
    response = fetch(app.test_client(), "/api/fail")
    assert "what went wrong" not in response.text
    assert fields_of(response) == allowed(PATH)


@pytest.mark.parametrize("value", [False, 0, "false", None])
def test_off_by_default_and_when_switched_off(value):
    with pytest.raises(Failed):
        fetch(create_app(CORS_DEBUG_ERRORS=value).test_client(), "/api/fail")


def test_error_in_an_own_options_view_is_readable():
    app = quiet(Flask(__name__))
    app.debug = True
    app.config["CORS_DEBUG_ERRORS"] = "yes"
    CORS(app, **marked(PATH, automatic_options=False))
    app.add_url_rule("/", "own", fail, methods=["GET", "OPTIONS"])
    response = preflight(app.test_client(), "/")
    assert response.status_code == 500
    assert "what went wrong" in response.text


def test_preflight_passes_in_debug():
    client = create_app(CORS_DEBUG_ERRORS=True).test_client()
    assert_passes(preflight(client, "/api/fail", "POST"), passed(PATH))


def test_failing_teardown_is_readable():
    """The app had started its response; what comes instead has one set of fields."""
    app = create_app(CORS_DEBUG_ERRORS=True)

    @app.teardown_request
    def tear_down(_):
        raise Failed("what went wrong")

    started = []
    environ = create_environ("/api/ok", headers={"Origin": APP})
    body = b"".join(app(environ, lambda *given: started.append(given)))
    assert b"what went wrong" in body
    (first, again) = started
    assert first[0] == "200 OK"
    assert again[0] == "500 INTERNAL SERVER ERROR"
    assert again[2][0] is Failed  # WSGI demands it where a response was started before
    assert fields_of(SimpleNamespace(headers=again[1])) == allowed(PATH)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("n\u00e4me \u2603", id="non-ASCII"),
        pytest.param("file \udcff", id="a name that is no UTF-8, as os.listdir gives it"),
        pytest.param("\x00\x1b[31m", id="control characters"),
    ],
)
def test_any_text_in_the_error(text):
    app = create_app(CORS_DEBUG_ERRORS=True)

    def fail_with():
        raise Failed(text)

    app.add_url_rule("/api/text", "text", fail_with)
    response = fetch(app.test_client(), "/api/text")
    assert (response.status_code, fields_of(response)) == (500, allowed(PATH))
    assert response.data.startswith(b"Traceback")


def test_error_is_read_by_no_page_after_a_refusal():
    """Vary is told where the page gets nothing else from the layer."""
    app = create_app(debug=False)
    assert fields_of(fetch(app.test_client(), "/api/fail", origin=EVIL)) == REFUSED


def test_decision_on_an_error():
    app = create_app(CORS_DEBUG_ERRORS=True)
    response, decision = fetch_decided(app, "/api/fail")
    assert dict(decision.fields) == fields_of(response) == allowed(PATH)


@pytest.mark.parametrize("layer", [None, PassingLayer, CopyingLayer])
@pytest.mark.parametrize("decorated", [True, False])
def test_error_while_another_request_context_is_at_hand(layer, decorated):
    """A request context pushed outside (pytest-flask's) says nothing of the view that failed."""
    app = Flask(__name__)
    app.debug = app.testing = True
    app.config["CORS_DEBUG_ERRORS"] = True
    if layer:
        app.wsgi_app = layer(app.wsgi_app)
    CORS(app, resources={"/*": {"origins": "*"}, "/strict/*": {"origins": APP}})
    view = cross_origin(origins=APP)(lambda: 1 // 0) if decorated else lambda: 1 // 0
    app.add_url_rule("/strict/fail", "fail", view)

    with app.test_request_context("/"):
        with pytest.raises(ZeroDivisionError):
            fetch(app.test_client(), "/strict/fail", origin=EVIL)
        response = fetch(app.test_client(), "/strict/fail")
    assert response.status_code == 500
    assert fields_of(response) == {"Access-Control-Allow-Origin": APP}
