"""Why a page was kept from a response of an app, and what to change."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..describing.asked_sources import advice_on_sources
from ..describing.describe import OWN_FIELDS
from ..describing.needs import Needs
from ..describing.needs import is_never_allowed
from ..describing.needs import needs
from ..describing.page_requests import PageRequest
from ..describing.remedies import Remedy
from ..protocol import fields
from ..protocol.decisions import Reason
from ..protocol.policy import Policy
from ..protocol.user_agent import NetworkError
from ..protocol.user_agent import Step
from ..protocol.user_agent.header_lists import get
from ..rules.routing import governing_url
from ..rules.state import AppState
from ..rules.view_options import ViewOptions
from ..wsgi import DECISION
from .advice import OF_SERVER
from .advice import advice_on_error
from .advice import advice_on_exception
from .in_the_way import advice_on_layer
from .new_rules import new_rule
from .trusted_hosts import advice_on_host
from .trusted_hosts import at_trusted_host
from .trusted_hosts import trusts

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from ..protocol.decisions import Decision
    from ..protocol.user_agent import WireRequest
    from .played import Played

_UNLAYERED = (
    "Without CORS(app) a decorated view answers only what hooks, redirects and other views at its "
    "URL let through to it."
)
_LEFT = (
    "The app redirects to {url}, where another server answers: let the page ask that URL, and that "
    "server let the page in."
)


@dataclass(frozen=True)
class Diagnosis:
    """Why a page was kept from a response, and what to change.

    :param reasons: what is wrong, first that at which the browser stopped.
    :param policy: the policy that governs the URL at which it stopped, or None.
    :param remedy: what to change.

    .. versionadded:: 7.0
    """

    reasons: tuple[Reason, ...]
    policy: Policy | None
    remedy: Remedy


def diagnose(state: AppState, played: Played) -> Diagnosis | None:
    """What is wrong with a fetch; None where the page got its response."""
    error = played.outcome
    return diagnosis_of(state, played, error) if isinstance(error, NetworkError) else None


def diagnosis_of(state: AppState, played: Played, error: NetworkError) -> Diagnosis:
    """What is wrong with a fetch that ended in `error`."""
    if error.step is Step.CONNECTION:
        advice = _LEFT.format(url=error.url)
        return Diagnosis((Reason.LEFT_THE_APP,), None, Remedy(advice=advice))
    if error.step not in OF_SERVER or not played.environs:
        return Diagnosis((Reason.NEVER_ALLOWED,), None, Remedy(advice=advice_on_error(error)))
    environ, wire = played.environs[-1], error.exchanges[-1].request
    asked = _page_request(played, wire, error)
    if asked.origin != played.origin:
        remedy = Remedy(page={"url": error.url}, advice=advice_on_error(error))
        return Diagnosis((Reason.ORIGIN_NOT_ALLOWED,), None, remedy)
    if not trusts(state.app, environ):
        return _of_untrusted_host(state, environ, asked)
    policy = _governing(state, environ, asked.method)
    if policy is None:
        return _ungoverned(state, played, environ, asked)
    return _of_policy(state, played, environ, asked, policy)


def _of_untrusted_host(state: AppState, environ: WSGIEnvironment, asked: PageRequest) -> Diagnosis:
    """The app answers nothing there; what else is lacking is what is at a host that it trusts."""
    trusted = at_trusted_host(state.app, environ)
    policy = _governing(state, trusted, asked.method)
    lacking = Needs([Reason.NOT_GOVERNED]) if policy is None else needs(policy, asked)
    remedy = lacking.remedy(policy) if policy else new_rule(state, trusted, asked)
    reasons = (Reason.HOST_NOT_TRUSTED, *lacking.reasons)
    return Diagnosis(reasons, policy, remedy.after(advice_on_host(state.app, environ)))


def _governing(state: AppState, environ: WSGIEnvironment, method: str) -> Policy | None:
    """The policy that decided, or else that the layer looks for in vain."""
    decision: Decision | None = environ.get(DECISION)
    if decision is not None or not state.enabled:
        return decision and decision.policy
    return governing_url(state, environ, method)


def _ungoverned(
    state: AppState, played: Played, environ: WSGIEnvironment, asked: PageRequest
) -> Diagnosis:
    """No rule governs the URL, so whatever CORS fields there are, the app writes them itself."""
    misplaced = _on_decorator(state, environ, asked)
    remedy = Remedy(advice=misplaced) if misplaced else new_rule(state, environ, asked)
    response = t.cast("NetworkError", played.outcome).exchanges[-1].response
    if played.error is not None:
        reason, advice = Reason.APP_FAILED, advice_on_exception(played.error, debug=state.app.debug)
    elif response is not None and get(fields.ALLOW_ORIGIN, response.headers) is not None:
        reason, advice = Reason.RESPONSE_HAS_OWN_FIELDS, OWN_FIELDS
    else:
        return Diagnosis((Reason.NOT_GOVERNED,), None, remedy)
    return Diagnosis((reason, Reason.NOT_GOVERNED), None, remedy.after(advice))


def _on_decorator(state: AppState, environ: WSGIEnvironment, asked: PageRequest) -> str:
    """What to do where a decorator does not reach the view that it is for; else empty."""
    if not ViewOptions.exist:
        return ""
    from .misplaced import advice_on_decorator  # noqa: PLC0415  since it takes the audit to know

    return advice_on_decorator(state, environ, asked.method)


def _of_policy(
    state: AppState, played: Played, environ: WSGIEnvironment, asked: PageRequest, policy: Policy
) -> Diagnosis:
    decision = played.decision
    lacking = needs(policy, asked, decision)
    if policy.unusable is not None:
        return Diagnosis((policy.unusable,), None, Remedy(advice=" ".join(lacking.advice)))
    if lacking.options and (misplaced := _on_decorator(state, environ, asked)):
        lacking.options.clear()  # else what was meant for one view opened all that the rule governs
        lacking.advice.append(misplaced)
    if played.error is not None:
        lacking.reasons.insert(0, Reason.APP_FAILED)
        lacking.advice.append(advice_on_exception(played.error, debug=state.app.debug))
        if state.app.debug and not (state.debug_errors or is_never_allowed(policy, asked.origin)):
            lacking.options["debug_errors"] = True
    elif advice := _on_own_fields(played, decision):
        lacking.reasons.insert(0, Reason.RESPONSE_HAS_OWN_FIELDS)
        lacking.advice.append(advice)
    elif decision is None or not lacking.reasons:
        return _answered_by_app(state, environ, asked, policy)
    return Diagnosis(tuple(lacking.reasons), policy, lacking.remedy(policy))


def _on_own_fields(played: Played, decision: Decision | None) -> str:
    """What to do where not only the policy writes CORS fields; empty where it is alone."""
    error = t.cast("NetworkError", played.outcome)
    if decision is not None and Reason.RESPONSE_HAS_OWN_FIELDS in decision.reasons:
        return OWN_FIELDS
    is_list = error.step is Step.ALLOW_ORIGIN_MISMATCH and "," in (error.value or "")
    return advice_on_error(error) if decision is not None and is_list else ""


def _page_request(played: Played, wire: WireRequest, error: NetworkError) -> PageRequest:
    """What the last request on the wire asks of the server, or announces."""
    names = (get(fields.REQUEST_HEADERS, wire.headers) or "") if error.preflight else ""
    method = get(fields.REQUEST_METHOD, wire.headers) if error.preflight else None
    return PageRequest(
        origin=get(fields.ORIGIN, wire.headers) or error.origin,
        method=method or wire.method,
        headers=tuple(name for name in names.split(",") if name and name not in played.assumed),
        credentials=played.asked.credentials == "include",
        preflight=error.preflight,
        private_network=get(fields.REQUEST_PRIVATE_NETWORK, wire.headers) is not None,
    )


def _answered_by_app(
    state: AppState, environ: WSGIEnvironment, asked: PageRequest, policy: Policy
) -> Diagnosis:
    """It was not the policy that answered."""
    lacking = needs(policy, asked)
    lacking.reasons.insert(0, Reason.ANSWERED_BY_APP)
    if is_never_allowed(policy, asked.origin):
        return Diagnosis(tuple(lacking.reasons), policy, lacking.remedy(policy))
    if not policy.automatic_options:
        lacking.options["automatic_options"] = True
        lacking.advice += advice_on_sources(policy, asked.origin)
    elif state.layer is not None:
        lacking.advice.append(advice_on_layer(state, environ, asked, policy))
    else:
        rule = new_rule(state, environ, asked)
        if not (lacking.options or lacking.page):
            return Diagnosis(tuple(lacking.reasons), policy, rule.after(_UNLAYERED))
        lacking.advice += [_UNLAYERED, str(rule)]
    return Diagnosis(tuple(lacking.reasons), policy, lacking.remedy(policy))
