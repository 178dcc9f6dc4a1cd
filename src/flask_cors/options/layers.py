"""Flask-CORS's options: their names, where they come from, and what they default to."""

from __future__ import annotations

import collections.abc as cabc
import re
import typing as t

from ..protocol.methods import DEFAULT
from ..protocol.policy import Source
from ..protocol.problems import Findings
from .values import ESCAPE_ANY
from .values import ESCAPE_SUFFIX
from .values import Given
from .values import settled
from .values import settled_resources

Layer = cabc.Mapping[str, Given]
"""Options by name, from one source."""

DEFAULTS: t.Final[dict[str, object]] = {
    "origins": "*",
    "methods": DEFAULT,
    "allow_headers": "*",
    "expose_headers": (),
    "supports_credentials": False,
    "max_age": None,
    "send_wildcard": False,
    "vary_header": True,
    "always_send": True,
    "automatic_options": True,
    "intercept_exceptions": True,
    "allow_private_network": False,
    ESCAPE_ANY: False,
    ESCAPE_SUFFIX: False,
}
DEFAULT_LAYER: Layer = {
    name: Given(name, value, Source.DEFAULT) for name, value in DEFAULTS.items()
}

_ELSEWHERE = {"preflight_max_age": "max_age", "urls_regex": "resources"}
"""Names of options in Django that are not like any here; ``urls`` alone are often origins."""

_CHANGES = {
    # Old tutorials have CORS_HEADERS = "Content-Type", which by the right name forbids all others.
    "allow_headers": "It allows no header but those it names.",
    "supports_credentials": (
        "The origins have to be named for that, as their pages act as the visitor."
    ),
}
"""What changes in a program that worked when such a name is mended."""


def keyword_layer(keywords: cabc.Mapping[str, object]) -> Layer:
    """The options among a call's keywords, known or not."""
    return {
        name: Given(name, settled_resources(value) if name == "resources" else settled(value))
        for name, value in keywords.items()
    }


def one_layer(layers: cabc.Iterable[Layer]) -> Layer:
    """The options of several layers, of which those that come first go before the others."""
    return {name: given for layer in reversed([*layers]) for name, given in layer.items()}


def check_names(layer: Layer, findings: Findings, *, known: cabc.Collection[str]) -> None:
    """Refuse options that do not exist, with the nearest name that does."""
    for name, given in layer.items():
        if name not in known:
            near = "resources of CORS(app, ...)" if name == "resources" else nearest(name, known)
            given.findings(findings).refuse(
                "option-unknown",
                given.value,
                "There is no such option.",
                meant(near, near) if near else f"The options are: {', '.join(known)}.",
            )


def meant(near: str, written: str) -> str:
    """What to write in place of a name that does not exist.

    :param near: the option that it was probably meant to be.
    :param written: how that is written where the name stands.
    """
    remedy = f"Did you mean {written}?"
    change = _CHANGES.get(near)
    return f"Leave it out, as it has no effect. {remedy} {change}" if change else remedy


def nearest(name: str, known: cabc.Collection[str]) -> str | None:
    """The one of `known` that `name` was probably meant to be."""
    import difflib  # noqa: PLC0415  only needed once something is wrong

    name = name.lower().removeprefix("cors_")  # a key of the config may stand as a keyword
    # Elsewhere it is allowed_methods, allow_origin_regex, allow_all_origins, allow_all.
    bare = _ELSEWHERE.get(name) or re.sub(r"\Aallow(?:ed)?_(?:all_)?|_regex\Z", "", name)
    bare = "origins" if bare == "all" else bare
    spelt = (f"allow_{bare}", f"allow_{bare}s", bare, f"{bare}s")
    alike = difflib.get_close_matches(name, list(known), n=1)
    # Who is let in matters most, and has most names: ORIGIN_REGEX_WHITELIST, PERMITTED_ORIGINS.
    about = ["origins"] if "origin" in name else []
    return next((each for each in (*spelt, *alike, *about) if each in known), None)
