"""Serialized origins: what is one, and that reading and writing are each other's inverse."""

from __future__ import annotations

import pytest

from flask_cors.protocol.origins import Origin
from flask_cors.protocol.origins import OriginPattern

VALID = [
    pytest.param("https://a.example", Origin("https", "a.example"), id="https"),
    pytest.param("http://a.example:8080", Origin("http", "a.example", 8080), id="a port"),
    pytest.param("http://a.example:443", Origin("http", "a.example", 443), id="https's port"),
    pytest.param("https://localhost", Origin("https", "localhost"), id="one label"),
    pytest.param("http://127.0.0.1:1", Origin("http", "127.0.0.1", 1), id="IPv4"),
    pytest.param("http://[::1]:65535", Origin("http", "[::1]", 65535), id="IPv6"),
    pytest.param("http://[1:2:3:4:5:6:7:8]", Origin("http", "[1:2:3:4:5:6:7:8]"), id="full IPv6"),
    pytest.param("a+b.c-1://x", Origin("a+b.c-1", "x"), id="a scheme of odd characters"),
    pytest.param("app://x:80", Origin("app", "x", 80), id="a port that is no default there"),
    pytest.param("https://a_b.example", Origin("https", "a_b.example"), id="an underscore"),
    pytest.param("https://0.a", Origin("https", "0.a"), id="a number that is not last"),
    pytest.param("https://1a", Origin("https", "1a"), id="a label that begins with a number"),
    pytest.param("https://a.example.", Origin("https", "a.example."), id="an absolute name"),
    pytest.param(
        "https://" + "a." * 126 + "a.",
        Origin("https", "a." * 126 + "a."),
        id="the longest, absolute",
    ),
    pytest.param(
        "safari-web-extension://0A1B-2C", Origin("safari-web-extension", "0A1B-2C"), id="capitals"
    ),
    pytest.param(
        "app://.", Origin("app", "."), id="an opaque host: a dot, as Electron's apps have"
    ),
    pytest.param("app://.:80", Origin("app", ".", 80), id="an opaque host and a port"),
    pytest.param("app://a..b.", Origin("app", "a..b."), id="an opaque host with empty labels"),
    pytest.param("app://127.1", Origin("app", "127.1"), id="an opaque host that ends in a number"),
    pytest.param("app://a%2F~!;=&b", Origin("app", "a%2F~!;=&b"), id="an opaque host's characters"),
    pytest.param("app://" + "a" * 253, Origin("app", "a" * 253), id="the longest opaque host"),
]


@pytest.mark.parametrize(("text", "origin"), VALID)
def test_serialized_origins(text: str, origin: Origin) -> None:
    assert Origin.parse(text) == origin
    assert origin.serialize() == text


