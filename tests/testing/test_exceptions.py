"""Exceptions in an app: a page sees what a server makes of them, and the test learns why."""

from __future__ import annotations

import contextlib
import threading
import typing as t

import pytest
from flask import Flask
from flask import Response
from flask import got_request_exception
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.test import create_environ

from flask_cors.testing import Blocked
from flask_cors.testing import Browser
from flask_cors.testing import Page
from flask_cors.testing import Step
from flask_cors.testing import assert_readable
from flask_cors.testing.exceptions_in_apps import catching

from .conftest import API
from .conftest import APP
from .conftest import make_app


@pytest.mark.parametrize("wrap", [lambda app: app, ProxyFix], ids=["bare", "wrapped"])
@pytest.mark.parametrize("testing", [True, False])
def test_a_page_sees_the_500_that_production_would_send(testing: bool, wrap: t.Any) -> None:
    app = make_app()
    app.testing = testing
    response = Browser(wrap(app), API).page(APP).fetch("/broken")
    assert (response.status, response.type) == (500, "cors")
    assert isinstance(response.exception, LookupError)
    assert "because of LookupError: no such thing" in str(response.exchanges[0])
    assert app.config["PROPAGATE_EXCEPTIONS"] is None
    with pytest.raises(ValueError, match="Expecting value") as caught:
        response.json()
    assert caught.value.__cause__ is response.exception


@pytest.mark.parametrize(
    "config",
    [
        pytest.param({"PROPAGATE_EXCEPTIONS": True}, id="exceptions are let out"),
        pytest.param({"DEBUG": True, "TESTING": False}, id="debug mode lets them out"),
    ],
)
def test_an_exception_that_is_let_out_is_a_bare_500(config: dict[str, t.Any]) -> None:
    app = make_app()
    app.config.update(config)
    with pytest.raises(Blocked) as caught:
        Browser(app, API).page(APP).fetch("/broken")
    blocked = caught.value
    assert blocked.step is Step.ALLOW_ORIGIN_MISSING
    assert isinstance(blocked.__cause__, LookupError)
    assert blocked.exchanges[0].escaped
    assert blocked.remedy.startswith("The app let out LookupError, so the server answered 500")


def test_an_exception_is_the_cause_where_the_origin_is_refused(browser: Browser) -> None:
    with pytest.raises(Blocked) as caught:
        browser.page("https://evil.example").fetch("/broken")
    assert isinstance(caught.value.__cause__, LookupError)
    assert caught.value.remedy.startswith("Write origins=[")


def test_any_wsgi_app_may_raise() -> None:
    def app(environ: t.Any, start_response: t.Any) -> t.Any:
        raise OSError("disk")

    with pytest.raises(Blocked) as caught:
        Browser(app, API).page(APP).fetch("/")
    assert isinstance(caught.value.__cause__, OSError)


def test_a_page_of_the_same_origin_reads_the_bare_500(app: Flask) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = True
    response = Browser(app, API).page(API).fetch("/broken")
    assert (response.status, response.text()) == (500, "Internal Server Error")


def test_the_next_request_is_not_to_blame(page: Page) -> None:
    page.fetch("/broken")
    assert page.fetch("/items").exception is None


def test_another_thread_is_not_to_blame(app: Flask) -> None:
    def meanwhile(environ: t.Any, start_response: t.Any) -> list[bytes]:
        other = make_app()
        other.testing = False
        thread = threading.Thread(target=other.test_client().get, args=["/broken"])
        thread.start()
        thread.join()
        start_response("200 OK", [])
        return [b""]

    assert Browser(meanwhile, API).page(API).fetch("/").exception is None


def test_an_app_that_is_mounted_in_another_one_is_to_blame() -> None:
    app, mounted = make_app(), make_app()
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/v1": mounted})  # type: ignore[method-assign]
    response = Browser(app, API).page(APP).fetch("/v1/broken")
    assert (response.status, response.type) == (500, "cors")
    assert isinstance(response.exception, LookupError)
    assert mounted.config["PROPAGATE_EXCEPTIONS"] is None


def test_an_app_that_a_view_asks_is_not_to_blame(app: Flask) -> None:
    other = make_app()
    other.testing = False
    app.add_url_rule("/outer", view_func=lambda: str(other.test_client().get("/broken").status))
    response = assert_readable(Browser(app, API).page(APP), "/outer")
    assert (response.text(), response.exception) == ("500 INTERNAL SERVER ERROR", None)


@pytest.mark.parametrize("status", [200, 404, 500, 503])
def test_an_app_may_answer_an_exception_as_it_likes(app: Flask, status: int) -> None:
    """What counts is what the page reads."""
    app.register_error_handler(500, lambda _: ("degraded", status))
    page = Browser(app, API).page(APP)
    response = assert_readable(page, "/broken", status=status)
    assert response.text() == "degraded"
    assert isinstance(response.exception, LookupError)
    if status < 500:
        assert_readable(page, "/broken")
        return
    with pytest.raises(AssertionError, match=f"reads a {status}, .*; status={status} expects that"):
        assert_readable(page, "/broken")


