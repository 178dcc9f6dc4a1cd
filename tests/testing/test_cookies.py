"""Cookies: what browsers keep, and what they send.

Source: https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html
"""

from __future__ import annotations

import typing as t

import pytest

from flask_cors.testing import CHROMIUM
from flask_cors.testing import FIREFOX
from flask_cors.testing import STANDARD
from flask_cors.testing import Browser
from flask_cors.testing import Cookie
from flask_cors.testing import Page

from .conftest import API
from .conftest import APP

OTHER_SITE = "https://app.example.org"


def setter(*headers: str) -> t.Any:
    """An app that sets cookies, and says which ones it got; every page may ask it."""

    def app(environ: dict[str, t.Any], start_response: t.Any) -> list[bytes]:
        fields = [
            ("Access-Control-Allow-Origin", environ.get("HTTP_ORIGIN", "*")),
            ("Access-Control-Allow-Credentials", "true"),
        ]
        if environ["PATH_INFO"].endswith("set"):
            fields += [("Set-Cookie", header) for header in headers]
        start_response("200 OK", fields)
        return [environ.get("HTTP_COOKIE", "").encode("latin-1")]

    return app


def kept(
    header: str, *, page: str = API, base: str = API, path: str = "/set", **browser: t.Any
) -> tuple[list[Cookie], list[str]]:
    """The cookies that are kept of a response, and the reasons for which others are not."""
    ours = Browser(setter(header), base, **browser)
    ours.page(page).fetch(f"{base}{path}", credentials="include")
    return list(ours.cookies), [refused.reason for refused in ours.cookies.refused]


@pytest.mark.parametrize(
    ("header", "cookie"),
    [
        pytest.param("a=b", {}, id="a name and a value"),
        pytest.param(" a = b ;", {}, id="white space around them"),
        pytest.param("b", {"name": "", "value": "b"}, id="a value only"),
        pytest.param("a=b=c", {"value": "b=c"}, id="an equals sign in the value"),
        pytest.param("a=b; Path=/x", {"path": "/x"}, id="a path"),
        pytest.param("a=b; Path=x", {}, id="a path without a slash"),
        pytest.param("a=b; Path=/" + "x" * 1024, {}, id="a path that is too long"),
        pytest.param("a=b; Domain=api.example.com", {"host_only": False}, id="its own domain"),
        pytest.param(
            "a=b; Domain=.Example.com",
            {"domain": "example.com", "host_only": False},
            id="the domain above",
        ),
        pytest.param("a=b; domain=", {}, id="an empty domain"),
        pytest.param("a=b; SECURE; HttpOnly", {"secure": True, "http_only": True}, id="switches"),
        pytest.param("a=b; SameSite=strict", {"same_site": "Strict"}, id="SameSite"),
        pytest.param("a=b; SameSite=lax; SameSite=Strict", {"same_site": "Strict"}, id="the last"),
        pytest.param("a=b; SameSite=whatever", {}, id="an unknown SameSite"),
        pytest.param(
            "a=b; SameSite=None; Secure", {"same_site": "None", "secure": True}, id="SameSite=None"
        ),
        pytest.param(
            "__Host-a=b; Secure; Path=/", {"name": "__Host-a", "secure": True}, id="__Host-"
        ),
        pytest.param("a=b; Domain=.; Domain=", {}, id="a dot as a domain that does not count"),
        *(
            pytest.param(
                f"{prefix}a=b; Secure; HttpOnly; Path=/",
                {"name": f"{prefix}a", "secure": True, "http_only": True},
                id=prefix,
            )
            for prefix in ("__Http-", "__Host-Http-", "__http-")
        ),
        pytest.param(
            "__Secure-a=b; Secure; Domain=example.com",
            {"name": "__Secure-a", "secure": True, "domain": "example.com", "host_only": False},
            id="__Secure-",
        ),
    ],
)
def test_kept(header: str, cookie: dict[str, t.Any]) -> None:
    expected = {"name": "a", "value": "b", "domain": "api.example.com"} | cookie
    assert kept(header) == ([Cookie(**expected)], [])


