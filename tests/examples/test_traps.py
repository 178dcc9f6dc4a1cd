"""Traps: what a page sees of each mistake, and that the way out works."""

from __future__ import annotations

import pytest

from examples.traps import any_origin_with_credentials
from examples.traps import gateway_adds_cors_too
from examples.traps import http_origin_for_https_page
from examples.traps import options_not_answered
from flask_cors import PolicyError
from flask_cors import PolicyWarning
from flask_cors.testing import Browser
from flask_cors.testing import Page
from flask_cors.testing import assert_blocked
from flask_cors.testing import assert_readable


def page_of(app: object) -> Page:
    return Browser(app, "https://api.example.com").page("https://app.example.com")  # type: ignore[arg-type]


def test_any_origin_with_credentials() -> None:
    with pytest.raises(PolicyError):
        any_origin_with_credentials.create_app()
    page = page_of(any_origin_with_credentials.create_fixed_app())
    assert_readable(page, "/api/me", credentials="include")


def test_gateway_adds_cors_too() -> None:
    page = page_of(gateway_adds_cors_too.create_app())
    blocked = assert_blocked(page, "/api/news", step="allow-origin mismatch")
    assert blocked.value == "https://app.example.com, https://app.example.com"
    assert "let one of the app and whatever stands before it add CORS fields" in blocked.remedy
    assert_readable(page_of(gateway_adds_cors_too.create_fixed_app()), "/api/news")


def test_http_origin_for_https_page() -> None:
    with pytest.warns(PolicyWarning):
        app = http_origin_for_https_page.create_app()
    blocked = assert_blocked(page_of(app), "/api/me", step="allow-origin missing")
    assert '"https://app.example.com"] in CORS(app, ...).' in blocked.remedy
    assert_readable(page_of(http_origin_for_https_page.create_fixed_app()), "/api/me")


def test_options_not_answered() -> None:
    page = page_of(options_not_answered.create_app())
    blocked = assert_blocked(page, "/settings", method="PUT", step="allow-origin missing")
    assert (blocked.preflight, blocked.exchanges[0].status) == (True, 405)
    fixed = page_of(options_not_answered.create_fixed_app())
    assert_readable(fixed, "/settings", method="PUT")
