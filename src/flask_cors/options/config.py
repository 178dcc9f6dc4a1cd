"""The `CORS_*` keys of an app's config."""

from __future__ import annotations

import collections.abc as cabc

from ..protocol.policy import Source
from ..protocol.problems import Findings
from .layers import DEFAULTS
from .layers import Layer
from .layers import meant
from .layers import nearest
from .values import Given
from .values import as_switch
from .values import settled
from .values import settled_resources

ENABLED, DEBUG_ERRORS = "CORS_ENABLED", "CORS_DEBUG_ERRORS"

_PACKAGE_KEYS = frozenset({"CORS_AUDIT", ENABLED, DEBUG_ERRORS})
"""Keys that are no options of a policy."""

_RESERVED_KEYS = frozenset({"CORS_INSPECTOR", "CORS_PROBE"})
"""Keys that nothing reads, so that no other is a mistyped one of them."""

_LIMITS = frozenset({"origins", "methods", "enabled"})
"""What leaves more open by its default than somebody meant who has mistyped it."""

_OPEN_UNLESS_SET = {"origins": "every origin is let in", "resources": "every path is governed"}
"""What a key leaves open that is not set, since the default is as wide as can be."""

READ = (*DEFAULTS, "resources")
"""The options that `CORS(app)` reads from a config."""

_NOTHING: cabc.Mapping[str, object] = {}
_KEYS = {name: Source.CONFIG.written(name) for name in READ}


def config_layer(
    config: cabc.MutableMapping[str, object],
    read: cabc.Iterable[str] = READ,
    before: cabc.Mapping[str, object] = _NOTHING,
) -> Layer:
    """The options among an app's config; a key that is None is not set.

    :param read: those that are read.
    :param before: what was read before, by its keys; where one is set no more, that stays.
    """
    layer: dict[str, Given] = {}
    for name in read:
        key = _KEYS[name]
        value = config.get(key)
        if value is not None:
            # A generator there would be empty the next time, so what it yields takes its place.
            value = settled_resources(value) if name == "resources" else settled(value)
            config[key] = value
        else:
            value = before.get(key)
        if value is not None:
            layer[name] = Given(name, value, Source.CONFIG)
    return layer


def options_left(
    from_config: Layer, layers: list[Layer], read: cabc.Iterable[str]
) -> dict[str, object]:
    """What an app's config has, by its keys, for options that are read and no layer has."""
    given = {name for layer in layers for name in layer}
    left = [name for name in read if name not in given]
    return {_KEYS[name]: from_config[name].value if name in from_config else None for name in left}


def package_switch(
    config: cabc.Mapping[str, object], key: str, findings: Findings, *, default: bool
) -> bool:
    """One of the package's own switches; false where its value is neither true nor false."""
    value = config.get(key)
    given = Given(key.removeprefix("CORS_").lower(), value, Source.CONFIG)
    return default if value is None else as_switch(given, findings)


def check_config(
    config: cabc.Mapping[str, object],
    options_set: cabc.Callable[[], cabc.Collection[str]],
    findings: Findings,
    *,
    late: bool = False,
) -> None:
    """Find config keys that look like a mistyped option, or like a missing value.

    An app may have a ``CORS_`` key of its own, from which it makes a keyword: so it is an
    error only where the option that the key resembles is set nowhere.

    :param options_set: tells the names of all options that are set somewhere.
    :param late: whether the app serves requests already, which a mistake that has opened nothing
        must not close.
    """
    _doubt_none(config, options_set, findings)
    known = {key.removeprefix("CORS_").lower(): key for key in (*_KEYS.values(), *_PACKAGE_KEYS)}
    # A program may have put anything there, keys that are no text among it.
    for key in [key for key in map(str, config) if key.startswith("CORS_")]:
        value = config.get(key)
        if key in known.values() or key in _RESERVED_KEYS or value is None:
            continue
        near = nearest(key, known)
        if near is None:
            continue
        on_key = findings.on(key)
        harmless = (late and near not in _LIMITS) or near in options_set()
        note = on_key.warn if harmless else on_key.refuse
        note(
            "config-key-unknown",
            value,
            "There is no such option, so Flask-CORS does not read it.",
            f"{meant(near, known[near])} If it is a key of your own, name it without CORS_.",
        )


def _doubt_none(
    config: cabc.Mapping[str, object],
    options_set: cabc.Callable[[], cabc.Collection[str]],
    findings: Findings,
) -> None:
    """Doubt a key that is there, is None, and so leaves something open that it should limit."""
    for name, opened in _OPEN_UNLESS_SET.items():
        key = _KEYS[name]
        if key in config and config[key] is None and name not in options_set():
            findings.on(key).warn(
                "config-key-none",
                None,
                f"A variable of the environment is probably missing: None is not set, so {opened}.",
                "Set it, or leave the key out.",
            )