@pytest.mark.parametrize(
    ("header", "where", "reason"),
    [
        pytest.param("=", {}, "neither a name nor a value", id="nothing"),
        pytest.param("a=\x01", {}, "a control character", id="a control character"),
        pytest.param("a=" + "b" * 4096, {}, "4,096 bytes", id="too long"),
        pytest.param("a=b; Domain=com", {}, "register a name under com", id="a public suffix"),
        pytest.param("a=b; Domain=other.example.com", {}, "is not that of", id="another domain"),
        pytest.param(
            "a=b; Domain=0.0.1",
            {"base": "http://127.0.0.1", "page": "http://127.0.0.1"},
            "is not that of",
            id="a part of an address",
        ),
        pytest.param(
            "a=b; Secure",
            {"base": "http://api.example.com", "page": "http://api.example.com"},
            "did not come over https",
            id="Secure over http",
        ),
        pytest.param("a=b; SameSite=None", {}, "needs Secure as well", id="None without Secure"),
        pytest.param("__Secure-a=b", {}, "needs Secure", id="__Secure- without"),
        pytest.param("__Host-a=b; Secure", {}, "needs Secure, Path=/", id="__Host- without a path"),
        pytest.param(
            "__host-a=b; Secure; Path=/; Domain=example.com",
            {},
            "and no Domain",
            id="__Host- with a domain",
        ),
        pytest.param(
            "a=b; SameSite=Lax", {"page": OTHER_SITE}, "SameSite=Lax, and", id="Lax, cross-site"
        ),
        pytest.param(
            "a=b", {"page": OTHER_SITE}, "does not say SameSite, which Chromium", id="default"
        ),
        pytest.param(
            "a=b; SameSite=None; Secure",
            {"page": OTHER_SITE, "block_third_party_cookies": True},
            "blocks the cookies of other sites",
            id="third-party cookies are blocked",
        ),
        pytest.param(
            "a=b; Partitioned", {}, "Partitioned needs Secure", id="Partitioned without Secure"
        ),
        *(
            pytest.param(header, {}, "A cookie without a name", id=header)
            for header in ("=__Secure-x=1", "__host-x", "=__HOST-x", "=__Http-x=1")
        ),
        pytest.param("a=b; Domain=.", {}, "a dot alone", id="a dot as a domain"),
        *(
            pytest.param(
                header,
                {},
                f"begins with {header[: header.index('a')]} needs Secure and HttpOnly",
                id=header,
            )
            for header in (
                "__Http-a=b; Secure; Path=/",
                "__http-a=b; HttpOnly",
                "__Host-Http-a=b; Secure; Path=/",
            )
        ),
    ],
)
def test_refused(header: str, where: dict[str, t.Any], reason: str) -> None:
    cookies, reasons = kept(header, **where)
    assert cookies == []
    assert len(reasons) == 1
    assert reason in reasons[0]


@pytest.mark.parametrize(
    ("base", "header"),
    [
        pytest.param("http://127.0.0.1:5000", "a=b; Secure", id="Secure on this machine"),
        pytest.param("http://localhost", "a=b; Domain=localhost", id="localhost as a domain"),
        pytest.param("http://127.0.0.1", "a=b; Domain=127.0.0.1", id="an address as a domain"),
        pytest.param("https://com", "a=b; Domain=com", id="a public suffix that sets its own"),
    ],
)
def test_kept_elsewhere(base: str, header: str) -> None:
    cookies, reasons = kept(header, base=base, page=base)
    assert (len(cookies), reasons) == (1, [])


@pytest.mark.parametrize(
    ("path", "default"), [("/a/b/set", "/a/b"), ("/set", "/"), ("/a/set", "/a")]
)
def test_default_path(path: str, default: str) -> None:
    ((cookie,), _) = kept("a=b", path=path)
    assert cookie.path == default


PLAIN = "a=b; SameSite=Lax"
STRICT = "a=b; SameSite=Strict"
OPEN = "a=b; SameSite=None; Secure"


@pytest.mark.parametrize(
    ("header", "page", "sent"),
    [
        pytest.param(PLAIN, API, True, id="the same origin"),
        pytest.param(PLAIN, APP, True, id="the same site"),
        pytest.param(STRICT, APP, True, id="the same site, Strict"),
        pytest.param("a=b", APP, True, id="the same site, by default"),
        pytest.param(PLAIN, OTHER_SITE, False, id="another site"),
        pytest.param("a=b", OTHER_SITE, False, id="another site, by default"),
        pytest.param(STRICT, OTHER_SITE, False, id="another site, Strict"),
        pytest.param(OPEN, OTHER_SITE, True, id="another site, None"),
        pytest.param(PLAIN, "http://app.example.com", False, id="another scheme"),
        pytest.param(PLAIN, "null", False, id="an opaque origin"),
        pytest.param(OPEN, "null", True, id="an opaque origin, None"),
    ],
)
def test_sent(header: str, page: str, sent: bool) -> None:
    browser = Browser(setter(), API)
    browser.set_cookie(header)
    got = browser.page(page).fetch("/", credentials="include").text()
    assert got == ("a=b" if sent else "")


