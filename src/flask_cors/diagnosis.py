"""Why a page was kept from a response of an app, and what to change."""

from __future__ import annotations

import dataclasses
import re
import typing as t
from dataclasses import dataclass

from .config import config_layer
from .needs import Needs
from .needs import PageRequest
from .needs import needs
from .options import keyword_layer
from .path_patterns import routed_path
from .path_rules import NOBODY
from .playing import Played
from .policy_reader import read_policy
from .protocol import fields
from .protocol.decisions import Reason
from .protocol.policy import Policy
from .protocol.policy import Source
from .protocol.problems import Findings
from .protocol.rule_names import RuleName
from .protocol.user_agent.header_lists import get
from .protocol.user_agent.outcomes import NetworkError
from .protocol.user_agent.outcomes import Step
from .remedies import Remedy
from .routing import governing_url
from .routing import route_at
from .state import AppState
from .state import options_of_view
from .wsgi import DECISION

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from .protocol.decisions import Decision
    from .protocol.user_agent.wire import WireRequest

_NEVER = {
    Step.MIXED_CONTENT: "A page that came over https may not ask a server over http.",
    Step.BAD_PORT: "Browsers ask nothing of this port.",
    Step.SAME_ORIGIN_MODE: "In the mode same-origin nothing is asked of another origin.",
    Step.REDIRECT_USERINFO: "A redirect must not name a user.",
}


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
    if not isinstance(error, NetworkError):
        return None
    if error.step is Step.CONNECTION:
        advice = (
            f"The server of {error.url} has to let the page in, or the app must not lead there."
        )
        return Diagnosis((Reason.LEFT_THE_APP,), None, Remedy(advice=advice))
    if not played.environs or error.step in _NEVER:
        advice = _NEVER.get(error.step, "")
        return Diagnosis((Reason.NEVER_ALLOWED,), None, Remedy(advice=advice))
    if error.origin != played.origin:
        advice = "After a redirect to another origin the page counts as one of an opaque origin."
        remedy = Remedy(page={"url": error.url}, advice=advice)
        return Diagnosis((Reason.ORIGIN_NOT_ALLOWED,), None, remedy)
    environ, wire = played.environs[-1], error.exchanges[-1].request
    asked = _page_request(wire, error, credentials=played.asked.credentials == "include")
    policy = governing_url(state, environ, asked.method) if state.enabled else None
    if policy is None:
        return Diagnosis((Reason.NOT_GOVERNED,), None, _new_rule(state, environ, asked))
    return _of_policy(state, played, environ, asked, policy)


def _of_policy(
    state: AppState, played: Played, environ: WSGIEnvironment, asked: PageRequest, policy: Policy
) -> Diagnosis:
    if policy is NOBODY:
        advice = "No rule could be used here; the log says why."
        return Diagnosis((Reason.ORIGIN_NOT_ALLOWED,), policy, Remedy(advice=advice))
    lacking = needs(policy, asked)
    decision: Decision | None = environ.get(DECISION)
    if played.error is not None:
        lacking.reasons.insert(0, Reason.APP_FAILED)
        lacking.advice.append(f"The app raised {type(played.error).__name__}.")
    elif decision is None or not lacking.reasons:
        return _answered_by_app(state, environ, asked, policy)
    elif Reason.RESPONSE_HAS_OWN_FIELDS in decision.reasons:
        lacking.reasons.insert(0, Reason.RESPONSE_HAS_OWN_FIELDS)
        lacking.advice.append("Take out the CORS fields that the app itself writes.")
    return Diagnosis(tuple(lacking.reasons), policy, _of_rule(policy, lacking))


def _of_rule(policy: Policy, lacking: Needs) -> Remedy:
    return Remedy(
        rule=policy.rule,
        options=lacking.options,
        sources={name: policy.sources[name] for name in lacking.options if name in policy.sources},
        page=lacking.page,
        advice=" ".join(lacking.advice),
    )


def _page_request(wire: WireRequest, error: NetworkError, *, credentials: bool) -> PageRequest:
    """What the last request on the wire asks of the server, or announces."""
    names = get(fields.REQUEST_HEADERS, wire.headers) if error.preflight else None
    method = get(fields.REQUEST_METHOD, wire.headers) if error.preflight else None
    return PageRequest(
        origin=error.origin,
        method=method or wire.method,
        headers=tuple(names.split(",")) if names else (),
        credentials=credentials,
        preflight=error.preflight,
        private_network=get(fields.REQUEST_PRIVATE_NETWORK, wire.headers) is not None,
    )


def _answered_by_app(
    state: AppState, environ: WSGIEnvironment, asked: PageRequest, policy: Policy
) -> Diagnosis:
    """It was not the policy that answered."""
    lacking = needs(policy, asked)
    lacking.reasons.insert(0, Reason.ANSWERED_BY_APP)
    if not state.layered:
        remedy = _new_rule(state, environ, asked)
        advice = "Without CORS(app) a decorated view answers only what hooks let through to it."
        return Diagnosis(tuple(lacking.reasons), policy, dataclasses.replace(remedy, advice=advice))
    if policy.automatic_options:
        lacking.advice.append("Wrap what answers around the app before CORS(app) is called.")
    else:
        lacking.options["automatic_options"] = True
    return Diagnosis(tuple(lacking.reasons), policy, _of_rule(policy, lacking))


def _new_rule(state: AppState, environ: WSGIEnvironment, asked: PageRequest) -> Remedy:
    """What gives a URL a rule of its own, by which the request passes."""
    if not state.enabled:
        return Remedy(
            rule=RuleName(), options={"enabled": True}, sources={"enabled": Source.CONFIG}
        )
    layers = [keyword_layer({"origins": [asked.origin]}), config_layer(state.app.config)]
    lacking = needs(read_policy(RuleName(), layers, Findings()), asked)
    return Remedy(
        options={"origins": [asked.origin], **lacking.options},
        page=lacking.page,
        advice=" ".join(lacking.advice),
        path=_pattern_of(state, environ) if _has_rules(state) else "",
    )


def _has_rules(state: AppState) -> bool:
    views = state.app.view_functions.values()
    return bool(state.rules.rules or state.blueprints or any(map(options_of_view, views)))


def _pattern_of(state: AppState, environ: WSGIEnvironment) -> str:
    """A pattern of paths for the route at a URL: the path, up to what is variable in it."""
    path = routed_path(environ.get("PATH_INFO", ""))
    template = route_at(state, environ)
    return path if template is None else re.sub("<.*", "*", template)