INVALID = [
    pytest.param("", id="empty"),
    pytest.param("null", id="null"),
    pytest.param("https://", id="no host"),
    pytest.param("://a", id="no scheme"),
    pytest.param("1https://a", id="a scheme that begins with a digit"),
    pytest.param("https://A.example", id="capitals"),
    pytest.param("https://a.example/", id="a slash"),
    pytest.param("https://a.example:443", id="the default port"),
    pytest.param("ws://a.example:80", id="the default port of ws"),
    pytest.param("https://a.example:0", id="port 0"),
    pytest.param("https://a.example:01", id="a port with a zero in front"),
    pytest.param("https://a.example:65536", id="a port too large"),
    pytest.param("https://a..b", id="an empty label"),
    pytest.param("https://a..", id="two trailing dots"),
    pytest.param("https://1.2.3.4.", id="IPv4 with a trailing dot"),
    pytest.param("https://[::1].", id="IPv6 with a trailing dot"),
    pytest.param("App://a", id="a scheme with a capital"),
    pytest.param("https://.", id="a dot"),
    pytest.param("https://" + "a" * 64, id="a label of 64"),
    pytest.param("https://" + "a." * 126 + "ab", id="a host of 254"),
    pytest.param("https://" + "a." * 126 + "ab.", id="an absolute name of 254 without its dot"),
    pytest.param("https://1.2.3.256", id="IPv4 out of range"),
    pytest.param("https://1.2.3.04", id="IPv4 with a zero in front"),
    pytest.param("https://1.2.3", id="IPv4 with three numbers"),
    pytest.param("https://1.2.3.4.5", id="IPv4 with five numbers"),
    pytest.param("https://a.1", id="a number last"),
    pytest.param("https://a.0x", id="an empty hexadecimal number last"),
    pytest.param("https://a.0xff", id="a hexadecimal number last"),
    pytest.param("https://[]", id="empty brackets"),
    pytest.param("https://[::1", id="half a bracket"),
    pytest.param("https://[::1]x", id="more behind the bracket"),
    pytest.param("https://[0::1]", id="IPv6 not compressed"),
    pytest.param("https://[::0:1]", id="IPv6 compressed too little"),
    pytest.param("https://[1:2:3:4:5:6:7]", id="IPv6 too short"),
    pytest.param("https://[1:2:3:4:5:6:7:8:9]", id="IPv6 too long"),
    pytest.param("https://[1::2::3]", id="IPv6 compressed twice"),
    pytest.param("https://[1:2:3:4:5:6:7::]", id="a lone zero compressed"),
    pytest.param("https://[12345::]", id="IPv6 with a piece too large"),
    pytest.param("https://\u0663.1.1.1", id="a digit that is not ASCII"),
    pytest.param("https://a.example\n", id="a line feed"),
    pytest.param("https://\u212a.example", id="a Kelvin sign"),
    pytest.param("https://a%2eexample", id="a percent sign"),
    pytest.param("wss://a~b", id="a tilde"),
    pytest.param("ftp://a..b", id="an empty label of ftp"),
    pytest.param("file://.", id="a dot for a file's host"),
    pytest.param("app://", id="no opaque host"),
    pytest.param("app://" + "a" * 254, id="an opaque host of 254"),
    pytest.param("app://.:0", id="an opaque host and port 0"),
    *(
        pytest.param(f"app://a{char}b", id=f"{char!a} in an opaque host")
        for char in "\0\t\n\r\x7f\xe9 #/:<>?@[\\]^|\"'`,()*+${}"
    ),
]


@pytest.mark.parametrize("text", INVALID)
def test_what_no_browser_would_send(text: str) -> None:
    assert Origin.parse(text) is None


LOOPBACK = [
    pytest.param("http://localhost", True, id="localhost"),
    pytest.param("http://a.b.localhost:3000", True, id="under localhost"),
    pytest.param("http://127.0.0.1", True, id="127.0.0.1"),
    pytest.param("http://127.255.255.254", True, id="the rest of 127/8"),
    pytest.param("http://[::1]", True, id="::1"),
    pytest.param("http://127.evil.example", False, id="127 as a label"),
    pytest.param("http://127.0.0.1.evil.example", False, id="127.0.0.1 as labels"),
    pytest.param("http://evillocalhost", False, id="glued to localhost"),
    pytest.param("http://localhost.evil.example", False, id="localhost as a label"),
    pytest.param("http://10.0.0.1", False, id="a private address"),
    pytest.param("http://[::]", False, id="::"),
    pytest.param("app://127.evil.1", False, id="127 in an opaque host"),
]


@pytest.mark.parametrize(("text", "loopback"), LOOPBACK)
def test_loopback(text: str, loopback: bool) -> None:
    origin = Origin.parse(text)
    assert origin is not None
    assert origin.is_loopback is loopback


PATTERNS = [
    pytest.param(OriginPattern(Origin("https", "a.example")), "https://a.example", id="exact"),
    pytest.param(
        OriginPattern(Origin("https", "a.example"), subdomains=True),
        "https://*.a.example",
        id="labels",
    ),
    pytest.param(
        OriginPattern(Origin("http", "localhost"), any_port=True), "http://localhost:*", id="port"
    ),
    pytest.param(
        OriginPattern(Origin("https", "a.example", 8443), subdomains=True),
        "https://*.a.example:8443",
        id="labels and a fixed port",
    ),
    pytest.param(
        OriginPattern(Origin("https", "a.example"), subdomains=True, any_port=True),
        "https://*.a.example:*",
        id="labels and port",
    ),
]


@pytest.mark.parametrize(("pattern", "text"), PATTERNS)
def test_patterns_as_they_are_written(pattern: OriginPattern, text: str) -> None:
    assert pattern.serialize() == text
    assert pattern.is_exact is ("*" not in text)
