"""One literal origin: a static answer, without Vary, that fits the page it names and no other."""

from __future__ import annotations

import pytest

from tests.support import ALL_METHODS
from tests.support import APP
from tests.support import EVIL
from tests.support import Answer
from tests.support import Asked
from tests.support import answer
from tests.support import get
from tests.support import preflight
from tests.support import send

from .conftest import Edge

STATIC = answer(allow_origin=APP)
MISMATCH = answer(vary="Origin")

REQUESTS = [
    pytest.param(get(APP), STATIC, id="GET from that page"),
    pytest.param(send("HEAD", APP), STATIC, id="HEAD from that page"),
    pytest.param(send("DELETE", APP), STATIC, id="DELETE from that page"),
    pytest.param(send("OPTIONS", APP), STATIC, id="OPTIONS that is no preflight"),
    pytest.param(get(), STATIC, id="GET without Origin"),
    pytest.param(send("OPTIONS"), STATIC, id="OPTIONS without Origin"),
    pytest.param(preflight(None), STATIC, id="OPTIONS with a method to ask for, without Origin"),
    pytest.param(get(EVIL), MISMATCH, id="GET from another page"),
    pytest.param(send("POST", EVIL), MISMATCH, id="POST from another page"),
    pytest.param(send("OPTIONS", EVIL), MISMATCH, id="OPTIONS from another page, no preflight"),
    pytest.param(get("null"), MISMATCH, id="GET from an opaque origin"),
    pytest.param(get(""), MISMATCH, id="GET with an empty Origin"),
    pytest.param(
        preflight(APP, "PUT"),
        answer(allow_origin=APP, allow_methods=ALL_METHODS),
        id="preflight with PUT from the allowed origin",
    ),
    pytest.param(
        preflight(APP, "PUT", "x-a"),
        answer(allow_origin=APP, allow_methods=ALL_METHODS, allow_headers="x-a"),
        id="preflight with a header from the allowed origin",
    ),
    pytest.param(
        preflight(EVIL, "PUT", "x-a"),
        answer(403, vary="Origin"),
        id="preflight from another page",
    ),
    pytest.param(preflight("null"), answer(403, vary="Origin"), id="preflight from a sandbox"),
    pytest.param(preflight(""), answer(403, vary="Origin"), id="preflight with an empty Origin"),
]


@pytest.mark.parametrize(("asked", "expected"), REQUESTS)
def test_requests(asked: Asked, expected: Answer, edge: Edge) -> None:
    assert edge({"origins": APP}, asked) == expected


SAME_ORIGIN = [
    # What is written, and the one meaning that it can have.
    pytest.param("https://app.example.com", APP, id="as browsers send it"),
    pytest.param("https://app.example.com/", APP, id="one trailing slash"),
    pytest.param("https://app.example.com:443", APP, id="https with port 443"),
    pytest.param("https://app.example.com:443/", APP, id="default port and trailing slash"),
    pytest.param("HTTPS://App.Example.COM", APP, id="capitals"),
    pytest.param("http://app.example.com:80", "http://app.example.com", id="http with port 80"),
    pytest.param("http://a.example:443", "http://a.example:443", id="http with port 443"),
    pytest.param("https://a.example:80", "https://a.example:80", id="https with port 80"),
    pytest.param("http://localhost:3000", "http://localhost:3000", id="localhost with a port"),
    pytest.param("http://LOCALHOST:3000/", "http://localhost:3000", id="LOCALHOST with a slash"),
    pytest.param("http://127.0.0.1:5000", "http://127.0.0.1:5000", id="IPv4"),
    pytest.param("http://[::1]:3000", "http://[::1]:3000", id="IPv6"),
    pytest.param("http://[0:0:0:0:0:0:0:1]", "http://[::1]", id="IPv6 written out"),
    pytest.param(
        "http://[2001:DB8:0:0:1:0:0:1]", "http://[2001:db8::1:0:0:1]", id="IPv6, two runs of zeros"
    ),
    pytest.param(
        "http://[2001:db8:0:1:1:1:1:1]", "http://[2001:db8:0:1:1:1:1:1]", id="IPv6, a lone zero"
    ),
    pytest.param(
        "http://[::ffff:127.0.0.1]", "http://[::ffff:7f00:1]", id="IPv4-mapped IPv6, with dots"
    ),
    pytest.param("http://[1:2:3:4:5:6:0:0]", "http://[1:2:3:4:5:6::]", id="IPv6, zeros at the end"),
    pytest.param("http://[::]", "http://[::]", id="IPv6, all zeros"),
    pytest.param("capacitor://localhost", "capacitor://localhost", id="Capacitor"),
    pytest.param("ionic://localhost", "ionic://localhost", id="Ionic"),
    pytest.param("app://bundle:80", "app://bundle:80", id="a scheme without a default port"),
    pytest.param(
        "chrome-extension://abcdefghijklmnop",
        "chrome-extension://abcdefghijklmnop",
        id="a browser extension",
    ),
    pytest.param(
        "SAFARI-WEB-EXTENSION://0A1B2C3D-4E5F/",
        "safari-web-extension://0A1B2C3D-4E5F",
        id="Safari's extensions have names in capitals",
    ),
    pytest.param("https://xn--bcher-kva.example", "https://xn--bcher-kva.example", id="Punycode"),
    pytest.param("https://my_app.example.com", "https://my_app.example.com", id="an underscore"),
    pytest.param("https://localhost:65535", "https://localhost:65535", id="the largest port"),
]


@pytest.mark.parametrize(("written", "sent"), SAME_ORIGIN)
def test_an_origin_is_brought_to_the_form_that_browsers_send(
    written: str, sent: str, edge: Edge
) -> None:
    assert edge({"origins": written}, get(sent)) == answer(allow_origin=sent)


CONTAINERS = [
    pytest.param([APP], id="list"),
    pytest.param((APP,), id="tuple"),
    pytest.param({APP}, id="set"),
    pytest.param(frozenset({APP}), id="frozenset"),
    pytest.param({APP: None}.keys(), id="keys of a dict"),
    pytest.param([APP, APP, f"{APP}/"], id="the same one three times"),
]


@pytest.mark.parametrize("origins", CONTAINERS)
def test_one_origin_in_a_container_is_still_one(origins: object, edge: Edge) -> None:
    assert edge({"origins": origins}, get()) == STATIC


def test_one_origin_from_a_generator_is_still_one(edge: Edge) -> None:
    assert edge({"origins": (origin for origin in [APP])}, get()) == STATIC
