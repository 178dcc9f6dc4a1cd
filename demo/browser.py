"""The headless browser of ``--check``: opens the page once and brings back its results."""

from __future__ import annotations

import collections.abc as cabc
import shutil
import typing as t
from contextlib import contextmanager
from pathlib import Path

from demo import react_check
from demo.results import Result

if t.TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Playwright

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing leaves the machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
WIDTH, HEIGHT = 1280, 900
TIMEOUT_MS = 60_000


class BrowserMissingError(Exception):
    """There is no browser to check with; the message says how to get one."""


def visit(url: str, screenshot: Path | None = None) -> list[Result]:
    """Open the page, wait until its run is over, and return its results and the React page's.

    :param screenshot: where to save a picture of the first screen.
    :raises BrowserMissingError: if there is no browser, or it does not start.
    """
    with _chromium() as browser:
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        console: list[str] = []
        page.on("console", lambda message: console.append(message.text))
        page.goto(url)
        page.wait_for_selector("html[data-run=done], html[data-run=failed]", timeout=TIMEOUT_MS)
        results: list[Result] = page.evaluate("window.demoResults")
        confirm_blocked(results, console)
        results += react_check.visit(browser, react_check.settled(page))
        if screenshot is not None:
            page.screenshot(path=screenshot)
        return results


def confirm_blocked(results: cabc.Iterable[Result], console: cabc.Collection[str]) -> None:
    """Find fault with what the page took for blocked, unless the console says so.

    A page sees every failure as the same TypeError; only the console names CORS as the reason.
    """
    for result in results:
        if result["sender"] != "browser" or result["verdict"] != "blocked":
            continue
        url_end = f"exchange={result['name']}'"
        if not any(url_end in line and "CORS policy" in line for line in console):
            result["ok"] = False
            result["differences"].append("the browser's console does not name CORS")


@contextmanager
def _chromium() -> cabc.Iterator[Browser]:
    try:
        from playwright.sync_api import Error  # noqa: PLC0415
        from playwright.sync_api import sync_playwright  # noqa: PLC0415
    except ImportError:
        raise BrowserMissingError(
            "Playwright is not installed: run `pip install playwright`."
        ) from None
    with sync_playwright() as playwright:
        path = _executable(playwright)
        try:
            browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        except Error as error:
            reason = error.message.partition("\n")[0]
            raise BrowserMissingError(f"{path} does not start: {reason}") from error
        try:
            yield browser
        finally:
            browser.close()


def _executable(playwright: Playwright) -> str:
    own = playwright.chromium.executable_path
    for found in (*map(shutil.which, COMMANDS), own):
        if found and Path(found).exists():
            return found
    raise BrowserMissingError(
        "no Chromium was found: install one (on Debian: `apt-get install chromium`)"
        " or run `playwright install chromium`."
    )
