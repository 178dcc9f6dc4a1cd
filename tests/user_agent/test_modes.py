"""Modes, credentials, and what the browser itself says of a request.

Source: https://fetch.spec.whatwg.org/#concept-main-fetch
"""

from __future__ import annotations

import typing as t

import pytest

from flask_cors.protocol.user_agent import CHROMIUM
from flask_cors.protocol.user_agent import STANDARD
from flask_cors.protocol.user_agent import Client
from flask_cors.protocol.user_agent import NetworkError
from flask_cors.protocol.user_agent import PreflightCache
from flask_cors.protocol.user_agent import Profile
from flask_cors.protocol.user_agent import Response
from flask_cors.protocol.user_agent import Step
from flask_cors.protocol.user_agent import WireResponse

from .support import ALLOWED
from .support import API
from .support import APP
from .support import OTHER
from .support import URL
from .support import Time
from .support import Web
from .support import answer
from .support import ask
from .support import sent_field

Init = dict[str, t.Any]


@pytest.mark.parametrize(
    ("page", "mode", "outcome"),
    [
        pytest.param(APP, "cors", "cors", id="another origin"),
        pytest.param(API, "cors", "basic", id="the same origin"),
        pytest.param(API, "no-cors", "basic", id="the same origin, no-cors"),
        pytest.param(API, "same-origin", "basic", id="the same origin, same-origin"),
        pytest.param(APP, "no-cors", "opaque", id="another origin, no-cors"),
        pytest.param(APP, "same-origin", Step.SAME_ORIGIN_MODE, id="another origin, same-origin"),
        pytest.param("null", "same-origin", Step.SAME_ORIGIN_MODE, id="null, same-origin"),
        pytest.param("http://api.example.com", "no-cors", "opaque", id="another scheme"),
        pytest.param("https://api.example.com:8443", "no-cors", "opaque", id="another port"),
    ],
)
def test_modes(page: str, mode: str, outcome: str | Step) -> None:
    web = Web(answer(200, allow_origin="*"))
    result = ask(web, page=page, mode=mode)
    assert (result.type if isinstance(result, Response) else result.step) == outcome
    assert len(web.asked) == (0 if isinstance(outcome, Step) else 1)


@pytest.mark.parametrize(
    ("url", "step"),
    [
        pytest.param("capacitor://localhost/x", Step.SCHEME, id="a scheme of one's own"),
        pytest.param("file:///etc/passwd", Step.SCHEME, id="a file"),
        pytest.param("blob:https://api.example.com/1", Step.SCHEME, id="a blob of another page"),
        pytest.param("about:blank", Step.SCHEME, id="about"),
        pytest.param("ftp://api.example.com/", Step.SCHEME, id="ftp"),
        pytest.param("http://api.example.com/", Step.MIXED_CONTENT, id="http from https"),
        pytest.param("http://192.168.0.1/", Step.MIXED_CONTENT, id="http to an address"),
        pytest.param("http://127.0.0.1:5000/", None, id="http to this machine"),
        pytest.param("http://localhost:5000/", None, id="http to localhost"),
        pytest.param("http://[::1]:5000/", None, id="http to ::1"),
        pytest.param("https://api.example.com:6000/", Step.BAD_PORT, id="a port of X11"),
        pytest.param("https://api.example.com:10080/", Step.BAD_PORT, id="a port of Amanda"),
    ],
)
@pytest.mark.parametrize("mode", ["cors", "no-cors"])
def test_urls(url: str, step: Step | None, mode: str) -> None:
    web = Web(answer(200, allow_origin="*"))
    assert getattr(ask(web, url, mode=mode), "step", None) is step
    assert len(web.asked) == (step is None)


def test_a_page_over_http_may_ask_over_http() -> None:
    web = Web(answer(200, allow_origin="*"))
    assert isinstance(ask(web, "http://api.example.com/", page="http://a.example"), Response)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://api.example.com/i", ["GET https://api.example.com/i"]),
        ("http://192.168.0.1/i", []),
        ("http://[2001:db8::1]/i", []),
    ],
)
@pytest.mark.parametrize("mode", ["cors", "no-cors"])
def test_images_are_asked_for_over_https(url: str, asked: list[str], mode: str) -> None:
    """With ``crossorigin`` and without."""
    web = Web()
    ask(web, url, mode=mode, destination="image")
    assert web.log == asked


