"""What a page asked for and what came of it, as data and as sentences."""

from __future__ import annotations

import collections.abc as cabc

from ..describing.describe import Data
from ..describing.describe import policy_data
from ..describing.describe import reason_data
from ..describing.describe import remedy_data
from ..diagnosing.diagnosis import Diagnosis
from ..diagnosing.exposing import hidden_headers
from ..diagnosing.played import Played
from ..protocol.fields import Field
from ..protocol.user_agent import CHROMIUM
from ..protocol.user_agent import FIREFOX
from ..protocol.user_agent import Exchange
from ..protocol.user_agent import NetworkError
from ..protocol.user_agent import dropped_headers
from ..testing.consoles import console_lines
from ..testing.consoles import dropped_lines


def played_data(played: Played, diagnosis: Diagnosis | None) -> Data:
    """What a page asked for, what went over the wire, and what came of it."""
    asked, outcome = played.asked, played.outcome
    data: Data = {
        "page": played.origin,
        "request": {
            "method": asked.method,
            "url": asked.url,
            "headers": _pairs(asked.headers),
            "mode": asked.mode,
            "credentials": asked.credentials,
        },
        "exchanges": list(map(_exchange_data, outcome.exchanges)),
        "verdict": verdict(played),
        "dropped_headers": dropped_headers([*asked.headers]),
        "console": consoles(played),
        "step": None,
        "status": None,
        "readable_headers": [],
        "hidden_headers": hidden_headers(played),
    }
    if isinstance(outcome, NetworkError):
        data["step"] = outcome.step.value
    else:
        data["status"] = outcome.status
        data["readable_headers"] = [name for name, _ in outcome.headers]
    return {**data, **_diagnosis_data(diagnosis)}


def _diagnosis_data(diagnosis: Diagnosis | None) -> Data:
    """Why a page was kept from a response, and what to change; nothing where it was not."""
    if diagnosis is None:
        return {"reasons": [], "policy": None, "remedy": None}
    policy = diagnosis.policy
    return {
        "reasons": list(map(reason_data, diagnosis.reasons)),
        "policy": None if policy is None else policy_data(policy),
        "remedy": remedy_data(diagnosis.remedy),
    }


def _pairs(headers: cabc.Sequence[Field]) -> list[list[str]]:
    return [list(field) for field in headers]


def _exchange_data(exchange: Exchange) -> Data:
    request, response = exchange
    return {
        "kind": request.kind.value,
        "request": {
            "method": request.method,
            "url": request.url,
            "headers": _pairs(request.headers),
        },
        "response": response and {"status": response.status, "headers": _pairs(response.headers)},
    }


def consoles(played: Played) -> dict[str, list[str]]:
    """What the consoles of browsers say of it."""
    outcome, dropped = played.outcome, dropped_headers([*played.asked.headers])
    if not (dropped or isinstance(outcome, NetworkError)):
        return {}
    said: dict[str, list[str]] = {}
    for profile in (CHROMIUM, FIREFOX):
        said[profile.name] = dropped_lines(dropped, profile)
        if isinstance(outcome, NetworkError):
            said[profile.name] += console_lines(outcome, "fetch", profile)
    return said


def verdict(played: Played) -> str:
    """``blocked``, ``opaque`` or ``readable``."""
    outcome = played.outcome
    if isinstance(outcome, NetworkError):
        return "blocked"
    return "opaque" if outcome.type.startswith("opaque") else "readable"


def asked_text(played: Played) -> str:
    """What the page asked for, in a sentence."""
    asked = played.asked
    names = ", ".join(name for name, _ in asked.headers)
    headers = f" and the header{'s' if len(asked.headers) > 1 else ''} {names}" if names else ""
    return (
        f"A page of {played.origin} asks for {asked.method} {asked.url}, in the mode "
        f"{asked.mode}, with the credentials mode {asked.credentials}{headers}."
    )


def verdict_text(played: Played) -> str:
    """What the browser does, in a sentence."""
    outcome = played.outcome
    if isinstance(outcome, NetworkError):
        when = "the page cannot read the response"
        if outcome.preflight:
            when = "the preflight fails, and the request is not sent"
        elif not outcome.exchanges:
            when = "the request is not sent"
        return f"Blocked: {when} (at the step: {outcome.step.value})."
    if outcome.type.startswith("opaque"):
        return "Opaque: the request is sent, and the page can read nothing of the response."
    return f"Readable: the page gets the response, with status {outcome.status}."
