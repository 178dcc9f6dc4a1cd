"""Assertions: what they accept, what they return, what their messages say."""

from __future__ import annotations

import pytest

from flask_cors.testing import Blocked
from flask_cors.testing import Browser
from flask_cors.testing import Page
from flask_cors.testing import Step
from flask_cors.testing import assert_blocked
from flask_cors.testing import assert_readable

from .conftest import API

EVIL = "https://evil.example"


def test_readable(page: Page) -> None:
    response = assert_readable(page, "/items", status=200, reads=["X-Total-Count", "x_odd"])
    assert response.json() == ["a"]


def test_not_readable(browser: Browser) -> None:
    with pytest.raises(AssertionError) as caught:
        assert_readable(browser.page(EVIL), "/items")
    assert isinstance(caught.value.__cause__, Blocked)
    assert "Step: allow-origin missing." in str(caught.value)
    assert "GET /items HTTP/1.1\n   Host: api.example.com" in str(caught.value)


def test_readable_but_otherwise(page: Page) -> None:
    with pytest.raises(AssertionError) as caught:
        assert_readable(page, "/broken", status=200, reads=["X-Absent"])
    first, second, *exchange = str(caught.value).splitlines()
    assert first == "The status is 500, not 200."
    assert second == "The response has no header 'X-Absent'."
    assert exchange[0] == "GET /broken HTTP/1.1"
    assert exchange[-1].strip() == "because of LookupError: no such thing"


def test_an_app_that_raises_is_not_what_was_meant(page: Page) -> None:
    with pytest.raises(AssertionError, match="The page reads a 500, since the app raised"):
        assert_readable(page, "/broken")
    assert_readable(page, "/broken", status=500)


def test_opaque_is_not_readable(page: Page) -> None:
    with pytest.raises(AssertionError, match="The response is opaque: the page sees nothing"):
        assert_readable(page, "/items", mode="no-cors")


@pytest.mark.parametrize("step", [None, Step.ALLOW_ORIGIN_MISSING, "allow-origin missing"])
def test_blocked(browser: Browser, step: Step | str | None) -> None:
    blocked = assert_blocked(browser.page(EVIL), "/items", step=step)
    assert blocked.step is Step.ALLOW_ORIGIN_MISSING


def test_blocked_elsewhere(browser: Browser) -> None:
    with pytest.raises(AssertionError, match=r"at another step than <Step\.METHOD: 'method'>"):
        assert_blocked(browser.page(EVIL), "/items", step=Step.METHOD)


def test_not_blocked(page: Page) -> None:
    with pytest.raises(AssertionError) as caught:
        assert_blocked(page, "/items")
    assert str(caught.value).startswith(
        "A page on https://app.example.com gets the response, cors, 200.\nGET /items HTTP/1.1\n"
    )


def test_no_step(page: Page) -> None:
    with pytest.raises(ValueError, match="'origin' is not a valid Step"):
        assert_blocked(page, f"{API}/items", step="origin")
