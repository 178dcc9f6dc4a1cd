"""Patterns: ``*.`` for whole left-most labels, ``:*`` for the port, and nothing more."""

from __future__ import annotations

import pytest

from tests.support import ALL_METHODS
from tests.support import answer
from tests.support import get
from tests.support import preflight

from .conftest import Edge

NOTHING = answer(vary="Origin")

LABELS = [
    pytest.param("https://a.example.com", True, id="one label"),
    pytest.param("https://b.a.example.com", True, id="two labels"),
    pytest.param("https://d.c.b.a.example.com", True, id="four labels"),
    pytest.param("https://" + "a." * 100 + "example.com", True, id="a hundred labels"),
    pytest.param("https://example.example.com", True, id="a label like the domain"),
    pytest.param("https://example.com.example.com", True, id="the domain twice"),
    pytest.param("https://xn--bcher-kva.example.com", True, id="a label in Punycode"),
    pytest.param("https://_dmarc.example.com", True, id="a label with an underscore"),
    pytest.param("https://-.example.com", True, id="a label of a hyphen"),
    pytest.param("https://example.com", False, id="the domain itself"),
    pytest.param("https://evilexample.com", False, id="glued to the domain"),
    pytest.param("https://a.evilexample.com", False, id="glued under a label"),
    pytest.param("https://.example.com", False, id="an empty label"),
    pytest.param("https://a..example.com", False, id="an empty label inside"),
    pytest.param("https://a.example.com.", False, id="a trailing dot"),
    pytest.param("https://a.example.com.evil.example", False, id="a suffix"),
    pytest.param("https://example.com.evil.example", False, id="the domain as labels"),
    pytest.param("https://a.example.com:8443", False, id="a port"),
    pytest.param("http://a.example.com", False, id="another scheme"),
    pytest.param("https://A.example.com", False, id="a capital"),
    pytest.param("https://a.example.co", False, id="a shorter domain"),
    pytest.param("https://*.example.com", False, id="the pattern itself"),
    pytest.param("https://" + "a" * 64 + ".example.com", False, id="a label of 64"),
    pytest.param("https://" + "a." * 130 + "example.com", False, id="a host over 253"),
    pytest.param("null", False, id="null"),
]


@pytest.mark.parametrize(("origin", "allowed"), LABELS)
def test_open_labels(origin: str, allowed: bool, edge: Edge) -> None:
    expected = answer(allow_origin=origin, vary="Origin") if allowed else NOTHING
    assert edge({"origins": "https://*.example.com"}, get(origin)) == expected


PORTS = [
    pytest.param("http://localhost:3000", True, id="a port"),
    pytest.param("http://localhost", True, id="the default port"),
    pytest.param("http://localhost:1", True, id="the smallest port"),
    pytest.param("http://localhost:65535", True, id="the largest port"),
    pytest.param("http://localhost:443", True, id="another scheme's default port"),
    pytest.param("http://localhost:80", False, id="the default port written out"),
    pytest.param("http://localhost:65536", False, id="a port too large"),
    pytest.param("http://localhost:0", False, id="port 0"),
    pytest.param("http://localhost:", False, id="an empty port"),
    pytest.param("http://localhost:3000x", False, id="a letter in the port"),
    pytest.param("http://localhost:*", False, id="the pattern itself"),
    pytest.param("https://localhost:3000", False, id="another scheme"),
    pytest.param("http://a.localhost:3000", False, id="a label in front"),
    pytest.param("http://localhost.evil.example:3000", False, id="a suffix"),
    pytest.param("http://localhost:3000@evil.example", False, id="the host as user-info"),
]


@pytest.mark.parametrize(("origin", "allowed"), PORTS)
def test_an_open_port(origin: str, allowed: bool, edge: Edge) -> None:
    expected = answer(allow_origin=origin, vary="Origin") if allowed else NOTHING
    assert edge({"origins": "http://localhost:*"}, get(origin)) == expected


