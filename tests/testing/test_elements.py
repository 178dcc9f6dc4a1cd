"""Images, scripts and fonts.

Source: https://html.spec.whatwg.org/multipage/urls-and-fetching.html#cors-settings-attributes
"""

from __future__ import annotations

import pytest
from flask import Flask

from flask_cors.testing import CHROMIUM
from flask_cors.testing import FIREFOX
from flask_cors.testing import Blocked
from flask_cors.testing import Browser
from flask_cors.testing import Page
from flask_cors.testing import Profile
from flask_cors.testing import Step

from .conftest import API
from .conftest import APP


@pytest.mark.parametrize(
    ("crossorigin", "seen"),
    [
        pytest.param(None, (False, None, "id=1"), id="no attribute"),
        pytest.param("", (True, APP, None), id="an empty one"),
        pytest.param("anonymous", (True, APP, None), id="anonymous"),
        pytest.param("yes", (True, APP, None), id="an unknown word"),
        pytest.param("Use-Credentials", (True, APP, "id=1"), id="credentials"),
    ],
)
@pytest.mark.parametrize("kind", ["img", "script"])
def test_crossorigin(
    browser: Browser,
    page: Page,
    kind: str,
    crossorigin: str | None,
    seen: tuple[bool, str | None, str | None],
) -> None:
    readable, origin, cookie = seen
    browser.set_cookie("id=1; SameSite=None; Secure")
    load = page.img if kind == "img" else page.script
    element = load("/items", crossorigin=crossorigin)
    assert element.readable is readable
    assert element.response.type == ("cors" if readable else "opaque")
    (exchange,) = browser.exchanges
    assert exchange.headers.get("Origin") == origin
    assert exchange.headers.get("Cookie") == cookie
    assert exchange.headers["Sec-Fetch-Dest"] == {"img": "image"}.get(kind, kind)


@pytest.mark.parametrize(
    ("crossorigin", "cookie"), [("anonymous", None), (None, None), ("use-credentials", "id=1")]
)
def test_fonts_always_ask_with_cors(
    browser: Browser, page: Page, crossorigin: str | None, cookie: str | None
) -> None:
    browser.set_cookie("id=1; SameSite=None; Secure")
    assert page.font("/items", crossorigin=crossorigin).readable
    assert browser.exchanges[0].headers.get("Cookie") == cookie


def test_modules_always_ask_with_cors(page: Page) -> None:
    assert page.script("/items", module=True).readable
    assert page.script("/items", module=True, crossorigin="use-credentials").readable


def test_at_home_everything_is_readable(app: Flask) -> None:
    assert Browser(app, API).page(API).img("/items").readable


@pytest.mark.parametrize("kind", ["image", "script", "font"])
def test_blocked(browser: Browser, kind: str) -> None:
    page = browser.page("https://evil.example")
    load = {"image": page.img, "script": page.script, "font": page.font}[kind]
    with pytest.raises(Blocked) as caught:
        load("/items", crossorigin="anonymous")
    assert caught.value.console.startswith(f"Access to {kind} at '{API}/items' from origin")


@pytest.mark.parametrize("kind", ["img", "script", "font"])
@pytest.mark.parametrize(
    ("profile", "console"),
    [(CHROMIUM, "Failed to load resource: net::ERR_INVALID_URL"), (FIREFOX, "")],
    ids=["Chromium", "Firefox"],
)
def test_what_is_no_url_is_an_error_event(
    app: Flask, kind: str, profile: Profile, console: str
) -> None:
    """An element throws nothing."""
    browser = Browser(app, API, profile=profile)
    with pytest.raises(Blocked) as caught:
        getattr(browser.page(APP), kind)("http://[")
    assert caught.value.step is Step.INVALID_URL
    assert caught.value.console == console
    assert caught.value.remedy == "Ask for a URL; 'http://[' is none."
    assert browser.exchanges == []


def test_a_user_in_the_url_is_not_sent(page: Page) -> None:
    exchange = page.img("https://u:p@api.example.com/items").exchanges[0]
    assert exchange.url == f"{API}/items"


def test_a_scheme_that_nobody_speaks(page: Page) -> None:
    with pytest.raises(Blocked) as caught:
        page.img("ftp://a.example/")
    assert caught.value.console == "Failed to load resource: net::ERR_UNKNOWN_URL_SCHEME"


@pytest.mark.parametrize("crossorigin", [True, 1])
def test_an_attribute_is_text(page: Page, crossorigin: object) -> None:
    with pytest.raises(TypeError, match='crossorigin is "anonymous", "use-credentials" or None'):
        page.img("/items", crossorigin=crossorigin)  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "readable"), [("img", True), ("script", False), ("font", False)])
def test_what_is_not_found(page: Page, kind: str, readable: bool) -> None:
    """An image may come with any status; a script and a font are not loaded."""
    element = getattr(page, kind)("/absent", crossorigin="anonymous")
    assert (element.response.status, element.readable) == (404, readable)
