"""Methods: what a preflight may ask for, and what Access-Control-Allow-Methods says."""

from __future__ import annotations

import pytest

from tests.support import ALL_METHODS
from tests.support import APP
from tests.support import Options
from tests.support import answer
from tests.support import get
from tests.support import preflight
from tests.support import send

from .conftest import Edge

REFUSED = answer(allow_origin=APP)
NAMES = ["PUT", "GET"]

# What is configured, what is asked for, and the field's value; None where the method is refused.
CASES = [
    pytest.param(None, "GET", ALL_METHODS, id="default, GET"),
    pytest.param(None, "HEAD", ALL_METHODS, id="default, HEAD"),
    pytest.param(None, "POST", ALL_METHODS, id="default, POST"),
    pytest.param(None, "PUT", ALL_METHODS, id="default, PUT"),
    pytest.param(None, "PATCH", ALL_METHODS, id="default, PATCH"),
    pytest.param(None, "DELETE", ALL_METHODS, id="default, DELETE"),
    pytest.param(None, "OPTIONS", ALL_METHODS, id="default, OPTIONS"),
    pytest.param(None, "PURGE", None, id="default, a method of somebody's own"),
    pytest.param(None, "patch", None, id="default, patch is not PATCH"),
    pytest.param(None, "Get", None, id="default, Get is not GET"),
    pytest.param(None, "TRACE", None, id="default, TRACE"),
    pytest.param(None, "CONNECT", None, id="default, CONNECT"),
    pytest.param(None, "*", None, id="default, a star"),
    pytest.param(None, "", None, id="default, an empty method"),
    pytest.param(NAMES, "GET", "GET, PUT", id="a list, sorted"),
    pytest.param(("PUT", "GET", "DELETE"), "PUT", "DELETE, GET, PUT", id="a tuple, sorted"),
    pytest.param({"PUT", "GET"}, "PUT", "GET, PUT", id="a set, sorted"),
    pytest.param("GET", "GET", "GET", id="a string"),
    pytest.param("put, get", "PUT", "GET, PUT", id="a string of two, in lower case"),
    pytest.param("GET,,PUT,", "GET", "GET, PUT", id="a string with empty members"),
    pytest.param(["get", "GET", "Get"], "GET", "GET", id="the same three times"),
    pytest.param(NAMES, "PATCH", None, id="not listed"),
    pytest.param(NAMES, "POST", None, id="not listed, although safelisted"),
    pytest.param(["PUT"], "GET", None, id="GET not listed, although safelisted"),
    pytest.param(["PUT"], "HEAD", None, id="HEAD not listed, although safelisted"),
    pytest.param(["GET"], "HEAD", None, id="HEAD does not come with GET"),
    pytest.param(NAMES, "OPTIONS", None, id="OPTIONS not listed"),
    pytest.param(NAMES, "put", None, id="put is not PUT"),
    pytest.param(NAMES, "ET", None, id="a part of a listed name"),
    pytest.param(NAMES, "GET, PUT", None, id="two at once"),
    pytest.param(NAMES, "GET,GET", None, id="the field twice, joined"),
    pytest.param(NAMES, "GET ", None, id="a space behind"),
    pytest.param(NAMES, " GET", None, id="a space in front"),
    pytest.param(NAMES, "GETX", None, id="a letter more"),
    pytest.param(NAMES, "", None, id="an empty method"),
    pytest.param(["patch"], "PATCH", "PATCH", id="configured in lower case, asked in upper"),
    pytest.param(["patch"], "patch", None, id="configured in lower case, asked in lower"),
    pytest.param(["PURGE", "X-MINE"], "X-MINE", "PURGE, X-MINE", id="methods of somebody's own"),
    pytest.param(["M-SEARCH"], "M-SEARCH", "M-SEARCH", id="a hyphen"),
    pytest.param("*", "GET", "GET", id="every method, GET"),
    pytest.param("*", "PURGE", "PURGE", id="every method, somebody's own"),
    pytest.param("*", "patch", "patch", id="every method, patch in lower case"),
    pytest.param("*", "!#$%&'*+-.^_`|~", "!#$%&'*+-.^_`|~", id="every method, an odd token"),
    pytest.param(
        "*", "*", None, id="every method, but none called a star: it would be taken for all"
    ),
    pytest.param(["*", "GET"], "PUT", "PUT", id="every method and a name"),
    pytest.param("*", "TRACE", None, id="every method, TRACE is no page's"),
    pytest.param("*", "CONNECT", None, id="every method, CONNECT is no page's"),
    pytest.param("*", "TRACK", None, id="every method, TRACK is no page's"),
    pytest.param("*", "trace", None, id="every method, trace in lower case neither"),
    pytest.param("*", "Connect", None, id="every method, Connect neither"),
    pytest.param("*", "", None, id="every method, an empty one"),
    pytest.param("*", "GET PUT", None, id="every method, no token: a space"),
    pytest.param("*", "GET,PUT", None, id="every method, no token: a comma"),
    pytest.param("*", "GET\r\nX: y", None, id="every method, no token: CR LF"),
    pytest.param("*", "G\u00cbT", None, id="every method, no token: Latin-1"),
    pytest.param("*", "GET\x00", None, id="every method, no token: NUL"),
    pytest.param([], "GET", None, id="no method"),
    pytest.param("", "GET", None, id="an empty string"),
]


@pytest.mark.parametrize(("methods", "asked_for", "value"), CASES)
def test_preflight(methods: object, asked_for: str, value: str | None, edge: Edge) -> None:
    options: Options = {"origins": APP}
    if methods is not None:
        options["methods"] = methods
    expected = REFUSED if value is None else answer(allow_origin=APP, allow_methods=value)
    assert edge(options, preflight(APP, asked_for)) == expected


UNSTOPPABLE = [
    pytest.param(get(APP), id="GET"),
    pytest.param(send("HEAD", APP), id="HEAD"),
    pytest.param(send("POST", APP), id="POST"),
    pytest.param(send("DELETE", APP), id="DELETE, had the browser sent it"),
]


@pytest.mark.parametrize("asked", UNSTOPPABLE)
def test_methods_matter_to_preflights_only(asked: object, edge: Edge) -> None:
    """A request that needs no preflight cannot be stopped by CORS, and is readable."""
    assert edge({"origins": APP, "methods": ["PUT"]}, asked) == answer(allow_origin=APP)


def test_a_generator_of_methods(edge: Edge) -> None:
    options = {"origins": APP, "methods": (name for name in ["put", "get"])}
    expected = answer(allow_origin=APP, allow_methods="GET, PUT")
    assert edge(options, preflight(APP, "PUT")) == expected
