"""Reading the rules that one `CORS` has in a place, and putting them there at once.

A place is an app, or a blueprint where it is registered. Whatever is wrong is found before
anything is changed, and one assignment changes all that the app's requests read.
"""

from __future__ import annotations

import collections.abc as cabc
import functools
import typing as t
from weakref import WeakKeyDictionary

from flask import Flask

from ..options.config import READ
from ..options.config import check_config
from ..options.config import config_layer
from ..options.config import options_left
from ..options.layers import DEFAULTS
from ..options.layers import Layer
from ..options.layers import check_names
from ..options.layers import one_layer
from ..options.values import Given
from ..options.values import as_mapping
from ..protocol.problems import Findings
from ..rules.app_rules import NOTHING_READ
from ..rules.app_rules import AppRules
from ..rules.app_rules import Reading
from ..rules.blueprints import BlueprintRules
from ..rules.blueprints import full_name
from ..rules.path_rules import PathRules
from ..rules.resources import EVERY_PATH
from ..rules.resources import add_rules
from ..rules.resources import read_rules
from ..rules.state import AppState
from .installing import install

if t.TYPE_CHECKING:
    from flask.blueprints import BlueprintSetupState

Change = cabc.Callable[[], None]
"""What puts rules in place that were found to be right."""


class Served:
    """What one `CORS` serves by one call of `init_app`.

    It lives as long as what it serves: an app's state keeps it, or a blueprint. It knows the states
    weakly, since a blueprint may be registered in one app after another that a factory makes.

    :param owner: the `CORS`; its rules are told from those of others.
    :param layers: its keywords.
    """

    def __init__(self, owner: object, layers: list[Layer]) -> None:
        self.owner = owner
        self.layers = layers
        self._names: WeakKeyDictionary[AppState, list[str]] = WeakKeyDictionary()
        """The names of its places in each app, as in `_put`."""

    def serve_app(self, app: Flask, findings: Findings) -> Change:
        """Read the rules of an app; what is wrong goes to `findings`."""
        state = AppState.of(app, findings)
        if not (state.enabled or findings.errors):
            return functools.partial(self._leave, state)
        rules, reading = self._added(state.rules, state, "", self.layers, findings)
        state.view_reader.check(findings)
        return functools.partial(self._put, state, "", rules, reading)

    def serve_blueprint(self, setup: BlueprintSetupState, findings: Findings) -> Change:
        """Read the rules of a blueprint where it is registered."""
        app = t.cast("Flask", setup.app)
        state = AppState.of(app, findings)
        if not (state.enabled or findings.errors):
            return functools.partial(self._leave, state)
        name = full_name(setup)
        with_it = state.rules.with_blueprint(BlueprintRules.of(app, setup, PathRules()))
        rules, reading = self._added(with_it, state, name, self.layers, findings)
        return functools.partial(self._put, state, name, rules, reading)

    def _put(self, state: AppState, name: str, rules: AppRules, reading: Reading) -> None:
        """Put the rules of an app in place, of which there are new ones in one place.

        :param name: the name of the blueprint that they are for; empty for the app.
        """
        self._names.setdefault(state, []).append(name)
        state.readings[self, name] = reading
        state.rules = rules
        if name:
            state.notice_views()
        install(state, anew=not name)

    def serve_anew(self, layer: Layer, findings: Findings, new: dict[AppState, AppRules]) -> Change:
        """Read other rules, for every place where there are some by now.

        :param layer: the keywords that change; the others stay.
        :param new: what the rules of each app will be; those of these places are added to them.
        """
        layers = [one_layer([layer, *self.layers])]
        places = self._places()
        readings: dict[tuple[AppState, str], Reading] = {}
        if not places:
            check_keywords(layers, findings)
        for state, name in places:
            rules = new.get(state) or state.rules.without(self.owner)
            if "resources" in layer:  # they stand for those of every call
                rules = rules.without(self.owner, name)
            new[state], readings[state, name] = self._added(rules, state, name, layers, findings)

        def change() -> None:
            self.layers = layers
            for (state, name), reading in readings.items():
                state.readings[self, name] = reading

        return change

    def _places(self) -> list[tuple[AppState, str]]:
        """The places in the apps that live."""
        # A copy, since the garbage collector may free an app meanwhile.
        states = [state for known in self._names.keyrefs() if (state := known()) is not None]
        return [(state, name) for state in states for name in self._names[state]]

    def _leave(self, state: AppState) -> None:
        """Read no rules, as everything is switched off; but live as long as the app."""
        state.readings[self, ""] = NOTHING_READ

    def _added(
        self,
        rules: AppRules,
        state: AppState,
        name: str,
        keyword_layers: list[Layer],
        findings: Findings,
    ) -> tuple[AppRules, Reading]:
        """The same rules with those that the keywords and the config give in one place."""
        config = state.app.config
        read = DEFAULTS if name else READ  # the paths in there are the app's
        before = state.readings.get((self, name), NOTHING_READ).config
        from_config = config_layer(config, read, before)
        layers = [*keyword_layers, from_config]
        given = _resources(layers, findings)
        found = Findings(errors=findings.errors, warnings=findings.warnings)
        new = read_rules(given, layers, found, owner=name)
        if not (name and rules.paths.rules):
            check_config(config, lambda: _options_set(layers, given), findings)
        owned = rules.owned.get(name, {})
        owned = {**owned, self.owner: (*owned.get(self.owner, ()), *new)}
        merged = PathRules(add_rules(owned.values(), findings), state.serves)
        reading = Reading(options_left(from_config, keyword_layers, read), found.notes)
        return rules.with_place(name, owned, merged), reading


def check_keywords(layers: list[Layer], findings: Findings, blueprint: str = "") -> None:
    """Check what keywords decide alone; the rest waits for the app."""
    given = _resources(layers, findings)
    read_rules(given, layers, findings, owner=blueprint, whole=False)


def _resources(layers: cabc.Sequence[Layer], findings: Findings) -> Given:
    for layer in layers:
        check_names(layer, findings, known=(*DEFAULTS, "resources"))
    return next((layer["resources"] for layer in layers if "resources" in layer), EVERY_PATH)


def _options_set(layers: cabc.Sequence[Layer], resources: Given) -> set[str]:
    """The names of all options that are set somewhere, in a single resource too."""
    names = {name for layer in layers for name in layer}
    for options in (as_mapping(resources.value) or {}).values():
        names.update(map(str, as_mapping(options) or ()))
    return names
