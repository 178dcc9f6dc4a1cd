"""Which policy governs each route of an app, methods and URL variables considered."""

from __future__ import annotations

import collections.abc as cabc
from dataclasses import dataclass

from werkzeug.routing import Rule

from ..protocol.decisions import Reason
from ..protocol.policy import Policy
from ..protocol.user_agent.safelist import SAFELISTED_METHODS
from ..rules.path_patterns import PathPattern
from ..rules.state import AppState
from .governed_paths import GovernedPath
from .governed_paths import governed_paths
from .route_hosts import filled_host
from .route_hosts import subdomain_of


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

    @property
    def is_refused(self) -> bool:
        """Whether nobody is let in since the options of the view cannot be used in this app."""
        return self.policy is not None and self.policy.unusable is Reason.RULE_NOT_ACCEPTED

    @property
    def refused_methods(self) -> tuple[str, ...]:
        """The methods that no page can use, since the preflight that each needs is refused."""
        allowed = self.policy.methods if self.policy else None
        asked = (name for name in self.methods if name not in SAFELISTED_METHODS)
        return tuple(name for name in asked if allowed and not allowed.allows(name))

    def host_on(self, server: str) -> str:
        """A host that the route is on, whatever is variable in it.

        :param server: the host of the app.
        """
        return filled_host(self.rule.host) or f"{subdomain_of(self.rule)}.{server}".lstrip(".")


def governed_routes(
    state: AppState, paths: cabc.Iterable[GovernedPath] | None = None
) -> list[GovernedRoute]:
    """Every route with its policies, in the order of the paths.

    A route with a variable in it may have several: ``/<path:page>`` is governed by ``/api/*``
    where it serves ``/api/help``.

    :param paths: what `governed_paths` finds, where that is known.
    """
    patterns = {id(policy): pattern for pattern, policy in state.rules.everywhere}
    found: dict[tuple[int, int], tuple[GovernedPath, Policy | None, list[str]]] = {}
    for each in governed_paths(state) if paths is None else paths:
        for method, policy in each.policies.items():
            names = found.setdefault((id(each.rule), id(policy)), (each, policy, []))[2]
            if method not in names:
                names.append(method)
    routes = [
        GovernedRoute(first.rule, tuple(names), policy, first.path, patterns.get(id(policy)))
        for first, policy, names in found.values()
    ]
    return sorted(routes, key=lambda route: (route.rule.rule, route.rule.endpoint))
