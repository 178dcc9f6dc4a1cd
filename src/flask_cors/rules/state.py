"""What one app's CORS set-up amounts to: which policy governs an endpoint, a method, a path.

Most specific first: the policy of the view (or of the method of a class-based view), then
that of its blueprint, then the path rules.
"""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import threading
import typing as t
from weakref import WeakKeyDictionary

from flask import Flask

from ..options.config import package_switch
from ..options.settling import settle_late
from ..protocol.policy import Policy
from ..protocol.problems import Findings
from . import url_maps
from .app_rules import AppRules
from .app_rules import Reading
from .app_rules import Subdomain
from .path_rules import PathRules
from .view_options import Carried
from .view_options import ViewOptions
from .view_options import carried_in
from .view_options import options_of_view
from .view_options import own_options
from .view_policies import ViewReader


class AppState:
    """The rules of one app, kept in ``app.extensions["cors"]``."""

    def __init__(self, app: Flask, findings: Findings) -> None:
        self.app = app
        self.config = t.cast("dict[str, object]", app.config)
        self.url_map = app.url_map
        self.enabled = package_switch(app.config, "CORS_ENABLED", findings, default=True)
        self.debug_errors = package_switch(app.config, "CORS_DEBUG_ERRORS", findings, default=False)
        # Read at the first request, since its default is the debug mode by then.
        package_switch(app.config, "CORS_AUDIT", findings, default=False)
        self.layer: object = None
        """The layer of `CORS(app)` around the app; the outermost, where there are several."""
        self.holds_layer = False
        """Whether another layer stands between this package's and Flask."""
        self.when_met: cabc.Callable[[], None] | None = None
        """What to do when the first request comes to the layer, if that is a preflight, too."""
        self.rules = AppRules(PathRules(), {}, {})
        self.readings: dict[tuple[object, str], Reading] = {}
        """How rules were read, by who has given them in which place, and lives by this."""
        self.warned = threading.Lock()
        """Taken by what warns at the first request."""
        self.view_reader = ViewReader(app)
        self._known_by = object()  # in what views bind, which then do not keep the app
        # Weak, since a decorator may be applied anew in every request (Flask-RESTful).
        self._view_policies: WeakKeyDictionary[ViewOptions, Policy] = WeakKeyDictionary()
        self._carried = -1, Carried()
        self._views: list[cabc.Callable[..., t.Any]] = []
        self._views_differ = False
        self.views_noticed = -1
        """How many views there were when it was last worked out whether any has its own policy."""
        self.views_by_path = -1
        """The same where the path rules alone decide, so that no request needs to be routed."""

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

    @classmethod
    def as_it_is(cls, app: Flask) -> AppState:
        """The state of `app` for who only reads it; a switch's fault was told at its set-up."""
        return cls.of(app, Findings())

    def serves(self, path: str) -> bool:
        """Whether a view may be at `path`, or something else that is inside the layer."""
        app = self.app
        if not (self.holds_layer or app.url_map.host_matching or app.subdomain_matching):
            with contextlib.suppress(Exception):
                return url_maps.has_view(app.url_map.bind("localhost"), path)
        return True

    def notice_views(self) -> bool:
        """Work out anew whether the path rules alone decide, as no view has a policy of its own.

        Nor do they where Flask refuses hosts that it does not trust, whatever the path.

        Views come after the extension, and Flask need not have handled a request before the
        first preflight. A view may be replaced while the app runs, which their number does not
        tell. So they are looked through, unless nothing was ever decorated. An app that had a
        policy of a view or blueprint is routed for good: that is right with any views.
        """
        noticed = len(self.app.view_functions)
        if ViewOptions.exist and not (self._views_differ or self.rules.blueprints):
            views = list(self.app.view_functions.values())
            noticed = len(views)
            if views != self._views:
                self._views_differ = any(map(options_of_view, views))
                self._views = views
        differ = self._views_differ or self.rules.blueprints
        by_path = not (differ or self.config.get("TRUSTED_HOSTS"))
        # What other threads find meanwhile may be of other views, so both are of these.
        self.views_noticed = noticed
        self.views_by_path = noticed if by_path else -1
        return by_path

    def governing_endpoint(
        self, endpoint: str, method: str, path_info: str, subdomain: Subdomain | None = None
    ) -> Policy | None:
        """The policy for a request that the view `endpoint` serves: the view's own goes first."""
        options = own_options(self.app.view_functions.get(endpoint), method)
        if options is not None:
            return self.view_policy(options)
        return self.rules.governing_endpoint(endpoint, path_info, subdomain)

    def carried(self) -> Carried:
        """The options that functions of the app have."""
        number = len(self.app.view_functions)
        if number != self._carried[0]:
            self._carried = number, carried_in(self.app)
        return self._carried[1]

    def view_policy(self, options: ViewOptions) -> Policy:
        """The policy of one decorated view in this app."""
        known_by, bound = options.bound
        if known_by is self._known_by:
            return bound
        policy = self._view_policies.get(options)
        if policy is None:
            is_known = self.layer is not None
            policy = self.view_reader.read_late(options, config_is_known=is_known)
            self._view_policies[options] = policy
        self.bind(options, policy)
        return policy

    def bind(self, options: ViewOptions, policy: Policy) -> None:
        """Give options their policy in this app."""
        options.bound = (self._known_by, policy)


def state_at_request(app: Flask) -> AppState:
    """The state of an app that may have no `CORS`; what is wrong with its config is logged."""
    findings = Findings()
    state = AppState.of(app, findings)
    if findings.errors:
        settle_late(findings)
        app.extensions["cors"] = state
    return state
