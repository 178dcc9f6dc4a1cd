"""Finding Chromium, and starting it."""

from __future__ import annotations

import contextlib
import json
import pathlib
import shutil
import tempfile
import typing as t

from .page import Page
from .requirements import lacking

if t.TYPE_CHECKING:
    import collections.abc as cabc

    from playwright.async_api import BrowserContext
    from playwright.async_api import BrowserType
    from playwright.async_api import Cookie

    from .loop import Loop
    from .servers import Web

NAMES = ("chromium", "chromium-browser", "google-chrome")
REMEDY = (
    "Install the Python package playwright, and Chromium: the Debian package chromium, "
    "or `python -m playwright install chromium`."
)
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Some builds of Chromium block the cookies of other sites unless the profile says otherwise, and
# only a profile on disk can say so.
PREFERENCES = {"profile": {"block_third_party_cookies": False, "cookie_controls_mode": 0}}


class Chromium:
    """A running browser, the pages open in it, and the way to make it forget."""

    def __init__(self, loop: Loop, web: Web, context: BrowserContext) -> None:
        """Steer a browser that shows a web. Its first page stays as it is, to work from."""
        self.loop = loop
        self.web = web
        self.context = context

    def open(self, url: str) -> Page:
        """Open a page; where no site was put at its origin, the page is empty."""
        self.web.ensure_page(url)
        return self.loop.run(self.visit(url))

    async def visit(self, url: str) -> Page:
        """Open a page, listening from the start."""
        page = await self.context.new_page()
        opened = Page(self.loop, page.main_frame)
        await page.goto(url)
        return opened

    def cookies(self) -> list[Cookie]:
        """All cookies that the browser holds."""
        return self.loop.run(self.context.cookies())

    def forget(self) -> None:
        """Make the browser as new: no pages, cookies, cached responses or cached preflights."""
        self.loop.run(self.close_and_clear())

    async def close_and_clear(self) -> None:
        """Do what ``forget`` says."""
        for page in self.context.pages[1:]:
            await page.close()
        await self.context.clear_cookies()
        await self.clear_cache()

    async def clear_cache(self) -> None:
        """Forget responses and preflights."""
        session = await self.context.new_cdp_session(self.context.pages[0])
        await session.send("Network.clearBrowserCache")
        await session.detach()


@contextlib.contextmanager
def running_chromium(loop: Loop, web: Web, *flags: str) -> cabc.Iterator[Chromium]:
    """Run a browser that finds the given web, and no other; flags may be added."""
    with chromium_type(loop) as chromium, profile() as folder:
        options = launch_options(chromium, web)
        options["args"] += flags
        context = loop.run(chromium.launch_persistent_context(folder, **options))
        try:
            yield Chromium(loop, web, context)
        finally:
            loop.run(context.close())


@contextlib.contextmanager
def chromium_type(loop: Loop) -> cabc.Iterator[BrowserType]:
    """Start Playwright, and give its Chromium."""
    try:
        from playwright.async_api import async_playwright
    except ModuleNotFoundError:
        lacking("the Python package playwright is not installed", remedy=REMEDY)
    playwright = loop.run(async_playwright().start())
    try:
        yield playwright.chromium
    finally:
        loop.run(playwright.stop())


def launch_options(chromium: BrowserType, web: Web) -> dict[str, t.Any]:
    """Say what to start, and with which flags."""
    found = next(filter(None, map(shutil.which, NAMES)), chromium.executable_path)
    if not pathlib.Path(found).exists():
        lacking("no Chromium was found", remedy=REMEDY)
    return {
        "executable_path": found,
        "args": [
            *FLAGS,
            f"--host-resolver-rules={web.host_rules}",
            f"--ignore-certificate-errors-spki-list={web.public_key_hash}",
        ],
    }


@contextlib.contextmanager
def profile() -> cabc.Iterator[pathlib.Path]:
    """Make a fresh profile, in which cookies may travel between sites."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        default = pathlib.Path(folder, "Default")
        default.mkdir()
        (default / "Preferences").write_text(json.dumps(PREFERENCES), encoding="utf-8")
        yield pathlib.Path(folder)
