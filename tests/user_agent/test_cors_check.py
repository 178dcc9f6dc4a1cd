"""The CORS check, on the response to a request and on the response to a preflight.

Source: https://fetch.spec.whatwg.org/#concept-cors-check
"""

from __future__ import annotations

import pytest

from flask_cors.protocol.user_agent import NetworkError
from flask_cors.protocol.user_agent import Response
from flask_cors.protocol.user_agent import Step
from flask_cors.protocol.user_agent import WireResponse

from .support import ALLOWED
from .support import APP
from .support import URL
from .support import Fields
from .support import Web
from .support import ask

ALLOW_ORIGIN = "Access-Control-Allow-Origin"
CREDENTIALS = "Access-Control-Allow-Credentials"
TRUE = (CREDENTIALS, "true")

CASES = [
    pytest.param("same-origin", (), Step.ALLOW_ORIGIN_MISSING, None, id="no field"),
    pytest.param("same-origin", ((ALLOW_ORIGIN, APP),), None, None, id="the origin"),
    pytest.param("same-origin", ((ALLOW_ORIGIN, "*"),), None, None, id="a star"),
    pytest.param("omit", ((ALLOW_ORIGIN, "*"), TRUE), None, None, id="a star, omit"),
    pytest.param(
        "same-origin", ((ALLOW_ORIGIN, f"\t{APP} "),), None, None, id="white space around it"
    ),
    pytest.param(
        "same-origin",
        ((ALLOW_ORIGIN.lower(), APP),),
        None,
        None,
        id="the name of the field in lower case",
    ),
    *(
        pytest.param(
            "same-origin", ((ALLOW_ORIGIN, value),), Step.ALLOW_ORIGIN_MISMATCH, value, id=words
        )
        for value, words in {
            "": "an empty value",
            f"{APP}/": "a trailing slash",
            "https://APP.example.com": "an upper-case host",
            "http://app.example.com": "another scheme",
            f"{APP}:443": "the default port",
            "https://other.example.com": "another origin",
            f"{APP}, {APP}": "the origin twice in one field",
            f"{APP} {APP}": "the origin twice, with a space",
            "https://*.example.com": "a pattern",
            "null": "null",
            "* ,": "a star and a comma",
        }.items()
    ),
    pytest.param(
        "same-origin",
        ((ALLOW_ORIGIN, APP), (ALLOW_ORIGIN, APP)),
        Step.ALLOW_ORIGIN_MISMATCH,
        f"{APP}, {APP}",
        id="two equal fields",
    ),
    pytest.param(
        "same-origin",
        ((ALLOW_ORIGIN, "*"), (ALLOW_ORIGIN, "*")),
        Step.ALLOW_ORIGIN_MISMATCH,
        "*, *",
        id="two stars",
    ),
    pytest.param("include", ((ALLOW_ORIGIN, APP), TRUE), None, None, id="credentials"),
    pytest.param(
        "include",
        ((ALLOW_ORIGIN, "*"), TRUE),
        Step.ALLOW_ORIGIN_WILDCARD,
        "*",
        id="a star with credentials",
    ),
    *(
        pytest.param(
            "include",
            ((ALLOW_ORIGIN, APP), *((CREDENTIALS, value) for value in values)),
            Step.ALLOW_CREDENTIALS,
            ", ".join(values) if values else None,
            id=f"credentials: {values}",
        )
        for values in ((), ("True",), ("TRUE",), ("1",), ("false",), ("true", "true"), ("",))
    ),
]


@pytest.mark.parametrize(("credentials", "fields", "step", "value"), CASES)
def test_request(credentials: str, fields: Fields, step: Step | None, value: str | None) -> None:
    outcome = ask(Web(WireResponse(200, fields, b"body")), credentials=credentials)
    if step is None:
        assert isinstance(outcome, Response)
        assert (outcome.type, outcome.status, outcome.body) == ("cors", 200, b"body")
        return
    assert isinstance(outcome, NetworkError)
    at_fault = CREDENTIALS if step is Step.ALLOW_CREDENTIALS else ALLOW_ORIGIN
    assert (outcome.step, outcome.field, outcome.value) == (step, at_fault, value)
    assert (outcome.url, outcome.origin, outcome.preflight) == (URL, APP, False)
    assert [exchange.request.method for exchange in outcome.exchanges] == ["GET"]


@pytest.mark.parametrize(("credentials", "fields", "step", "value"), CASES)
def test_preflight(credentials: str, fields: Fields, step: Step | None, value: str | None) -> None:
    allow_methods = ("Access-Control-Allow-Methods", "PUT")
    web = Web(preflights=WireResponse(200, (*fields, allow_methods)), answers=ALLOWED)
    outcome = ask(web, method="PUT", credentials=credentials)
    if step is None:
        assert isinstance(outcome, Response)
        assert web.log == [f"OPTIONS {URL}", f"PUT {URL}"]
        return
    assert isinstance(outcome, NetworkError)
    assert (outcome.step, outcome.value, outcome.preflight) == (step, value, True)
    assert web.log == [f"OPTIONS {URL}"]


@pytest.mark.parametrize(
    ("allow_origin", "step"),
    [
        pytest.param("null", None, id="null"),
        pytest.param("*", None, id="a star"),
        pytest.param(APP, Step.ALLOW_ORIGIN_MISMATCH, id="the origin of the page around it"),
    ],
)
def test_opaque_origin(allow_origin: str, step: Step | None) -> None:
    """Sandboxed frames, ``data:`` URLs and files send ``Origin: null``."""
    web = Web(WireResponse(200, ((ALLOW_ORIGIN, allow_origin),)))
    outcome = ask(web, page="null")
    assert dict(web.asked[0].headers)["Origin"] == "null"
    assert getattr(outcome, "step", None) is step


def test_status_makes_no_difference() -> None:
    outcome = ask(Web(ALLOWED._replace(status=500)))
    assert isinstance(outcome, Response)
    assert outcome.status == 500


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_nobody_answers(method: str) -> None:
    outcome = ask(Web(answers=None, preflights=None), method=method)
    assert isinstance(outcome, NetworkError)
    assert outcome.step is Step.CONNECTION
    assert outcome.preflight is (method == "PUT")
    assert outcome.exchanges[-1].response is None
