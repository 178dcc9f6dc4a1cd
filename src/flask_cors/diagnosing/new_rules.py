"""The rule that a URL needs which no rule governs."""

from __future__ import annotations

import itertools
import typing as t

from flask import Flask

from ..describing.needs import needs
from ..describing.remedies import Remedy
from ..options.config import config_layer
from ..options.layers import keyword_layer
from ..options.policy_reader import read_policy
from ..protocol.policy import Source
from ..protocol.problems import Findings
from ..protocol.problems import distinct
from ..protocol.rule_names import RuleName
from ..rules.routing import governing_url
from ..rules.state import AppState
from ..rules.url_maps import redirected_path
from ..rules.url_maps import route_at
from ..rules.url_maps import view_at
from ..rules.view_options import options_of_view
from .route_patterns import matches
from .route_patterns import pattern_of
from .stops import Stop

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


_BETWEEN = (
    "No view serves {method} here, and those for other methods have different policies, so that "
    "no rule speaks for it: ask with another method, or add a view for this one."
)

_WRONG = "CORS(app, ...) refuses what is wrong with any view, so mend this, too: {problems}"


def new_rule(stop: Stop) -> Remedy:
    """What gives a URL a rule of its own, by which the request passes."""
    state, _, asked = stop
    if not state.enabled:
        return Remedy(
            rule=RuleName(),
            options={"enabled": True},
            sources={"enabled": Source.CONFIG},
            advice="Everything is switched off; what else is lacking shows once it is on.",
        )
    if _is_between_policies(stop):
        return Remedy(advice=_BETWEEN.format(method=asked.method))
    layers = [keyword_layer({"origins": []}), config_layer(state.app.config)]
    policy = read_policy(RuleName(), layers, Findings())
    lacking = needs(policy, asked)
    if "origins" not in lacking.options:
        return Remedy(advice=" ".join(lacking.advice))
    if asked.preflight and not policy.automatic_options:
        lacking.options["automatic_options"] = True
    return Remedy(
        options=lacking.options,
        page=lacking.page,
        advice=" ".join([*_wrong_in_views(state), *lacking.advice]),
        paths=_patterns(stop) if _has_rules(state) else (),
    )


def _is_between_policies(stop: Stop) -> bool:
    """Whether no view serves the method, and those of others have different policies.

    The page could read a 405, but a rule must not speak there for a stricter view.
    """
    state, environ, asked = stop
    if view_at(state.app, environ, asked.method)[0] is not None:
        return False
    _, methods = route_at(state.app, environ) or ("", [])
    return any(governing_url(state, environ, other) for other in methods if other != "OPTIONS")


def _wrong_in_views(state: AppState) -> list[str]:
    """What a first call of ``CORS`` would refuse, where no more than a request has met it."""
    findings = Findings()
    if state.layer is None:
        for options in itertools.chain(*map(options_of_view, state.app.view_functions.values())):
            state.view_reader.read(options, findings)
    problems = " ".join(map(str, distinct(findings.errors)))
    return [_WRONG.format(problems=problems)] if problems else []


def _has_rules(state: AppState) -> bool:
    views = state.app.view_functions.values()
    return bool(
        state.rules.paths.rules or state.rules.blueprints or any(map(options_of_view, views))
    )


def _patterns(stop: Stop) -> tuple[str, ...]:
    """Patterns for the URL that is asked for, and for the one that Flask redirects it to.

    Which of the two governs depends on whether any view has a policy of its own.
    """
    state, environ, asked = stop
    path_info = environ.get("PATH_INFO", "")
    target = redirected_path(state.app, environ, asked.method)
    if target is None:
        return (pattern_of(path_info, _route(state.app, environ)),)
    route = _route(state.app, {**environ, "PATH_INFO": target})
    pattern = pattern_of(path_info, route.removesuffix("/"))
    if matches(pattern, target) or state.rules.governing_path(target) is not None:
        return (pattern,)
    return pattern, pattern_of(target, route)


def _route(app: Flask, environ: WSGIEnvironment) -> str:
    """The route at a URL as it was declared; empty where there is none."""
    return (route_at(app, environ) or ("",))[0]
