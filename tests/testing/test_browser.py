"""Pages that ask apps: what they get, what goes over the wire, whom they ask."""

from __future__ import annotations

import collections
import functools
import itertools
import re
import typing as t
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.datastructures import Headers

from flask_cors.testing import CHROMIUM
from flask_cors.testing import FIREFOX
from flask_cors.testing import STANDARD
from flask_cors.testing import Blocked
from flask_cors.testing import Browser
from flask_cors.testing import Page
from flask_cors.testing import Profile
from flask_cors.testing import Step
from flask_cors.testing.network import USER_AGENT

from .conftest import API
from .conftest import APP
from .conftest import make_app


def test_a_page_reads_what_the_app_lets_it(page: Page) -> None:
    response = page.fetch("/items")
    assert (response.status, response.ok, response.type) == (200, True, "cors")
    assert (response.url, response.redirected) == (f"{API}/items", False)
    assert response.json() == ["a"]
    assert response.text() == '["a"]'
    assert response.body == b'["a"]'
    assert response.headers["X-Total-Count"] == "1"
    assert response.exception is None
    assert response.differs == ()
    assert dict(response.headers) == {
        "content-length": "5",
        "content-type": "application/json",
        "x-total-count": "1",
        "x_odd": "2",
    }
    assert "x-total-count" in repr(response.headers)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("x-hidden", 'expose it with expose_headers=["X-Hidden"]'),
        ("Set-Cookie", "no page can read it"),
        ("X-Absent", "has no header 'X-Absent'"),
    ],
)
def test_what_a_page_cannot_read_is_told(page: Page, name: str, why: str) -> None:
    headers = page.fetch("/items").headers
    assert name not in headers
    assert headers.get(name) is None
    with pytest.raises(KeyError) as caught:
        headers[name]
    assert why in str(caught.value)


@pytest.mark.parametrize(
    ("init", "method", "body", "content_type"),
    [
        pytest.param({}, "GET", "", None, id="nothing"),
        pytest.param({"method": "post"}, "POST", "", None, id="POST"),
        pytest.param(
            {"method": "POST", "body": "\u00e9"},
            "POST",
            "\u00e9",
            "text/plain;charset=UTF-8",
            id="text",
        ),
        *(
            pytest.param(
                {"method": "POST", "body": kind(b"x")}, "POST", "x", None, id=kind.__name__
            )
            for kind in (bytes, bytearray, memoryview)
        ),
        pytest.param(
            {"method": "POST", "body": [("a", "b c"), ("a", "d")]},
            "POST",
            "a=b+c&a=d",
            "application/x-www-form-urlencoded;charset=UTF-8",
            id="a form of pairs",
        ),
        pytest.param(
            {"method": "POST", "body": {"a": "b c"}},
            "POST",
            "a=b+c",
            "application/x-www-form-urlencoded;charset=UTF-8",
            id="a form",
        ),
        pytest.param(
            {"method": "POST", "body": [["n", 1], ("\ud800", "\udc00")]},
            "POST",
            "n=1&%EF%BF%BD=%EF%BF%BD",
            "application/x-www-form-urlencoded;charset=UTF-8",
            id="a form with numbers, and halves of characters",
        ),
        pytest.param(
            {"method": "POST", "body": "a\ud800b\U0001f600"},
            "POST",
            "a\ufffdb\U0001f600",
            "text/plain;charset=UTF-8",
            id="text with half of a character",
        ),
        pytest.param(
            {"method": "PUT", "json": "\ud800"},
            "PUT",
            '"\\ud800"',
            "application/json",
            id="JSON with half of a character",
        ),
        pytest.param(
            {"method": "PUT", "json": {"a": None}},
            "PUT",
            '{"a": null}',
            "application/json",
            id="JSON",
        ),
        pytest.param(
            {"method": "PUT", "json": {"a": [float("nan"), float("-inf"), "NaN", 0.1]}},
            "PUT",
            '{"a": [null, null, "NaN", 0.1]}',
            "application/json",
            id="JSON of what is no number",
        ),
        pytest.param(
            {"method": "PUT", "json": 1, "headers": {"content-type": "a/b"}},
            "PUT",
            "1",
            "a/b",
            id="JSON of a type of its own",
        ),
    ],
)
def test_bodies(
    page: Page, init: dict[str, t.Any], method: str, body: str, content_type: str | None
) -> None:
    got = page.fetch("/echo?a=%20b", **init).json()
    assert (got["method"], got["body"], got["query"]) == (method, body, "a=%20b")
    assert got["headers"].get("Content-Type") == content_type
    assert got["headers"]["Origin"] == APP
    assert got["host"] == "api.example.com"


