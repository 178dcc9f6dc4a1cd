"""Several origins: the answer depends on who asks, and every response says so with Vary."""

from __future__ import annotations

import pytest

from tests.support import ADMIN
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

NOTHING = answer(vary="Origin")
TO_APP = answer(allow_origin=APP, vary="Origin")
TO_ADMIN = answer(allow_origin=ADMIN, vary="Origin")

REQUESTS = [
    pytest.param(get(APP), TO_APP, id="GET from the first"),
    pytest.param(get(ADMIN), TO_ADMIN, id="GET from the second"),
    pytest.param(send("PATCH", APP), TO_APP, id="PATCH from the first"),
    pytest.param(send("HEAD", ADMIN), TO_ADMIN, id="HEAD from the second"),
    pytest.param(send("OPTIONS", ADMIN), TO_ADMIN, id="OPTIONS that is no preflight"),
    pytest.param(get(), NOTHING, id="GET without Origin"),
    pytest.param(send("OPTIONS"), NOTHING, id="OPTIONS without Origin"),
    pytest.param(get(EVIL), NOTHING, id="GET from another page"),
    pytest.param(send("OPTIONS", EVIL), NOTHING, id="OPTIONS from another page"),
    pytest.param(get("null"), NOTHING, id="GET from an opaque origin"),
    pytest.param(get(f"{APP}, {ADMIN}"), NOTHING, id="both at once, as a joined field"),
    pytest.param(get(f"{APP},{APP}"), NOTHING, id="the same twice, as a joined field"),
    pytest.param(get(f"{APP} {ADMIN}"), NOTHING, id="both at once, with a space"),
    pytest.param(
        preflight(ADMIN, "DELETE"),
        answer(allow_origin=ADMIN, allow_methods=ALL_METHODS, vary="Origin"),
        id="preflight from the second",
    ),
    pytest.param(
        preflight(EVIL, "DELETE"), answer(403, vary="Origin"), id="preflight from another page"
    ),
    pytest.param(
        preflight(f"{APP},{ADMIN}"), answer(403, vary="Origin"), id="preflight from both at once"
    ),
    pytest.param(
        preflight(None, "DELETE"), NOTHING, id="OPTIONS that asks for a method, without Origin"
    ),
]


@pytest.mark.parametrize(("asked", "expected"), REQUESTS)
def test_requests(asked: Asked, expected: Answer, edge: Edge) -> None:
    assert edge({"origins": [APP, ADMIN]}, asked) == expected


MIXED = [APP, "https://*.example.org", "http://localhost:*", r"https://pr-\d+\.example\.net"]
MEMBERS = [
    pytest.param(APP, True, id="the exact one"),
    pytest.param("https://a.example.org", True, id="under the pattern of labels"),
    pytest.param("http://localhost:1234", True, id="under the pattern of ports"),
    pytest.param("https://pr-7.example.net", True, id="under the regex"),
    pytest.param("https://app.example.org.evil.example", False, id="under none: suffix"),
    pytest.param("https://localhost:1234", False, id="under none: scheme"),
    pytest.param("https://pr-x.example.net", False, id="under none: letter for digit"),
    pytest.param("https://example.org", False, id="under none: no label"),
]


@pytest.mark.parametrize(("origin", "allowed"), MEMBERS)
def test_kinds_of_origins_mix(origin: str, allowed: bool, edge: Edge) -> None:
    expected = answer(allow_origin=origin, vary="Origin") if allowed else NOTHING
    assert edge({"origins": MIXED}, get(origin)) == expected


@pytest.mark.parametrize("number", [0, 4_999, 9_999])
def test_one_of_ten_thousand(number: int, edge: Edge) -> None:
    origins = [f"https://tenant-{each}.example.com" for each in range(10_000)]
    expected = answer(allow_origin=origins[number], vary="Origin")
    assert edge({"origins": origins}, get(origins[number])) == expected


def test_none_of_ten_thousand(edge: Edge) -> None:
    origins = [f"https://tenant-{each}.example.com" for each in range(10_000)]
    assert edge({"origins": origins}, get("https://tenant-10000.example.com")) == NOTHING


NOBODY = [
    pytest.param(get(APP), NOTHING, id="GET from a page"),
    pytest.param(get(), NOTHING, id="GET without Origin"),
    pytest.param(get("null"), NOTHING, id="GET from an opaque origin"),
    pytest.param(preflight(APP), answer(403, vary="Origin"), id="preflight"),
]


@pytest.mark.parametrize(("asked", "expected"), NOBODY)
def test_no_origins_let_nobody_in(asked: Asked, expected: Answer, edge: Edge) -> None:
    assert edge({"origins": []}, asked) == expected
