"""The layer: what it leaves as it is, what it adds, and to which responses."""

from __future__ import annotations

import pytest
from flask import Blueprint
from flask import Flask
from flask import Response
from flask import request
from flask import stream_with_context
from werkzeug.test import create_environ

import flask_cors
from flask_cors import CORS
from flask_cors import Outcome
from flask_cors import Reason

from .support import ADMIN
from .support import ALL_METHODS
from .support import APP
from .support import BLUEPRINT
from .support import EVIL
from .support import NOTHING
from .support import PATH
from .support import REFUSED
from .support import allowed
from .support import assert_passes
from .support import fetch
from .support import fetch_decided
from .support import fields_of
from .support import marked
from .support import passed
from .support import preflight
from .support import wsgi_headers


class Failed(Exception):
    """What goes wrong."""


def create_app(folder=None):
    app = Flask(__name__, static_folder=folder, static_url_path="/static")
    CORS(app, **marked(PATH))

    @app.route("/ping")
    def ping():
        return "pong"

    @app.route("/lines")
    def lines():
        return (f"{number}\n" for number in range(3))

    @app.route("/lines-in-context")
    def lines_in_context():
        return Response(stream_with_context(iter([request.path, "!"])))

    @app.route("/lines-that-fail")
    def lines_that_fail():
        def produce():
            yield "first\n"
            raise Failed

        return produce()

    @app.route("/both", methods=["GET", "POST", "OPTIONS"])
    def both():
        return f"the view's {request.method}"

    return app


@pytest.fixture
def client(tmp_path):
    (tmp_path / "notes.txt").write_text("static", encoding="utf-8")
    return create_app(str(tmp_path)).test_client()


@pytest.mark.parametrize(
    ("origin", "fields"),
    [
        pytest.param(APP, allowed(PATH), id="allowed"),
        pytest.param(ADMIN, allowed(PATH, ADMIN), id="also allowed"),
        pytest.param(EVIL, REFUSED, id="refused"),
        pytest.param("null", REFUSED, id="opaque"),
        pytest.param("", REFUSED, id="empty"),
        pytest.param(None, REFUSED, id="no page"),
    ],
)
@pytest.mark.parametrize(
    ("method", "path", "status", "body"),
    [
        pytest.param("GET", "/ping", 200, b"pong", id="GET"),
        pytest.param("HEAD", "/ping", 200, b"", id="HEAD"),
        pytest.param("OPTIONS", "/ping", 200, b"", id="OPTIONS that is no preflight"),
        pytest.param("OPTIONS", "/both", 200, b"the view's OPTIONS", id="a view's own OPTIONS"),
        pytest.param("OPTIONS", "/none", 404, None, id="OPTIONS without a view"),
        pytest.param("GET", "/lines", 200, b"0\n1\n2\n", id="a generator"),
        pytest.param("GET", "/lines-in-context", 200, b"/lines-in-context!", id="a stream"),
        pytest.param("GET", "/static/notes.txt", 200, b"static", id="a static file"),
        pytest.param("GET", "/static/none.txt", 404, None, id="no such static file"),
    ],
)
def test_every_response(client, *, method, path, status, body, origin, fields):
    with fetch(client, path, method, origin) as response:
        assert response.status_code == status
        assert body is None or response.data == body
        assert fields_of(response) == fields


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Range": "bytes=0-2"}, 206, id="a part of it"),
        pytest.param({"Range": "bytes=9-"}, 416, id="no part of it"),
        pytest.param({"If-Modified-Since": "Fri, 31 Dec 2049 00:00:00 GMT"}, 304, id="the same"),
    ],
)
def test_static_file_on_conditions(client, headers, status):
    with fetch(client, "/static/notes.txt", headers=headers) as response:
        assert response.status_code == status
        assert fields_of(response) == allowed(PATH)


def test_stream_is_not_read_ahead(client):
    """The fields are on their way before the first line is made, and so is the first line."""
    produced = []

    def produce():
        for number in range(3):
            produced.append(number)
            yield f"{number}\n"

    app = client.application
    app.add_url_rule("/slow", "slow", produce)
    started = []
    body = app(
        create_environ("/slow", headers={"Origin": APP}), lambda *given: started.append(given)
    )
    lines = iter(body)

    assert next(lines) == b"0\n"
    assert produced == [0]
    ((status, headers, *_),) = started
    assert status == "200 OK"
    assert ("Access-Control-Allow-Origin", APP) in headers
    body.close()