@pytest.mark.parametrize(
    ("init", "says"),
    [
        ({"method": "POST", "body": 5}, "body is text, bytes, a mapping or pairs, not 5"),
        ({"method": "POST", "body": [1]}, "body is text, bytes, a mapping or pairs, not"),
        (
            {"method": "POST", "body": [1]},
            "the fields of a form are names and values, as text; 1 is",
        ),
        (
            {"method": "POST", "body": {"a": ["1", "2"]}},
            r"are names and values, as text; \('a', \['1', '2'\]\) is none",
        ),
        ({"method": "POST", "body": {"a": None}}, r"as text; \('a', None\) is none"),
        ({"headers": None}, "headers are a mapping or pairs, not None"),
        ({"headers": 5}, "headers are a mapping or pairs, not 5"),
        ({"headers": "X-A"}, "headers are names and values, as text; 'X' is none"),
        ({"method": "POST", "body": "x", "json": {}}, "write body= or json=, not both"),
        ({"headers": [("X-A",)]}, r"headers are names and values, as text; \('X-A',\) is none"),
        ({"headers": {"Accept": b"x"}}, r"headers are names and values, as text;"),
        ({"headers": {"X-A": True}}, r"headers are names and values, as text;"),
        ({"method": None}, "method is text, not None"),
        ({"mode": 1}, "mode is text, not 1"),
    ],
)
def test_arguments_of_no_use(page: Page, init: dict[str, t.Any], says: str) -> None:
    with pytest.raises(TypeError, match=says):
        page.fetch("/echo", **init)


def test_a_url_is_text(page: Page) -> None:
    with pytest.raises(TypeError, match="A URL is text, not None"):
        page.fetch(None)  # type: ignore[arg-type]


def test_numbers_are_text_in_headers(page: Page) -> None:
    assert page.fetch("/echo", headers={"X-A": 5}).json()["headers"]["X-A"] == "5"


def test_json_is_text_without_cors(browser: Browser, page: Page) -> None:
    """What a form on another site can send: JSON that says that it is plain text."""
    page.fetch("/echo", mode="no-cors", method="POST", json={})
    assert browser.exchanges[0].headers["Content-Type"] == "text/plain;charset=UTF-8"


@pytest.mark.parametrize(
    ("profile", "words"),
    [
        (CHROMIUM, 'Refused to set unsafe header "{}"'),
        (FIREFOX, "Attempt to set a forbidden header was denied: {}"),
    ],
    ids=["Chromium", "Firefox"],
)
@pytest.mark.parametrize("way", ["fetch", "xhr"])
def test_forbidden_headers_are_told(app: Flask, profile: Profile, words: str, way: str) -> None:
    page = Browser(app, API, profile=profile).page(APP)
    headers = {"Cookie": "a=b", "X-A": "1", "Origin": API}
    ask = page.fetch if way == "fetch" else functools.partial(page.xhr, "GET")
    got = ask("/echo", headers=headers).json()["headers"]
    assert (got["Origin"], got.get("Cookie")) == (APP, None)
    assert page.console == [words.format("Cookie"), words.format("Origin")]