def test_an_exception_outside_of_a_request_is_nobody_s(app: Flask) -> None:
    with catching(create_environ()) as caught:
        got_request_exception.send(app, exception=LookupError("in a job"))
    assert caught.exception is None


@pytest.mark.parametrize("propagates", [None, False])
def test_calls_at_once_let_no_exception_through(app: Flask, propagates: bool | None) -> None:
    """The switch is the app's: it stays until the last of several threads has its answer."""
    app.config["PROPAGATE_EXCEPTIONS"] = propagates
    switched: list[bool | None] = []
    first, second = contextlib.ExitStack(), contextlib.ExitStack()
    for call in (first, second):
        environ = create_environ()
        caught = call.enter_context(catching(environ))
        with app.request_context(environ):
            got_request_exception.send(app, exception=LookupError("no such thing"))
        assert isinstance(caught.exception, LookupError)
    for call in (first, second):
        switched.append(app.config["PROPAGATE_EXCEPTIONS"])
        call.close()
    assert switched == [False, False]
    assert app.config["PROPAGATE_EXCEPTIONS"] is propagates


def streaming(environ: t.Any, start_response: t.Any) -> t.Iterator[bytes]:
    """An app whose body breaks off after its first piece, which HEAD does not get."""
    start_response("200 OK", [("Access-Control-Allow-Origin", "*"), ("X-A", "1")])
    yield b"first"
    raise LookupError("late")


def test_the_head_of_a_response_decides() -> None:
    """It has long been sent when the body breaks off."""
    page = Browser(streaming, API).page(APP)
    response = page.fetch("/")
    assert (response.status, response.type, response.truncated) == (200, "cors", True)
    assert isinstance(response.exception, LookupError)
    for read in (response.text, response.json, lambda: response.body):
        with pytest.raises(TypeError, match=r"^network error$") as caught:
            read()
        assert isinstance(caught.value.__cause__, LookupError)
    with pytest.raises(AssertionError, match="Reading the body fails"):
        assert_readable(page, "/")
    assert page.fetch("/", mode="no-cors").body == b""


def test_an_exception_before_the_first_piece_is_a_bare_500() -> None:
    def app(environ: t.Any, start_response: t.Any) -> t.Iterator[bytes]:
        start_response("200 OK", [("Access-Control-Allow-Origin", "*")])
        raise LookupError("early")
        yield b""

    with pytest.raises(Blocked) as caught:
        Browser(app, API).page(APP).fetch("/")
    assert caught.value.escaped


def test_a_stream_is_read_to_its_end(app: Flask) -> None:
    closed: list[str] = []

    @app.get("/stream")
    def stream() -> Response:
        response = Response(iter(["a", "b"]))
        response.call_on_close(lambda: closed.append("closed"))
        return response

    assert Browser(app, API).page(APP).fetch("/stream").text() == "ab"
    assert closed == ["closed"]


def test_an_exception_after_the_body_comes_too_late_for_the_page(app: Flask) -> None:
    @app.get("/closed")
    def closed() -> Response:
        response = Response("hello")
        response.call_on_close(lambda: 1 / 0)  # type: ignore[arg-type,return-value]
        return response

    response = assert_readable(Browser(app, API).page(APP), "/closed")
    assert (response.text(), response.truncated) == ("hello", False)
    assert isinstance(response.exception, ZeroDivisionError)


def test_what_breaks_off_is_closed_all_the_same() -> None:
    class Body:
        """Breaks off, and cannot be closed either."""

        def __iter__(self) -> t.Iterator[bytes]:
            yield b"first"
            raise LookupError("late")

        def close(self) -> None:
            raise OSError("closing")

    def app(environ: t.Any, start_response: t.Any) -> Body:
        start_response("200 OK", [("Access-Control-Allow-Origin", "*")])
        return Body()

    response = Browser(app, API).page(APP).fetch("/")
    assert response.truncated
    assert isinstance(response.exception, LookupError)


@pytest.mark.parametrize(
    "content_type",
    [
        "text/event-stream",
        "Text/Event-Stream; charset=utf-8",
        "multipart/x-mixed-replace; boundary=frame",
    ],
)
def test_a_stream_that_has_no_end(app: Flask, content_type: str) -> None:
    closed: list[str] = []

    def events() -> t.Iterator[str]:
        try:
            while True:
                yield "data: 1\n\n"
        finally:
            closed.append("closed")

    app.add_url_rule("/events", view_func=lambda: Response(events(), content_type=content_type))
    response = assert_readable(Browser(app, API).page(APP), "/events")
    assert (response.text(), response.exception, closed) == ("data: 1\n\n", None, ["closed"])
