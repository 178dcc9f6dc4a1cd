"""Assertions: what they accept, what they return, what their messages say."""

from __future__ import annotations

import typing as t

import pytest

from flask_cors.testing import Browser
from flask_cors.testing import Page
from flask_cors.testing import Step
from flask_cors.testing import assert_blocked
from flask_cors.testing import assert_readable

from .conftest import API
from .conftest import make_app

EVIL = "https://evil.example"


def test_readable(page: Page) -> None:
    response = assert_readable(page, "/items", status=200, reads=["X-Total-Count", "x_odd"])
    assert response.json() == ["a"]


def test_reads_one_header(page: Page) -> None:
    assert_readable(page, "/items", reads="X-Total-Count")
    with pytest.raises(AssertionError, match="The response has no header 'X-Absent'"):
        assert_readable(page, "/items", reads="X-Absent")


@pytest.mark.parametrize("reads", [None, 5, [5], b"X-Total-Count"])
def test_reads_no_header(page: Page, reads: t.Any) -> None:
    with pytest.raises(TypeError, match=r"^reads is names of headers, \[\"X-Total-Count\"\], not "):
        assert_readable(page, "/items", reads=reads)


@pytest.mark.parametrize("status", ["200", True, 200.0])
def test_no_status(page: Page, status: t.Any) -> None:
    with pytest.raises(TypeError, match=r"^status is a number, such as 200, not "):
        assert_readable(page, "/items", status=status)


def test_not_readable(browser: Browser) -> None:
    with pytest.raises(AssertionError) as caught:
        assert_readable(browser.page(EVIL), "/items")
    assert caught.value.__cause__ is None  # its message says it all
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
    with pytest.raises(AssertionError, match="at another step than 'method'"):
        assert_blocked(browser.page(EVIL), "/items", step=Step.METHOD)


