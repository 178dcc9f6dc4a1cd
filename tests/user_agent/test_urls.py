"""URLs, as browsers read them.

Source: https://url.spec.whatwg.org/#url-parsing
"""

from __future__ import annotations

import pytest

from flask_cors.protocol.user_agent.urls import URL


@pytest.mark.parametrize(
    ("text", "serialized"),
    [
        ("https://a.example", "https://a.example/"),
        (" HTTPS://A.example:443/\n", "https://a.example/"),
        ("http://a.example:443/", "http://a.example:443/"),
        ("https:a.example", "https://a.example/"),
        ("https:\\\\a.example\\b", "https://a.example/b"),
        ("https:////a.example", "https://a.example/"),
        ("https://a.example/b/../c/./d/..", "https://a.example/c/"),
        ("https://a.example/%2e%2E/c/%2e", "https://a.example/c/"),
        ("https://a.example/b c?d e#f g", "https://a.example/b%20c?d%20e#f%20g"),
        ("https://a.example/\u00e9?\u00e9'", "https://a.example/%C3%A9?%C3%A9%27"),
        ("https://a.example/a\tb", "https://a.example/ab"),
        ("https://a.example?q", "https://a.example/?q"),
        ("https://a.example#f", "https://a.example/#f"),
        ("https://u:p:q@a.example/", "https://u:p%3Aq@a.example/"),
        ("https://u@v@a.example/", "https://u%40v@a.example/"),
        ("https://:p@a.example/", "https://:p@a.example/"),
        ("https://a.example/\ud800", "https://a.example/%EF%BF%BD"),
        ("https://b\u00fccher.example/", "https://xn--bcher-kva.example/"),
        ("https://%41.example/", "https://a.example/"),
        ("http://fa\u00df.de/", "http://xn--fa-hia.de/"),
        ("http://FA\u1e9e.B\u00dcCHER.de/", "http://xn--fa-hia.xn--bcher-kva.de/"),
        ("http://\u03b2\u03cc\u03bb\u03bf\u03c2.com/", "http://xn--nxasmm1c.com/"),
        ("http://\u0392\u038c\u039b\u039f\u03a3.com/", "http://xn--nxasmq6b.com/"),
        ("http://\uff53tra\u00dfe\u3002de/", "http://xn--strae-oqa.de/"),
        ('http://a{b}`"/', 'http://a{b}`"/'),
        ("http://127.1/", "http://127.0.0.1/"),
        ("http://0x7f.0.0.1/", "http://127.0.0.1/"),
        ("http://017700000001/", "http://127.0.0.1/"),
        ("http://0x/", "http://0.0.0.0/"),
        ("http://1.2.3.4./", "http://1.2.3.4/"),
        ("http://[::0:1]:80/", "http://[::1]/"),
        ("http://a:" + "0" * 5_000 + "81/", "http://a:81/"),
        ("http://a.example:/", "http://a.example/"),
        ("capacitor://localhost/a?b#c", "capacitor://localhost/a?b#c"),
        ("data:text/html,x y", "data:text/html,x y"),
        ("mailto:a@b.example", "mailto:a@b.example"),
    ],
)
def test_read(text: str, serialized: str) -> None:
    url = URL.parse(text)
    assert url is not None
    assert url.serialize() == serialized
    assert URL.parse(serialized) == url


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.example",
        "/a",
        "https://",
        "https://?",
        "https://a b/",
        "https://a%00b/",
        "https://a<b/",
        "https://[::1/",
        "https://[::1]x/",
        "https://[g]/",
        "https://a:b/",
        "https://a:65536/",
        pytest.param(f"https://a:{'9' * 5_000}/", id="a port of 5,000 digits"),
        "https://a:-1/",
        "http://256.1.1.1/",
        pytest.param(f"http://{'9' * 5_000}/", id="an address of 5,000 digits"),
        "http://1.2.3.4.5/",
        "http://1.2.3.08/",
        "http://1..2/",
        "http://999999999999/",
        "https://a\u200cb.example/",
        "https://\u00e9" + "a" * 70 + ".example/",
    ],
)
def test_failure(text: str) -> None:
    assert URL.parse(text) is None


@pytest.mark.parametrize(
    ("text", "base", "serialized"),
    [
        ("/c", "https://a.example/b?q#f", "https://a.example/c"),
        ("c", "https://a.example/b/x?q#f", "https://a.example/b/c"),
        ("../c?r", "https://a.example/b/x/y", "https://a.example/b/c?r"),
        ("?r", "https://a.example/b?q#f", "https://a.example/b?r"),
        ("#g", "https://a.example/b?q#f", "https://a.example/b?q#g"),
        ("", "https://a.example/b?q#f", "https://a.example/b?q"),
        ("//b.example/c", "https://a.example/", "https://b.example/c"),
        ("\\\\b.example/c", "https://a.example/", "https://b.example/c"),
        ("https:c", "https://a.example/b/x", "https://a.example/b/c"),
        ("http:c", "https://a.example/b/x", "http://c/"),
        ("http://b.example/", "https://a.example/", "http://b.example/"),
        ("/c", "data:,x", None),
        ("/c", "capacitor://localhost/", None),
    ],
)
def test_relative(text: str, base: str, serialized: str | None) -> None:
    url = URL.parse(text, URL.parse(base))
    assert (url and url.serialize()) == serialized


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://a.example:443/b", "https://a.example"),
        ("http://[::1]:3000/", "http://[::1]:3000"),
        ("data:,x", "null"),
        ("file:///x", "null"),
        ("capacitor://localhost/", "null"),
    ],
)
def test_origin(text: str, origin: str) -> None:
    url = URL.parse(text)
    assert url is not None
    assert url.origin == origin