@pytest.mark.parametrize(
    ("header", "url", "sent"),
    [
        ("a=b; Path=/x", f"{API}/x", True),
        ("a=b; Path=/x", f"{API}/x/y", True),
        ("a=b; Path=/x/", f"{API}/x/y", True),
        ("a=b; Path=/x", f"{API}/xy", False),
        ("a=b; Path=/x", f"{API}/", False),
        ("a=b", "https://deep.api.example.com/", False),
        ("a=b; Domain=api.example.com", "https://deep.api.example.com/", True),
        ("a=b; Domain=example.com", "https://other.example.com/", True),
        ("a=b; Domain=example.com", "https://badexample.com/", False),
        ("a=b; Domain=example.com; Secure", "http://other.example.com/", False),
    ],
)
def test_sent_where(header: str, url: str, sent: bool) -> None:
    origin = url[: url.index("/", 8)]
    browser = Browser({API: setter(), origin: setter()})
    browser.set_cookie(header, API)
    got = browser.page(origin).fetch(url, credentials="include").text()
    assert got == ("a=b" if sent else "")


@pytest.mark.parametrize(
    ("header", "taken"),
    [("a=b", True), ("a=b; SameSite=x", True), ("a=b; SameSite=None", False), (PLAIN, False)],
)
def test_firefox_takes_what_does_not_say_samesite(header: str, taken: bool) -> None:
    browser = Browser(setter(header), API, profile=FIREFOX)
    page = browser.page(OTHER_SITE)
    page.fetch("/set", credentials="include")
    assert page.fetch("/", credentials="include").text() == ("a=b" if taken else "")


def wanderer(environ: dict[str, t.Any], start_response: t.Any) -> list[bytes]:
    """An app that redirects along the query, and at its end sets a cookie."""
    here, _, rest = environ["QUERY_STRING"].partition("+")
    cookie = ("Set-Cookie", "new=1; SameSite=Lax; Secure")
    fields = [("Location", f"{here}/?{rest}")] if here else [cookie]
    allowed = ("Access-Control-Allow-Origin", environ.get("HTTP_ORIGIN", "*"))
    credentials = ("Access-Control-Allow-Credentials", "true")
    start_response("302 Found" if here else "200 OK", [allowed, credentials, *fields])
    return [environ.get("HTTP_COOKIE", "").encode("latin-1")]


PLAIN_APP = "http://app.example.com"
PROFILES = (STANDARD, CHROMIUM, FIREFOX)


@pytest.mark.parametrize(
    ("page", "way", "sent", "kept"),
    [
        # With each, whether the standard, Chromium and Firefox do so.
        pytest.param(APP, [API], (1, 1, 1), (1, 1, 1), id="the same site"),
        pytest.param(APP, [OTHER_SITE], (0, 0, 0), (0, 0, 0), id="another site"),
        pytest.param(APP, [APP, API], (1, 1, 1), (1, 1, 1), id="through the same site"),
        pytest.param(APP, [OTHER_SITE, API], (0, 1, 0), (0, 1, 1), id="through another site"),
        pytest.param(APP, [OTHER_SITE, APP], (0, 1, 0), (0, 1, 1), id="home through another site"),
        pytest.param(APP, [API, OTHER_SITE, API], (0, 1, 0), (0, 1, 1), id="out and back"),
        pytest.param(APP, [API, OTHER_SITE], (0, 0, 0), (0, 0, 0), id="to another site"),
        pytest.param(PLAIN_APP, [API], (0, 0, 1), (0, 0, 1), id="another scheme"),
        pytest.param(PLAIN_APP, [PLAIN_APP, API], (0, 0, 1), (0, 0, 1), id="to another scheme"),
        pytest.param("null", [API], (0, 0, 0), (0, 0, 0), id="an opaque origin"),
    ],
)
@pytest.mark.parametrize("mode", ["cors", "no-cors"])
def test_redirects_and_schemes(
    page: str, way: list[str], sent: tuple[int, ...], kept: tuple[int, ...], mode: str
) -> None:
    """A cookie of SameSite=Strict is there, one of Lax is set; the browser may do either or not."""
    for profile, goes, stays in zip(PROFILES, sent, kept, strict=True):
        origins = (APP, API, OTHER_SITE, PLAIN_APP)
        browser = Browser(dict.fromkeys(origins, wanderer), profile=profile)
        for origin in origins[:3]:
            browser.set_cookie("old=1; SameSite=Strict; Secure", origin)
        first, *further = way
        init: dict[str, t.Any] = {"mode": mode, "credentials": "include"}
        browser.page(page).fetch(f"{first}/?{'+'.join(further)}", **init)
        assert browser.exchanges[-1].headers.get("Cookie") == ("old=1" if goes else None), profile
        assert ("new" in browser.cookies) is bool(stays), profile
        assert len(browser.cookies.refused) == (not stays)


