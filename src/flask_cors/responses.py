"""Writing a decision into a response: the only place that does.

One response has one set of CORS fields. Where the app has written an
Access-Control-Allow-Origin of its own, it has decided, and only Vary is added.
"""

from __future__ import annotations

import collections.abc as cabc
from dataclasses import replace

from .protocol import fields
from .protocol.decisions import Decision
from .protocol.decisions import Reason
from .protocol.fields import Field

_OURS = frozenset(
    name.lower()
    for name in (
        fields.ALLOW_ORIGIN,
        fields.ALLOW_CREDENTIALS,
        fields.ALLOW_METHODS,
        fields.ALLOW_HEADERS,
        fields.ALLOW_PRIVATE_NETWORK,
        fields.EXPOSE_HEADERS,
        fields.MAX_AGE,
        fields.VARY,
    )
)
_lower = str.lower
_ACCESS = _OURS - {fields.VARY.lower()}
_ORIGIN = fields.ALLOW_ORIGIN.lower()
_CREDENTIALS = fields.ALLOW_CREDENTIALS.lower()
_SINGLE = frozenset({_ORIGIN, _CREDENTIALS, fields.MAX_AGE.lower()})


def with_decision(
    decision: Decision, headers: cabc.Sequence[Field]
) -> tuple[Decision, list[Field]]:
    """The header fields of a response with those of `decision`, and the decision as it held."""
    if _OURS.isdisjoint(map(_lower, dict(headers))):
        return decision, [*headers, *decision.fields]
    present = {name.lower() for name, _ in headers}
    if not _ACCESS.isdisjoint(present):
        decision = replace(decision, reasons=(*decision.reasons, Reason.RESPONSE_HAS_OWN_FIELDS))
    return decision, _merged(decision, headers, present)


def _merged(decision: Decision, headers: cabc.Sequence[Field], present: set[str]) -> list[Field]:
    granted = {name.lower() for name, _ in decision.fields}
    decided = _ORIGIN in present
    dropped: set[str] = set()
    # Without an origin nothing was granted; and `*` never goes with credentials.
    values = {name.lower(): value for name, value in headers}
    if (not decided and _CREDENTIALS not in granted) or values.get(_ORIGIN) == "*":
        dropped.add(_CREDENTIALS)
    kept: list[Field] = []
    for name, value in headers:
        if name.lower() not in dropped:
            kept.append((name, value))
        if name.lower() in _SINGLE:
            dropped.add(name.lower())
    for name, value in decision.fields:
        if name == fields.VARY:
            wanted = not _varies_on_origin(headers)
        else:
            wanted = not decided and name.lower() not in present
        if wanted:
            kept.append((name, value))
    return kept


def _varies_on_origin(headers: cabc.Sequence[Field]) -> bool:
    members = (
        member.strip().lower()
        for name, value in headers
        if name.lower() == fields.VARY.lower()
        for member in value.split(",")
    )
    return not {"origin", "*"}.isdisjoint(members)
