"""GET only: the page reads; its PUT and its DELETE are stopped by the browser."""

from __future__ import annotations

import pytest

from examples.get_only import app
from flask_cors.testing import Browser
from flask_cors.testing import assert_blocked
from flask_cors.testing import assert_readable

API = "https://api.example.com"


@pytest.fixture
def browser() -> Browser:
    return Browser(app, API)


def test_the_page_looks(browser: Browser) -> None:
    assert_readable(browser.page("https://app.example.com"), "/articles/1")


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_the_page_does_not_touch(browser: Browser, method: str) -> None:
    page = browser.page("https://app.example.com")
    assert_blocked(page, "/articles/1", method=method, step="method")
    assert [exchange.kind for exchange in browser.exchanges] == ["preflight"]


def test_pages_of_the_app_itself_are_not_concerned(browser: Browser) -> None:
    assert_readable(browser.page(API), "/articles/1", method="DELETE")


def test_what_a_form_can_send_is_sent(browser: Browser) -> None:
    """CORS keeps the answer from the page, not the request from the app."""
    assert_blocked(browser.page("https://evil.example"), "/articles/1", method="POST", body="a=b")
    assert [exchange.request_line for exchange in browser.exchanges] == [
        "POST /articles/1 HTTP/1.1"
    ]
