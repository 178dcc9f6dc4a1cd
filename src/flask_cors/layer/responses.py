"""Writing a decision into a response: the only place that does.

One response has one set of CORS fields. Where the app has written an
Access-Control-Allow-Origin of its own, it has decided, and only Vary is added.
"""

from __future__ import annotations

import collections.abc as cabc
import copy
import typing as t
from logging import DEBUG
from logging import root

from werkzeug.datastructures import Headers

from ..protocol import fields
from ..protocol.decisions import Decision
from ..protocol.decisions import Reason
from ..protocol.fields import VARY_ORIGIN
from ..protocol.fields import Field
from ..signals import CONNECTED
from ..wsgi import DECISION
from .telling import logger
from .telling import tell

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from flask import Flask
    from flask import Response

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
_USUAL = frozenset({"Content-Length", "Content-Type", "ETag", "Location", "Set-Cookie"})
"""What most responses have and nothing else, as Flask spells it: told from ours at once."""

_VARY = fields.VARY.lower()
_ORIGIN_OR_ALL = frozenset({"origin", "*"})
_ACCESS = _OURS - {_VARY}
_ORIGIN = fields.ALLOW_ORIGIN.lower()
_CREDENTIALS = fields.ALLOW_CREDENTIALS.lower()
_EXPOSE = fields.EXPOSE_HEADERS.lower()
_LISTS = frozenset(
    name.lower() for name in (fields.ALLOW_METHODS, fields.ALLOW_HEADERS, fields.EXPOSE_HEADERS)
)
"""Fields whose lines make one list."""


def with_decision(
    decision: Decision, headers: cabc.Sequence[Field], environ: WSGIEnvironment, app: Flask
) -> list[Field]:
    """The header fields of a response with those of `decision`.

    The decision is left in `environ`, and whoever may listen is told of it. Whether the log does
    is told by two levels, as the root's logger is the only one above: to ask takes twice as long.
    """
    for name, value in headers:
        if name in _USUAL or (key := name.lower()) not in _OURS:
            continue
        if key != _VARY or _names_origin(value):
            decision, headers = _with_own_fields(decision, headers)
            break
    else:
        headers = [*headers, *decision.fields]
    environ[DECISION] = decision
    if CONNECTED or app.config["DEBUG"] or (logger.level or root.level) <= DEBUG:
        tell(decision, environ, app)
    return headers


def with_headers(response: Response, headers: cabc.Iterable[Field]) -> Response:
    """A copy of `response` with other header fields: a view may hand out the same object again."""
    copied = copy.copy(response)
    copied.headers = Headers(headers)
    return copied


def with_one_vary(headers: cabc.Sequence[Field]) -> list[Field]:
    """The fields with all members of Vary in one line: of two, hooks may keep the first alone."""
    lines = [value.strip() for name, value in headers if name.lower() == _VARY]
    others = [field for field in headers if field[0].lower() != _VARY]
    return [*others, *([(fields.VARY, ", ".join(filter(None, lines)))] if lines else [])]


def _with_own_fields(
    decision: Decision, headers: cabc.Sequence[Field]
) -> tuple[Decision, list[Field]]:
    present = {name.lower() for name, _ in headers}
    if not _ACCESS.isdisjoint(present):
        reasons = (*decision.reasons, Reason.RESPONSE_HAS_OWN_FIELDS)
        decision = decision._replace(reasons=reasons)
    return decision, _merged(decision, headers, present)


def _merged(decision: Decision, headers: cabc.Sequence[Field], present: set[str]) -> list[Field]:
    own = {name: _own_value(name, headers) for name in _ACCESS & present}
    decided = _ORIGIN in own
    granted = {name.lower(): value for name, value in decision.fields}
    # Without an origin nothing was granted; and `*` never goes with credentials.
    if (not decided and _CREDENTIALS not in granted) or own.get(_ORIGIN) == "*":
        own.pop(_CREDENTIALS, None)
    if not decided and _EXPOSE in own and _EXPOSE in granted:
        own[_EXPOSE] = _joined(own[_EXPOSE], granted[_EXPOSE])
    # A policy that stands in for one that cannot be used has switched nothing off.
    may_vary = decision.policy.vary_header or decision.policy.unusable is not None
    varies = may_vary and own.get(_ORIGIN, "*") != "*"
    kept: list[Field] = []
    for name, value in headers:
        if name.lower() not in _ACCESS:
            kept.append((name, value))
        elif name.lower() in own:
            kept.append((name, own.pop(name.lower())))
    if not decided:
        kept += [field for field in decision.fields if field[0].lower() not in present]
    if (varies or VARY_ORIGIN in decision.fields) and not _varies_on_origin(kept):
        kept.append(VARY_ORIGIN)
    return kept


def _own_value(name: str, headers: cabc.Sequence[Field]) -> str:
    """The app's one value of a field: the lines of a list joined, else the first of them."""
    values = [value for key, value in headers if key.lower() == name]
    return ", ".join(values) if name in _LISTS else values[0].strip()


def _joined(*lists: str) -> str:
    """The names of several lists as one, each once in its first spelling."""
    names = [name.strip() for name in ",".join(lists).split(",") if name.strip()]
    spelt = {name.lower(): name for name in reversed(names)}
    return ", ".join(spelt[name] for name in dict.fromkeys(map(str.lower, names)))


def _varies_on_origin(headers: cabc.Sequence[Field]) -> bool:
    return any(_names_origin(value) for name, value in headers if name.lower() == _VARY)


def _names_origin(vary: str) -> bool:
    return not _ORIGIN_OR_ALL.isdisjoint(map(str.strip, vary.lower().split(",")))
