"""Cookies and sessions: a page on another site logs in and reads its own data."""

from __future__ import annotations

import pytest

from examples.cookies_and_sessions import app
from flask_cors.testing import Browser
from flask_cors.testing import Page
from flask_cors.testing import assert_blocked
from flask_cors.testing import assert_readable

PAGE = "https://app.example.com"
API = "https://api.example.net"  # another site: its cookies need SameSite=None


@pytest.fixture
def browser() -> Browser:
    return Browser(app, API)


@pytest.fixture
def page(browser: Browser) -> Page:
    page = browser.page(PAGE)
    page.fetch("/api/login", method="POST", json={"user": "ada"}, credentials="include")
    return page


def test_logging_in(browser: Browser, page: Page) -> None:
    cookie = browser.cookies["session"]
    assert (cookie.same_site, cookie.secure, cookie.http_only) == ("None", True, True)
    assert assert_readable(page, "/api/me", credentials="include").json() == {"user": "ada"}
    assert page.xhr("GET", "/api/me", with_credentials=True).json() == {"user": "ada"}


def test_who_does_not_ask_for_cookies_is_a_stranger(page: Page) -> None:
    assert_readable(page, "/api/me", status=401)


def test_logging_out(page: Page) -> None:
    assert_readable(page, "/api/logout", method="POST", credentials="include", status=204)
    assert_readable(page, "/api/me", credentials="include", status=401)


def test_another_page_cannot_act_as_the_visitor(browser: Browser, page: Page) -> None:
    other = browser.page("https://evil.example")
    assert_blocked(other, "/api/me", credentials="include", step="allow-origin missing")
    login = {"user": "eve"}
    blocked = assert_blocked(other, "/api/login", method="POST", json=login, credentials="include")
    assert blocked.preflight  # so it was never sent


def test_a_browser_that_blocks_third_party_cookies() -> None:
    page = Browser(app, API, block_third_party_cookies=True).page(PAGE)
    page.fetch("/api/login", method="POST", json={"user": "ada"}, credentials="include")
    assert_readable(page, "/api/me", credentials="include", status=401)
