"""Cookies and sessions: one page on another site logs in and reads its own data."""

from __future__ import annotations

import pytest

from .harness.programs import load_example

API = "https://api.example.net"
PAGE = "https://app.example.com"
OTHER = "https://www.example.org"
LOGIN = {
    "method": "POST",
    "headers": {"Content-Type": "application/json"},
    "body": '{"user": "ada"}',
    "credentials": "include",
}


@pytest.fixture
def api(web):
    return web.serve(API, load_example("cookies_and_sessions"))


@pytest.fixture
def logged_in(api, open_page):
    """The page, after it has logged in."""
    page = open_page(PAGE)
    assert page.fetch(f"{API}/api/login", **LOGIN).json == {"user": "ada"}
    api.recorder.exchanges.clear()
    return page


def test_page_logs_in_after_a_preflight_that_allows_credentials(api, open_page):
    assert open_page(PAGE).fetch(f"{API}/api/login", **LOGIN).json == {"user": "ada"}

    preflight, login = api.exchanges
    assert (str(preflight), str(login)) == ("OPTIONS /api/login -> 200", "POST /api/login -> 200")
    assert preflight.response["Access-Control-Allow-Origin"] == PAGE
    assert preflight.response["Access-Control-Allow-Credentials"] == "true"
    assert login.response["Access-Control-Allow-Origin"] == PAGE
    assert login.response["Access-Control-Allow-Credentials"] == "true"


def test_session_cookie_may_travel_between_sites(logged_in, chromium):
    (cookie,) = chromium.cookies()

    assert (cookie["name"], cookie["domain"]) == ("session", "api.example.net")
    assert (cookie["sameSite"], cookie["secure"], cookie["httpOnly"]) == ("None", True, True)


def test_page_reads_its_own_data_with_fetch(logged_in, api):
    assert logged_in.fetch(f"{API}/api/me", credentials="include").json == {"user": "ada"}
    assert api.log == ["GET /api/me -> 200"]


def test_page_reads_its_own_data_with_xhr(logged_in, api):
    assert logged_in.xhr(f"{API}/api/me", withCredentials=True).json == {"user": "ada"}
    assert api.log == ["GET /api/me -> 200"]


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda page, url: page.fetch(url), id="fetch without credentials"),
        pytest.param(lambda page, url: page.xhr(url), id="XHR without withCredentials"),
    ],
)
def test_page_that_does_not_ask_for_cookies_is_a_stranger(call, logged_in):
    seen = call(logged_in, f"{API}/api/me")

    assert seen.readable
    assert seen.status == 401


def test_page_that_has_not_logged_in_reads_so(api, open_page):
    assert open_page(PAGE).fetch(f"{API}/api/me", credentials="include").status == 401


def test_page_logs_out(logged_in):
    out = logged_in.fetch(f"{API}/api/logout", method="POST", credentials="include")
    assert out.status == 204

    assert logged_in.fetch(f"{API}/api/me", credentials="include").status == 401


def test_another_page_does_not_read_the_data_of_who_is_logged_in(logged_in, api, open_page):
    other = open_page(OTHER)

    assert other.fetch(f"{API}/api/me", credentials="include").blocked
    assert other.xhr(f"{API}/api/me", withCredentials=True).blocked
    # The cookie was sent: only the answer is kept from the page.
    assert api.log == ["GET /api/me -> 200", "GET /api/me -> 200"]


def test_another_page_cannot_log_in(api, open_page):
    seen = open_page(OTHER).fetch(f"{API}/api/login", **LOGIN)

    assert seen.blocked
    assert api.log == ["OPTIONS /api/login -> 403"]


def test_another_page_cannot_log_in_without_a_preflight_either(api, open_page):
    """What a form can send is sent without asking, and the app must not take it."""
    open_page(OTHER).fetch(
        f"{API}/api/login",
        method="POST",
        mode="no-cors",
        credentials="include",
        headers={"Content-Type": "text/plain"},
        body='{"user": "mallory"}',
    )

    assert api.log == ["POST /api/login -> 415"]
