"""Regexes of origins: always matched whole, and only against what parses as an origin."""

from __future__ import annotations

import re

import pytest

from tests.support import ALL_METHODS
from tests.support import answer
from tests.support import get
from tests.support import preflight

from .conftest import Edge

NOTHING = answer(vary="Origin")

STRINGS = [
    # A string is a regex where it holds a mark of one.
    pytest.param(r"https://app\.example\.com", "https://app.example.com", True, id="backslash"),
    pytest.param(r"https://app\.example\.com", "https://appxexample.com", False, id="escaped dot"),
    pytest.param("https://(a|b).example.com", "https://b.example.com", True, id="parenthesis"),
    pytest.param("https://(a|b).example.com", "https://c.example.com", False, id="neither"),
    pytest.param("https://[ab].example.com", "https://a.example.com", True, id="bracket"),
    pytest.param("https://[ab].example.com", "https://ab.example.com", False, id="one of them"),
    pytest.param("^https://app.example.com", "https://app.example.com", True, id="caret"),
    pytest.param("https://app.example.com$", "https://app.example.com", True, id="dollar"),
    pytest.param("https://.*.example.com", "https://a.b.example.com", True, id="dot star"),
    pytest.param("https://.+.example.com", "https://a.example.com", True, id="dot plus"),
    pytest.param("https://.+.example.com", "https://.example.com", False, id="an empty label"),
    pytest.param("http?://app.example", "htt://app.example", True, id="http?:// taken literally"),
    pytest.param("https?://app.example", "http://app.example", True, id="https?:// and http"),
    pytest.param("https?://app.example", "https://app.example", True, id="https?:// and https"),
    pytest.param("https?://app.example", "httpss://app.example", False, id="https?:// and more"),
    # A dot without a quantifier is a dot.
    pytest.param("https?://app.example", "https://appxexample", False, id="a literal dot"),
    pytest.param("HTTPS?://APP.EXAMPLE", "https://app.example", True, id="in capitals"),
    pytest.param(r"https://(.)*\.example", "https://a.b.example", True, id="any, in a group"),
    pytest.param(r"https://(?:.)+\.example", "https://a.b.example", True, id="some, in a group"),
    pytest.param(r"https://a(.)b\.example", "https://axb.example", False, id="one, in a group"),
    pytest.param("https://(a|b).example.com", "https://axexample.com", False, id="after a group"),
    pytest.param("https://.*.example.com", "https://evilexample.com", False, id="after a star"),
    pytest.param("https://.*.example.com", "https://a.examplexcom", False, id="the second dot"),
    pytest.param("https://a[.]example.com", "https://a.example.com", True, id="a dot in brackets"),
    pytest.param("https://a[.]example.com", "https://axexample.com", False, id="and only a dot"),
    pytest.param("https://(a.)?example.com", "https://a.example.com", True, id="an optional label"),
    pytest.param("https://(a.)?example.com", "https://axexample.com", False, id="and only that"),
    pytest.param("https://(.{3}).example.com", "https://abc.example.com", True, id="a dot counted"),
    pytest.param("https://(.{3}).example.com", "https://ab.example.com", False, id="too few"),
    pytest.param("https://(a.?).example.com", "https://ab.example.com", True, id="a dot with ?"),
    # Matched whole, whatever anchors it has or has not.
    pytest.param(r"https://a\.example\.com", "https://a.example.com.evil.org", False, id="suffix"),
    pytest.param(r"https://a\.example\.com", "https://a.example.com:8443", False, id="a port"),
    pytest.param(r"//a\.example\.com", "https://a.example.com", False, id="no scheme in it"),
    pytest.param(r"a\.example\.com", "https://a.example.com", False, id="the host only"),
    pytest.param(r".*\.example\.com", "https://a.example.com", True, id="anything in front"),
    pytest.param(r".*\.example\.com", "https://a.example.com.evil.org", False, id="but whole"),
    pytest.param(r"https://a\.com|https://b\.com", "https://b.com", True, id="alternatives"),
    pytest.param(r"https://a\.com|https://b\.com", "https://a.com.b.com", False, id="each whole"),
    pytest.param(r"https://a\.com|b\.com", "b.com", False, id="not what is no origin"),
    pytest.param(r"https://a\.com$", "https://a.com\n", False, id="a line feed after the dollar"),
    pytest.param(r"https://a\.com(:\d+)?", "https://a.com:8443", True, id="an optional port"),
    pytest.param(r"https://a\.com(:\d+)?", "https://a.com", True, id="without it"),
    pytest.param(r"https://a\.com(:\d+)?", "https://a.com:99999", False, id="a port too large"),
    pytest.param(r"https://a\.com(:\d+)?", "https://a.com:443", False, id="the default port"),
    # Without case, as browsers send lower case only.
    pytest.param(r"HTTPS://APP\.EXAMPLE\.COM", "https://app.example.com", True, id="capitals"),
    pytest.param(r"https://[A-Z]+\.example\.com", "https://app.example.com", True, id="a class"),
    # Only what parses is tried.
    pytest.param("(.+)", "https://any.example", True, id="everything, an origin"),
    pytest.param("(.+)", "null", False, id="everything, but not null"),
    pytest.param("(.+)", "https://any.example/path", False, id="everything, but no path"),
    pytest.param("(.+)", "https://user@any.example", False, id="everything, but no user-info"),
    pytest.param("(.+)", "https://any.example\r\nX: y", False, id="everything, but no CR LF"),
    pytest.param("(.+)", "anything", False, id="everything, but no bare word"),
    pytest.param(r"https://.*\.example\.com", "https://evil.org/.example.com", False, id="a path"),
    pytest.param(r"https://.*\.example\.com", "https://evil.org#.example.com", False, id="a hash"),
    pytest.param(r"https://.*\.example\.com", "https://evil.org\n.example.com", False, id="a line"),
    pytest.param(r"https://.*\.example\.com", "https://u@a.example.com", False, id="user-info"),
]


