"""Why a page was kept from a response of an app, and what to change."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from dataclasses import replace

from flask import Flask

from ..describing.describe import OWN_FIELDS
from ..describing.needs import Needs
from ..describing.needs import is_never_allowed
from ..describing.needs import needs
from ..describing.remedies import Remedy
from ..describing.source_advice import advice_on_sources
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
from .advice import LEFT
from .advice import OF_SERVER
from .advice import advice_on_error
from .advice import advice_on_exception
from .in_the_way import advice_on_layer
from .mounted import Mounted
from .mounted import answering_inside
from .new_rules import new_rule
from .refused_options import advice_on_refused_options
from .stops import Stop
from .trusted_hosts import advice_on_host
from .trusted_hosts import at_trusted_host
from .trusted_hosts import trusts

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from ..protocol.decisions import Decision
    from .played import Played

_UNLAYERED = (
    "Without CORS(app) a decorated view answers only what hooks, redirects and other views at its "
    "URL let through to it."
)


@dataclass(frozen=True)
class Diagnosis:
    """Why a page was kept from a response, and what to change.

    :param reasons: what is wrong, first that at which the browser stopped.
    :param policy: the policy that governs the URL at which it stopped, or None.
    :param remedy: what to change.
    :param mounted: the app inside that answered by rules of its own, or None.

    .. versionadded:: 7.0
    """

    reasons: tuple[Reason, ...]
    policy: Policy | None
    remedy: Remedy
    mounted: Mounted | None = None

    def of_mounted(self, app: Flask, environ: WSGIEnvironment) -> Diagnosis:
        """The same, where it is an app inside that is to be changed."""
        mounted = Mounted(app.name, environ["SCRIPT_NAME"])
        return replace(self, mounted=mounted, remedy=self.remedy.after(mounted.told))


def diagnose(state: AppState, played: Played) -> Diagnosis | None:
    """What is wrong with a fetch; None where the page got its response."""
    error = played.outcome
    return diagnosis_of(state, played, error) if isinstance(error, NetworkError) else None


def diagnosis_of(state: AppState, played: Played, error: NetworkError) -> Diagnosis:
    """What is wrong with a fetch that ended in `error`."""
    if error.step is Step.CONNECTION:
        advice = LEFT.format(url=error.url)
        return Diagnosis((Reason.LEFT_THE_APP,), None, Remedy(advice=advice))
    if error.step not in OF_SERVER or not played.environs:
        return Diagnosis((Reason.NEVER_ALLOWED,), None, Remedy(advice=advice_on_error(error)))
    stop = Stop(state, played.environs[-1], played.page_request(error))
    if stop.asked.origin != played.origin:
        remedy = Remedy(page={"url": error.url}, advice=advice_on_error(error))
        return Diagnosis((Reason.ORIGIN_NOT_ALLOWED,), None, remedy)
    if inner := answering_inside(state, stop.environ, stop.asked.method):
        return diagnosis_of(inner, played, error).of_mounted(inner.app, stop.environ)
    if not trusts(state.app, stop.environ):
        return _of_untrusted_host(stop)
    policy = _governing(stop)
    return _ungoverned(stop, played) if policy is None else _of_policy(stop, played, policy)


def _of_untrusted_host(stop: Stop) -> Diagnosis:
    """The app answers nothing there; what else is lacking is what is at a host that it trusts."""
    app = stop.state.app
    trusted = stop._replace(environ=at_trusted_host(app, stop.environ))
    policy = _governing(trusted)
    lacking = Needs([Reason.NOT_GOVERNED]) if policy is None else needs(policy, stop.asked)
    remedy = lacking.remedy(policy) if policy else new_rule(trusted)
    reasons = (Reason.HOST_NOT_TRUSTED, *lacking.reasons)
    return Diagnosis(reasons, policy, remedy.after(advice_on_host(app, stop.environ)))


def _governing(stop: Stop) -> Policy | None:
    """The policy that decided, or else that the layer looks for in vain."""
    decision: Decision | None = stop.environ.get(DECISION)
    if decision is not None or not stop.state.enabled:
        return decision and decision.policy
    return governing_url(stop.state, stop.environ, stop.asked.method)


def _ungoverned(stop: Stop, played: Played) -> Diagnosis:
    """No rule governs the URL, so whatever CORS fields there are, the app writes them itself."""
    misplaced = _on_decorator(stop)
    remedy = Remedy(advice=misplaced) if misplaced else new_rule(stop)
    response = t.cast("NetworkError", played.outcome).exchanges[-1].response
    if played.error is not None:
        reason = Reason.APP_FAILED
        advice = advice_on_exception(played.error, debug=stop.state.app.debug)
    elif response is not None and get(fields.ALLOW_ORIGIN, response.headers) is not None:
        reason, advice = Reason.RESPONSE_HAS_OWN_FIELDS, OWN_FIELDS
    else:
        return Diagnosis((Reason.NOT_GOVERNED,), None, remedy)
    return Diagnosis((reason, Reason.NOT_GOVERNED), None, remedy.after(advice))


def _on_decorator(stop: Stop) -> str:
    """What to do where a decorator does not reach the view that it is for; else empty."""
    if not ViewOptions.exist:
        return ""
    from .misplaced import advice_on_decorator  # noqa: PLC0415  since it takes the audit to know

    return advice_on_decorator(stop)


def _of_policy(stop: Stop, played: Played, policy: Policy) -> Diagnosis:
    state, _, asked = stop
    decision = played.decision
    lacking = needs(policy, asked, decision)
    if policy.unusable is not None:
        advice = advice_on_refused_options(stop.state, policy) or " ".join(lacking.advice)
        return Diagnosis((policy.unusable,), None, Remedy(advice=advice))
    if lacking.options and (misplaced := _on_decorator(stop)):
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
        return _answered_by_app(stop, policy)
    return Diagnosis(tuple(lacking.reasons), policy, lacking.remedy(policy))


def _on_own_fields(played: Played, decision: Decision | None) -> str:
    """What to do where not only the policy writes CORS fields; empty where it is alone."""
    error = t.cast("NetworkError", played.outcome)
    if decision is not None and Reason.RESPONSE_HAS_OWN_FIELDS in decision.reasons:
        return OWN_FIELDS
    is_list = error.step is Step.ALLOW_ORIGIN_MISMATCH and "," in (error.value or "")
    return advice_on_error(error) if decision is not None and is_list else ""


def _answered_by_app(stop: Stop, policy: Policy) -> Diagnosis:
    """It was not the policy that answered."""
    state, _, asked = stop
    lacking = needs(policy, asked)
    lacking.reasons.insert(0, Reason.ANSWERED_BY_APP)
    if is_never_allowed(policy, asked.origin):
        return Diagnosis(tuple(lacking.reasons), policy, lacking.remedy(policy))
    if not policy.automatic_options:
        lacking.options["automatic_options"] = True
        lacking.advice += advice_on_sources(policy, asked.origin)
    elif state.layer is not None:
        lacking.advice.append(advice_on_layer(stop, policy))
    else:
        rule = new_rule(stop)
        if not (lacking.options or lacking.page):
            return Diagnosis(tuple(lacking.reasons), policy, rule.after(_UNLAYERED))
        lacking.advice += [_UNLAYERED, str(rule)]
    return Diagnosis(tuple(lacking.reasons), policy, lacking.remedy(policy))
