"""The server's decision about a request, in the order of the standard.

Source: https://fetch.spec.whatwg.org/#http-responses and, for what the browser will make of
the answer, https://fetch.spec.whatwg.org/#cors-check and
https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
"""

from __future__ import annotations

from . import fields
from .decisions import Decision
from .decisions import Outcome
from .decisions import Reason
from .fields import Field
from .origins import Origin
from .policy import Policy
from .requests import CORSRequest
from .requests import Preflight


def decide(
    policy: Policy, request: CORSRequest | Preflight, *, admitted: bool | None = None
) -> Decision:
    """What `policy` answers to `request`; never raises, whatever the request carries.

    :param admitted: whether a source has let its origin in; None where none was asked.

    .. versionadded:: 7.0
    """
    key = request if admitted is None else (request, admitted)
    return policy.decided.get(key) or policy.decided.keep(
        key, decide_anew(policy, request, admitted=bool(admitted)), request.length
    )


def decide_anew(policy: Policy, request: CORSRequest | Preflight, *, admitted: bool) -> Decision:
    """The same, worked out and not remembered: whoever asks sees to that."""
    allow_origin = _allow_origin(policy, request.origin, admitted=admitted)
    vary = _vary(policy, allow_origin)
    if allow_origin is None:
        return _without_access(policy, request, vary)
    granted: list[Field] = [(fields.ALLOW_ORIGIN, allow_origin)]
    reasons: list[Reason] = []
    if policy.allow_credentials:
        granted.append((fields.ALLOW_CREDENTIALS, "true"))
    if request.private_network:
        granted.append((fields.ALLOW_PRIVATE_NETWORK, str(policy.allow_private_network).lower()))
        if not policy.allow_private_network:
            reasons.append(Reason.PRIVATE_NETWORK_NOT_ALLOWED)
    if isinstance(request, Preflight):
        _grant_preflight(policy, request, granted, reasons)
    elif exposed := policy.expose_headers.field_value(literal_star=policy.allow_credentials):
        granted.append((fields.EXPOSE_HEADERS, exposed))
    outcome = Outcome.REFUSED if reasons else Outcome.ALLOWED
    if request.origin is None:
        outcome = Outcome.NOT_CORS
    status = "200 OK" if isinstance(request, Preflight) else None
    return Decision(policy, outcome, tuple(reasons), (*granted, *vary), status)


def _without_access(
    policy: Policy, request: CORSRequest | Preflight, vary: tuple[Field, ...]
) -> Decision:
    """The answer that grants nothing: no CORS field at all, so that nothing leaks."""
    if request.origin is None:
        return Decision(policy, Outcome.NOT_CORS, (), vary)
    status = "403 FORBIDDEN" if isinstance(request, Preflight) else None
    reason = policy.unusable or Reason.ORIGIN_NOT_ALLOWED
    return Decision(policy, Outcome.REFUSED, (reason,), vary, status)


def _allow_origin(policy: Policy, origin: str | None, *, admitted: bool) -> str | None:
    """The value of Access-Control-Allow-Origin, or None where the policy grants nothing."""
    origins = policy.origins
    if origins.any:
        return _allow_any_origin(policy, origin)
    if origin is None:
        return origins.only if policy.always_send else None
    # A source may err: nobody but itself can have been let in by a name that is no origin's.
    if admitted and Origin.parse(origin):
        return origin
    return origin if origins.allows(origin) else None


def _allow_any_origin(policy: Policy, origin: str | None) -> str | None:
    if origin is None and not policy.always_send:
        return None
    if policy.allow_credentials:
        # `*` never travels with credentials, and everybody can have the opaque origin.
        return origin if origin is not None and Origin.parse(origin) else None
    if policy.send_wildcard or origin is None:
        return "*"
    return origin if policy.origins.allows(origin) else "*"


def _vary(policy: Policy, allow_origin: str | None) -> tuple[Field, ...]:
    """`Vary: Origin`, unless every origin could be given this very answer.

    A cache may hand a response without it to any page; so it is left out only where the
    answer is static: `*`, or the one origin that the policy names.
    """
    static = allow_origin is not None and allow_origin in {"*", policy.origins.only}
    return () if static or not policy.vary_header else (fields.VARY_ORIGIN,)


def _grant_preflight(
    policy: Policy, request: Preflight, granted: list[Field], reasons: list[Reason]
) -> None:
    """Add what the CORS-preflight fetch reads, as far as the policy grants it.

    What is refused is left out and all else kept: so the browser's message names the culprit.
    """
    if not policy.methods.allows(request.method):
        reasons.append(Reason.METHOD_NOT_ALLOWED)
        return
    granted.append((fields.ALLOW_METHODS, policy.methods.field_value(request.method)))
    allowed = _allowed_headers(policy, request.headers, reasons)
    if allowed:
        granted.append((fields.ALLOW_HEADERS, ", ".join(allowed)))
    if policy.max_age is not None:
        granted.append((fields.MAX_AGE, str(policy.max_age)))


def _allowed_headers(policy: Policy, requested: str | None, reasons: list[Reason]) -> list[str]:
    """The requested names that are allowed, in the spelling asked for, sorted."""
    names = fields.split_list(requested or "")
    if names is None:
        reasons.append(Reason.HEADERS_OVER_LIMIT)
        return []
    spelling = dict(zip(map(str.lower, names[::-1]), names[::-1], strict=True))
    allowed = policy.allow_headers.among(spelling)
    if len(allowed) < len(spelling):
        reasons.append(Reason.HEADER_NOT_ALLOWED)
    return sorted(allowed)