def test_order_and_values() -> None:
    browser = Browser(setter(), API)
    for header in ("a=1", "b=2; Path=/x", "c", "a=3"):
        browser.set_cookie(header)
    assert browser.page(API).fetch("/x").text() == "b=2; a=3; c"
    assert browser.cookies["b"].path == "/x"
    assert "b" in browser.cookies
    assert "z" not in browser.cookies
    assert len(browser.cookies) == 3
    browser.cookies.clear()
    assert list(browser.cookies) == []


@pytest.mark.parametrize(
    ("attribute", "lives"),
    [
        pytest.param("", 1e12, id="as long as the browser"),
        pytest.param("Max-Age=60", 60, id="a minute"),
        pytest.param("Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", 60, id="Max-Age first"),
        pytest.param("Max-Age=soon", 1e12, id="a Max-Age that is no number"),
        pytest.param("Max-Age=99999999", 400 * 86_400, id="no longer than 400 days"),
        pytest.param("Expires=Fri, 01 Jan 9999 00:00:00 GMT", 400 * 86_400, id="nor by a date"),
        pytest.param("Expires=some day", 1e12, id="a date that is none"),
        pytest.param("Max-Age=0", 0, id="not at all"),
        pytest.param("Max-Age=-1", 0, id="less than that"),
        pytest.param("Max-Age=-" + "9" * 1000, 0, id="less than any number of seconds"),
        pytest.param("Max-Age=" + "9" * 1000, 400 * 86_400, id="more than any"),
        pytest.param("Expires=Thu, 01 Jan 1970 00:00:00 +0100", 0, id="a date long gone"),
        *(
            pytest.param(f"Expires={date}", 1e12, id=date)
            for date in (
                *("Fri, 31 Dec 99999 23:59:59 GMT", "Wed, 32 Jan 1970 00:00:00 GMT"),
                *("Wed, 01 Jan 1970 99:99:99 GMT", "Wed, 01 Jan 1970 00:00 GMT"),
                *("30 Feb 1970 00:00:00", "01 Foo 1970 00:00:00", "01 Jan 1600 00:00:00"),
            )
        ),
        *(
            pytest.param(f"Expires={date}", 0, id=date)
            for date in (
                *("01-Jan-70 00:00:00", "1 january 1970 0:0:0", "00:00:00 1970 jan 1"),
                *("1601 Jan 01 00:00:00", "01 Jan 99 1:1:1x"),
            )
        ),
        pytest.param("Expires=01 Jan 69 00:00:00", 400 * 86_400, id="two digits up to 69"),
    ],
)
def test_age(attribute: str, lives: float) -> None:
    browser = Browser(setter(), API)
    browser.set_cookie(f"a=b; {attribute}")
    if lives:
        browser.clock.advance(lives - 1)
        assert "a" in browser.cookies
        browser.clock.advance(1 if lives < 1e12 else 0)
    assert ("a" in browser.cookies) is (lives == 1e12)


@pytest.mark.parametrize(
    ("steps", "sent"),
    [
        pytest.param(["a=1", "b=2"], "a=1; b=2", id="the oldest first"),
        pytest.param(["a=1", "b=2", "a=3"], "a=3; b=2", id="a new value in the old place"),
        pytest.param(["a=1; Max-Age=1", "b=2", 1, "a=3"], "b=2; a=3", id="a place that expired"),
        pytest.param(["a=1", "b=2", "a=; Max-Age=0", "a=3"], "b=2; a=3", id="one that was deleted"),
    ],
)
def test_order(steps: list[str | int], sent: str) -> None:
    browser = Browser(setter(), API)
    for step in steps:
        if isinstance(step, int):
            browser.clock.advance(step)
        else:
            browser.set_cookie(step)
    assert browser.page(API).fetch("/").text() == sent
    assert "; ".join(f"{each.name}={each.value}" for each in browser.cookies) == sent


