"""One browser for all tests; made to forget before each test."""

from __future__ import annotations

import pathlib
import typing as t

import pytest

from .harness.chromium import running_chromium
from .harness.loop import Loop
from .harness.servers import running_web

if t.TYPE_CHECKING:
    import collections.abc as cabc

    from .harness.chromium import Chromium
    from .harness.page import Page
    from .harness.servers import Web

HERE = pathlib.Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test here, so that ``-m "not browser"`` leaves them out."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def running() -> cabc.Iterator[Web]:
    """Both servers, for the whole session."""
    with running_web() as web:
        yield web


@pytest.fixture
def web(running: Web) -> cabc.Iterator[Web]:
    """A web without any sites."""
    yield running
    running.clear()


@pytest.fixture(scope="session")
def loop() -> cabc.Iterator[Loop]:
    """The thread in which Playwright lives."""
    loop = Loop()
    yield loop
    loop.close()


@pytest.fixture(scope="session")
def browser(loop: Loop, running: Web) -> cabc.Iterator[Chromium]:
    """One browser process for the whole session."""
    with running_chromium(loop, running) as chromium:
        yield chromium


@pytest.fixture
def chromium(web: Web, browser: Chromium) -> Chromium:
    """A browser that remembers nothing."""
    browser.forget()
    return browser


@pytest.fixture
def open_page(chromium: Chromium) -> cabc.Callable[[str], Page]:
    """Open a page in the browser, by its URL."""
    return chromium.open