@pytest.mark.parametrize(
    ("profile", "sent", "console"),
    [
        pytest.param(
            CHROMIUM,
            [("request", USER_AGENT)],
            ['Refused to set unsafe header "User-Agent"'],
            id="Chromium drops it",
        ),
        pytest.param(
            FIREFOX, [("preflight", USER_AGENT), ("request", "mine")], [], id="Firefox asks"
        ),
        pytest.param(
            STANDARD, [("preflight", USER_AGENT), ("request", "mine")], [], id="the standard"
        ),
    ],
)
@pytest.mark.parametrize("way", ["fetch", "xhr"])
def test_a_user_agent_of_the_page(
    profile: Profile, sent: list[tuple[str, str]], console: list[str], way: str
) -> None:
    page = Browser(make_app(allow_headers=["User-Agent"]), API, profile=profile).page(APP)
    headers = {"User-Agent": "mine"}
    ask = page.fetch if way == "fetch" else functools.partial(page.xhr, "GET")
    response = ask("/echo", headers=headers)
    assert [(each.kind, each.headers["User-Agent"]) for each in response.exchanges] == sent
    assert response.json()["headers"]["User-Agent"] == sent[-1][1]
    assert page.console == console


@pytest.mark.parametrize(
    "headers",
    [
        [("X-A", "1"), ("X-A", "2")],
        [["X-A", "1"], ["X-A", "2"]],
        Headers([("X-A", "1"), ("X-A", "2")]),
        {"X-A": "1, 2"}.items(),
    ],
    ids=["tuples", "lists", "headers of Werkzeug", "items"],
)
def test_headers_as_pairs(page: Page, headers: t.Any) -> None:
    got = page.fetch("/echo", headers=headers).json()
    assert got["headers"]["X-A"] == "1, 2"


def test_exchanges(browser: Browser, page: Page) -> None:
    response = page.fetch("/echo", method="PUT", headers={"X-A": "1"}, body=b"x")
    preflight, put = browser.exchanges
    assert response.exchanges == (preflight, put)
    assert (preflight.kind, preflight.method, preflight.url) == (
        "preflight",
        "OPTIONS",
        f"{API}/echo",
    )
    assert preflight.headers["access-control-request-headers"] == "x-a"
    assert preflight.status == 200
    assert preflight.response_headers is not None
    assert preflight.response_headers["Access-Control-Allow-Origin"] == APP
    assert (put.kind, put.request_line, put.body) == ("request", "PUT /echo HTTP/1.1", b"x")
    assert put.response_body == response.body
    assert str(put).startswith("PUT /echo HTTP/1.1\n   Host: api.example.com\n   X-A: 1\n")
    assert "\n-> 200\n   Content-Type: application/json\n" in str(put)


def test_preflights_are_remembered_until_time_has_passed(browser: Browser, page: Page) -> None:
    kinds = []
    for seconds in (0, 4, 1):
        browser.clock.advance(seconds)
        page.fetch("/echo", method="PUT")
        kinds.append([exchange.kind for exchange in browser.exchanges])
        browser.exchanges.clear()
    assert kinds == [["preflight", "request"], ["request"], ["preflight", "request"]]


def test_several_threads_may_use_one_page(app: Flask, browser: Browser) -> None:
    app.add_url_rule("/item/<name>", view_func=lambda name: name, methods=["PUT"])
    app.after_request(lambda response: response.headers.add("Set-Cookie", set_anew()) or response)
    page, numbers = browser.page(APP), itertools.count()

    def set_anew() -> str:
        return f"c{next(numbers)}=1; Path=/; Secure; SameSite=None"

    def put(name: int) -> str:
        return page.fetch(f"/item/{name}", method="PUT", credentials="include").text()

    with ThreadPoolExecutor(4) as pool:
        assert [*pool.map(put, range(200))] == [str(name) for name in range(200)]
    kinds = collections.Counter(exchange.kind for exchange in browser.exchanges)
    assert kinds == {"preflight": 200, "request": 200}
    assert len(browser.cookies) == 200


