"""The paths of an app's routes that its rules tell apart, and what governs each."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import itertools
from dataclasses import dataclass

from werkzeug.routing import MapAdapter
from werkzeug.routing import Rule

from ..protocol.policy import Policy
from ..rules.path_patterns import PathPattern
from ..rules.path_patterns import path_info_of
from ..rules.state import AppState
from .common_paths import alternatives_of
from .common_paths import common_paths
from .route_hosts import adapter_of
from .route_hosts import subdomain_of
from .route_shapes import path_of
from .route_shapes import shapes_of

_IMPLIED = frozenset({"HEAD", "OPTIONS"})


@dataclass(frozen=True)
class GovernedPath:
    """One path of a route.

    :param rule: the route, as Werkzeug has it.
    :param path: the path that Flask routes on.
    :param policies: the policy of each method, as `methods_of` has them; None where pages on
        other origins get nothing.
    """

    rule: Rule
    path: str
    policies: cabc.Mapping[str, Policy | None]

    def shows(self, policy: Policy | None) -> bool:
        """Whether no other path could tell more of what a rule with this policy governs."""
        return all(
            each is policy or (each is not None and each.rule.kind == "view")
            for each in self.policies.values()
        )


def governed_paths(state: AppState) -> list[GovernedPath]:
    """Each route at a path of its own, and at those that the patterns of the rules match of it."""
    routes = [rule for rule in state.app.url_map.iter_rules() if not rule.build_only]
    survey = _Survey(state)
    shapes = {id(rule): shapes_of(rule) for rule in routes}
    for rule in routes:
        survey.add(rule, path_of(shapes[id(rule)][0]))
    rules = [(PathPattern.of("/*"), None), *state.rules.everywhere]
    texts = [(list(alternatives_of(pattern)), policy) for pattern, policy in rules]
    for rule in routes:
        adapter = adapter_of(state.app.url_map, rule)
        for (alternatives, policy), shape in itertools.product(texts, shapes[id(rule)]):
            survey.follow(adapter, rule, common_paths(alternatives, shape), policy)
    return [path for known in survey.found.values() for path in known.values()]


class _Survey:
    """The paths of the routes of an app, as far as they are found."""

    def __init__(self, state: AppState) -> None:
        self._state = state
        self.found: dict[int, dict[str, GovernedPath]] = {}

    def add(self, rule: Rule, path: str) -> GovernedPath:
        """A path of a route, with the policies that govern it."""
        known = self.found.setdefault(id(rule), {})
        if path not in known:
            asked = path_info_of(path), lambda: subdomain_of(rule)
            governing = self._state.governing_endpoint
            policies = {each: governing(rule.endpoint, each, *asked) for each in methods_of(rule)}
            known[path] = GovernedPath(rule, path, policies)
        return known[path]

    def follow(
        self,
        adapter: MapAdapter,
        rule: Rule,
        paths: cabc.Iterable[str],
        policy: Policy | None,
    ) -> None:
        """Add what a route has of these paths, up to the first that shows what a rule does."""
        for path in paths:
            serving = [route_serving(adapter, path, method) for method in methods_of(rule)]
            found = [self.add(each, path) for each in serving if each]
            # Another route may be preferred to this one there.
            if found and all(each is rule for each in serving) and found[0].shows(policy):
                return


def route_serving(adapter: MapAdapter, path: str, method: str) -> Rule | None:
    """The route that serves a method at a path."""
    # A converter of the app's own may raise.
    with contextlib.suppress(Exception):
        return adapter.match(path, method=method, return_rule=True)[0]
    return None


def methods_of(rule: Rule) -> list[str]:
    """The methods of a route; without HEAD and OPTIONS where there are others."""
    methods = set(rule.methods or ())
    return sorted(methods - _IMPLIED or methods)
