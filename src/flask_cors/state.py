"""What one app's CORS set-up amounts to: which policy governs an endpoint, a method, a path.

Most specific first: the policy of the view (or of the method of a class-based view), then
that of its blueprint, then the path rules.
"""

from __future__ import annotations

import collections.abc as cabc
import logging
import re
import typing as t
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from flask import Flask

from .config import config_layer
from .config import package_switch
from .options import Layer
from .options import read_policy
from .path_patterns import routed_path
from .protocol.allowed_origins import AllowedOrigins
from .protocol.policy import Policy
from .protocol.problems import Findings
from .resources import PathRules

logger = logging.getLogger("flask_cors")

OPTIONS_ATTRIBUTE = "_flask_cors_options"
"""Where a view carries its options; `functools.wraps` takes the attribute along."""

_ANY = re.compile(".*")


class ViewOptions:
    """The options that `cross_origin` gave to one view; each app makes its own policy of them.

    :param layer: the decorator's keywords.
    :param rule: the view, for people.
    :param automatic: whether the view's OPTIONS requests are answered for it.
    """

    def __init__(self, layer: Layer, rule: str, automatic: bool) -> None:
        self.layer = layer
        self.rule = rule
        self.automatic = automatic


@dataclass(frozen=True)
class BlueprintRules:
    """The rules of one registration of a blueprint.

    :param name: the blueprint's full name in its app, such as ``api.v1``.
    :param under: matches the paths under its ``url_prefix``; None where it has none.
    :param prefix_length: how long the ``url_prefix`` is, in characters.
    :param subdomain: matches the subdomain that the blueprint is on; None where it is on none.
    :param rules: the rules, by full path.
    """

    name: str
    under: re.Pattern[str] | None
    prefix_length: int
    subdomain: re.Pattern[str] | None
    rules: PathRules

    def covers(self, path_info: str, subdomain: str) -> bool:
        """Whether every URL at this path is the blueprint's."""
        if self.under is None or not (self.subdomain or _ANY).fullmatch(subdomain):
            return False
        return self.under.fullmatch(routed_path(path_info)) is not None


class AppState:
    """The rules of one app, kept in ``app.extensions["cors"]``."""

    def __init__(self, app: Flask, findings: Findings) -> None:
        self.app = app
        self.enabled = package_switch(app.config, "CORS_ENABLED", findings, default=True)
        self.debug_errors = package_switch(app.config, "CORS_DEBUG_ERRORS", findings, default=False)
        self.layered = False
        self.rules = PathRules()
        self.blueprints: tuple[BlueprintRules, ...] = ()
        # Weak, since a decorator may be applied anew in every request (Flask-RESTful).
        self._view_policies: WeakKeyDictionary[ViewOptions, Policy] = WeakKeyDictionary()
        self._views: list[cabc.Callable[..., t.Any]] = []
        self._views_differ = False

    @classmethod
    def of(cls, app: Flask, findings: Findings) -> AppState:
        """The state of `app`, made where there is none; a switch's fault goes to `findings`."""
        state = app.extensions.get("cors")
        if isinstance(state, cls):
            return state
        state = cls(app, findings)
        if not findings.errors:
            app.extensions["cors"] = state
        return state

    @property
    def paths_suffice(self) -> bool:
        """Whether the path rules alone decide, so that no request needs to be routed.

        Views come after the extension, and Flask need not have handled a request before the
        first preflight; so this is worked out anew whenever the number of views has changed.
        """
        if len(self.app.view_functions) != len(self._views):
            self.notice_new_views()
        return not (self._views_differ or self.blueprints)

    def notice_new_views(self) -> None:
        """Work out whether any view has a policy of its own, if a view is new or replaced."""
        views = list(self.app.view_functions.values())
        if views != self._views:
            self._views_differ = any(map(options_of_view, views))
            self._views = views

    @property
    def checks_hosts(self) -> bool:
        """Whether Flask refuses requests for hosts that the app does not trust."""
        return bool(t.cast("dict[str, object]", self.app.config).get("TRUSTED_HOSTS"))

    def governing_path(self, path_info: str, subdomain: str | None = None) -> Policy | None:
        """The policy for a path that no view of the app has to do with."""
        for blueprint in self.blueprints:
            if blueprint.covers(path_info, subdomain or ""):
                policy = blueprint.rules.governing(path_info)
                if policy is not None:
                    return policy
        return self.rules.governing(path_info)

    def governing_endpoint(self, endpoint: str, method: str, path_info: str) -> Policy | None:
        """The policy for a request that the view `endpoint` serves."""
        view = self.app.view_functions.get(endpoint)
        options = own_options(view, method)
        if options is not None:
            return self.view_policy(options)
        name = endpoint.rpartition(".")[0]
        while name and self.blueprints:
            for blueprint in self.blueprints:
                if blueprint.name == name and (found := blueprint.rules.governing(path_info)):
                    return found
            name = name.rpartition(".")[0]
        return self.governing_path(path_info)

    def view_policy(self, options: ViewOptions) -> Policy:
        """The policy of one decorated view in this app.

        A view whose policy is refused is found out at a request only where it came after
        the extension: then nobody is let in, and the log says why.
        """
        policy = self._view_policies.get(options)
        if policy is None:
            findings = Findings()
            policy = self._read_view(options, findings)
            if findings.errors:
                log_errors(findings)
                policy = Policy(AllowedOrigins(), vary_header=False, rule=options.rule)
            self._view_policies[options] = policy
        return policy

    def check_views(self, findings: Findings) -> None:
        """Find what is wrong with the policies of the views that the app has by now.

        What is only doubtful in them was told when they were decorated.
        """
        found = Findings()
        for view in self.app.view_functions.values():
            for options in options_of_view(view):
                self._read_view(options, found)
        findings.add(Findings(errors=found.errors))

    def _read_view(self, options: ViewOptions, findings: Findings) -> Policy:
        layers = (options.layer, config_layer(self.app.config))
        return read_policy(options.rule, layers, findings)


def log_errors(findings: Findings) -> None:
    """Tell of errors that were found too late to refuse the configuration."""
    problems = "; ".join(map(str, findings.errors))
    logger.error("No other origin is let in, since the CORS configuration is wrong: %s", problems)


def options_of_view(view: cabc.Callable[..., t.Any]) -> list[ViewOptions]:
    """Every set of options that a view carries: its own, and those of its class's methods."""
    methods = sorted(getattr(view, "methods", None) or ())
    found = (own_options(view, method) for method in methods or ("GET",))
    return list(dict.fromkeys(filter(None, found)))


def own_options(view: object, method: str) -> ViewOptions | None:
    """The options that a view carries for one method."""
    options = getattr(view, OPTIONS_ATTRIBUTE, None)
    if options is None and (view_class := getattr(view, "view_class", None)) is not None:
        verb = "get" if method == "HEAD" and not hasattr(view_class, "head") else method.lower()
        handlers = (getattr(view_class, name, None) for name in ("dispatch_request", verb))
        found = (getattr(handler, OPTIONS_ATTRIBUTE, None) for handler in handlers)
        options = next(filter(None, found), None)
    return options if isinstance(options, ViewOptions) else None
