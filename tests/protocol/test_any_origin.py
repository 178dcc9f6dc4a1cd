"""Any origin, the default: a valid Origin is echoed, everything else gets the ``*``."""

from __future__ import annotations

import pytest

from tests.support import ALL_METHODS
from tests.support import APP
from tests.support import Answer
from tests.support import Asked
from tests.support import Options
from tests.support import answer
from tests.support import get
from tests.support import preflight
from tests.support import send

from .conftest import Edge

ECHOED = answer(allow_origin=APP, vary="Origin")
WILDCARD = answer(allow_origin="*")

HOW_IT_IS_WRITTEN = [
    pytest.param({}, id="nothing configured"),
    pytest.param({"origins": "*"}, id="a star"),
    pytest.param({"origins": ["*"]}, id="a list of a star"),
    pytest.param({"origins": {"*"}}, id="a set of a star"),
    pytest.param({"origins": ".*"}, id="the regex that Flask-CORS 6 made of the star"),
    pytest.param({"origins": ["https://one.example", "*"]}, id="a star beside an origin"),
    pytest.param({"origins": ["https://*.example.org", "*"]}, id="a star beside a pattern"),
]


@pytest.mark.parametrize("options", HOW_IT_IS_WRITTEN)
def test_spellings(options: Options, edge: Edge) -> None:
    assert edge(options, get(APP)) == ECHOED


REQUESTS = [
    pytest.param(get(APP), ECHOED, id="GET from a page"),
    pytest.param(send("HEAD", APP), ECHOED, id="HEAD from a page"),
    pytest.param(send("POST", APP), ECHOED, id="POST from a page"),
    pytest.param(send("PUT", APP), ECHOED, id="PUT from a page"),
    pytest.param(send("DELETE", APP), ECHOED, id="DELETE from a page"),
    pytest.param(send("OPTIONS", APP), ECHOED, id="OPTIONS from a page, no preflight"),
    pytest.param(get(), WILDCARD, id="GET without Origin"),
    pytest.param(send("POST"), WILDCARD, id="POST without Origin"),
    pytest.param(send("OPTIONS"), WILDCARD, id="OPTIONS without Origin"),
    pytest.param(preflight(None), WILDCARD, id="OPTIONS that asks for a method but has no Origin"),
    pytest.param(
        preflight(APP, None, "x-a"), ECHOED, id="OPTIONS that asks for headers but no method"
    ),
    pytest.param(
        preflight(APP),
        answer(allow_origin=APP, allow_methods=ALL_METHODS, vary="Origin"),
        id="preflight with GET",
    ),
    pytest.param(
        preflight(APP, "PUT", "content-type,x-token"),
        answer(
            allow_origin=APP,
            allow_methods=ALL_METHODS,
            allow_headers="content-type, x-token",
            vary="Origin",
        ),
        id="preflight with PUT and two headers",
    ),
    pytest.param(
        send("GET", APP, request_method="PUT", request_headers="x-a"),
        ECHOED,
        id="GET that carries the fields of a preflight",
    ),
]


@pytest.mark.parametrize(("asked", "expected"), REQUESTS)
def test_requests(asked: Asked, expected: Answer, edge: Edge) -> None:
    assert edge({}, asked) == expected


ECHOED_ORIGINS = [
    pytest.param("http://localhost:3000", id="with a port"),
    pytest.param("http://127.0.0.1:5173", id="IPv4"),
    pytest.param("http://[::1]:8080", id="IPv6"),
    pytest.param("https://xn--bcher-kva.example", id="Punycode"),
    pytest.param("https://a_b.example", id="underscore in a label"),
    pytest.param("https://app.example.com.", id="an absolute name"),
    pytest.param("capacitor://localhost", id="a web view's scheme"),
    pytest.param("safari-web-extension://0A1B2C3D-4E5F", id="capitals in Safari's own scheme"),
    pytest.param("chrome-extension://abcdefghijklmnop", id="a browser extension"),
    pytest.param("https://" + ".".join(["a" * 63] * 3), id="labels of 63"),
    pytest.param("null", id="null"),
]


@pytest.mark.parametrize("origin", ECHOED_ORIGINS)
def test_every_valid_origin_is_echoed(origin: str, edge: Edge) -> None:
    assert edge({}, get(origin)) == answer(allow_origin=origin, vary="Origin")


NO_ORIGINS = [
    pytest.param("", id="empty"),
    pytest.param("app.example.com", id="no scheme"),
    pytest.param("https://app.example.com/", id="trailing slash"),
    pytest.param("https://app.example.com/path", id="path"),
    pytest.param("https://app.example.com?q", id="query"),
    pytest.param("https://user@app.example.com", id="user-info"),
    pytest.param("https://app.example.com:443", id="the default port written out"),
    pytest.param("https://app.example.com:0", id="port 0"),
    pytest.param("https://app.example.com:65536", id="port too large"),
    pytest.param("https://app.example.com:", id="port empty"),
    pytest.param("https://App.example.com", id="upper case"),
    pytest.param("https://app.example.com, https://b.example", id="two, joined"),
    pytest.param("https://app.example.com https://b.example", id="two, in the old list syntax"),
    pytest.param("https://app.example.com..", id="two trailing dots"),
    pytest.param("https://b\u00fccher.example", id="Latin-1"),
    pytest.param("https://1.2.3", id="an IPv4 address that is not canonical"),
    pytest.param("https://[::01]", id="an IPv6 address that is not compressed"),
    pytest.param("*", id="a star"),
    pytest.param("NULL", id="null in capitals"),
    pytest.param("file://", id="file"),
    pytest.param("https://" + "a" * 400, id="over 330 characters"),
]


@pytest.mark.parametrize("origin", NO_ORIGINS)
def test_what_is_no_origin_gets_the_wildcard(origin: str, edge: Edge) -> None:
    """It is never echoed, and counts as allowed: everybody may read the answer anyway."""
    assert edge({}, get(origin)) == WILDCARD


@pytest.mark.parametrize("origin", NO_ORIGINS[:4])
def test_a_preflight_with_what_is_no_origin_passes(origin: str, edge: Edge) -> None:
    expected = answer(allow_origin="*", allow_methods=ALL_METHODS)
    assert edge({}, preflight(origin, "PATCH")) == expected
