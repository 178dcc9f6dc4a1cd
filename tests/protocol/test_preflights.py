"""Preflights: what is one, and what each kind of answer tells the browser."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support import ADMIN
from tests.support import ALL_METHODS
from tests.support import APP
from tests.support import EVIL
from tests.support import Answer
from tests.support import Asked
from tests.support import Options
from tests.support import answer
from tests.support import app_with_extension
from tests.support import ask
from tests.support import get
from tests.support import preflight
from tests.support import send

from .conftest import Edge

PRODUCTION: Options = {
    "origins": [APP, ADMIN],
    "methods": ["GET", "POST", "PUT"],
    "allow_headers": ["Content-Type", "X-Token"],
    "expose_headers": ["X-Total-Count"],
    "max_age": timedelta(hours=1),
    "supports_credentials": True,
}


def to_app(**others: str) -> Answer:
    return answer(allow_origin=APP, allow_credentials="true", vary="Origin", **others)


ANSWERS = [
    pytest.param(
        preflight(APP, "PUT", "content-type,x-token"),
        to_app(
            allow_methods="GET, POST, PUT", allow_headers="content-type, x-token", max_age="3600"
        ),
        id="passes",
    ),
    pytest.param(
        preflight(APP, "POST"),
        to_app(allow_methods="GET, POST, PUT", max_age="3600"),
        id="passes, with no header",
    ),
    pytest.param(preflight(APP, "DELETE", "x-token"), to_app(), id="refused method"),
    pytest.param(preflight(APP, "put", "x-token"), to_app(), id="refused method, by its case"),
    pytest.param(preflight(APP, "DELETE", "x-a"), to_app(), id="refused method and header"),
    pytest.param(
        preflight(EVIL, "PUT", "x-token"), answer(403, vary="Origin"), id="refused origin"
    ),
    pytest.param(preflight(EVIL, "DELETE", "x-a"), answer(403, vary="Origin"), id="refused in all"),
    pytest.param(preflight("null", "PUT"), answer(403, vary="Origin"), id="an opaque origin"),
    pytest.param(preflight("", "PUT"), answer(403, vary="Origin"), id="an empty Origin"),
]


@pytest.mark.parametrize(("asked", "expected"), ANSWERS)
def test_answers(asked: Asked, expected: Answer, edge: Edge) -> None:
    assert edge(PRODUCTION, asked) == expected


REFUSED_HEADERS = [
    pytest.param("x-other", None, id="the only one"),
    pytest.param("x-token,x-other", "x-token", id="one of two"),
    pytest.param("x-other,x-token,content-type,x-b", "content-type, x-token", id="two of four"),
    pytest.param("x token", None, id="no token"),
    pytest.param("x-token,x token", "x-token", id="one that is no token"),
    pytest.param("," * 128, None, id="over the limit of names"),
    pytest.param("x-token" + " " * 8192, None, id="over the limit of characters"),
]


@pytest.mark.parametrize(("requested", "value"), REFUSED_HEADERS)
def test_a_refused_header_leaves_the_culprit_out(
    requested: str, value: str | None, edge: Edge
) -> None:
    """The rest is answered as ever, so that the browser's message names the culprit."""
    response = edge(PRODUCTION, preflight(APP, "PUT", requested))
    fields = {} if value is None else {"allow_headers": value}
    expected = to_app(allow_methods="GET, POST, PUT", **fields)
    # Whether a refused preflight carries a max-age is of no consequence: no browser keeps it.
    assert response.fields.pop("Access-Control-Max-Age", "3600") == "3600"
    assert response == expected


NOT_PREFLIGHTS = [
    pytest.param(send("OPTIONS"), answer(vary="Origin"), id="no Origin, no method"),
    pytest.param(preflight(None, "PUT"), answer(vary="Origin"), id="no Origin"),
    pytest.param(
        preflight(APP, None, "x-token"),
        to_app(expose_headers="X-Total-Count"),
        id="no method to ask for",
    ),
    pytest.param(preflight(EVIL, None), answer(vary="Origin"), id="no method, another page"),
    pytest.param(
        get(APP, request_method="PUT", request_headers="x-token"),
        to_app(expose_headers="X-Total-Count"),
        id="not OPTIONS but GET",
    ),
    pytest.param(
        send("POST", APP, request_method="PUT"),
        to_app(expose_headers="X-Total-Count"),
        id="not OPTIONS but POST",
    ),
]


@pytest.mark.parametrize(("asked", "expected"), NOT_PREFLIGHTS)
def test_what_is_no_preflight_reaches_the_app(asked: Asked, expected: Answer, edge: Edge) -> None:
    assert edge(PRODUCTION, asked) == expected


def test_options_without_a_preflight_is_answered_by_flask() -> None:
    response = ask(app_with_extension(PRODUCTION), send("OPTIONS", APP))
    allow = dict(response.headers)["Allow"]
    assert set(allow.split(", ")) == {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}


def test_a_preflight_is_answered_without_a_body() -> None:
    response = ask(app_with_extension({}), preflight(APP))
    assert response.body == b""
    assert dict(response.headers).get("Content-Length", "0") == "0"


def test_a_preflight_passes_for_every_allowed_method(edge: Edge) -> None:
    """Also for one that no view answers: the page shall read the 405."""
    for method in ALL_METHODS.split(", "):
        expected = answer(allow_origin="*", allow_methods=ALL_METHODS)
        assert edge({"send_wildcard": True}, preflight(APP, method)) == expected
