"""The rule that a URL needs which no rule governs."""

from __future__ import annotations

import typing as t

from ..describing.needs import needs
from ..describing.page_requests import PageRequest
from ..describing.remedies import Remedy
from ..options.config import config_layer
from ..options.layers import keyword_layer
from ..options.policy_reader import read_policy
from ..protocol.decisions import Reason
from ..protocol.policy import Source
from ..protocol.problems import Findings
from ..protocol.rule_names import RuleName
from ..rules.routing import governing_url
from ..rules.routing import redirected_path
from ..rules.routing import route_at
from ..rules.routing import view_at
from ..rules.state import AppState
from ..rules.view_options import options_of_view
from .route_patterns import matches
from .route_patterns import pattern_of

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


_BETWEEN = (
    "No view serves {method} here, and those for other methods have different policies, so that "
    "no rule speaks for it: ask with another method, or add a view for this one."
)


def new_rule(state: AppState, environ: WSGIEnvironment, asked: PageRequest) -> Remedy:
    """What gives a URL a rule of its own, by which the request passes."""
    if not state.enabled:
        return Remedy(
            rule=RuleName(),
            options={"enabled": True},
            sources={"enabled": Source.CONFIG},
            advice="Everything is switched off; what else is lacking shows once it is on.",
        )
    if _is_between_policies(state, environ, asked.method):
        return Remedy(advice=_BETWEEN.format(method=asked.method))
    layers = [keyword_layer({"origins": [asked.origin]}), config_layer(state.app.config)]
    policy = read_policy(RuleName(), layers, Findings())
    lacking = needs(policy, asked)
    if Reason.ORIGIN_NOT_ALLOWED in lacking.reasons:
        return Remedy(advice=" ".join(lacking.advice))
    if asked.preflight and not policy.automatic_options:
        lacking.options["automatic_options"] = True
    return Remedy(
        options={"origins": [asked.origin], **lacking.options},
        page=lacking.page,
        advice=" ".join(lacking.advice),
        paths=_patterns(state, environ, asked.method) if _has_rules(state) else (),
    )


def _is_between_policies(state: AppState, environ: WSGIEnvironment, method: str) -> bool:
    """Whether no view serves the method, and those of others have different policies.

    The page could read a 405, but a rule must not speak there for a stricter view.
    """
    if view_at(state.app, environ, method)[0] is not None:
        return False
    _, methods = route_at(state, environ) or ("", [])
    return any(governing_url(state, environ, other) for other in methods if other != "OPTIONS")


def _has_rules(state: AppState) -> bool:
    views = state.app.view_functions.values()
    return bool(
        state.rules.paths.rules or state.rules.blueprints or any(map(options_of_view, views))
    )


def _patterns(state: AppState, environ: WSGIEnvironment, method: str) -> tuple[str, ...]:
    """Patterns for the URL that is asked for, and for the one that Flask redirects it to.

    Which of the two governs depends on whether any view has a policy of its own.
    """
    path_info, target = environ.get("PATH_INFO", ""), redirected_path(state, environ, method)
    if target is None:
        return (pattern_of(path_info, _route(state, environ)),)
    route = _route(state, {**environ, "PATH_INFO": target})
    pattern = pattern_of(path_info, route.removesuffix("/"))
    if matches(pattern, target) or state.rules.governing_path(target) is not None:
        return (pattern,)
    return pattern, pattern_of(target, route)


def _route(state: AppState, environ: WSGIEnvironment) -> str:
    """The route at a URL as it was declared; empty where there is none."""
    return (route_at(state, environ) or ("",))[0]