@pytest.mark.parametrize("mode", ["cors", "no-cors"])
def test_so_are_images_that_a_redirect_leads_to(mode: str) -> None:
    location = answer(302, allow_origin="*", location="http://api.example.com/i")
    web = Web({URL: location, f"{API}/i": answer(allow_origin="*")})
    assert isinstance(ask(web, mode=mode, destination="image"), Response)
    assert web.log == [f"GET {URL}", f"GET {API}/i"]


@pytest.mark.parametrize(
    ("url", "body", "content_type"),
    [
        pytest.param("data:,a%20b", b"a b", "text/plain;charset=US-ASCII", id="text"),
        pytest.param("data:text/html,<p>#x", b"<p>", "text/html", id="a type"),
        pytest.param("data:;charset=utf-8,x", b"x", "text/plain;charset=utf-8", id="a charset"),
        pytest.param("data:no type,x", b"x", "text/plain;charset=US-ASCII", id="a bad type"),
        pytest.param("data:a/b;base64,aGk", b"hi", "a/b", id="base64"),
        pytest.param("data:a/b ; base64,aG k=", b"hi", "a/b ", id="base64 with spaces"),
    ],
)
def test_data_urls(url: str, body: bytes, content_type: str) -> None:
    web = Web()
    outcome = ask(web, url, mode="same-origin")
    assert isinstance(outcome, Response)
    assert (outcome.type, outcome.status, outcome.body) == ("basic", 200, body)
    assert outcome.headers == (("content-type", content_type),)
    assert web.asked == []


@pytest.mark.parametrize("url", ["data:x", "data:;base64,*", "data:;base64,abcde"])
def test_bad_data_urls(url: str) -> None:
    outcome = ask(Web(), url)
    assert isinstance(outcome, NetworkError)
    assert outcome.step is Step.SCHEME


@pytest.mark.parametrize(
    ("credentials", "page", "mode", "included"),
    [
        ("omit", API, "cors", False),
        ("omit", APP, "cors", False),
        ("same-origin", API, "cors", True),
        ("same-origin", APP, "cors", False),
        ("same-origin", APP, "no-cors", False),
        ("include", API, "cors", True),
        ("include", APP, "cors", True),
        ("include", APP, "no-cors", True),
    ],
)
def test_credentials(credentials: str, page: str, mode: str, included: bool) -> None:
    web = Web()
    ask(web, page=page, mode=mode, credentials=credentials)
    assert [request.include_credentials for request in web.asked] == [included]


@pytest.mark.parametrize(
    ("request_init", "origin"),
    [
        pytest.param({}, APP, id="a CORS request"),
        pytest.param({"method": "POST"}, APP, id="a CORS request, POST"),
        pytest.param({"mode": "no-cors"}, None, id="no-cors"),
        pytest.param({"mode": "no-cors", "method": "POST"}, APP, id="no-cors, POST"),
        pytest.param({"page": API}, None, id="the same origin"),
        pytest.param({"page": API, "method": "HEAD"}, None, id="the same origin, HEAD"),
        pytest.param({"page": API, "method": "DELETE"}, API, id="the same origin, DELETE"),
        pytest.param(
            {"mode": "no-cors", "method": "POST", "referrer_policy": "no-referrer"},
            "null",
            id="no-cors, POST, no referrer",
        ),
        pytest.param(
            {"method": "POST", "referrer_policy": "no-referrer"}, APP, id="CORS, no referrer"
        ),
        pytest.param(
            {"mode": "no-cors", "method": "POST", "referrer_policy": "same-origin"},
            "null",
            id="no-cors, POST, a referrer at home only",
        ),
        pytest.param(
            {
                "page": API,
                "mode": "same-origin",
                "method": "POST",
                "referrer_policy": "same-origin",
            },
            API,
            id="same-origin, POST, a referrer at home only",
        ),
        pytest.param(
            {"mode": "no-cors", "method": "POST", "referrer_policy": "unsafe-url"},
            APP,
            id="no-cors, POST, the whole referrer",
        ),
        pytest.param(
            {"mode": "no-cors", "method": "POST", "url": "http://127.0.0.1:5000/"},
            "null",
            id="no-cors, POST, from https to http",
        ),
    ],
)
def test_origin(request_init: Init, origin: str | None) -> None:
    web = Web()
    ask(web, **request_init)
    assert sent_field(web.asked[-1], "Origin") == origin


