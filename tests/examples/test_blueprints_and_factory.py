"""Blueprints and a factory: one policy for the public part, one for the internal part."""

from __future__ import annotations

import pytest

from examples.blueprints_and_factory import create_app
from flask_cors.testing import Browser
from flask_cors.testing import assert_blocked
from flask_cors.testing import assert_readable

OURS = "https://admin.example.com"
ANY = "https://www.example.org"


@pytest.fixture
def browser() -> Browser:
    return Browser(create_app())


def test_the_public_part(browser: Browser) -> None:
    assert_readable(browser.page(ANY), "/api/public/rates")


def test_the_internal_part(browser: Browser) -> None:
    page = browser.page(OURS)
    assert_readable(page, "/api/internal/orders")
    changed = assert_readable(
        page, "/api/internal/orders/7", method="PATCH", json={"state": "sent"}
    )
    assert changed.json() == {"id": 7, "state": "sent"}
    assert_blocked(page, "/api/internal/orders/7", method="DELETE", step="method")
    assert_blocked(browser.page(ANY), "/api/internal/orders", step="allow-origin missing")


def test_patch_is_written_in_capitals(browser: Browser) -> None:
    page = browser.page(OURS)
    blocked = assert_blocked(page, "/api/internal/orders/7", method="patch", step="method")
    assert blocked.remedy.endswith('In the page, write {"method": "PATCH"}.')
