"""Flask-CORS's options: where they come from, what they default to, and their policy.

Set-up flows one way: keywords and `app.config` become layers, the layers one value for each
option, the values a `Policy`. Whatever is wrong on the way is collected, never raised one by
one and never passed over.
"""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from . import credentials
from .option_values import Given
from .option_values import as_list
from .option_values import as_max_age
from .option_values import as_switch
from .option_values import settled
from .option_values import settled_resources
from .protocol.exposed_headers import ExposedHeaders
from .protocol.headers import AllowedHeaders
from .protocol.methods import DEFAULT
from .protocol.methods import AllowedMethods
from .protocol.origin_reader import read_origins
from .protocol.policy import Policy
from .protocol.problems import Findings
from .protocol.problems import OptionFindings

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
    credentials.ESCAPE_ANY: False,
    credentials.ESCAPE_SUFFIX: False,
}
DEFAULT_LAYER: Layer = {name: Given(name, value) for name, value in DEFAULTS.items()}


def keyword_layer(keywords: cabc.Mapping[str, object]) -> Layer:
    """The options among a call's keywords, known or not."""
    return {
        name: Given(name, settled_resources(value) if name == "resources" else settled(value))
        for name, value in keywords.items()
    }


def check_names(layer: Layer, findings: Findings, *, known: cabc.Collection[str]) -> None:
    """Refuse options that do not exist, with the nearest name that does."""
    for name, given in layer.items():
        if name not in known:
            near = "resources of CORS(app, ...)" if name == "resources" else nearest(name, known)
            given.findings(findings).refuse(
                "option-unknown",
                given.value,
                "There is no such option.",
                f"Did you mean {near}?" if near else f"The options are: {', '.join(known)}.",
            )


def nearest(name: str, known: cabc.Iterable[str]) -> str | None:
    """The one of `known` that `name` was probably meant to be."""
    import difflib  # noqa: PLC0415  only needed once something is wrong

    return next(iter(difflib.get_close_matches(name, list(known), n=1)), None)


def read_policy(
    rule: str, layers: cabc.Sequence[Layer], findings: Findings, *, whole: bool = True
) -> Policy:
    """The policy of one rule: the first layer that has an option decides it.

    Errors and doubts go to `findings`; with errors the policy must not be used.

    :param whole: False where more layers will come (a decorator does not know its app yet),
        so that an option that is not given here says nothing.
    """
    values = {
        name: next(layer[name] for layer in (*layers, DEFAULT_LAYER) if name in layer)
        for name in DEFAULTS
    }
    here = Findings(rule)
    policy = _build(rule, values, here)
    _judge(policy, values, here, whole=whole)
    findings.add(here)
    return policy


def _build(rule: str, values: Layer, findings: Findings) -> Policy:
    def members(name: str) -> tuple[list[object], OptionFindings]:
        given = values[name]
        if name == "expose_headers" and given.value is None:
            return [], given.findings(findings)
        # Only origins are never split: a keyword with a comma in it is one mistyped origin.
        return as_list(given, split=name != "origins"), given.findings(findings)

    def switch(name: str) -> bool:
        return as_switch(values[name], findings)

    switch("intercept_exceptions")  # accepted for older programs; errors always carry the fields
    return Policy(
        origins=read_origins(*members("origins")),
        methods=AllowedMethods.parse(*members("methods")),
        allow_headers=AllowedHeaders.parse(*members("allow_headers")),
        expose_headers=ExposedHeaders.parse(*members("expose_headers")),
        allow_credentials=switch("supports_credentials"),
        max_age=as_max_age(values["max_age"], findings),
        send_wildcard=switch("send_wildcard"),
        vary_header=switch("vary_header"),
        always_send=switch("always_send"),
        automatic_options=switch("automatic_options"),
        allow_private_network=switch("allow_private_network"),
        rule=rule,
    )


def _judge(policy: Policy, values: Layer, findings: Findings, *, whole: bool) -> None:
    """What no option shows alone."""
    origins_known = whole or values["origins"] is not DEFAULT_LAYER["origins"]
    any_escaped = as_switch(values[credentials.ESCAPE_ANY], findings)
    suffix_escaped = as_switch(values[credentials.ESCAPE_SUFFIX], findings)
    if policy.allow_credentials:
        on_origins = values["origins"].findings(findings)
        credentials.judge_origins(policy, on_origins, suffix_escaped=suffix_escaped)
        if origins_known:
            on_switch = values["supports_credentials"].findings(findings)
            credentials.judge_any_origin(policy, on_switch, escaped=any_escaped)
    if origins_known:
        _doubt(policy, values, findings)


def _doubt(policy: Policy, values: Layer, findings: Findings) -> None:
    doubts = (
        (
            "wildcard-without-any-origin",
            "send_wildcard",
            policy.send_wildcard and not policy.origins.any,
            "It does nothing, since the origins are not '*'.",
            "Leave it out.",
        ),
        (
            "vary-switched-off",
            "vary_header",
            not (policy.vary_header or policy.is_static),
            "The answer depends on Origin, so a cache will hand it to the wrong page.",
            "Leave it out, unless another layer sends Vary: Origin.",
        ),
        (
            "private-network-for-any-origin",
            "allow_private_network",
            policy.allow_private_network and policy.origins.any,
            "Every website can reach this app from the visitor's network.",
            "Name the origins.",
        ),
        (
            "expose-all-with-credentials",
            "expose_headers",
            policy.allow_credentials and "*" in policy.expose_headers.names,
            "With credentials * is taken for the name of a header.",
            'Name the headers: expose_headers=["X-Total-Count"].',
        ),
    )
    for code, option, applies, reason, remedy in doubts:
        if applies:
            given = values[option]
            given.findings(findings).warn(code, given.value, reason, remedy)
