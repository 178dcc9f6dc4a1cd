"""What the answer to a preflight must say.

Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
"""

from __future__ import annotations

import typing as t

import pytest

from flask_cors.protocol.user_agent import CHROMIUM
from flask_cors.protocol.user_agent import EVIDENCE
from flask_cors.protocol.user_agent import FIREFOX
from flask_cors.protocol.user_agent import STANDARD
from flask_cors.protocol.user_agent import Departure
from flask_cors.protocol.user_agent import NetworkError
from flask_cors.protocol.user_agent import Profile
from flask_cors.protocol.user_agent import Response
from flask_cors.protocol.user_agent import Step

from .support import APP
from .support import Web
from .support import answer
from .support import ask

Init = dict[str, t.Any]
PUT: Init = {"method": "PUT"}
ONE: Init = {"headers": {"X-A": "1"}}
TWO: Init = {"headers": {"X-A": "1", "X-B": "2"}}
TOKEN: Init = {"headers": {"Authorization": "Bearer x"}}
COOKIES: Init = {"credentials": "include"}


def preflight_answer(status: int = 200, **fields: str) -> t.Any:
    return answer(status, allow_origin=APP, allow_credentials="true", **fields)


@pytest.mark.parametrize(
    ("status", "step"),
    [
        *((status, None) for status in (200, 204, 299)),
        *((status, Step.PREFLIGHT_STATUS) for status in (199, 300, 304, 400, 401, 404, 405, 500)),
        *((status, Step.PREFLIGHT_REDIRECT) for status in (301, 302, 303, 307, 308)),
    ],
)
def test_status(status: int, step: Step | None) -> None:
    web = Web(preflights=preflight_answer(status, allow_methods="PUT", location="/"))
    outcome = ask(web, method="PUT")
    assert getattr(outcome, "step", None) is step
    assert len(web.asked) == (2 if step is None else 1)
    if isinstance(outcome, NetworkError):
        assert (outcome.value, outcome.preflight) == (str(status), True)


@pytest.mark.parametrize(
    ("request_init", "fields", "step", "wanted"),
    [
        pytest.param(PUT, {}, Step.METHOD, "PUT", id="no methods"),
        pytest.param(PUT, {"allow_methods": ""}, Step.METHOD, "PUT", id="an empty list"),
        pytest.param(PUT, {"allow_methods": "PUT"}, None, None, id="the method"),
        pytest.param(PUT, {"allow_methods": ",GET ,\tPUT,"}, None, None, id="one of a list"),
        pytest.param(PUT, {"allow_methods": "put"}, Step.METHOD, "PUT", id="in lower case"),
        pytest.param(PUT, {"allow_methods": "*"}, None, None, id="a star"),
        pytest.param(
            PUT | COOKIES, {"allow_methods": "*"}, Step.METHOD, "PUT", id="a star with credentials"
        ),
        pytest.param(
            {"method": "*"} | COOKIES, {"allow_methods": "*"}, None, None, id="a method called *"
        ),
        pytest.param(
            {"method": "patch"}, {"allow_methods": "PATCH"}, Step.METHOD, "patch", id="patch"
        ),
        pytest.param(
            {"method": "patch"}, {"allow_methods": "patch"}, None, None, id="patch, allowed as such"
        ),
        pytest.param(
            PUT, {"allow_methods": "PUT GET"}, Step.ALLOW_METHODS_SYNTAX, "PUT GET", id="no list"
        ),
        pytest.param(
            ONE,
            {"allow_methods": "PUT; GET", "allow_headers": "x-a"},
            Step.ALLOW_METHODS_SYNTAX,
            "PUT; GET",
            id="no list, though the method needs none",
        ),
        pytest.param(ONE, {}, Step.HEADER, "x-a", id="no headers"),
        pytest.param(ONE, {"allow_headers": "X-A"}, None, None, id="the header, in any case"),
        pytest.param(TWO, {"allow_headers": "x-b"}, Step.HEADER, "x-a", id="one of two"),
        pytest.param(TWO, {"allow_headers": "x"}, Step.HEADER, "x-a,x-b", id="none of two"),
        pytest.param(TWO, {"allow_headers": "*"}, None, None, id="a star for headers"),
        pytest.param(
            ONE | COOKIES,
            {"allow_headers": "*"},
            Step.HEADER,
            "x-a",
            id="a star for headers, with credentials",
        ),
        pytest.param(
            {"headers": {"*": "1"}} | COOKIES, {"allow_headers": "*"}, None, None, id="a header *"
        ),
        pytest.param(
            ONE,
            {"allow_headers": "x-a x-b"},
            Step.ALLOW_HEADERS_SYNTAX,
            "x-a x-b",
            id="no list",
        ),
        pytest.param(TOKEN, {"allow_headers": "authorization"}, None, None, id="Authorization"),
        pytest.param(
            TOKEN | COOKIES,
            {"allow_headers": "*, authorization"},
            None,
            None,
            id="Authorization beside a star",
        ),
        pytest.param(
            {"upload_listeners": True},
            {},
            None,
            None,
            id="an upload is listened to",
        ),
        pytest.param(
            {"upload_listeners": True, "method": "PUT"},
            {},
            None,
            None,
            id="no methods at all, where an upload is listened to",
        ),
    ],
)
def test_lists(
    request_init: Init, fields: dict[str, str], step: Step | None, wanted: str | None
) -> None:
    outcome = ask(Web(preflights=preflight_answer(**fields)), **request_init)
    if step is None:
        assert isinstance(outcome, Response)
        return
    assert isinstance(outcome, NetworkError)
    assert (outcome.step, outcome.wanted, outcome.preflight) == (step, wanted, True)
    assert outcome.field is not None
    assert outcome.value == fields.get(outcome.field[15:].lower().replace("-", "_"))


