"""What `CORS` does: the extension's set-up, for an app or a blueprint."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from flask import Blueprint
from flask import Flask

from .blueprints import BlueprintRules
from .blueprints import full_name
from .config import check_config
from .config import config_layer
from .current import unwrapped
from .middleware import CORSMiddleware
from .middleware import InnerLayerMiddleware
from .option_values import Given
from .option_values import as_mapping
from .options import DEFAULTS
from .options import Layer
from .options import check_names
from .path_rules import PathRules
from .protocol.problems import Findings
from .resources import EVERY_PATH
from .resources import add_rules
from .resources import read_rules
from .settling import settle
from .start_audit import FirstRequest
from .state import AppState

if t.TYPE_CHECKING:
    from flask.blueprints import BlueprintSetupState


def set_up(app: Flask | Blueprint, keyword_layers: list[Layer]) -> None:
    """Do what `CORS.init_app` is called for.

    :param keyword_layers: the keywords of all calls, those that go before first.
    """
    app = unwrapped(app)
    if isinstance(app, Blueprint):
        _init_blueprint(app, keyword_layers)
    elif isinstance(t.cast("object", app), Flask):
        _init_app(app, keyword_layers)
    else:
        raise TypeError(f"CORS serves a Flask app or a Blueprint, not {type(app).__name__}.")


def _init_app(app: Flask, keyword_layers: list[Layer]) -> None:
    findings = Findings()
    state = AppState.of(app, findings)
    if state.enabled or findings.errors:
        layers = [*keyword_layers, config_layer(app.config)]
        given = _resources(layers, findings)
        rules = add_rules(state.rules.rules, read_rules(given, layers, findings), findings)
        check_config(app.config, lambda: _options_set(layers, given), findings)
        state.check_views(findings)
        settle(findings)
        state.rules = PathRules(rules)
        _install(state)


def _init_blueprint(blueprint: Blueprint, keyword_layers: list[Layer]) -> None:
    """Check what the keywords decide alone; the rest waits for the app."""
    findings = Findings()
    given = _resources(keyword_layers, findings)
    read_rules(given, keyword_layers, findings, owner=blueprint.name, whole=False)
    settle(Findings(errors=findings.errors))
    blueprint.record(lambda setup: _register(setup, keyword_layers))


def _register(setup: BlueprintSetupState, keyword_layers: list[Layer]) -> None:
    app = t.cast("Flask", setup.app)
    findings = Findings()
    state = AppState.of(app, findings)
    if state.enabled or findings.errors:
        layers = [*keyword_layers, config_layer(app.config)]
        name = full_name(setup)
        others = [each for each in state.blueprints if each.name != name]
        known = [
            rule for each in state.blueprints if each not in others for rule in each.rules.rules
        ]
        given = _resources(layers, findings)
        new = read_rules(given, layers, findings, owner=name)
        rules = PathRules(add_rules(known, new, findings))
        if not state.rules.rules:
            check_config(app.config, lambda: _options_set(layers, given), findings)
        settle(findings)
        # Sorted so that the longer of two prefixes, the more specific, comes first.
        all_rules = [*others, BlueprintRules.of(app, setup, rules)]
        state.blueprints = tuple(sorted(all_rules, key=lambda each: -len(each.prefix)))
        state.notice_views()
        _install(state)


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


def _install(state: AppState) -> None:
    """Put the layer around the app, once."""
    if not state.layered:
        state.layered = True
        app = state.app
        is_flask_itself = getattr(app.wsgi_app, "__func__", None) is Flask.wsgi_app
        layer = CORSMiddleware if is_flask_itself else InnerLayerMiddleware
        outermost = layer(app.wsgi_app, state)
        outermost.wsgi_app = FirstRequest(outermost)
        app.wsgi_app = outermost  # type: ignore[method-assign]
