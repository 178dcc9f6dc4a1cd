"""``null``, the origin of sandboxed frames and files: let in by any origin, or when listed."""

from __future__ import annotations

import re

import pytest

from tests.support import ALL_METHODS
from tests.support import APP
from tests.support import Answer
from tests.support import Options
from tests.support import answer
from tests.support import get
from tests.support import preflight

from .conftest import Edge

NOTHING = answer(vary="Origin")
ECHOED = answer(allow_origin="null", vary="Origin")

GETS = [
    pytest.param({}, ECHOED, id="any origin"),
    pytest.param({"send_wildcard": True}, answer(allow_origin="*"), id="any origin, by the star"),
    pytest.param({"origins": ["null", "*"]}, ECHOED, id="listed beside the star"),
    pytest.param({"origins": "null"}, answer(allow_origin="null"), id="listed alone"),
    pytest.param({"origins": ["null", APP]}, ECHOED, id="listed beside another"),
    pytest.param({"origins": ["null", "https://*.example.com"]}, ECHOED, id="beside a pattern"),
    pytest.param({"origins": [APP]}, NOTHING, id="not listed"),
    pytest.param({"origins": "https://*.example.com"}, NOTHING, id="a pattern"),
    pytest.param({"origins": "(.+)"}, NOTHING, id="a regex for everything"),
    pytest.param({"origins": "(null|https://a.example)"}, NOTHING, id="a regex that names it"),
    pytest.param({"origins": re.compile("null")}, NOTHING, id="a compiled regex that names it"),
    pytest.param({"origins": re.compile(".*")}, NOTHING, id="a compiled regex for everything"),
    pytest.param(
        {"supports_credentials": True, "dangerously_allow_any_origin_with_credentials": True},
        NOTHING,
        id="any origin with credentials",
    ),
]


@pytest.mark.parametrize(("options", "expected"), GETS)
def test_get_from_an_opaque_origin(options: Options, expected: Answer, edge: Edge) -> None:
    assert edge(options, get("null")) == expected


PREFLIGHTS = [
    pytest.param(
        {},
        answer(allow_origin="null", allow_methods=ALL_METHODS, vary="Origin"),
        id="any origin",
    ),
    pytest.param(
        {"origins": "null"},
        answer(allow_origin="null", allow_methods=ALL_METHODS),
        id="listed alone",
    ),
    pytest.param(
        {"origins": ["null", APP]},
        answer(allow_origin="null", allow_methods=ALL_METHODS, vary="Origin"),
        id="listed beside another",
    ),
    pytest.param({"origins": "(.+)"}, answer(403, vary="Origin"), id="a regex for everything"),
    pytest.param(
        {"supports_credentials": True, "dangerously_allow_any_origin_with_credentials": True},
        answer(403, vary="Origin"),
        id="any origin with credentials",
    ),
]


@pytest.mark.parametrize(("options", "expected"), PREFLIGHTS)
def test_preflight_from_an_opaque_origin(options: Options, expected: Answer, edge: Edge) -> None:
    assert edge(options, preflight("null", "PUT")) == expected


MISSPELT = ["Null", "NULL", "null ", " null", "null,null", "nul", "nulll", "null\x00"]


@pytest.mark.parametrize("origin", MISSPELT)
def test_only_null_is_null(origin: str, edge: Edge) -> None:
    assert edge({"origins": ["null", APP]}, get(origin)) == NOTHING