def test_time_as_a_timedelta(browser: Browser) -> None:
    before = browser.clock()
    browser.clock.advance(timedelta(hours=1))
    assert browser.clock() - before == 3600


def test_short_reprs(app: Flask, page: Page) -> None:
    """They fit on the line of a failing assertion."""
    browser = Browser(app, API)
    browser.set_cookie("id=1")
    response = page.fetch("/items")
    assert repr(browser) == f"<Browser {API}>"
    assert repr(browser.cookies) == "<CookieJar id>"
    assert re.fullmatch(r"<Clock \d+-\d\d-\d\d \d\d:\d\d:\d\d UTC>", repr(browser.clock))
    assert repr(response) == f"<PageResponse cors 200 {API}/items>"
    assert repr(page.fetch("/items", mode="no-cors")) == "<PageResponse opaque>"
    assert repr(response.exchanges[0]) == f"<Exchange GET {API}/items -> 200>"
    assert repr(page.xhr("GET", "/items")) == f"<XHRResponse 200 {API}/items>"
    assert repr(page.img("/items", crossorigin="")) == f"<Element readable {response!r}>"
    assert repr(page.img("/items")) == "<Element not readable <PageResponse opaque>>"
    with pytest.raises(Blocked) as caught:
        browser.page("https://evil.example").fetch("/items")
    assert repr(caught.value) == f"<Blocked at allow-origin missing: {API}/items>"


def test_time_runs_forwards(browser: Browser) -> None:
    with pytest.raises(ValueError, match="not -1"):
        browser.clock.advance(-1)


def test_another_origin_is_blocked(browser: Browser) -> None:
    page = browser.page("https://evil.example")
    with pytest.raises(Blocked) as caught:
        page.fetch("/items")
    blocked = caught.value
    assert blocked.step is Step.ALLOW_ORIGIN_MISSING
    assert (blocked.field, blocked.value) == ("Access-Control-Allow-Origin", None)
    assert not blocked.preflight
    assert blocked.remedy == f'Write origins=["{APP}", "https://evil.example"] in CORS(app, ...).'
    assert blocked.console == page.console[0]
    assert blocked.exchanges[0].status == 200
    assert str(blocked).splitlines()[:4] == [
        f"A page on https://evil.example cannot have {API}/items. Step: allow-origin missing.",
        blocked.console,
        "At fault: Access-Control-Allow-Origin is not there.",
        f"Remedy: {blocked.remedy}",
    ]


def test_a_remedy_leaves_environ_as_the_app_left_it() -> None:
    with pytest.raises(Blocked) as caught:
        Browser(make_app(resources="/none"), API).page(APP).fetch("/items")
    environ = caught.value.exchanges[-1].environ
    assert environ is not None
    left = dict(environ)
    assert '"/items": {"origins": ["https://app.example.com"]}' in caught.value.remedy
    assert environ == left


@pytest.mark.parametrize(
    ("url", "sandboxed", "origin"),
    [
        ("null", False, "null"),
        ("data:text/html,x", False, "null"),
        ("file:///home/ada/page.html", False, "null"),
        (APP, True, "null"),
        (f"{APP}/", False, APP),
        (f"{APP}/a/page", False, APP),
        ("HTTPS://APP.example.com:443", False, APP),
        ("capacitor://localhost", False, "capacitor://localhost"),
        ("ionic://localhost/index.html?a", False, "ionic://localhost"),
    ],
)
def test_pages(browser: Browser, url: str, sandboxed: bool, origin: str) -> None:
    page = browser.page(url, sandboxed=sandboxed)
    assert page.origin == origin
    assert repr(page) == f"<Page on {origin}>"
    page.fetch("/items", mode="no-cors", method="POST")
    assert browser.exchanges[0].headers["Origin"] == origin