def test_stream_that_fails_half_way(client):
    with client.get("/lines-that-fail", headers={"Origin": APP}) as response:
        assert fields_of(response) == allowed(PATH)
        lines = response.iter_encoded()
        assert next(lines) == b"first\n"
        with pytest.raises(Failed):
            next(lines)


def test_body_is_closed(client):
    closed = []

    class Body(list):
        def close(self):
            closed.append("closed")

    client.application.add_url_rule("/body", "body", lambda: Response(Body(["text"])))
    with fetch(client, "/body") as response:
        assert response.data == b"text"
    assert closed == ["closed"]


# What a preflight is

HEADERS = {"Origin": APP, "Access-Control-Request-Method": "PUT"}


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        pytest.param("OPTIONS", {"Origin": APP}, id="no requested method"),
        pytest.param("OPTIONS", {"Access-Control-Request-Method": "PUT"}, id="no origin"),
        pytest.param(
            "OPTIONS",
            {"Origin": APP, "Access-Control-Request-Headers": "X-One"},
            id="requested headers, no requested method",
        ),
        pytest.param("GET", HEADERS, id="GET"),
        pytest.param("POST", HEADERS, id="POST"),
    ],
)
def test_what_is_no_preflight_reaches_the_app(client, method, headers):
    response = fetch(client, "/both", method, None, headers=headers)

    assert response.data == f"the view's {method}".encode()
    assert fields_of(response) == (allowed(PATH) if "Origin" in headers else REFUSED)


def test_preflight_does_not_reach_the_app(client):
    assert_passes(preflight(client, "/both", "PUT"), passed(PATH))


def test_answer_to_a_preflight_carries_nothing_else(client):
    headers = dict(preflight(client, "/ping").headers)
    assert headers == {**passed(PATH), "Content-Length": "0"}


def test_plain_options_keeps_what_flask_says(client):
    response = fetch(client, "/ping", "OPTIONS")
    assert sorted(response.allow) == ["GET", "HEAD", "OPTIONS"]


# Nothing else changes


@pytest.mark.parametrize("path", ["/ping", "/none", "/lines"])
def test_everything_else_is_as_without_the_extension(path):
    app = create_app()
    plain = create_app()
    plain.wsgi_app = plain.wsgi_app.wsgi_app
    with fetch(app.test_client(), path) as mine, fetch(plain.test_client(), path) as theirs:
        ours = set(allowed(PATH).items())
        assert [field for field in mine.headers if field not in ours] == list(theirs.headers)
        assert mine.data == theirs.data


def test_constant_header_list_is_left_alone():
    """An app inside may hand out one list again and again."""
    constant = [("Content-Type", "text/plain")]

    def inner(environ, start_response):
        start_response("200 OK", constant)
        return [b""]

    app = Flask(__name__)
    app.wsgi_app = inner
    CORS(app, **marked(PATH))

    for origin in (APP, ADMIN, APP):
        given = wsgi_headers(app, create_environ("/", headers={"Origin": origin}))
        assert given == [*constant, *allowed(PATH, origin).items()]
    assert constant == [("Content-Type", "text/plain")]


def test_environ_without_a_path():
    """WSGI lets a server leave out what is empty."""
    app = Flask(__name__)
    CORS(app, resources={"/": marked(PATH)})
    environ = create_environ("/", headers={"Origin": APP})
    del environ["PATH_INFO"], environ["QUERY_STRING"]
    assert set(allowed(PATH).items()) <= set(wsgi_headers(app, environ))
    environ = create_environ("/", headers=HEADERS, method="OPTIONS")
    del environ["PATH_INFO"], environ["SCRIPT_NAME"]
    assert set(passed(PATH).items()) <= set(wsgi_headers(app, environ))


def test_written_body_reaches_the_server():
    """WSGI's older way: the body goes to what `start_response` returns."""

    def inner(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])(b"written")
        return [b" and returned"]

    app = Flask(__name__)
    app.wsgi_app = inner
    CORS(app, **marked(PATH))
    sent = []
    sent += app(create_environ("/"), lambda *_: sent.append)

    assert sent == [b"written", b" and returned"]


