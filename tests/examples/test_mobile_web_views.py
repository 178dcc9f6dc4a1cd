"""Mobile web views: schemes that no desktop browser can open are origins like any other."""

from __future__ import annotations

import pytest

from examples.mobile_web_views import app
from flask_cors.testing import Browser
from flask_cors.testing import assert_blocked
from flask_cors.testing import assert_readable

TOKEN = {"Authorization": "Bearer x"}
browser = Browser(app, "https://api.example.com")


@pytest.mark.parametrize(
    "origin", ["capacitor://localhost", "ionic://localhost", "https://localhost"]
)
def test_web_views_read(origin: str) -> None:
    page = browser.page(origin)
    assert assert_readable(page, "/api/messages", headers=TOKEN).json() == ["Hello from the API"]
    assert_readable(page, "/api/messages", status=401)


@pytest.mark.parametrize(
    "origin", ["capacitor://localhost.evil.example", "http://localhost", "https://www.example.org"]
)
def test_others_do_not(origin: str) -> None:
    assert_blocked(
        browser.page(origin), "/api/messages", headers=TOKEN, step="allow-origin missing"
    )
