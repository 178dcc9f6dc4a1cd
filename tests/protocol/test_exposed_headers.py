"""Exposed headers: sent with what pages read, and not with the answers to preflights."""

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

VALUES = [
    pytest.param("X-Total-Count", "X-Total-Count", id="a string"),
    pytest.param("X-B, X-A", "X-A, X-B", id="a string of two, sorted"),
    pytest.param("X-B,,X-A,", "X-A, X-B", id="a string with empty members"),
    pytest.param(["X-Total-Count"], "X-Total-Count", id="a list"),
    pytest.param(["X-B", "X-A"], "X-A, X-B", id="a list of two, sorted"),
    pytest.param({"X-B", "X-A"}, "X-A, X-B", id="a set, sorted"),
    pytest.param(["X-A", "x-a"], "X-A", id="a name in two spellings: the first"),
    pytest.param(["x-total-count"], "x-total-count", id="in the spelling given"),
    pytest.param("*", "*", id="a star"),
    pytest.param(["ETag", "Link", "Retry-After"], "ETag, Link, Retry-After", id="three"),
    pytest.param([], None, id="none"),
    pytest.param("", None, id="an empty string"),
    pytest.param(None, None, id="None"),
]


@pytest.mark.parametrize(("names", "value"), VALUES)
def test_values(names: object, value: str | None, edge: Edge) -> None:
    fields = {} if value is None else {"expose_headers": value}
    options = {"origins": APP, "expose_headers": names}
    assert edge(options, get(APP)) == answer(allow_origin=APP, **fields)


REQUESTS = [
    pytest.param(
        send("POST", APP),
        answer(allow_origin=APP, expose_headers="X-A", vary="Origin"),
        id="POST from a page",
    ),
    pytest.param(
        send("OPTIONS", APP),
        answer(allow_origin=APP, expose_headers="X-A", vary="Origin"),
        id="OPTIONS that is no preflight",
    ),
    pytest.param(
        preflight(APP),
        answer(allow_origin=APP, allow_methods=ALL_METHODS, vary="Origin"),
        id="preflight",
    ),
    pytest.param(get(EVIL), answer(vary="Origin"), id="GET from another page"),
    pytest.param(get(), answer(vary="Origin"), id="GET without Origin"),
]


@pytest.mark.parametrize(("asked", "expected"), REQUESTS)
def test_requests(asked: Asked, expected: Answer, edge: Edge) -> None:
    assert edge({"origins": [APP, ADMIN], "expose_headers": ["X-A"]}, asked) == expected


def test_a_static_answer_exposes_without_origin_too(edge: Edge) -> None:
    expected = answer(allow_origin="*", expose_headers="X-A")
    assert edge({"expose_headers": ["X-A"]}, get()) == expected
