"""Chromium, driven by the harness of the browser tests."""

from __future__ import annotations

import contextlib
import typing as t

from tests.browser.harness import chromium as harness

from . import Line

if t.TYPE_CHECKING:
    import collections.abc as cabc

    from playwright.async_api import BrowserContext
    from playwright.async_api import ConsoleMessage

    from tests.browser.harness.loop import Loop
    from tests.differential.web import ScriptedWeb


class Chromium:
    """A running Chromium."""

    name = "Chromium"
    has_console = True

    def __init__(self, browser: harness.Chromium) -> None:
        """Steer a browser that the harness has started."""
        self.browser = browser
        self.version = browser.loop.run(version(browser.context))
        self.said: list[Line] = []
        browser.loop.run(self.listen())

    async def listen(self) -> None:
        """Keep what any page's console says."""
        self.browser.context.on("console", self.note)

    def note(self, message: ConsoleMessage) -> None:
        """Keep a line of the console."""
        self.said.append(Line(message.text, message.location["url"]))

    def open(self, url: str) -> None:
        """Show a page, and close those before."""
        self.browser.loop.run(self.close_pages())
        self.browser.open(url)

    async def close_pages(self) -> None:
        """Close all pages but the first, without which there is no browser."""
        for page in self.browser.context.pages[1:]:
            await page.close()

    def console(self) -> list[Line]:
        """What the console has said since the last time."""
        said = list(self.said)
        del self.said[: len(said)]
        return said

    def forget(self) -> None:
        """Forget all preflights, which Chromium keeps with its cache, but no cookies."""
        self.browser.loop.run(self.browser.clear_cache())


async def version(context: BrowserContext) -> str:
    """The version, which only the browser's own protocol tells of a browser with a profile."""
    session = await context.new_cdp_session(context.pages[0])
    product = (await session.send("Browser.getVersion"))["product"]
    return product.partition("/")[2]


@contextlib.contextmanager
def running_chromium(loop: Loop, web: ScriptedWeb) -> cabc.Iterator[Chromium]:
    """Run a Chromium that finds the given web, and no other."""
    flags = [f"--ip-address-space-overrides={','.join(web.public)}"] if web.public else []
    with harness.running_chromium(loop, web, *flags) as browser:
        yield Chromium(browser)