def test_not_blocked(page: Page) -> None:
    with pytest.raises(AssertionError) as caught:
        assert_blocked(page, "/items")
    assert str(caught.value).startswith(
        "A page on https://app.example.com gets the response, cors, 200.\nGET /items HTTP/1.1\n"
    )


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ("allow origin missing", r"is no step\. Did you mean 'allow-origin missing'\?"),
        ("xyz", r"'xyz' is no step\. The steps are: .*, method, "),
        (404, r"404 is no step\. The steps are"),
    ],
)
def test_no_step(page: Page, step: t.Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        assert_blocked(page, f"{API}/items", step=step)


def raising(environ: t.Any, start_response: t.Any) -> t.Any:
    raise LookupError("no such thing")


NO_REFUSAL = "No server has refused it"
OPEN = make_app(origins="*")
HIDDEN = make_app(resources={"/api/*": {}})


@pytest.mark.parametrize(
    ("target", "url", "init", "step", "says"),
    [
        pytest.param(
            OPEN, "https://ap.example.com/x", {}, Step.CONNECTION, NO_REFUSAL, id="a misspelt host"
        ),
        pytest.param(
            OPEN,
            "http://api.example.com/items",
            {},
            Step.MIXED_CONTENT,
            NO_REFUSAL,
            id="plain http",
        ),
        pytest.param(
            OPEN, "ftp://api.example.com/items", {}, Step.SCHEME, NO_REFUSAL, id="another scheme"
        ),
        pytest.param(OPEN, f"{API}:22/items", {}, Step.BAD_PORT, NO_REFUSAL, id="a bad port"),
        pytest.param(
            OPEN,
            "/items",
            {"mode": "same-origin"},
            Step.SAME_ORIGIN_MODE,
            NO_REFUSAL,
            id="same-origin mode",
        ),
        pytest.param(
            OPEN,
            "/items",
            {"mode": "no-cors", "redirect": "manual"},
            Step.NO_CORS_REDIRECT_MODE,
            NO_REFUSAL,
            id="no-cors and manual",
        ),
        pytest.param(
            OPEN,
            "/moved?to=/items",
            {"redirect": "error"},
            Step.REDIRECT_MODE,
            NO_REFUSAL,
            id="a redirect that the page does not want",
        ),
        pytest.param(
            HIDDEN,
            "/ap/items",
            {},
            Step.ALLOW_ORIGIN_MISSING,
            "The answer is a 404, so perhaps the path is misspelt",
            id="a misspelt path",
        ),
        pytest.param(
            HIDDEN,
            "/ap/items",
            {"method": "PUT"},
            Step.ALLOW_ORIGIN_MISSING,
            "The answer is a 404, so perhaps the path is misspelt",
            id="a misspelt path, preflighted",
        ),
        pytest.param(
            raising,
            "/x",
            {},
            Step.ALLOW_ORIGIN_MISSING,
            "the app let an exception out",
            id="an app that raises",
        ),
    ],
)
def test_no_policy_blocks_it(
    target: t.Any, url: str, init: dict[str, t.Any], step: Step, says: str
) -> None:
    """So it would be blocked just as well if the policy were open to everybody."""
    page = Browser(target, API).page(EVIL)
    with pytest.raises(AssertionError, match=says) as caught:
        assert_blocked(page, url, **init)
    assert f"step={step.value!r} expects that" in str(caught.value)
    assert assert_blocked(page, url, step=step, **init).step is step
    assert assert_blocked(page, url, step=step.value, **init).step is step


ANY = {"page.fetch", "assert_readable", "assert_blocked"}


@pytest.mark.parametrize(
    ("call", "keywords", "says"),
    [
        *((call, {"metho": "PUT"}, "Did you mean method?") for call in sorted(ANY)),
        ("page.fetch", {"credential": "include"}, "Did you mean credentials?"),
        ("page.fetch", {"with_credentials": True}, 'Write credentials="include"'),
        ("page.fetch", {"data": "x"}, "Write body="),
        ("page.fetch", {"referrerPolicy": ""}, "Did you mean referrer_policy?"),
        ("page.fetch", {"cache": "no-store"}, "does not model 'cache'"),
        ("page.fetch", {"integrity": "sha256-x"}, 'fails in mode="no-cors"'),
        ("page.fetch", {"duplex": "half"}, "Leave it out, unless the body is a stream."),
        ("page.fetch", {"xyz": 1}, "There are: body, credentials, headers, json, method, mode,"),
        ("assert_blocked", {"stage": "method"}, "Did you mean step?"),
        ("assert_readable", {"read": []}, "Did you mean reads?"),
        ("assert_readable", {"stats": 404}, "Did you mean status?"),
        ("page.xhr", {"json": 1}, "Write body=json.dumps(...)"),
        ("page.xhr", {"credentials": "include"}, "Write with_credentials=True"),
        ("page.img", {"cross_origin": ""}, "Did you mean crossorigin?"),
        ("browser.page", {"sandbox": True}, "Did you mean sandboxed?"),
        ("Browser", {"profil": None}, "Did you mean profile?"),
    ],
)
def test_unknown_keywords(
    browser: Browser, page: Page, call: str, keywords: dict[str, t.Any], says: str
) -> None:
    """They are errors, and never change the verdict without a word."""
    calls: dict[str, t.Callable[..., object]] = {
        "page.fetch": lambda **init: page.fetch("/items", **init),
        "assert_readable": lambda **init: assert_readable(page, "/items", **init),
        "assert_blocked": lambda **init: assert_blocked(browser.page(EVIL), "/items", **init),
        "page.xhr": lambda **init: page.xhr("GET", "/items", **init),
        "page.img": lambda **init: page.img("/items", **init),
        "browser.page": lambda **init: browser.page(EVIL, **init),
        "Browser": lambda **init: Browser(make_app(), **init),
    }
    with pytest.raises(TypeError) as caught:
        calls[call](**keywords)
    assert says in str(caught.value)
    assert browser.exchanges == []
