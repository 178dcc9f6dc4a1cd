"""What `CORS` does: the extension's set-up, for an app or a blueprint, at first and anew."""

from __future__ import annotations

import collections.abc as cabc
import threading
import typing as t

from flask import Blueprint
from flask import Flask

from ..current import unwrapped
from ..options.layers import keyword_layer
from ..options.layers import one_layer
from ..options.settling import settle
from ..protocol.problems import Findings
from ..rules.app_rules import AppRules
from ..rules.state import AppState
from .serving import Served
from .serving import check_keywords

if t.TYPE_CHECKING:
    from flask.blueprints import BlueprintSetupState

_one_at_a_time = threading.RLock()
"""Held while rules are read and put in place, since they are added to those that are there.

It can be taken again, since what is told while rules are read may call a program's own code.
"""


class SetUp:
    """What one `CORS` serves, and by which keywords.

    :param keywords: those that its constructor was given.
    """

    def __init__(self, keywords: cabc.Mapping[str, object]) -> None:
        self._layer = keyword_layer(keywords)
        self._served: list[Served] = []

    def serve(self, app: Flask | Blueprint, keywords: cabc.Mapping[str, object]) -> None:
        """Do what `CORS.init_app` is called for."""
        app, findings = unwrapped(app), Findings()
        with _one_at_a_time:
            layers = [keyword_layer(keywords), self._layer]
            served = Served(self, layers)
            if isinstance(app, Blueprint):
                check_keywords(layers, findings, app.name)
                settle(Findings(errors=findings.errors))
                app.record(lambda setup: _register(served, setup))
            elif isinstance(t.cast("object", app), Flask):
                put = served.serve_app(app, findings)
                settle(findings)
                put()
            else:
                raise TypeError(
                    f"CORS serves a Flask app or a Blueprint, not {type(app).__name__}."
                )
            self._served.append(served)

    def serve_anew(self, keywords: cabc.Mapping[str, object]) -> None:
        """Do what `CORS.reconfigure` is called for."""
        layer, findings = keyword_layer(keywords), Findings()
        new: dict[AppState, AppRules] = {}
        with _one_at_a_time:
            whole = one_layer([layer, self._layer])
            changes = [each.serve_anew(layer, findings, new) for each in self._served]
            if not changes:
                check_keywords([whole], findings)
            settle(findings)
            self._layer = whole
            for change in changes:
                change()
            for state, rules in new.items():
                state.rules = rules


def _register(served: Served, setup: BlueprintSetupState) -> None:
    findings = Findings()
    with _one_at_a_time:
        put = served.serve_blueprint(setup, findings)
        settle(findings)
        put()
