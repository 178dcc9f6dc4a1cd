"""Whether a regex lets in any origin at all, told from what it is made of."""

from __future__ import annotations

import re

import pytest

from flask_cors.protocol.origins import Origin
from flask_cors.protocol.regex_reach import lets_in_any

LETS_IN = [
    (r"https://app\.example\.com", "https://app.example.com"),
    (r"https?://localhost(?::\d+)?", "http://localhost:3000"),
    (r".*//localhost:\d+", "http://localhost:3000"),
    (r".*//app\.example\.com", "https://app.example.com"),
    (r"[^/]+//a\.example", "https://a.example"),
    (r".+//.+", "https://a.example"),
    (r".{5,9}//a", "https://a"),
    (r"\S{13,}", "https://a.example"),
    (r".{50}\.example", f"https://{'a' * 42}.example"),
    (r".*\d+\.\d+\.\d+\.\d+", "http://127.0.0.1"),
    (r"https?://\[.*\]:\d+", "http://[::1]:3000"),
    (r"http://\[::1\]", "http://[::1]"),
    (r"https://a:[^0]\d{4}", "https://a:30000"),
    (r"https://([a-z]+)\.\1\.example\.com", "https://a.a.example.com"),
    (r"https://(?P<x>[a-z]+)\.(?P=x)", "https://a.a"),
    (r"https://(a)?(?(1)b|c)", "https://ab"),
    (r"https://(?=.*shop).*\.example\.com", "https://myshop.example.com"),
    (r"https://(?!x)\w+\.example", "https://a.example"),
    (r"https://\w+(?<!evil)\.example", "https://a.example"),
    (r"(?i)HTTPS://A\.EXAMPLE", "https://a.example"),
    (r"(?i:HTTPS)://a\.example", "https://a.example"),
    (r"(?x) https:// a \.example  # mine", "https://a.example"),
    (r"(?:https://(?:a|b)\.example)+", "https://a.example"),
    (r"https://a\.example$|https://$HOST", "https://a.example"),
    (r"[$a-z]+://a\.example", "https://a.example"),
    (r"app://a\$b|https://[]$a]+", "https://a"),
    (r"app://A\.b", "app://A.b"),
    (r"(app|https)://.{0,}", "app://."),
]


@pytest.mark.parametrize(("source", "origin"), LETS_IN)
def test_lets_in(source: str, origin: str) -> None:
    regex = re.compile(source)
    assert regex.fullmatch(origin)
    assert Origin.parse(origin)
    assert lets_in_any(regex)


@pytest.mark.parametrize(
    "source",
    [
        r"app\.example\.com",
        r"https:/a\.example",
        r"https://",
        r"https://a\.example/.*",
        r"https://a\.example(/.*)",
        r"https://a\.example:\d{6}",
        r"https://a\.example:0\d+",
        r"https://a\.example:",
        r"https://a\.example\?.*",
        r"http://\[::1\](?:a|b)",
        r"[^:]*",
        r"[^/]*",
        r"\d+://a",
        r"\w{1,20}",
        r"//a\.example",
        r"HTTPS://a\.example",
        r"https://[\x80-\xff]+",
        r".{0,4}",
        r"javascript:alert(1)",
        r"https://$HOST:3000",
        r"(?x) https:// $HOST",
        r"(?:https://$A|http://$B)\.example",
        r"",
    ],
)
def test_lets_in_none(source: str) -> None:
    assert not lets_in_any(re.compile(source))