@pytest.mark.parametrize("page", [APP, f"{APP}/", "HTTPS://APP.example.com"])
@pytest.mark.parametrize("sandboxed", [True, False])
def test_a_page_keeps_its_url(page: str, sandboxed: bool) -> None:
    """However it is written, and in a sandbox, too: for relative URLs and mixed content.

    Only Referer does not tell of it there (https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer).
    """
    browser = Browser({APP: make_app(), "http://plain.example": make_app(origins="*")})
    opened = browser.page(page, sandboxed=sandboxed)
    opened.fetch("items", mode="no-cors")
    (exchange,) = browser.exchanges
    referrer = exchange.headers.get("Referer")
    assert (exchange.url, referrer) == (f"{APP}/items", None if sandboxed else f"{APP}/")
    with pytest.raises(Blocked) as caught:
        opened.fetch("http://plain.example/items")
    assert caught.value.step is Step.MIXED_CONTENT


@pytest.mark.parametrize(
    "url",
    [
        *("app.example.com", "", "https://", "*", "about:blank", "about:srcdoc"),
        "blob:https://app.example.com/9115d58c-bcda-ff47-86e5-083e9a215304",
    ],
)
def test_what_is_no_page(browser: Browser, url: str) -> None:
    with pytest.raises(ValueError, match="write its origin"):
        browser.page(url)


@pytest.mark.parametrize("url", [None, 5, b"https://app.example.com"])
def test_a_page_is_opened_by_text(browser: Browser, url: t.Any) -> None:
    with pytest.raises(TypeError, match=r"by its URL or its origin, .*, not "):
        browser.page(url)


@pytest.mark.parametrize(
    "base",
    [
        *("api.example.com", f"{API}/v1", "capacitor://localhost"),
        *(f"{API}/?q", "https://u:p@api.example.com", f"{API}:99999", 5),
    ],
)
def test_what_is_no_place_for_an_app(app: Flask, base: str) -> None:
    with pytest.raises(ValueError, match="write an origin"):
        Browser(app, base)


@pytest.mark.parametrize(
    ("target", "base", "error", "says"),
    [
        ({}, None, ValueError, "name at least one"),
        (None, None, TypeError, "None is none"),
        ({API: None}, None, TypeError, "None is none"),
        ("nonsense", API, ValueError, "'nonsense' is not where an app can answer"),
        ("http://127.0.0.1:99999", API, ValueError, "is not where an app can answer"),
        ("http://127.0.0.1:8000/prefix", API, ValueError, "is not where an app can answer"),
        ({API: make_app()}, APP, ValueError, f"Nobody answers at the base '{APP}', only at {API}"),
        (
            {API: make_app(), f"{API}:443/": make_app()},
            None,
            ValueError,
            "at which another target answers already",
        ),
    ],
)
def test_what_is_no_target(target: t.Any, base: str | None, error: t.Any, says: str) -> None:
    with pytest.raises(error, match=says):
        Browser(target, base)


def test_what_is_no_profile(app: Flask) -> None:
    with pytest.raises(TypeError, match="profile is CHROMIUM, FIREFOX or STANDARD, not 'firefox'"):
        Browser(app, profile="firefox")  # type: ignore[arg-type]


def test_of_several_apps_one_is_asked_by_paths() -> None:
    browser = Browser({API: make_app(), "https://b.example": make_app()}, "https://b.example")
    assert browser.page(APP).fetch("/items").url == "https://b.example/items"


def test_an_app_that_is_put_nowhere_answers_on_this_machine(app: Flask) -> None:
    assert Browser(app).page(APP).fetch("/items").url == "http://127.0.0.1:5000/items"


def test_several_apps() -> None:
    auth = "https://auth.example.com"
    browser = Browser({API: make_app(), auth: make_app(origins=API)})
    page = browser.page(APP)
    assert page.fetch("/items").url == f"{API}/items"
    assert page.fetch(f"{API}/items").type == "cors"
    with pytest.raises(Blocked):
        page.fetch(f"{auth}/items")
    # A page that one of the apps serves asks its own.
    own = browser.page(f"{auth}/login")
    assert own.fetch("/items").type == "basic"
    assert own.fetch("items").url == f"{auth}/items"
    assert browser.page(API).fetch(f"{auth}/items").type == "cors"


