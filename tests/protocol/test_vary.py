"""When an answer depends on Origin, and the switches that change whether it does."""

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

NOTHING = answer(vary="Origin")
BARE = answer()
WILDCARD = answer(allow_origin="*")

TWO = [APP, ADMIN]

SEND_WILDCARD = [
    pytest.param({}, get(APP), WILDCARD, id="a page"),
    pytest.param({}, get(), WILDCARD, id="no Origin"),
    pytest.param({}, get("null"), WILDCARD, id="an opaque origin"),
    pytest.param({}, get("nonsense"), WILDCARD, id="no origin at all"),
    pytest.param({}, send("OPTIONS", APP), WILDCARD, id="OPTIONS that is no preflight"),
    pytest.param(
        {}, preflight(APP), answer(allow_origin="*", allow_methods=ALL_METHODS), id="preflight"
    ),
    pytest.param(
        {},
        preflight("null", "PUT", "x-a"),
        answer(allow_origin="*", allow_methods=ALL_METHODS, allow_headers="x-a"),
        id="preflight from an opaque origin",
    ),
    pytest.param({"origins": ["*", APP]}, get(APP), WILDCARD, id="a star beside the origin"),
    pytest.param(
        {"expose_headers": "X-A"},
        get(),
        answer(allow_origin="*", expose_headers="X-A"),
        id="exposed headers beside",
    ),
    pytest.param(
        {"origins": APP}, get(APP), answer(allow_origin=APP), id="no effect without the star"
    ),
    pytest.param({"origins": TWO}, get(EVIL), NOTHING, id="nor on a page that is not listed"),
]


@pytest.mark.parametrize(("options", "asked", "expected"), SEND_WILDCARD)
def test_send_wildcard(options: Options, asked: Asked, expected: Answer, edge: Edge) -> None:
    assert edge({**options, "send_wildcard": True}, asked) == expected


ALWAYS_SEND_OFF = [
    pytest.param({}, get(), NOTHING, id="any origin, no Origin"),
    pytest.param({}, get(APP), answer(allow_origin=APP, vary="Origin"), id="any origin, a page"),
    pytest.param({}, get("nonsense"), WILDCARD, id="any origin, what is no origin"),
    pytest.param({"send_wildcard": True}, get(), NOTHING, id="the star, no Origin"),
    pytest.param({"send_wildcard": True}, get(APP), WILDCARD, id="the star, a page"),
    pytest.param({"origins": APP}, get(), NOTHING, id="one origin, no Origin"),
    pytest.param({"origins": APP}, get(APP), answer(allow_origin=APP), id="one origin, the page"),
    pytest.param({"origins": APP}, get(EVIL), NOTHING, id="one origin, another page"),
    pytest.param({"origins": TWO}, get(), NOTHING, id="two origins, no Origin"),
    pytest.param(
        {"origins": TWO},
        get(ADMIN),
        answer(allow_origin=ADMIN, vary="Origin"),
        id="two origins, a page",
    ),
    pytest.param({"origins": TWO}, send("OPTIONS"), NOTHING, id="OPTIONS without Origin"),
    pytest.param(
        {"origins": APP, "supports_credentials": True, "expose_headers": "X-A"},
        get(),
        NOTHING,
        id="no other field either",
    ),
    pytest.param(
        {"origins": APP},
        preflight(APP),
        answer(allow_origin=APP, allow_methods=ALL_METHODS),
        id="preflight",
    ),
]


@pytest.mark.parametrize(("options", "asked", "expected"), ALWAYS_SEND_OFF)
def test_always_send_off(options: Options, asked: Asked, expected: Answer, edge: Edge) -> None:
    assert edge({**options, "always_send": False}, asked) == expected


VARY_OFF = [
    pytest.param({}, get(APP), answer(allow_origin=APP), id="any origin, a page"),
    pytest.param({}, get(), WILDCARD, id="any origin, no Origin"),
    pytest.param({"origins": APP}, get(APP), answer(allow_origin=APP), id="one origin, the page"),
    pytest.param({"origins": APP}, get(EVIL), BARE, id="one origin, another page"),
    pytest.param({"origins": APP}, preflight(EVIL), answer(403), id="one origin, preflight"),
    pytest.param({"origins": TWO}, get(APP), answer(allow_origin=APP), id="two origins, a page"),
    pytest.param({"origins": TWO}, get(), BARE, id="two origins, no Origin"),
    pytest.param({"origins": TWO}, get(EVIL), BARE, id="two origins, another page"),
    pytest.param({"origins": TWO}, preflight(EVIL), answer(403), id="two origins, preflight"),
    pytest.param(
        {"origins": TWO},
        preflight(ADMIN),
        answer(allow_origin=ADMIN, allow_methods=ALL_METHODS),
        id="two origins, preflight from one of them",
    ),
    pytest.param(
        {"origins": "https://*.example.com"}, get(APP), answer(allow_origin=APP), id="a pattern"
    ),
    pytest.param({"always_send": False}, get(), BARE, id="and always_send off, no Origin"),
]


@pytest.mark.parametrize(("options", "asked", "expected"), VARY_OFF)
def test_vary_header_off(options: Options, asked: Asked, expected: Answer, edge: Edge) -> None:
    assert edge({**options, "vary_header": False}, asked) == expected


WITHOUT_EFFECT = [
    pytest.param({"intercept_exceptions": False}, id="intercept_exceptions off"),
    pytest.param({"intercept_exceptions": True}, id="intercept_exceptions on"),
    pytest.param({"always_send": True, "vary_header": True}, id="the defaults written out"),
    pytest.param({"send_wildcard": 0, "always_send": 1, "vary_header": 1}, id="as 0 and 1"),
]


@pytest.mark.parametrize("options", WITHOUT_EFFECT)
def test_switches_that_change_nothing(options: Options, edge: Edge) -> None:
    assert edge(options, get(APP)) == answer(allow_origin=APP, vary="Origin")
