"""What stands behind a `CORS`: apps and blueprints are served, at first and anew."""

from __future__ import annotations

import collections.abc as cabc
import threading
import typing as t
from weakref import WeakValueDictionary

# Not from `flask` itself, where tools put classes of their own in place of these (OpenTelemetry).
from flask.app import Flask
from flask.blueprints import Blueprint

from ..current import unwrapped
from ..options.layers import Layer
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


class Instance:
    """What stands behind one `CORS`: its keywords, and all that it serves by them.

    :param keywords: those that its constructor was given.
    """

    def __init__(self, keywords: cabc.Mapping[str, object]) -> None:
        self._layer = keyword_layer(keywords)
        # Weak, since one `CORS` may serve one app after another that a factory makes.
        self._served: WeakValueDictionary[int, Served] = WeakValueDictionary()

    @property
    def keywords(self) -> dict[str, object]:
        """The instance's keywords by now, with generators replaced by what they yielded."""
        return {name: given.value for name, given in self._layer.items()}

    def serve(self, app: Flask | Blueprint, keywords: cabc.Mapping[str, object]) -> None:
        """Do what `CORS.init_app` is called for."""
        app, findings = unwrapped(app), Findings()
        with _one_at_a_time:
            layers = [self._other_than_own(keywords), self._layer]
            served = Served(self, layers)
            if isinstance(app, Blueprint):
                check_keywords(layers, findings, app.name)
                settle(Findings(errors=findings.errors))
                _record(app, lambda setup: _register(served, setup))
            elif isinstance(t.cast("object", app), Flask):
                put = served.serve_app(app, findings)
                settle(findings)
                put()
            else:
                raise TypeError(
                    f"CORS serves a Flask app or a Blueprint, not {type(app).__name__}."
                )
            self._served[id(served)] = served

    def serve_anew(self, keywords: cabc.Mapping[str, object]) -> None:
        """Do what `CORS.reconfigure` is called for."""
        layer, findings = keyword_layer(keywords), Findings()
        new: dict[AppState, AppRules] = {}
        with _one_at_a_time:
            whole = one_layer([layer, self._layer])
            # A copy, since the garbage collector may free an app meanwhile.
            served = [each for known in self._served.valuerefs() if (each := known()) is not None]
            changes = [each.serve_anew(layer, findings, new) for each in served]
            if not changes:
                check_keywords([whole], findings)
            settle(findings)
            self._layer = whole
            for change in changes:
                change()
            for state, rules in new.items():
                state.rules = rules

    def _other_than_own(self, keywords: cabc.Mapping[str, object]) -> Layer:
        """What a call adds to the instance's own keywords, which may be among those it passes."""
        own = self._layer
        return keyword_layer(
            {
                name: value
                for name, value in keywords.items()
                if name not in own or value is not own[name].value
            }
        )


def _record(blueprint: Blueprint, register: cabc.Callable[[BlueprintSetupState], None]) -> None:
    """Have something done wherever a blueprint is registered.

    :raises AssertionError: where it is registered already: Flask would not do it any more.
    """
    try:
        blueprint.record(register)
    except AssertionError as error:
        raise AssertionError(
            f"CORS comes too late for the blueprint {blueprint.name!r}, which has already been "
            "registered: call it once, where the blueprint is made."
        ) from error


def _register(served: Served, setup: BlueprintSetupState) -> None:
    findings = Findings()
    with _one_at_a_time:
        put = served.serve_blueprint(setup, findings)
        settle(findings)
        put()
