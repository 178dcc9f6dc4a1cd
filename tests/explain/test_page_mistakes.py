"""Headers that a page sets by mistake: no rule is opened for them, the page is mended."""

from __future__ import annotations

import dataclasses

import pytest

from flask_cors import Reason
from flask_cors.diagnosing.advice import advice_on_error
from flask_cors.diagnosing.diagnosis import diagnose
from flask_cors.protocol.problems import Findings
from flask_cors.protocol.user_agent import NetworkError
from flask_cors.protocol.user_agent import Step
from flask_cors.rules.state import AppState

from .setups import API
from .setups import APP
from .setups import Asked
from .setups import Setup

RESPONSE = (
    "In the page, take {} out of the headers: only a response has such fields, and the app writes "
    "them."
)
CALL = (
    "In the page, take {} out of the headers: options of the call, such as mode, credentials or "
    "withCredentials, stand beside them."
)
SETUP = Setup({"origins": [APP], "allow_headers": ["Content-Type"]})
ALLOW_ORIGIN = "Access-Control-Allow-Origin"
WRITE = 'allow_headers=["content-type", "x-two"]'

MISTAKES = [
    pytest.param([ALLOW_ORIGIN], RESPONSE.format(ALLOW_ORIGIN.lower()), id="a response's"),
    pytest.param(
        [ALLOW_ORIGIN, "Access-Control-Allow-Headers"],
        RESPONSE.format("access-control-allow-headers, access-control-allow-origin"),
        id="several of a response's",
    ),
    pytest.param(["mode"], CALL.format("mode"), id="mode"),
    pytest.param(["credentials"], CALL.format("credentials"), id="credentials"),
    pytest.param(["withCredentials"], CALL.format("withcredentials"), id="withCredentials"),
    pytest.param(["crossDomain"], CALL.format("crossdomain"), id="an option of a library"),
    pytest.param(
        ["mode", "Access-Control-Allow-Credentials"],
        f"{RESPONSE.format('access-control-allow-credentials')} {CALL.format('mode')}",
        id="both",
    ),
]


@pytest.mark.parametrize(("headers", "told"), MISTAKES)
def test_no_rule_is_opened(headers: list[str], told: str) -> None:
    asked, app = Asked(headers=tuple(headers)), SETUP.app()
    diagnosis = diagnose(AppState.of(app, Findings()), asked.play(app))
    assert diagnosis is not None
    assert diagnosis.reasons == (Reason.HEADER_NOT_ALLOWED,)
    assert str(diagnosis.remedy) == told
    assert (diagnosis.remedy.python, dict(diagnosis.remedy.page)) == ("", {})


@pytest.mark.parametrize(("headers", "told"), MISTAKES)
def test_what_is_meant_is_allowed_all_the_same(headers: list[str], told: str) -> None:
    """The page gets in when both is done."""
    asked, app = Asked(headers=("X-Two", *headers)), SETUP.app()
    diagnosis = diagnose(AppState.of(app, Findings()), asked.play(app))
    assert diagnosis is not None
    assert str(diagnosis.remedy) == f"{told} Write {WRITE} in CORS(app, ...)."

    cured = dataclasses.replace(asked, headers=("X-Two",))
    assert cured.play(SETUP.with_remedy(diagnosis.remedy).app()).outcome.type == "cors"


@pytest.mark.parametrize(("headers", "told"), MISTAKES)
def test_server_that_is_not_known(headers: list[str], told: str) -> None:
    names = sorted(name.lower() for name in headers)
    error = NetworkError(Step.HEADER, API, API, APP, wanted=",".join(names))
    assert advice_on_error(error) == told
    other = NetworkError(Step.HEADER, API, API, APP, wanted=",".join([*names, "x-two"]))
    assert advice_on_error(other) == (
        f'{told} Allow the request headers: CORS(app, ..., allow_headers=[..., "x-two"]).'
    )


def test_pages_may_have_headers_of_like_names() -> None:
    asked, app = Asked(headers=("Mode-Of-Payment", "X-Mode")), SETUP.app()
    diagnosis = diagnose(AppState.of(app, Findings()), asked.play(app))
    assert diagnosis is not None
    written = '["content-type", "mode-of-payment", "x-mode"]'
    assert diagnosis.remedy.python == f"allow_headers={written}"
