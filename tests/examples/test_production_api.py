"""Production API: two pages, what they may send, what they read, how long that is remembered."""

from __future__ import annotations

import pytest

from examples.production_api import app
from flask_cors.testing import Browser
from flask_cors.testing import assert_blocked
from flask_cors.testing import assert_readable

API = "https://api.example.com"
SHOP = "https://app.example.com"
TOKEN = {"Authorization": "Bearer x"}


@pytest.fixture
def browser() -> Browser:
    return Browser(app, API)


@pytest.mark.parametrize("origin", [SHOP, "https://admin.example.com"])
def test_both_pages_read_and_write(browser: Browser, origin: str) -> None:
    page = browser.page(origin)
    assert assert_readable(page, "/products").headers["X-Total-Count"] == "42"
    assert_readable(page, "/products", method="POST", json={"name": "Lamp"}, status=201)
    assert_readable(page, "/products/1", method="PUT", json={"name": "Lamp"}, headers=TOKEN)
    assert_readable(page, "/products/1", method="DELETE", headers=TOKEN)


def test_a_preflight_is_remembered_for_an_hour(browser: Browser) -> None:
    page = browser.page(SHOP)
    for seconds, sent in {
        0: ["OPTIONS", "DELETE"],
        3599: ["DELETE"],
        1: ["OPTIONS", "DELETE"],
    }.items():
        browser.clock.advance(seconds)
        browser.exchanges.clear()
        page.fetch("/products/1", method="DELETE")
        assert [exchange.method for exchange in browser.exchanges] == sent


def test_no_other_page_gets_in(browser: Browser) -> None:
    page = browser.page("https://www.example.org")
    assert_blocked(page, "/products", step="allow-origin missing")
    assert_blocked(page, "/products/1", method="DELETE", step="allow-origin missing")
    assert [exchange.method for exchange in browser.exchanges] == ["GET", "OPTIONS"]


def test_what_is_not_listed_is_named(browser: Browser) -> None:
    page = browser.page(SHOP)
    assert_blocked(page, "/products/1", method="PATCH", step="method")
    blocked = assert_blocked(page, "/products", headers={"X-Trace": "1"} | TOKEN, step="header")
    assert "Request header field x-trace is not allowed" in blocked.console
    assert '"x-trace"' in blocked.remedy
