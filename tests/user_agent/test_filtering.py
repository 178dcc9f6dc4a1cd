"""What of a response a page gets to see.

Source: https://fetch.spec.whatwg.org/#concept-filtered-response
"""

from __future__ import annotations

import pytest

from flask_cors.protocol.user_agent import Response
from flask_cors.protocol.user_agent import WireResponse

from .support import API
from .support import APP
from .support import URL
from .support import Web
from .support import answer
from .support import ask

EXPOSE = "Access-Control-Expose-Headers"
SENT = (
    ("Content-Type", "text/html"),
    ("ETag", '"1"'),
    ("X-Total", "3"),
    ("X-Total", "4"),
    ("Set-Cookie", "id=1"),
    ("X-\u00e9".encode().decode("latin-1"), "odd"),
)


def names_read(*expose: str, credentials: str = "same-origin", url: str = URL) -> list[str]:
    fields = (*SENT, *((EXPOSE, value) for value in expose))
    web = Web(answer(200, *fields, allow_origin=APP, allow_credentials="true"))
    outcome = ask(web, url, credentials=credentials)
    assert isinstance(outcome, Response)
    return [name for name, _ in outcome.headers if name.isascii()]


@pytest.mark.parametrize(
    ("expose", "names"),
    [
        pytest.param([], ["content-type"], id="nothing is exposed"),
        pytest.param(["X-Total"], ["content-type", "x-total"], id="a name"),
        pytest.param(["x-TOTAL , etag"], ["content-type", "etag", "x-total"], id="two names"),
        pytest.param(["X-Total", "ETag"], ["content-type", "etag", "x-total"], id="two fields"),
        pytest.param(["X-Absent"], ["content-type"], id="a name that was not sent"),
        pytest.param(["Set-Cookie"], ["content-type"], id="Set-Cookie"),
        pytest.param(["X-Total; ETag"], ["content-type"], id="no list"),
        pytest.param(["X-Total", "a b"], ["content-type"], id="a list with a mistake"),
        pytest.param(["*, X-Total"], None, id="a star"),
    ],
)
def test_exposed_headers(expose: list[str], names: list[str] | None) -> None:
    if names is None:
        names = [
            "access-control-allow-credentials",
            "access-control-allow-origin",
            "access-control-expose-headers",
            "content-type",
            "etag",
            "x-total",
        ]
    assert names_read(*expose) == names


def test_a_star_with_credentials_is_a_name() -> None:
    assert names_read("*", credentials="include") == ["content-type"]
    assert "x-total" in names_read("*", credentials="omit")


@pytest.mark.parametrize("page", [APP, API])
@pytest.mark.parametrize(
    ("status", "body"),
    [(200, b"body"), (203, b"body"), (400, b"body"), (500, b"body")]
    + [(status, b"") for status in (101, 103, 204, 205, 304)],
)
def test_null_body_statuses(status: int, body: bytes, page: str) -> None:
    """A page sees no body with them, whatever comes over the wire, as one does with 205."""
    outcome = ask(Web(answer(status, ("Content-Type", "text/plain"), allow_origin=APP)), page=page)
    assert isinstance(outcome, Response)
    assert (outcome.status, outcome.body) == (status, body)
    assert ("content-type", "text/plain") in outcome.headers


def test_safelisted_headers() -> None:
    names = (
        "Cache-Control Content-Language Content-Length Content-Type Expires Last-Modified Pragma"
    )
    fields = tuple((name, "x") for name in names.split())
    outcome = ask(Web(answer(200, *fields, ("Date", "x"), ("Server", "x"), allow_origin=APP)))
    assert isinstance(outcome, Response)
    assert outcome.headers == tuple((name.lower(), "x") for name in names.split())


def test_values_are_combined() -> None:
    fields = (("X-Total", " 3\t"), ("x-total", "4"), (EXPOSE, "X-TOTAL"))
    outcome = ask(Web(answer(200, *fields, allow_origin=APP)))
    assert isinstance(outcome, Response)
    assert outcome.headers == (("x-total", "3, 4"),)


def test_a_page_of_the_same_origin_reads_all_but_set_cookie() -> None:
    outcome = ask(Web(WireResponse(200, SENT, b"body")), page=API)
    assert isinstance(outcome, Response)
    assert (outcome.type, outcome.url, outcome.body) == ("basic", URL, b"body")
    assert [name for name, _ in outcome.headers if name.isascii()] == [
        "content-type",
        "etag",
        "x-total",
    ]


def test_an_opaque_response_shows_nothing() -> None:
    outcome = ask(Web(answer(200, *SENT)), mode="no-cors")
    assert outcome == Response("opaque")
    assert isinstance(outcome, Response)
    assert outcome.internal is not None
    assert outcome.internal.body == b"body"