def test_nobody_answers(page: Page) -> None:
    with pytest.raises(Blocked) as caught:
        page.fetch("https://nowhere.example/x")
    blocked = caught.value
    assert blocked.step is Step.CONNECTION
    assert "Nobody answers at https://nowhere.example/x" in blocked.remedy
    assert str(blocked).endswith("-> no response")


def test_redirects(browser: Browser, page: Page) -> None:
    response = page.fetch("/moved?to=/items")
    assert (response.redirected, response.url) == (True, f"{API}/items")
    assert [exchange.status for exchange in response.exchanges] == [307, 200]
    assert page.fetch("/moved?to=/items", redirect="manual").type == "opaqueredirect"


def test_opaque_responses(page: Page) -> None:
    response = page.fetch("/items", mode="no-cors")
    assert (response.type, response.status, response.ok) == ("opaque", 0, False)
    assert (response.body, dict(response.headers), response.url) == (b"", {}, "")


def test_data_urls_need_no_network(browser: Browser, page: Page) -> None:
    response = page.fetch("data:application/json,[1]")
    assert response.json() == [1]
    assert response.exception is None
    assert browser.exchanges == []


def test_wrong_calls_throw_as_in_javascript(page: Page) -> None:
    with pytest.raises(TypeError, match=r"^Failed to execute 'fetch' on 'Window': 'TRACE' HTTP"):
        page.fetch("/items", method="TRACE")


@pytest.mark.parametrize(
    ("profile", "differs"), [(CHROMIUM, True), (FIREFOX, True), (STANDARD, None)]
)
def test_browsers_differ(profile: Profile, differs: bool | None) -> None:
    """Nothing of `flask_cors` answers so; a server in front of an app may."""

    def star(environ: t.Any, start_response: t.Any) -> list[bytes]:
        fields = [("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Headers", "*")]
        start_response("200 OK", fields)
        return [b""]

    page = Browser(star, API, profile=profile).page(APP)
    init = {"Authorization": "Bearer x"}
    if differs is None:
        with pytest.raises(Blocked) as caught:
            page.fetch("/", headers=init)
        assert caught.value.step is Step.HEADER
        return
    (told,) = page.fetch("/", headers=init).differs
    assert told.startswith("Browsers differ. ")
    assert told.endswith(" Name Authorization in Access-Control-Allow-Headers.")
    warned = [line for line in page.console if line.startswith("Cross-Origin Request Warning: ")]
    assert len(warned) == (profile is FIREFOX)


def test_nothing_is_said_where_all_is_well(app: Flask) -> None:
    page = Browser(app, API, profile=FIREFOX).page(APP)
    assert page.fetch("/items").ok
    assert page.console == []


def test_private_networks(app: Flask) -> None:
    page = Browser(app, API, profile=STANDARD).page(APP, reaches_private_network=True)
    with pytest.raises(Blocked) as caught:
        page.fetch("/items")
    assert caught.value.step is Step.PRIVATE_NETWORK
    open_app = make_app(allow_private_network=True)
    page = Browser(open_app, API, profile=STANDARD).page(APP, reaches_private_network=True)
    assert page.fetch("/items").ok


def test_the_fixture_puts_the_app_on_this_machine(cors_browser: Browser) -> None:
    assert cors_browser.page(APP).fetch("/items").url == "http://127.0.0.1:5000/items"


def test_chromium_lets_an_xmlhttprequest_be_redirected_to_a_user(app: Flask) -> None:
    page = Browser(app, API).page(API)
    target = "https://u:p@api.example.com/items"
    assert page.xhr("GET", f"/moved?to={target}").response_url == target
    with pytest.raises(Blocked) as caught:
        page.fetch(f"/moved?to={target}")
    assert caught.value.step is Step.REDIRECT_USERINFO
