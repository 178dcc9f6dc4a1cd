"""What a page asked for and what came of it, as data and as sentences."""

from __future__ import annotations

import collections.abc as cabc

from .describe import Data
from .describe import diagnosis_data
from .diagnosis import Diagnosis
from .played import Played
from .protocol.fields import Field
from .protocol.user_agent import CHROMIUM
from .protocol.user_agent import FIREFOX
from .protocol.user_agent import Exchange
from .protocol.user_agent import NetworkError
from .testing.consoles import console_lines

_OF_THE_BROWSER = frozenset({"connection", "date", "server", "set-cookie", "vary"})
"""Names of fields that no page has a use for, or may read."""


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
    return {**data, **diagnosis_data(diagnosis)}


def _pairs(headers: cabc.Sequence[Field]) -> list[list[str]]:
    return [list(field) for field in headers]


def hidden_headers(played: Played) -> list[str]:
    """The names of headers that the app sent, and that the page cannot read though it may ask."""
    outcome = played.outcome
    if isinstance(outcome, NetworkError) or outcome.type != "cors" or outcome.internal is None:
        return []
    readable = {name for name, _ in outcome.headers} | _OF_THE_BROWSER
    names = {name.lower() for name, _ in outcome.internal.headers} - readable
    return sorted(name for name in names if not name.startswith("access-control-"))


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
    outcome = played.outcome
    if not isinstance(outcome, NetworkError):
        return {}
    return {
        profile.name: console_lines(outcome, "fetch", profile) for profile in (CHROMIUM, FIREFOX)
    }


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
        when = (
            "the preflight fails, and the request is not sent"
            if outcome.preflight
            else "the page cannot read the response"
        )
        return f"Blocked: {when} (at the step: {outcome.step.value})."
    if outcome.type.startswith("opaque"):
        return "Opaque: the request is sent, and the page can read nothing of the response."
    return f"Readable: the page gets the response, with status {outcome.status}."
