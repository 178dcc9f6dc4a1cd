"""What a page asked for and what came of it, as data."""

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
from ..protocol.user_agent import Exchange
from ..protocol.user_agent import NetworkError
from ..protocol.user_agent import dropped_headers
from .transcript import consoles
from .transcript import verdict


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
        return {"reasons": [], "policy": None, "mounted": None, "remedy": None}
    policy = diagnosis.policy
    return {
        "reasons": list(map(reason_data, diagnosis.reasons)),
        "policy": None if policy is None else policy_data(policy),
        "mounted": diagnosis.mounted and diagnosis.mounted._asdict(),
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