@pytest.mark.parametrize(("regex", "origin", "allowed"), STRINGS)
def test_regexes_in_strings(regex: str, origin: str, allowed: bool, edge: Edge) -> None:
    expected = answer(allow_origin=origin, vary="Origin") if allowed else NOTHING
    assert edge({"origins": regex}, get(origin)) == expected


COMPILED = [
    pytest.param(re.compile(r"https://\w+\.example\.com"), "https://a.example.com", True, id="yes"),
    pytest.param(
        re.compile(r"https://\w+\.example\.com"), "https://a-b.example.com", False, id="no"
    ),
    pytest.param(
        re.compile(r"https://\w+\.example\.com"), "https://a.example.com.org", False, id="whole"
    ),
    pytest.param(
        re.compile(r"https://a.example\.com"), "https://axexample.com", True, id="taken as it is"
    ),
    pytest.param(
        re.compile(r"https://A\.example\.com"), "https://a.example.com", False, id="with case"
    ),
    pytest.param(
        re.compile(r"https://A\.example\.com", re.IGNORECASE),
        "https://a.example.com",
        True,
        id="without case, where its flag says so",
    ),
    pytest.param(
        re.compile(r"https:// a \.example\.com  # ours", re.VERBOSE),
        "https://a.example.com",
        True,
        id="verbose",
    ),
    pytest.param(
        re.compile(r"^https://a\.com$", re.MULTILINE), "https://a.com\nx", False, id="multiline"
    ),
    pytest.param(re.compile("https://app"), "https://app", True, id="no mark of a regex in it"),
    pytest.param(re.compile(".*"), "https://any.example", True, id="everything"),
    pytest.param(re.compile(".*", re.DOTALL), "https://a.example\r\nX: y", False, id="but CR LF"),
]


@pytest.mark.parametrize(("regex", "origin", "allowed"), COMPILED)
def test_compiled_regexes(regex: re.Pattern[str], origin: str, allowed: bool, edge: Edge) -> None:
    expected = answer(allow_origin=origin, vary="Origin") if allowed else NOTHING
    assert edge({"origins": [regex]}, get(origin)) == expected


def test_one_regex_is_not_one_origin(edge: Edge) -> None:
    assert edge({"origins": r"https://app\.example\.com"}, get()) == NOTHING


def test_a_preflight_under_a_regex(edge: Edge) -> None:
    origin = "https://app.example.com"
    expected = answer(allow_origin=origin, allow_methods=ALL_METHODS, vary="Origin")
    assert edge({"origins": r"https://(app|www)\.example\.com"}, preflight(origin)) == expected


def test_an_origin_over_330_characters_meets_no_regex(edge: Edge) -> None:
    scheme = "a" * (330 - len("://app.example"))
    longest, longer = f"{scheme}://app.example", f"{scheme}a://app.example"
    assert len(longest) == 330
    options = {"origins": re.compile(r".*://app\.example")}
    assert edge(options, get(longest)) == answer(allow_origin=longest, vary="Origin")
    assert edge(options, get(longer)) == NOTHING