def test_a_secure_cookie_is_not_overwritten_from_plain_http() -> None:
    plain = "http://api.example.com"
    browser = Browser({API: setter(), plain: setter("a=2")})
    browser.set_cookie("a=1; Secure")
    browser.page(plain).fetch("/set")
    assert browser.cookies["a"].value == "1"
    assert "from plain http" in browser.cookies.refused[0].reason


@pytest.mark.parametrize(
    ("header", "path", "overwrites"),
    [
        pytest.param("a=2; Domain=example.com", "/set", False, id="of the domain above"),
        pytest.param("a=2; Path=/x/y", "/set", False, id="of a longer path"),
        pytest.param("b=2", "/set", True, id="of another name"),
        pytest.param("a=2; Domain=plain.api.example.com", "/set", False, id="of a domain below"),
    ],
)
def test_nor_hidden_by_another_one(header: str, path: str, overwrites: bool) -> None:
    plain = "http://plain.api.example.com"
    browser = Browser({API: setter(), plain: setter(header)})
    browser.set_cookie("a=1; Secure; Domain=example.com", API)
    browser.page(plain).fetch(path)
    assert bool(browser.cookies.refused) is not overwrites


def test_a_host_only_cookie_and_one_of_its_domain_are_two() -> None:
    browser = Browser(setter(), API)
    browser.set_cookie("a=1")
    browser.set_cookie("a=2; Domain=api.example.com")
    assert browser.page(API).fetch("/").text() == "a=1; a=2"


PARTITIONED = "__Host-a=b; Secure; Path=/; SameSite=None; Partitioned"


@pytest.mark.parametrize("blocks", [True, False])
def test_partitioned_cookies(blocks: bool) -> None:
    """They are kept for each site that asks, even where other sites' cookies are blocked."""
    browser = Browser(setter(PARTITIONED), API, block_third_party_cookies=blocks)
    page = browser.page(OTHER_SITE)
    page.fetch("/set", credentials="include")
    assert page.fetch("/", credentials="include").text() == "__Host-a=b"
    assert browser.page(APP).fetch("/", credentials="include").text() == ""
    assert browser.page("null").fetch("/", credentials="include").text() == ""
    assert browser.cookies["__Host-a"].partition == "https://example.org"


def test_a_missing_cookie_is_explained() -> None:
    browser = Browser(setter("id=1; SameSite=None"), API)
    browser.page(API).fetch("/set")
    with pytest.raises(KeyError, match="There is no cookie 'id'") as caught:
        browser.cookies["id"]
    assert f"'id=1; SameSite=None' from {API}/set: SameSite=None needs" in str(caught.value)


def test_a_cookie_that_cannot_be_set_by_hand() -> None:
    browser = Browser(setter(), API)
    with pytest.raises(ValueError, match="Browsers refuse 'a=b; SameSite=None'"):
        browser.set_cookie("a=b; SameSite=None")


@pytest.mark.parametrize(
    ("credentials", "user"), [("include", "ada"), ("same-origin", "None"), ("omit", "None")]
)
def test_sessions(browser: Browser, page: Page, credentials: str, user: str) -> None:
    page.fetch("/login", method="POST", credentials="include")
    assert browser.cookies["session"].http_only
    assert page.fetch("/me", credentials=credentials).text() == user


def test_preflights_carry_no_cookies(browser: Browser, page: Page) -> None:
    browser.set_cookie(OPEN)
    page.fetch("/echo", method="PUT", credentials="include")
    preflight, put = browser.exchanges
    assert "Cookie" not in preflight.headers
    assert put.headers["Cookie"] == "a=b"


def test_cookies_of_other_sites_are_not_sent_where_they_are_blocked() -> None:
    browser = Browser(setter(), API, block_third_party_cookies=True)
    browser.set_cookie(OPEN)
    assert browser.page(OTHER_SITE).fetch("/", credentials="include").text() == ""
    assert browser.page(APP).fetch("/", credentials="include").text() == "a=b"
