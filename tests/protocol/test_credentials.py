"""Credentials: ``true`` beside an origin that is named, and never beside the ``*``."""

from __future__ import annotations

import pytest

from tests.support import ADMIN
from tests.support import ALL_METHODS
from tests.support import APP
from tests.support import EVIL
from tests.support import Answer
from tests.support import Asked
from tests.support import Options
from tests.support import answer
from tests.support import get
from tests.support import preflight
from tests.support import send

from .conftest import Edge

ONE = {"origins": APP, "supports_credentials": True}
TWO = {"origins": [APP, ADMIN], "supports_credentials": True}
PATTERN = {"origins": "https://*.example.com", "supports_credentials": True}
REGEX = {"origins": r"https://(app|admin)\.example\.com", "supports_credentials": True}
LOCAL = {"origins": "http://localhost:*", "supports_credentials": True}
ANY = {
    "supports_credentials": True,
    "dangerously_allow_any_origin_with_credentials": True,
}
SUFFIX = {
    "origins": "https://*.github.io",
    "supports_credentials": True,
    "dangerously_allow_public_suffix_with_credentials": True,
}
NOTHING = answer(vary="Origin")
REFUSED = answer(403, vary="Origin")


def granted(origin: str, **others: str) -> Answer:
    return answer(allow_origin=origin, allow_credentials="true", **others)


CASES = [
    pytest.param(ONE, get(APP), granted(APP), id="one origin, GET"),
    pytest.param(ONE, get(), granted(APP), id="one origin, GET without Origin"),
    pytest.param(ONE, get(EVIL), NOTHING, id="one origin, GET from another page"),
    pytest.param(ONE, get("null"), NOTHING, id="one origin, GET from an opaque origin"),
    pytest.param(
        ONE, preflight(APP), granted(APP, allow_methods=ALL_METHODS), id="one origin, preflight"
    ),
    pytest.param(ONE, preflight(EVIL), REFUSED, id="one origin, preflight from another page"),
    pytest.param(
        {**ONE, "methods": "GET"},
        preflight(APP, "PUT"),
        granted(APP),
        id="one origin, preflight with a method that is refused",
    ),
    pytest.param(
        {**ONE, "allow_headers": "X-A"},
        preflight(APP, "PUT", "x-b"),
        granted(APP, allow_methods=ALL_METHODS),
        id="one origin, preflight with a header that is refused",
    ),
    pytest.param(TWO, get(ADMIN), granted(ADMIN, vary="Origin"), id="two origins, GET"),
    pytest.param(TWO, get(), NOTHING, id="two origins, GET without Origin"),
    pytest.param(TWO, get(EVIL), NOTHING, id="two origins, GET from another page"),
    pytest.param(
        TWO,
        preflight(APP, "POST", "content-type"),
        granted(APP, allow_methods=ALL_METHODS, allow_headers="content-type", vary="Origin"),
        id="two origins, preflight",
    ),
    pytest.param(PATTERN, get(APP), granted(APP, vary="Origin"), id="pattern, GET"),
    pytest.param(PATTERN, get(), NOTHING, id="pattern, GET without Origin"),
    pytest.param(
        PATTERN, get("https://evilexample.com"), NOTHING, id="pattern, GET from a look-alike"
    ),
    pytest.param(REGEX, get(ADMIN), granted(ADMIN, vary="Origin"), id="regex, GET"),
    pytest.param(REGEX, preflight(EVIL), REFUSED, id="regex, preflight from another page"),
    pytest.param(
        LOCAL,
        get("http://localhost:3000"),
        granted("http://localhost:3000", vary="Origin"),
        id="localhost on any port",
    ),
    pytest.param(
        SUFFIX,
        get("https://ours.github.io"),
        granted("https://ours.github.io", vary="Origin"),
        id="a public suffix, by its escape",
    ),
    pytest.param(ANY, get(EVIL), granted(EVIL, vary="Origin"), id="any origin, by its escape"),
    pytest.param(ANY, get(), NOTHING, id="any origin by its escape, GET without Origin"),
    pytest.param(ANY, get("null"), NOTHING, id="any origin by its escape, an opaque origin"),
    pytest.param(ANY, get("nonsense"), NOTHING, id="any origin by its escape, no origin at all"),
    pytest.param(
        ANY,
        preflight(EVIL, "PUT", "x-a"),
        granted(EVIL, allow_methods=ALL_METHODS, allow_headers="x-a", vary="Origin"),
        id="any origin by its escape, preflight",
    ),
    pytest.param(
        ANY, preflight("nonsense"), REFUSED, id="any origin by its escape, preflight from none"
    ),
    pytest.param(
        {**TWO, "methods": "*", "allow_headers": "*"},
        preflight(APP, "PURGE", "authorization"),
        granted(APP, allow_methods="PURGE", allow_headers="authorization", vary="Origin"),
        id="every method and header, named and never as a star",
    ),
    pytest.param(
        {**ONE, "expose_headers": ["X-A"]},
        send("POST", APP),
        granted(APP, expose_headers="X-A"),
        id="exposed headers beside",
    ),
    pytest.param(
        {"origins": APP, "supports_credentials": 0}, get(APP), answer(allow_origin=APP), id="0"
    ),
    pytest.param({"origins": APP, "supports_credentials": 1}, get(APP), granted(APP), id="1"),
]


@pytest.mark.parametrize(("options", "asked", "expected"), CASES)
def test_credentials(options: Options, asked: Asked, expected: Answer, edge: Edge) -> None:
    assert edge(options, asked) == expected
