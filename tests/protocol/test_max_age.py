"""Max-age: seconds, in the answers to preflights that pass."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support import ALL_METHODS
from tests.support import APP
from tests.support import EVIL
from tests.support import Answer
from tests.support import Asked
from tests.support import Options
from tests.support import answer
from tests.support import get
from tests.support import preflight

from .conftest import Edge

VALUES = [
    pytest.param(600, "600", id="a number"),
    pytest.param(0, "0", id="0 is sent"),
    pytest.param(86_400, "86400", id="a day"),
    pytest.param(604_800, "604800", id="a week"),
    pytest.param("600", "600", id="digits"),
    pytest.param("0", "0", id="the digit 0"),
    pytest.param("0600", "600", id="digits with a zero in front"),
    pytest.param(timedelta(hours=1), "3600", id="an hour"),
    pytest.param(timedelta(seconds=1.9), "1", id="cut to whole seconds"),
    pytest.param(timedelta(milliseconds=5), "0", id="less than a second"),
    pytest.param(timedelta(0), "0", id="no time"),
    pytest.param(timedelta(days=1, seconds=1), "86401", id="days count"),
    pytest.param(None, None, id="None: left to the browser"),
]


@pytest.mark.parametrize(("max_age", "value"), VALUES)
def test_values(max_age: object, value: str | None, edge: Edge) -> None:
    fields = {} if value is None else {"max_age": value}
    expected = answer(allow_origin=APP, allow_methods=ALL_METHODS, **fields)
    assert edge({"origins": APP, "max_age": max_age}, preflight(APP, "PUT")) == expected


REQUESTS = [
    pytest.param({}, get(APP), answer(allow_origin=APP), id="not with what pages read"),
    pytest.param({}, preflight(EVIL), answer(403, vary="Origin"), id="nor with a refused origin"),
    pytest.param(
        {"methods": "GET"}, preflight(APP, "PUT"), answer(allow_origin=APP), id="nor a method"
    ),
]


@pytest.mark.parametrize(("options", "asked", "expected"), REQUESTS)
def test_requests(options: Options, asked: Asked, expected: Answer, edge: Edge) -> None:
    assert edge({"origins": APP, "max_age": 600, **options}, asked) == expected