def test_two_fields_are_one_list() -> None:
    allow = "Access-Control-Allow-Headers"
    answers = answer(200, (allow, "x-a"), (allow, "x-b"), allow_origin=APP)
    assert isinstance(ask(Web(preflights=answers), **TWO), Response)


def test_a_method_that_needs_none_passes_whatever_is_allowed() -> None:
    web = Web(preflights=preflight_answer(allow_headers="x-a", allow_methods="DELETE"))
    assert isinstance(ask(web, method="POST", **ONE), Response)


@pytest.mark.parametrize(
    ("profile", "credentials", "passes"),
    [
        pytest.param(STANDARD, "same-origin", False, id="the standard"),
        pytest.param(CHROMIUM, "same-origin", True, id="Chromium"),
        pytest.param(FIREFOX, "same-origin", True, id="Firefox"),
        pytest.param(STANDARD, "include", False, id="the standard, with credentials"),
        pytest.param(CHROMIUM, "include", False, id="Chromium, with credentials"),
        pytest.param(FIREFOX, "include", False, id="Firefox, with credentials"),
    ],
)
def test_a_star_and_authorization(profile: Profile, credentials: str, passes: bool) -> None:
    """Here browsers depart from the standard, and the response says so."""
    web = Web(preflights=preflight_answer(allow_headers="*"))
    outcome = ask(web, profile=profile, credentials=credentials, **TOKEN)
    if passes:
        assert isinstance(outcome, Response)
        assert outcome.departures == (Departure.WILDCARD_COVERS_AUTHORIZATION,)
        assert profile.name in " ".join(EVIDENCE[outcome.departures[0]].seen)
    else:
        assert isinstance(outcome, NetworkError)
        assert outcome.step is Step.HEADER


def test_every_departure_has_its_evidence() -> None:
    assert set(EVIDENCE) == set(Departure)
    used = STANDARD.departures | CHROMIUM.departures | FIREFOX.departures
    assert used == set(Departure)
    assert not STANDARD.departures
    for found in EVIDENCE.values():
        assert "https://" in found.standard
        assert found.seen