BOTH = [
    pytest.param("https://a.example.com", True, id="a label, the default port"),
    pytest.param("https://b.a.example.com:8443", True, id="two labels and a port"),
    pytest.param("https://example.com:8443", False, id="no label"),
    pytest.param("https://evilexample.com:8443", False, id="glued"),
    pytest.param("https://a.example.com:443", False, id="the default port written out"),
]


@pytest.mark.parametrize(("origin", "allowed"), BOTH)
def test_open_labels_and_an_open_port(origin: str, allowed: bool, edge: Edge) -> None:
    expected = answer(allow_origin=origin, vary="Origin") if allowed else NOTHING
    assert edge({"origins": "https://*.example.com:*"}, get(origin)) == expected


OTHERS = [
    pytest.param("https://*.example.com:8443", "https://a.example.com:8443", True, id="a port"),
    pytest.param("https://*.example.com:8443", "https://a.example.com", False, id="not that port"),
    pytest.param("https://*.example.com:443", "https://a.example.com", True, id="default port"),
    pytest.param("https://*.example.com/", "https://a.example.com", True, id="trailing slash"),
    pytest.param("HTTPS://*.Example.COM", "https://a.example.com", True, id="capitals"),
    pytest.param("https://*.a.example.com", "https://b.a.example.com", True, id="a longer tail"),
    pytest.param("https://*.a.example.com", "https://b.example.com", False, id="under the tail"),
    pytest.param("https://*.com", "https://example.com", True, id="a public suffix"),
    pytest.param("https://*.com", "https://com", False, id="the public suffix itself"),
    pytest.param("http://*.localhost:*", "http://a.localhost:3000", True, id="under localhost"),
    pytest.param("http://127.0.0.1:*", "http://127.0.0.1:5000", True, id="IPv4, any port"),
    pytest.param("http://127.0.0.1:*", "http://127.0.0.10:5000", False, id="IPv4, a digit more"),
    pytest.param("http://[::1]:*", "http://[::1]:5000", True, id="IPv6, any port"),
    pytest.param("http://[::1]:*", "http://[::1:5000]", False, id="IPv6, the port inside"),
    pytest.param("http://[0:0::1]:*", "http://[::1]:5000", True, id="IPv6, compressed for you"),
    pytest.param("app://*.bundle", "app://a.bundle", True, id="a scheme of its own"),
]


@pytest.mark.parametrize(("pattern", "origin", "allowed"), OTHERS)
def test_patterns(pattern: str, origin: str, allowed: bool, edge: Edge) -> None:
    expected = answer(allow_origin=origin, vary="Origin") if allowed else NOTHING
    assert edge({"origins": pattern}, get(origin)) == expected


def test_a_pattern_has_no_static_answer(edge: Edge) -> None:
    assert edge({"origins": "https://*.example.com"}, get()) == NOTHING


def test_a_preflight_under_a_pattern(edge: Edge) -> None:
    origin = "https://a.example.com"
    expected = answer(allow_origin=origin, allow_methods=ALL_METHODS, vary="Origin")
    assert edge({"origins": "https://*.example.com"}, preflight(origin)) == expected


def test_several_patterns_of_one_host(edge: Edge) -> None:
    options = {"origins": ["https://*.example.com", "https://*.example.com:8443"]}
    for origin in ("https://a.example.com", "https://a.example.com:8443"):
        assert edge(options, get(origin)) == answer(allow_origin=origin, vary="Origin")
    assert edge(options, get("https://a.example.com:9443")) == NOTHING


def test_a_pattern_covers_itself_when_given_twice(edge: Edge) -> None:
    options = {"origins": ["https://*.example.com", "https://*.EXAMPLE.com/"]}
    expected = answer(allow_origin="https://a.example.com", vary="Origin")
    assert edge(options, get("https://a.example.com")) == expected