def test_response_started_again_after_an_error():
    """WSGI lets an app start anew, with `exc_info`, until the first bytes are sent."""

    def inner(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        seen = (Failed, Failed(), None)
        start_response("500 INTERNAL SERVER ERROR", [("X-Error", "1")], seen)
        return [b"sorry"]

    app = Flask(__name__)
    app.wsgi_app = inner
    CORS(app, **marked(PATH))
    started = []
    app(create_environ("/", headers={"Origin": APP}), lambda *given: started.append(given))

    (first, again) = started
    assert first[:2] == ("200 OK", [("Content-Type", "text/plain"), *allowed(PATH).items()])
    assert again[:2] == (
        "500 INTERNAL SERVER ERROR",
        [("X-Error", "1"), *allowed(PATH).items()],
    )
    assert again[2][0] is Failed


# The order of things: hooks run as ever, and the layer comes last


def test_order_of_hooks():
    app, events = Flask(__name__), []
    CORS(app, **marked(PATH))
    app.before_request(lambda: events.append("before"))
    app.teardown_request(lambda error: events.append("teardown"))

    @app.after_request
    def after(response):
        events.append(("after", "Access-Control-Allow-Origin" in response.headers))
        return response

    app.add_url_rule("/", "view", lambda: events.append("view") or "text")

    assert fields_of(fetch(app.test_client(), "/")) == allowed(PATH)
    assert events == ["before", "view", ("after", False), "teardown"]
    events.clear()
    assert_passes(preflight(app.test_client(), "/"), passed(PATH))
    assert events == []


# The decision, for whoever asks


@pytest.mark.parametrize(
    ("method", "origin", "outcome", "reasons"),
    [
        pytest.param("GET", APP, Outcome.ALLOWED, (), id="allowed"),
        pytest.param(
            "GET", EVIL, Outcome.REFUSED, (Reason.ORIGIN_NOT_ALLOWED,), id="refused origin"
        ),
        pytest.param("GET", None, Outcome.NOT_CORS, (), id="no page"),
        pytest.param("PUT", APP, Outcome.ALLOWED, (), id="preflight"),
        pytest.param(
            "BREW", APP, Outcome.REFUSED, (Reason.METHOD_NOT_ALLOWED,), id="refused method"
        ),
        pytest.param(
            "PUT",
            EVIL,
            Outcome.REFUSED,
            (Reason.ORIGIN_NOT_ALLOWED,),
            id="preflight from a refused origin",
        ),
    ],
)
def test_decision_is_in_environ(client, method, origin, outcome, reasons):
    asked = ("GET", origin)
    headers = {}
    if method != "GET":
        asked = ("OPTIONS", origin)
        headers["Access-Control-Request-Method"] = method
    response, decision = fetch_decided(client.application, "/ping", *asked, headers=headers)

    assert isinstance(decision, flask_cors.Decision)
    assert (decision.outcome, decision.reasons) == (outcome, reasons)
    assert dict(decision.fields) == fields_of(response)
    assert decision.policy.max_age == PATH


def test_no_rule_no_decision():
    app = Flask(__name__)
    CORS(app, resources={"/api/*": {}})
    environ = create_environ("/elsewhere", headers={"Origin": APP})
    wsgi_headers(app, environ)

    assert "flask_cors.decision" not in environ
    assert fields_of(fetch(app.test_client(), "/elsewhere")) == NOTHING


def test_any_origin_is_the_default():
    app = Flask(__name__)
    CORS(app)
    client = app.test_client()

    assert fields_of(fetch(client, "/")) == {"Access-Control-Allow-Origin": APP, "Vary": "Origin"}
    assert_passes(
        preflight(client, "/", "PUT"),
        {
            "Access-Control-Allow-Origin": APP,
            "Access-Control-Allow-Methods": ALL_METHODS,
            "Vary": "Origin",
        },
    )


def test_a_blueprints_rule_decides_for_the_same_request_and_its_preflight():
    app, blueprint = Flask(__name__), Blueprint("api", __name__, url_prefix="/api")
    CORS(app, **marked(PATH))
    CORS(blueprint, **marked(BLUEPRINT))
    blueprint.add_url_rule("/ping", "ping", lambda: "pong")
    app.register_blueprint(blueprint)
    client = app.test_client()

    assert fields_of(fetch(client, "/api/ping")) == allowed(BLUEPRINT)
    assert_passes(preflight(client, "/api/ping"), passed(BLUEPRINT))
    assert fields_of(fetch(client, "/ping")) == allowed(PATH)
    assert_passes(preflight(client, "/ping"), passed(PATH))
