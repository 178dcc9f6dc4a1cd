"""Whom a browser asks: apps, and servers that are running somewhere."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import http.client
import http.server
import socketserver
import ssl
import threading
import time
import typing as t

import pytest
from flask import Flask
from werkzeug.serving import make_server

from flask_cors.testing import Blocked
from flask_cors.testing import Browser
from flask_cors.testing import Step
from flask_cors.testing import assert_blocked
from flask_cors.testing import assert_readable
from flask_cors.testing.no_answers import net_error
from flask_cors.testing.no_answers import on_no_answer

from .conftest import API
from .conftest import APP
from .conftest import make_app


@contextlib.contextmanager
def serving(app: Flask) -> cabc.Iterator[str]:
    """The address of a server that runs the app."""
    server = make_server("127.0.0.1", 0, app)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def server(app: Flask) -> cabc.Iterator[str]:
    with serving(app) as address:
        yield address


def test_a_server(server: str) -> None:
    """The same assertions as for an app."""
    browser = Browser(server, API)
    page = browser.page(APP)
    got = assert_readable(page, "/echo", method="PUT", json=[1], headers={"X-A": "\u00e9"}).json()
    assert (got["method"], got["body"], got["host"]) == ("PUT", "[1]", "api.example.com")
    assert [exchange.kind for exchange in browser.exchanges] == ["preflight", "request"]
    assert assert_readable(page, "/items", reads=["X-Total-Count"]).headers["x-total-count"] == "1"
    page.fetch("/login", method="POST", credentials="include")
    assert page.fetch("/me", credentials="include").text() == "ada"
    assert_blocked(browser.page("https://evil.example"), "/items", step="allow-origin missing")


def test_a_server_under_its_own_name(server: str) -> None:
    assert Browser(server).page(APP).fetch("/items").url == f"{server}/items"


def test_nobody_listens() -> None:
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as closed:
        port = closed.server_port
    with pytest.raises(Blocked) as caught:
        Browser(f"http://127.0.0.1:{port}").page(APP).fetch("/")
    assert caught.value.step is Step.CONNECTION
    assert isinstance(caught.value.__cause__, ConnectionRefusedError)
    assert caught.value.console == "Failed to load resource: net::ERR_CONNECTION_REFUSED"
    assert caught.value.remedy.startswith(f"Start the server: 127.0.0.1:{port} gave no answer")


def test_a_server_that_speaks_no_https(server: str) -> None:
    port = server.rpartition(":")[2]
    with pytest.raises(Blocked) as caught:
        Browser(f"https://127.0.0.1:{port}").page(APP).fetch("/")
    assert caught.value.step is Step.CONNECTION
    assert caught.value.console == "Failed to load resource: net::ERR_SSL_PROTOCOL_ERROR"
    assert caught.value.remedy.startswith(f"Ask 127.0.0.1:{port} over http: it answers, but not")


@pytest.mark.parametrize(
    ("cause", "name", "remedy"),
    [
        (None, "ERR_NAME_NOT_RESOLVED", "Start the server: api:1 gave no answer (None)."),
        (
            ConnectionRefusedError("refused"),
            "ERR_CONNECTION_REFUSED",
            "Start the server: api:1 gave no answer (refused).",
        ),
        (
            TimeoutError("timed out"),
            "ERR_TIMED_OUT",
            "Start the server: api:1 gave no answer (timed out).",
        ),
        (
            http.client.RemoteDisconnected("closed"),
            "ERR_CONNECTION_FAILED",
            "Start the server: api:1 gave no answer (closed).",
        ),
        (
            http.client.BadStatusLine("SSH-2.0"),
            "ERR_CONNECTION_FAILED",
            "Look at what api:1 answers: it cannot be read here (SSH-2.0).",
        ),
        (
            OSError("unreachable"),
            "ERR_CONNECTION_FAILED",
            "Start the server: api:1 gave no answer (unreachable).",
        ),
        (
            ssl.SSLError(1, "wrong version number"),
            "ERR_SSL_PROTOCOL_ERROR",
            "Ask api:1 over http: it answers, but not over https (wrong version number).",
        ),
        (
            ssl.SSLCertVerificationError(1, "self-signed"),
            "ERR_CONNECTION_FAILED",
            "Let this machine trust the certificate of api:1 (self-signed).",
        ),
    ],
)
def test_what_chromium_calls_it_and_what_to_do(
    cause: Exception | None, name: str, remedy: str
) -> None:
    assert net_error(cause) == name
    assert on_no_answer("api:1", cause) == remedy


@contextlib.contextmanager
def sending(answer: bytes) -> cabc.Iterator[str]:
    """The address of a server that answers one request with those bytes, and then says no more."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65_536)
            self.request.sendall(answer)
            done.wait()

    done = threading.Event()
    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            done.set()
            thread.join()


