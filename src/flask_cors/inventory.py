"""Which policy governs each route of an app, methods and URL variables considered."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import itertools
import re
from dataclasses import dataclass

from werkzeug.routing import Map
from werkzeug.routing import MapAdapter
from werkzeug.routing import Rule

from .common_paths import alternatives_of
from .common_paths import common_paths
from .path_patterns import PathPattern
from .path_patterns import path_info_of
from .path_rules import Rule as PathRule
from .protocol.policy import Policy
from .route_shapes import path_of
from .route_shapes import shapes_of
from .state import AppState

_VARIABLE = re.compile(r"<[^<>]*>")
_IMPLIED = frozenset({"HEAD", "OPTIONS"})


@dataclass(frozen=True)
class GovernedRoute:
    """The methods of a route that one policy governs.

    :param rule: the route, as Werkzeug has it.
    :param methods: the methods, as `methods_of` has them.
    :param policy: the policy; None where pages on other origins get nothing.
    :param path: a path of the route that is governed so.
    :param pattern: the pattern of the rule that the policy belongs to, where it is that of one.
    """

    rule: Rule
    methods: tuple[str, ...]
    policy: Policy | None
    path: str
    pattern: PathPattern | None = None


def governed_routes(state: AppState) -> list[GovernedRoute]:
    """Every route with its policies, in the order of the paths.

    A route with a variable in it may have several: ``/<path:page>`` is governed by ``/api/*``
    where it serves ``/api/help``.
    """
    routes = sorted(paths_of_routes(state), key=lambda route: (route[0].rule, route[0].endpoint))
    patterns = {id(policy): pattern for pattern, policy in _rules_of(state)}
    return [
        GovernedRoute(rule, tuple(names), policy, path, patterns.get(id(policy)))
        for rule, paths in routes
        for policy, path, names in _governed(state, rule, paths)
    ]


def _governed(
    state: AppState, rule: Rule, paths: cabc.Iterable[str]
) -> cabc.Iterable[tuple[Policy | None, str, list[str]]]:
    """The policies of a route, each with a path and the methods that it governs."""
    found: dict[int, tuple[Policy | None, str, list[str]]] = {}
    for path, method in itertools.product(paths, methods_of(rule)):
        path_info, subdomain = path_info_of(path), subdomain_of(rule)
        policy = state.governing_endpoint(rule.endpoint, method, path_info, subdomain)
        names = found.setdefault(id(policy), (policy, path, []))[2]
        if method not in names:
            names.append(method)
    return found.values()


def _rules_of(state: AppState) -> list[PathRule]:
    """The rules of an app and of its blueprints."""
    sets = (state.rules.paths, *(each.rules for each in state.rules.blueprints))
    return [rule for each in sets for rule in each.rules]


def paths_of_routes(state: AppState) -> list[tuple[Rule, list[str]]]:
    """Each route with a path of its own, and what the patterns of the rules match of it."""
    url_map = state.app.url_map
    shapes = [(rule, shapes_of(rule)) for rule in url_map.iter_rules() if not rule.build_only]
    paths = {id(rule): (rule, [path_of(first)]) for rule, (first, *_) in shapes}
    patterns = [PathPattern.of("/*"), *(pattern for pattern, _ in _rules_of(state))]
    alternatives = [list(alternatives_of(pattern)) for pattern in patterns]
    for rule, alike in shapes:
        adapter = _adapter_of(url_map, rule)
        found = (common_paths(*each) for each in itertools.product(alternatives, alike))
        for path in dict.fromkeys(itertools.chain.from_iterable(found)):
            # Another route may be preferred to this one there.
            for serving in _serving(adapter, rule, path):
                known = paths[id(serving)][1]
                known += [path] if path not in known else []
    return list(paths.values())


def _adapter_of(url_map: Map, rule: Rule) -> MapAdapter:
    """What finds the routes on the host of one of them."""
    if url_map.host_matching:
        return url_map.bind(_filled(rule.host) or "localhost")
    return url_map.bind("localhost", subdomain=subdomain_of(rule))


def _serving(adapter: MapAdapter, rule: Rule, path: str) -> cabc.Iterator[Rule]:
    """The routes that serve a path, for the methods of one of them."""
    for method in methods_of(rule):
        # A converter of the app's own may raise.
        with contextlib.suppress(Exception):
            yield adapter.match(path, method=method, return_rule=True)[0]


def methods_of(rule: Rule) -> list[str]:
    """The methods of a route; without HEAD and OPTIONS where there are others."""
    methods = set(rule.methods or ())
    return sorted(methods - _IMPLIED or methods)


def subdomain_of(rule: Rule) -> str:
    """A subdomain that a route is on, whatever is variable in it; empty where it is on none."""
    return _filled(rule.subdomain)


def _filled(host: str | None) -> str:
    """A host or subdomain, with what is variable in it filled in."""
    return _VARIABLE.sub("x", host or "")


def host_of(rule: Rule, server: str) -> str:
    """A host that a route is on, whatever is variable in it.

    :param server: the host of the app.
    """
    return _filled(rule.host) or f"{subdomain_of(rule)}.{server}".lstrip(".")


def hosts_of(rule: Rule) -> str:
    """The host or subdomain that a route is limited to; empty where it is none."""
    return rule.host or rule.subdomain or ""
