"""Preflights are answered before the app gets to refuse them; refusals say what was refused."""

from __future__ import annotations

import pytest
from flask import Flask
from flask import abort
from flask import request
from flask.sessions import SecureCookieSessionInterface

from flask_cors import CORS

API = "https://api.example.com"
PAGE = "https://app.example.com"
OTHER = "https://www.example.org"


def make_app(**options):
    app = Flask(__name__)
    CORS(app, **options)

    @app.route("/items/1", methods=["GET", "PUT", "PATCH"])
    def item():
        return {"method": request.method}

    return app


@pytest.fixture
def guarded(web):
    """An API that lets nobody in without a token."""
    app = make_app(origins=PAGE)

    @app.before_request
    def check_token():
        if "X-Token" not in request.headers:
            abort(401)

    return web.serve(API, app)


def test_hook_that_asks_for_a_token_does_not_see_the_preflight(guarded, open_page):
    seen = open_page(PAGE).fetch(f"{API}/items/1", method="PUT", headers={"X-Token": "1"})

    assert seen.json == {"method": "PUT"}
    assert guarded.log == ["OPTIONS /items/1 -> 200", "PUT /items/1 -> 200"]


def test_page_without_a_token_reads_that_it_needs_one(guarded, open_page):
    seen = open_page(PAGE).fetch(f"{API}/items/1", method="PUT")

    assert seen.status == 401
    assert guarded.log == ["OPTIONS /items/1 -> 200", "PUT /items/1 -> 401"]


def test_another_page_does_not_get_past_the_preflight(guarded, open_page):
    seen = open_page(OTHER).fetch(f"{API}/items/1", method="PUT", headers={"X-Token": "1"})

    assert seen.blocked
    assert guarded.log == ["OPTIONS /items/1 -> 403"]


class BrokenSessions(SecureCookieSessionInterface):
    """Stands for a session store that cannot be reached."""

    def open_session(self, app, request):
        raise ConnectionError("the session store is down")


def test_preflight_needs_no_session(web, open_page):
    app = make_app(origins=PAGE)
    app.session_interface = BrokenSessions()
    api = web.serve(API, app)

    seen = open_page(PAGE).fetch(f"{API}/items/1", method="PUT")

    assert seen.status == 500
    assert api.log == ["OPTIONS /items/1 -> 200", "PUT /items/1 -> 500"]


@pytest.mark.parametrize(
    ("page", "request_init", "message"),
    [
        pytest.param(
            OTHER,
            {"method": "PUT"},
            "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            id="the origin",
        ),
        pytest.param(
            PAGE,
            {"method": "PATCH"},
            "Method PATCH is not allowed by Access-Control-Allow-Methods in preflight response.",
            id="the method",
        ),
        pytest.param(
            PAGE,
            {"method": "PUT", "headers": {"X-One": "1", "X-Two": "2"}},
            "Request header field x-two is not allowed by Access-Control-Allow-Headers in "
            "preflight response.",
            id="one of two headers",
        ),
        pytest.param(
            PAGE,
            {"method": "PUT", "credentials": "include"},
            "The value of the 'Access-Control-Allow-Credentials' header in the response is '' "
            "which must be 'true' when the request's credentials mode is 'include'.",
            id="credentials",
        ),
        pytest.param(
            PAGE,
            {"method": "patch"},
            "Method patch is not allowed by Access-Control-Allow-Methods in preflight response.",
            id="a method in lower case",
        ),
    ],
)
def test_console_names_what_was_refused(page, request_init, message, web, open_page):
    api = web.serve(API, make_app(origins=[PAGE], methods=["GET", "PUT"], allow_headers=["X-One"]))

    seen = open_page(page).fetch(f"{API}/items/1", **request_init)

    assert seen.blocked
    assert message in seen.console
    assert len(api.exchanges) == len(api.preflights) == 1


@pytest.mark.parametrize(
    ("method", "requested"),
    [
        pytest.param("put", "PUT", id="the browser writes PUT in capitals"),
        pytest.param("PUT", "PUT", id="PUT"),
        pytest.param("PATCH", "PATCH", id="PATCH"),
    ],
)
def test_method_is_compared_as_the_browser_sends_it(method, requested, web, open_page):
    api = web.serve(API, make_app(origins=PAGE, methods=["put", "patch"]))

    seen = open_page(PAGE).fetch(f"{API}/items/1", method=method)

    assert seen.json == {"method": requested}
    assert api.preflights[0].request["Access-Control-Request-Method"] == requested


class TestOpaqueOrigin:
    """A sandboxed frame is on an opaque origin, which the browser sends as ``null``."""

    def test_is_refused_when_origins_are_named(self, web, open_page):
        api = web.serve(API, make_app(origins=[PAGE, "https://admin.example.com"]))
        frame = open_page(PAGE).sandboxed_frame()

        assert frame.fetch(f"{API}/items/1").blocked
        assert frame.fetch(f"{API}/items/1", method="PUT").blocked
        assert api.log == ["GET /items/1 -> 200", "OPTIONS /items/1 -> 403"]
        assert {exchange.request["Origin"] for exchange in api.exchanges} == {"null"}

    def test_may_be_named(self, web, open_page):
        with pytest.warns(UserWarning, match="null"):
            app = make_app(origins=[PAGE, "null"])
        api = web.serve(API, app)
        frame = open_page(PAGE).sandboxed_frame()

        assert frame.fetch(f"{API}/items/1", method="PUT").json == {"method": "PUT"}
        assert api.exchanges[-1].response["Access-Control-Allow-Origin"] == "null"

    def test_is_one_of_any_origin(self, web, open_page):
        web.serve(API, make_app(origins="*", send_wildcard=True))

        frame = open_page(PAGE).sandboxed_frame()

        assert frame.fetch(f"{API}/items/1", method="PUT").json == {"method": "PUT"}