OK = b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\n"
HELLO = OK + b"Content-Length: 5\r\n\r\nhello"


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        pytest.param(HELLO, "hello", id="a response"),
        pytest.param(
            b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" + HELLO,
            "hello",
            id="hints before it",
        ),
        pytest.param(
            b"HTTP/1.1 100 Continue\r\n\r\n"
            + b"HTTP/1.1 102 Processing\r\n\r\n" * 2
            + b"HTTP/1.1 103 Early Hints\r\n\r\n"
            + HELLO,
            "hello",
            id="all that may be before it",
        ),
        pytest.param(
            OK + b"Content-Type: text/event-stream\r\n\r\n", "", id="a stream of events to come"
        ),
        pytest.param(
            OK + b"Content-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n",
            "",
            id="pictures to come",
        ),
        pytest.param(
            b"HTTP/1.1 205 Reset Content\r\nAccess-Control-Allow-Origin: *\r\n"
            b"Content-Length: 5\r\n\r\nhello",
            "",
            id="a body that no page sees",
        ),
    ],
)
def test_what_a_page_reads_of_a_server(answer: bytes, text: str) -> None:
    with sending(answer) as server:
        response = assert_readable(Browser(server).page(APP), f"{server}/")
    assert response.text() == text
    assert "Link" not in (response.exchanges[0].response_headers or {})


def test_a_header_that_goes_on_in_the_next_line() -> None:
    answer = (
        b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Expose-Headers: X-A,"
        b"\r\n\t X-B\r\nX-B: a \r\n b\r\nContent-Length: 0\r\n\r\n"
    )
    with sending(answer) as server:
        response = assert_readable(Browser(server).page(APP), f"{server}/")
    assert response.headers["X-B"] == "a b"


def test_a_header_of_many_spaces_takes_no_longer() -> None:
    answer = OK + b"X-A: a" + b" " * 60_000 + b"b\r\nContent-Length: 0\r\n\r\n"
    with sending(answer) as server:
        before = time.monotonic()
        assert_readable(Browser(server).page(APP), f"{server}/")
    assert time.monotonic() - before < 5


def test_a_server_whose_answer_cannot_be_read_is_running() -> None:
    many = OK + b"X-A: 1\r\n" * 100 + b"\r\n"
    with sending(many) as server, pytest.raises(Blocked) as caught:
        Browser(server).page(APP).fetch("/")
    assert caught.value.step is Step.CONNECTION
    assert caught.value.remedy == (
        f"Look at what {server[7:]} answers: it cannot be read here (got more than 100 headers)."
    )


class CutOff(http.server.BaseHTTPRequestHandler):
    """Promises more than it sends."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Length", "9")
        self.end_headers()
        self.wfile.write(b"first")

    def log_message(self, *arguments: object) -> None:
        pass


def test_a_server_that_breaks_off() -> None:
    with http.server.HTTPServer(("127.0.0.1", 0), CutOff) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        response = Browser(f"http://127.0.0.1:{server.server_port}").page(APP).fetch("/")
        thread.join()
    assert (response.status, response.truncated) == (200, True)
    with pytest.raises(TypeError, match="network error"):
        response.text()


def test_a_server_learns_the_scheme_that_the_page_knows_it_by(server: str) -> None:
    page = Browser(server, API).page(APP)
    assert page.fetch("/echo").json()["headers"]["X-Forwarded-Proto"] == "https"
    assert "X-Forwarded-Proto" not in Browser(server).page(server).fetch("/echo").json()["headers"]


def test_an_app_gets_what_a_server_would_hand_it(app: Flask) -> None:
    seen: list[dict[str, object]] = []

    def spy(environ: dict[str, object], start_response: object) -> object:
        seen.append(environ)
        return app(environ, start_response)  # type: ignore[arg-type]

    page = Browser(spy, "https://api.example.com:8443").page("https://api.example.com:8443")  # type: ignore[arg-type]
    page.fetch("/echo?a=%20", method="POST", headers={"X-A": "1"})
    page.fetch("/a%2Fb%C3%A9", method="POST", body="x")
    assert {
        key: seen[0].get(key)
        for key in ("HTTP_HOST", "SERVER_PORT", "wsgi.url_scheme", "QUERY_STRING", "CONTENT_LENGTH")
    } == {
        "HTTP_HOST": "api.example.com:8443",
        "SERVER_PORT": "8443",
        "wsgi.url_scheme": "https",
        "QUERY_STRING": "a=%20",
        "CONTENT_LENGTH": "0",
    }
    assert "HTTP_CONTENT_LENGTH" not in seen[0]
    assert seen[0]["REMOTE_ADDR"] == "127.0.0.1"
    assert seen[1]["PATH_INFO"] == "/a/b\u00c3\u00a9"
    assert seen[1]["CONTENT_TYPE"] == "text/plain;charset=UTF-8"
    assert seen[1]["CONTENT_LENGTH"] == "1"


NAMES = {"X-Token": "1", "X_Token": "2", "X_Odd": "3"}


def test_names_with_an_underscore_do_not_arrive() -> None:
    """Neither from an app nor from a server: both would be read as ``X-Token``."""
    app = make_app(allow_headers=[*NAMES])
    with serving(app) as server:
        for target in (app, server):
            response = Browser(target, API).page(APP).fetch("/echo", headers=NAMES)
            assert response.exchanges[0].headers["Access-Control-Request-Headers"] == (
                "x-token,x_odd,x_token"
            )
            sent = response.exchanges[1].headers
            assert {name: sent[name] for name in NAMES} == NAMES
            got = response.json()["headers"]
            assert (got["X-Token"], got.get("X-Odd")) == ("1", None)


def test_head_has_no_body() -> None:
    def app(environ: object, start_response: t.Any) -> list[bytes]:
        start_response("200 OK", [("Access-Control-Allow-Origin", "*")])
        return [b"hi"]

    page = Browser(app, API).page(APP)
    assert (page.fetch("/", method="HEAD").body, page.fetch("/").body) == (b"", b"hi")
