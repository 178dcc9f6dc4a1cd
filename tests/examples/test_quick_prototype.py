"""Quick prototype: any page may call this API, without cookies."""

from __future__ import annotations

import pytest

from examples.quick_prototype import app
from flask_cors.testing import Browser
from flask_cors.testing import assert_blocked
from flask_cors.testing import assert_readable

browser = Browser(app)


@pytest.mark.parametrize("page", ["https://www.example.org", "http://localhost:3000", "null"])
def test_any_page_reads_ping(page: str) -> None:
    assert assert_readable(browser.page(page), "/ping").json() == {"message": "pong"}


def test_a_page_may_send_any_header() -> None:
    page = browser.page("https://www.example.org")
    assert_readable(page, "/ping", headers={"X-Anything": "1", "Authorization": "Bearer x"})


def test_no_page_gets_to_use_cookies() -> None:
    page = browser.page("https://www.example.org")
    assert_blocked(page, "/ping", credentials="include", step="allow-credentials")
