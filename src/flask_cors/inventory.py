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

from .path_patterns import PathPattern
from .protocol.policy import Policy
from .protocol.samples import samples_of
from .state import AppState

_VARIABLE = re.compile(r"<[^<>]*>")
_FILLERS = ("1", "x")
_DEEPEST = 4
_IMPLIED = frozenset({"HEAD", "OPTIONS"})


@dataclass(frozen=True)
class GovernedRoute:
    """The methods of a route that one policy governs.

    :param rule: the route, as Werkzeug has it.
    :param methods: the methods, sorted; without HEAD and OPTIONS where there are others.
    :param policy: the policy; None where pages on other origins get nothing.
    :param path: a path of the route that is governed so.
    """

    rule: Rule
    methods: tuple[str, ...]
    policy: Policy | None
    path: str


def governed_routes(state: AppState) -> list[GovernedRoute]:
    """Every route with its policies, in the order of the paths.

    A route with a variable in it may have several: ``/<path:page>`` is governed by ``/api/*``
    where it serves ``/api/help``.
    """
    routes = sorted(paths_of_routes(state), key=lambda route: (route[0].rule, route[0].endpoint))
    return [governed for rule, paths in routes for governed in _governed(state, rule, paths)]


def _governed(
    state: AppState, rule: Rule, paths: cabc.Iterable[str]
) -> cabc.Iterator[GovernedRoute]:
    methods = set(rule.methods or ())
    found: dict[int, tuple[Policy | None, str, list[str]]] = {}
    for path, method in itertools.product(paths, sorted(methods - _IMPLIED or methods)):
        policy = state.governing_endpoint(rule.endpoint, method, path)
        names = found.setdefault(id(policy), (policy, path, []))[2]
        if method not in names:
            names.append(method)
    for policy, path, names in found.values():
        yield GovernedRoute(rule, tuple(names), policy, path)


def paths_of_routes(state: AppState) -> list[tuple[Rule, list[str]]]:
    """Each route with a path of its own, and what the patterns of the rules match of it."""
    url_map = state.app.url_map
    paths = {
        id(rule): (rule, [_VARIABLE.sub(_FILLERS[0], rule.rule)])
        for rule in url_map.iter_rules()
        if not rule.build_only
    }
    patterns = [pattern for pattern, _ in state.rules.rules]
    patterns += [pattern for each in state.blueprints for pattern, _ in each.rules.rules]
    samples = dict.fromkeys(itertools.chain.from_iterable(map(_samples, patterns)))
    for adapter, path in itertools.product(_adapters(url_map), samples):
        for rule in _serving(adapter, path):
            known = paths[id(rule)][1]
            if path not in known:
                known.append(path)
    return list(paths.values())


def _adapters(url_map: Map) -> cabc.Iterator[MapAdapter]:
    """One for each host that the routes tell apart; what is variable in it is filled in."""
    hosts = {(rule.host or "", rule.subdomain or "") for rule in url_map.iter_rules()}
    for host, subdomain in sorted(hosts):
        if url_map.host_matching:
            yield url_map.bind(_VARIABLE.sub("x", host) or "localhost")
        else:
            yield url_map.bind("localhost", subdomain=_VARIABLE.sub("x", subdomain))


def _serving(adapter: MapAdapter, path: str) -> cabc.Iterator[Rule]:
    """The routes that serve a path, for whatever method."""
    # A converter of the app's own may raise.
    with contextlib.suppress(Exception):
        for method in adapter.allowed_methods(path):
            yield adapter.match(path, method=method, return_rule=True)[0]


def _samples(pattern: PathPattern) -> cabc.Iterator[str]:
    """Some paths that a pattern matches."""
    if pattern.exact is not None:
        yield pattern.exact
    elif pattern.subtree is not None:
        for filler, depth in itertools.product(_FILLERS, range(_DEEPEST)):
            yield (pattern.subtree + f"/{filler}" * depth) or "/"
    elif pattern.regex is not None:
        yield from (text for text, _ in samples_of(pattern.regex) or ())
    else:
        for glob, filler in itertools.product(pattern.globs, _FILLERS):
            yield filler.join(glob.pieces)


def hosts_of(rule: Rule) -> str:
    """The host or subdomain that a route is limited to; empty where it is none."""
    return rule.host or rule.subdomain or ""
