"""What is audited: an app, the policies in force in it, and the routes that they govern."""

from __future__ import annotations

import collections.abc as cabc
import functools
import typing as t
from dataclasses import dataclass

from flask import Flask

from ..describing.describe import rule_text
from ..inventory.governed_paths import GovernedPath
from ..inventory.governed_paths import governed_paths
from ..inventory.governed_routes import GovernedRoute
from ..inventory.governed_routes import governed_routes
from ..protocol.policy import Policy
from ..protocol.problems import Findings
from ..protocol.problems import Problem
from ..rules.path_patterns import PathPattern
from ..rules.state import AppState
from ..rules.view_options import ViewOptions
from ..rules.view_options import options_of_view

View = cabc.Callable[..., t.Any]


@dataclass(frozen=True)
class PolicyInForce:
    """A policy, and what it is the policy of.

    :param policy: the policy.
    :param where: the rule or the view, for people.
    :param pattern: the pattern of paths, where the policy is that of a rule.
    :param blueprint: the blueprint that the rule belongs to, if any.
    :param view: the view that carries the policy, where one does.
    """

    policy: Policy
    where: str
    pattern: PathPattern | None = None
    blueprint: str = ""
    view: View | None = None


class Subject:
    """An app under audit; all about it is worked out once, when it is first asked for.

    :param app: the app.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.state = AppState.as_it_is(app)

    @functools.cached_property
    def in_force(self) -> list[PolicyInForce]:
        """The policies of the rules, of the blueprints, and of the views."""
        if not self.state.enabled:
            return []
        found = [
            PolicyInForce(policy, rule_text(policy.rule), pattern)
            for pattern, policy in self.state.rules.paths.rules
        ]
        for each in self.state.rules.blueprints.values():
            found += [
                PolicyInForce(policy, rule_text(policy.rule), pattern, each.name)
                for pattern, policy in each.rules.rules
            ]
        refused = [view for view, _ in self.refused]
        for options, view in self._view_options.items():
            if view not in refused:
                found.append(
                    PolicyInForce(self.state.view_policy(options), str(options.rule), view=view)
                )
        return found

    @functools.cached_property
    def refused(self) -> list[tuple[View, list[Problem]]]:
        """The views whose own options are refused in this app, with the reasons."""
        found: list[tuple[View, list[Problem]]] = []
        for options, view in self._view_options.items():
            findings = Findings()
            self.state.view_reader.read(options, findings)
            if findings.errors:
                found.append((view, findings.errors))
        return found

    @functools.cached_property
    def _view_options(self) -> dict[ViewOptions, View]:
        """The options that views carry, each with a view that does."""
        views = self.app.view_functions.values() if self.state.enabled else ()
        return {options: view for view in views for options in options_of_view(view)}

    @functools.cached_property
    def routes(self) -> list[GovernedRoute]:
        """The routes, each with the policy that governs it."""
        return governed_routes(self.state, self.paths)

    @functools.cached_property
    def paths(self) -> list[GovernedPath]:
        """The paths of the routes that the rules tell apart, with what governs them."""
        return governed_paths(self.state) if self.state.enabled else []
