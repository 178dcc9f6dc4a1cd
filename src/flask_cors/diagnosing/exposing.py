"""What a page cannot read of a response that it gets, and what to change so that it can."""

from __future__ import annotations

from ..describing.needs import Needs
from ..protocol.decisions import Reason
from ..protocol.user_agent import NetworkError
from ..rules.state import AppState
from .diagnosis import Diagnosis
from .mounted import answering_inside
from .played import Played

_OF_THE_BROWSER = frozenset({"allow", "connection", "date", "server", "set-cookie", "vary"})
"""Names of fields that no page has a use for, or may read."""


def hidden_headers(played: Played) -> list[str]:
    """The names of headers that the app sent, and that the page cannot read though it may ask."""
    outcome = played.outcome
    if isinstance(outcome, NetworkError) or outcome.type != "cors" or outcome.internal is None:
        return []
    readable = {name for name, _ in outcome.headers} | _OF_THE_BROWSER
    names = {name.lower() for name, _ in outcome.internal.headers} - readable
    return sorted(name for name in names if not name.startswith("access-control-"))


def exposure(state: AppState, played: Played) -> Diagnosis | None:
    """What shows the hidden headers to the page; None where there are none, or no rule decided."""
    hidden = hidden_headers(played)
    decision = played.decision if hidden else None
    if decision is None or Reason.RESPONSE_HAS_OWN_FIELDS in decision.reasons:
        return None
    names = [name for name in decision.policy.expose_headers.names if name != "*"]
    lacking = Needs(options={"expose_headers": [*names, *hidden]})
    found = Diagnosis((), decision.policy, lacking.remedy(decision.policy))
    environ = played.environs[-1]
    inner = answering_inside(state, environ, played.asked.method)
    return found.of_mounted(inner.app, environ) if inner else found
