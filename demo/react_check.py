"""The headless browser on the React page: it must show what the policy grants, and no more."""

from __future__ import annotations

import collections.abc as cabc
import os
import typing as t
from contextlib import suppress
from urllib.parse import urlsplit

from demo.results import Result

if t.TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page

BUILT_MS, SHOWN_MS = 240_000, 15_000
SETTLED = "html:not([data-react=building])"
SHOWN = "document.querySelectorAll('li').length && !document.body.textContent.includes('asking')"
EXPECTED = {"/api/tasks": "readable", "/health": "blocked", "/apix": "blocked"}
VERDICTS = {"readable": "readable", "not readable": "blocked"}


class Status(t.TypedDict):
    """What the demo's page knows of the React page: `demo.react.Status`, and whose page it is."""

    program: str
    state: t.Literal["building", "react", "plain", "broken"]
    url: str
    short: str
    reason: str


def settled(page: Page) -> Status | None:
    """Wait until the React page stands, or a plain one in its place; None if nobody needs it."""
    page.wait_for_selector(SETTLED, timeout=BUILT_MS)
    status: Status | None = page.evaluate("window.demoReact ?? null")
    return status


def visit(browser: Browser, status: Status | None) -> list[Result]:
    """Open the React page; return a result for each path that it asks for."""
    if status is None:
        return []
    if status["state"] != "react":
        return [without_page(status)]
    page = browser.new_page()
    console: list[str] = []
    sent: list[tuple[str, str]] = []
    page.on("console", lambda message: console.append(message.text))
    page.on("request", lambda request: sent.append((request.method, urlsplit(request.url).path)))
    shown = _shown(page, status["url"])
    return [
        judged(
            status["program"],
            path,
            shown.get(path, "failed"),
            [method for method, asked in sent if asked.endswith(path)],
            console,
        )
        for path in EXPECTED
    ]


def _shown(page: Page, url: str) -> dict[str, str]:
    from playwright.sync_api import Error  # noqa: PLC0415

    with suppress(Error):  # what is missing then is a wrong verdict
        page.goto(url)
        page.wait_for_function(SHOWN, timeout=SHOWN_MS)
    shown = {
        place.get_attribute("data-path") or "": VERDICTS.get(place.inner_text(), "failed")
        for place in page.locator("dd[data-path]").all()
    }
    shown["/api/tasks"] = "readable" if page.locator("li").count() else "blocked"
    return shown


def judged(
    program: str, path: str, verdict: str, sent: list[str], console: cabc.Iterable[str]
) -> Result:
    """Return what is to be said of one path."""
    differences = []
    if verdict != EXPECTED[path]:
        differences.append(f"verdict: {verdict} instead of {EXPECTED[path]}")
    if sent != ["GET"]:
        differences.append(f"sent: {', '.join(sent)} instead of GET")
    named = any(f"{path}'" in line and "CORS policy" in line for line in console)
    if verdict == "blocked" and not named:
        differences.append("the browser's console does not name CORS")
    return Result(
        program=program,
        exchange=f"React page: GET {path}",
        sender="react",
        name="",
        sent=sent,
        verdict=verdict,
        expected=EXPECTED[path],
        ok=not differences,
        differences=differences,
    )


def without_page(status: Status) -> Result:
    """Return that the React page was not tested: a skip, but in CI, or if it is broken, a fault."""
    broken = status["state"] == "broken"
    in_ci = os.environ.get("CI", "").lower() in {"1", "true"}
    return Result(
        program=status["program"],
        exchange=f"React page ({'' if broken else 'skipped: '}{status['short']})",
        sender="react",
        name="",
        sent=[],
        verdict="failed" if broken else "skipped",
        expected="readable",
        ok=not (broken or in_ci),
        differences=[status["reason"] + (", and CI=true" if in_ci and not broken else "")],
    )
