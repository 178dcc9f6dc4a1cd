"""Local front end: the page on localhost:3000 reads what is under /api/, and nothing else."""

from __future__ import annotations

import pytest

from examples.local_front_end import create_app
from flask_cors.testing import Browser
from flask_cors.testing import Page
from flask_cors.testing import assert_blocked
from flask_cors.testing import assert_readable


@pytest.fixture
def browser() -> Browser:
    return Browser(create_app(), "http://127.0.0.1:5000")


@pytest.fixture
def page(browser: Browser) -> Page:
    return browser.page("http://localhost:3000")


def test_the_page_adds_a_task(page: Page) -> None:
    added = assert_readable(page, "/api/tasks", method="POST", json={"title": "Test"}, status=201)
    assert added.json()[-1] == "Test"
    assert assert_readable(page, "/api/tasks").json() == added.json()


def test_the_page_reads_that_something_does_not_exist(page: Page) -> None:
    assert_readable(page, "/api/nothing", status=404)


@pytest.mark.parametrize("path", ["/health", "/apix", "/"])
def test_the_rest_is_closed(page: Page, path: str) -> None:
    assert_blocked(page, path, step="allow-origin missing")


@pytest.mark.parametrize("other", ["http://localhost:3001", "https://localhost:3000", "null"])
def test_other_pages_read_nothing(browser: Browser, other: str) -> None:
    assert_blocked(browser.page(other), "/api/tasks", step="allow-origin missing")
