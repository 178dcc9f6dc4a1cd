"""The policies of an app's routes, as ``cors.lock.json`` has them.

One line for each route and method, so that a person can review it; every list sorted, so that
it is the same on every machine.
"""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass

from flask import Flask

from ..describing.describe import policy_data
from ..describing.describe import rule_text
from ..inventory.governed_routes import GovernedRoute
from ..inventory.governed_routes import governed_routes
from ..inventory.route_hosts import host_of
from ..inventory.unrouted import UnroutedPath
from ..inventory.unrouted import unrouted_paths
from ..protocol.decisions import Reason
from ..rules.state import AppState
from .ruling import governing
from .ruling import locked_rule
from .ruling import needs_no_route

INNER_LAYERS = "inner layers"
NO_ROUTE = "no route"
_BESIDE_ROUTES = frozenset({INNER_LAYERS, NO_ROUTE})
VERSION = 1
LISTS = ("origins", "methods", "allow_headers", "expose_headers")
SWITCHES = tuple(
    """supports_credentials allow_private_network send_wildcard vary_header always_send
    automatic_options""".split()
)
_OPTIONS = (*LISTS, *SWITCHES, "max_age")

PolicyData = dict[str, t.Any]


@dataclass(frozen=True)
class Lock:
    """The policies of an app's routes.

    :param policies: what each policy allows, by the name of its rule.
    :param routes: the name of the policy of each route, None where pages on other origins get
        nothing; by path and method, as in ``/users GET``, with `` as /users/me`` behind it for
        a path of the route that another policy governs. Those of rules that govern more than
        routes stand there, too: by a path, behind ``inner layers as`` or ``no route as``.
    """

    policies: dict[str, PolicyData]
    routes: dict[str, str | None]

    @classmethod
    def of(cls, app: Flask) -> Lock:
        """The policies in force in an app."""
        state = AppState.as_it_is(app)
        policies: dict[str, PolicyData] = {}
        routes: dict[str, str | None] = {}
        with app.app_context():  # of which sources may tell where their files are
            for route in governed_routes(state):
                name = _name(state, route, policies) if state.enabled else None
                for method in route.methods:
                    key = f"{host_of(route.rule)}{route.rule.rule} {method}"
                    routes[key if key not in routes else f"{key} as {route.path}"] = name
            _add_unrouted(state, policies, routes)
        return cls(dict(sorted(policies.items())), dict(sorted(routes.items())))

    @property
    def declared(self) -> frozenset[str]:
        """The routes as they were declared, whatever methods and policies each has."""
        keys = (key.partition(" as ")[0] for key in self.routes)
        return frozenset(key.rpartition(" ")[0] for key in keys if key not in _BESIDE_ROUTES)

    def policy_of(self, key: str) -> PolicyData | None:
        """What is allowed at a route, or at a path of it that need not be listed."""
        name = self.routes[key] if key in self.routes else self._governing(key)
        return None if name is None else self.policies[name]

    def _governing(self, key: str) -> str | None:
        """The name of the policy that governs the path behind `` as ``."""
        route, _, place = key.partition(" as ")
        host, _, path = place.partition("/")
        names = [name for each, name in self.routes.items() if each.partition(" as ")[0] == route]
        if route == NO_ROUTE:  # where a rule is not listed that a route shows
            every = self.policies.items()
            names = [name for name, policy in every if needs_no_route(policy["rule"])]
        rules = {name: self.policies[name]["rule"] for name in names if name}
        on = host or route.partition("/")[0]
        return governing(rules, f"/{path}", on, is_routed=route not in _BESIDE_ROUTES)

    def dumps(self) -> str:
        """The text of the file."""
        data = {"version": VERSION, "policies": self.policies, "routes": self.routes}
        return json.dumps(data, indent=2) + "\n"


def _add_unrouted(
    state: AppState, policies: dict[str, PolicyData], routes: dict[str, str | None]
) -> None:
    """Add what rules govern beside routes: all, if an inner layer may be there; else where needed.

    Without such a layer a rule that a route shows governs nothing more but the pages of 404s.
    """
    shown = {*routes.values()}
    for each in unrouted_paths(state):
        name = _name(state, each, policies)
        if state.holds_layer:
            routes[f"{INNER_LAYERS} as {each.subdomain}{each.path}"] = name
        elif name not in shown:
            routes[f"{NO_ROUTE} as {each.subdomain}{each.path}"] = name


def _name(
    state: AppState, governed: GovernedRoute | UnroutedPath, policies: dict[str, PolicyData]
) -> str | None:
    """The name under which the policy in force stands in `policies`, where it is added."""
    policy = governed.policy
    if policy is None:
        return None
    known = policy_data(policy)
    data = {option: known[option] for option in _OPTIONS}
    data["rule"] = locked_rule(policy.rule, governed.pattern, state.rules.blueprints)
    rule = rule_text(policy.rule)
    if policy.unusable is Reason.RULE_NOT_ACCEPTED:
        rule = f"{rule}, refused"
    name, number = rule, 1
    while policies.setdefault(name, data) != data:
        number += 1
        name = f"{rule} ({number})"
    return name
