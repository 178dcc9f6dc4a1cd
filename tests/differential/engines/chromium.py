"""Chromium, driven by the harness of the browser tests."""

from __future__ import annotations

import contextlib
import typing as t

from tests.browser.harness import chromium as harness

if t.TYPE_CHECKING:
    import collections.abc as cabc

    from playwright.async_api import BrowserContext

    from tests.browser.harness.loop import Loop
    from tests.differential.web import ScriptedWeb


class Chromium:
    """A running Chromium."""

    name = "Chromium"

    def __init__(self, browser: harness.Chromium) -> None:
        """Steer a browser that the harness has started."""
        self.browser = browser
        self.version = browser.loop.run(version(browser.context))
        self.page = None

    def open(self, url: str) -> None:
        """Show a page in place of the one before."""
        self.page = self.browser.open(url)

    def console(self) -> list[str]:
        """What the console has said since the last time."""
        said = list(self.page.console)
        del self.page.console[: len(said)]
        return said


async def version(context: BrowserContext) -> str:
    """The version, which only the browser's own protocol tells of a browser with a profile."""
    session = await context.new_cdp_session(context.pages[0])
    product = (await session.send("Browser.getVersion"))["product"]
    return product.partition("/")[2]


@contextlib.contextmanager
def running_chromium(loop: Loop, web: ScriptedWeb) -> cabc.Iterator[Chromium]:
    """Run a Chromium that finds the given web, and no other."""
    with harness.running_chromium(loop, web) as browser:
        yield Chromium(browser)