@pytest.mark.parametrize(
    ("page", "url", "site"),
    [
        (API, URL, "same-origin"),
        (APP, URL, "same-site"),
        (OTHER, URL, "cross-site"),
        ("http://app.example.com", URL, "cross-site"),
        ("null", URL, "cross-site"),
        ("http://app.example.com", "http://api.example.com/", None),
    ],
)
def test_fetch_metadata(page: str, url: str, site: str | None) -> None:
    web = Web()
    ask(web, url, page=page, mode="no-cors")
    request = web.asked[0]
    assert sent_field(request, "Sec-Fetch-Site") == site
    assert sent_field(request, "Sec-Fetch-Mode") == (site and "no-cors")
    assert sent_field(request, "Sec-Fetch-Dest") == (site and "empty")


def test_fetch_metadata_of_a_preflight() -> None:
    web = Web()
    ask(web, method="PUT", destination="")
    modes = [sent_field(request, "Sec-Fetch-Mode") for request in web.asked]
    assert modes == ["cors", "cors"]


@pytest.mark.parametrize(
    ("policy", "page", "step"),
    [
        ("same-origin", APP, Step.RESOURCE_POLICY),
        ("same-origin", API, None),
        ("same-site", APP, None),
        ("same-site", OTHER, Step.RESOURCE_POLICY),
        ("same-site", "http://app.example.com", Step.RESOURCE_POLICY),
        ("same-site", "null", Step.RESOURCE_POLICY),
        ("cross-origin", OTHER, None),
        ("SAME-ORIGIN", APP, None),
        ("same-origin, same-origin", APP, None),
    ],
)
def test_resource_policy(policy: str, page: str, step: Step | None) -> None:
    fields = (("Cross-Origin-Resource-Policy", policy),)
    web = Web(WireResponse(200, fields))
    assert getattr(ask(web, page=page, mode="no-cors"), "step", None) is step


def test_resource_policy_does_not_concern_cors() -> None:
    fields = (*ALLOWED.headers, ("Cross-Origin-Resource-Policy", "same-origin"))
    assert isinstance(ask(Web(WireResponse(200, fields))), Response)


@pytest.mark.parametrize(
    ("profile", "reaches", "field", "step", "asked"),
    [
        pytest.param(STANDARD, True, "true", None, ["OPTIONS", "GET"], id="allowed"),
        pytest.param(STANDARD, True, "false", Step.PRIVATE_NETWORK, ["OPTIONS"], id="refused"),
        pytest.param(STANDARD, True, None, Step.PRIVATE_NETWORK, ["OPTIONS"], id="not answered"),
        pytest.param(STANDARD, False, None, None, ["GET"], id="no private network"),
        pytest.param(CHROMIUM, True, None, Step.PRIVATE_NETWORK, ["OPTIONS"], id="in any profile"),
    ],
)
def test_private_network(
    profile: Profile, reaches: bool, field: str | None, step: Step | None, asked: list[str]
) -> None:
    fields = {"allow_origin": APP} | ({} if field is None else {"allow_private_network": field})
    web = Web(preflights=answer(200, **fields))
    page = Client(APP, reaches_private_network=reaches)
    outcome = ask(web, page=page, profile=profile)
    assert getattr(outcome, "step", None) is step
    assert [request.method for request in web.asked] == asked
    expected = "true" if asked[0] == "OPTIONS" else None
    assert sent_field(web.asked[0], "Access-Control-Request-Private-Network") == expected


@pytest.mark.parametrize(
    ("page", "url", "request_init"),
    [
        pytest.param(APP, URL, {"mode": "no-cors"}, id="no-cors"),
        pytest.param(APP, URL, {"mode": "no-cors", "destination": "image"}, id="an image"),
        pytest.param(API, URL, {}, id="same origin"),
        pytest.param(API, URL, {"mode": "same-origin"}, id="same-origin mode"),
    ],
)
@pytest.mark.parametrize("allowed", [True, False])
def test_private_networks_are_asked_about_in_every_mode(
    page: str, url: str, request_init: dict[str, t.Any], allowed: bool
) -> None:
    fields = {"allow_private_network": "true"} if allowed else {}
    web = Web(preflights=answer(200, allow_origin=page, **fields))
    cache = PreflightCache(Time())
    client = Client(page, reaches_private_network=True)
    for _ in range(2):
        outcome = ask(web, url, page=client, cache=cache, **request_init)
        step = getattr(outcome, "step", None)
        assert step is (None if allowed else Step.PRIVATE_NETWORK)
    methods = [each.method for each in web.asked]
    assert methods == (["OPTIONS", "GET"] * 2 if allowed else ["OPTIONS"] * 2)
    assert sent_field(web.asked[0], "Access-Control-Request-Private-Network") == "true"
