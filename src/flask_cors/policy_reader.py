"""Reading options into policies.

Set-up flows one way: keywords and `app.config` become layers, the layers one value for each
option, the values a `Policy`. Whatever is wrong on the way is collected, never raised one by
one and never passed over.
"""

from __future__ import annotations

import collections
import collections.abc as cabc
import typing as t

from . import credentials
from .doubts import doubt
from .option_values import Given
from .option_values import as_list
from .option_values import as_max_age
from .option_values import as_switch
from .options import DEFAULT_LAYER
from .options import DEFAULTS
from .options import Layer
from .protocol.allowed_origins import AllowedOrigins
from .protocol.exposed_headers import ExposedHeaders
from .protocol.headers import AllowedHeaders
from .protocol.methods import AllowedMethods
from .protocol.origin_reader import read_origins
from .protocol.policy import Policy
from .protocol.policy import Source
from .protocol.problems import Findings
from .protocol.rule_names import RuleName

if t.TYPE_CHECKING:

    class _Values(t.TypedDict):
        origins: AllowedOrigins
        methods: AllowedMethods
        allow_headers: AllowedHeaders
        expose_headers: ExposedHeaders
        supports_credentials: bool
        max_age: int | None
        send_wildcard: bool
        vary_header: bool
        always_send: bool
        automatic_options: bool
        allow_private_network: bool
        dangerously_allow_any_origin_with_credentials: bool
        dangerously_allow_public_suffix_with_credentials: bool


def _origins(given: Given, findings: Findings) -> AllowedOrigins:
    # Never split: a keyword with a comma in it is one mistyped origin.
    return read_origins(as_list(given), given.findings(findings))


def _methods(given: Given, findings: Findings) -> AllowedMethods:
    return AllowedMethods.parse(as_list(given, split=True), given.findings(findings))


def _allow_headers(given: Given, findings: Findings) -> AllowedHeaders:
    return AllowedHeaders.parse(as_list(given, split=True), given.findings(findings))


def _expose_headers(given: Given, findings: Findings) -> ExposedHeaders:
    names = [] if given.value is None else as_list(given, split=True)
    return ExposedHeaders.parse(names, given.findings(findings))


_READERS: dict[str, cabc.Callable[[Given, Findings], object]] = {
    "intercept_exceptions": as_switch,  # for older programs; errors always carry the fields
    "origins": _origins,
    "methods": _methods,
    "allow_headers": _allow_headers,
    "expose_headers": _expose_headers,
    "supports_credentials": as_switch,
    "max_age": as_max_age,
    "send_wildcard": as_switch,
    "vary_header": as_switch,
    "always_send": as_switch,
    "automatic_options": as_switch,
    "allow_private_network": as_switch,
    credentials.ESCAPE_ANY: as_switch,
    credentials.ESCAPE_SUFFIX: as_switch,
}
"""What reads each option, in the order in which mistakes are told."""

_DEFAULT_VALUES = {name: read(DEFAULT_LAYER[name], Findings()) for name, read in _READERS.items()}


def read_policy(
    rule: RuleName, layers: cabc.Sequence[Layer], findings: Findings, *, whole: bool = True
) -> Policy:
    """The policy of a rule that shares no option with others; see `PolicyReader`."""
    return PolicyReader(layers, findings, whole=whole).read(rule, {})


class PolicyReader:
    """Reads the policies of rules that share all options but their own.

    A shared value is read once, however many rules there are, and only if any rule uses it.
    Errors and doubts go to `findings`; with errors no policy must be used.

    :param layers: the shared options; the first layer that has an option decides it.
    :param whole: False where more layers will come (a decorator does not know its app yet),
        so that an option that is not given here says nothing.
    """

    def __init__(
        self, layers: cabc.Iterable[Layer], findings: Findings, *, whole: bool = True
    ) -> None:
        given = collections.ChainMap(*map(dict, layers), dict(DEFAULT_LAYER))
        self._shared: Layer = {name: given[name] for name in DEFAULTS}
        self._unread = {
            name: each for name, each in self._shared.items() if each.source is not Source.DEFAULT
        }
        self._values = _DEFAULT_VALUES.copy()
        self._sources: dict[tuple[str, ...], cabc.Mapping[str, Source]] = {}
        self._findings = findings
        self._whole = whole

    def read(self, rule: RuleName, own: Layer) -> Policy:
        """The policy of one rule.

        :param own: options of the rule alone, which go before the shared ones.
        """
        here = self._findings.within(rule)
        values = self._read_values(own, here)
        policy = Policy(
            origins=values["origins"],
            methods=values["methods"],
            allow_headers=values["allow_headers"],
            expose_headers=values["expose_headers"],
            allow_credentials=values["supports_credentials"],
            max_age=values["max_age"],
            send_wildcard=values["send_wildcard"],
            vary_header=values["vary_header"],
            always_send=values["always_send"],
            automatic_options=values["automatic_options"],
            allow_private_network=values["allow_private_network"],
            rule=rule,
            sources=self._sources_with(own),
        )
        self._judge(policy, values, own, here)
        return policy

    def _read_values(self, own: Layer, findings: Findings) -> _Values:
        given = {**self._unread, **own}
        values = self._values.copy()
        for name in [name for name in _READERS if name in given]:
            values[name] = _READERS[name](given[name], findings)
            if name not in own:
                self._values[name] = values[name]
                del self._unread[name]
        return t.cast("_Values", values)

    def _sources_with(self, own: Layer) -> cabc.Mapping[str, Source]:
        """Where each option was given: one mapping for all rules with options of the same names."""
        names = tuple(own)
        if names not in self._sources:
            given = {**self._shared, **own}
            self._sources[names] = {name: given[name].source for name in DEFAULTS}
        return self._sources[names]

    def _judge(self, policy: Policy, values: _Values, own: Layer, findings: Findings) -> None:
        """Judge what no option shows alone."""
        given = {**self._shared, **own}
        origins_known = self._whole or policy.sources["origins"] is not Source.DEFAULT
        if policy.allow_credentials:
            credentials.judge_origins(
                policy,
                given["origins"].findings(findings),
                suffix_escaped=values["dangerously_allow_public_suffix_with_credentials"],
            )
            if origins_known:
                credentials.judge_any_origin(
                    policy,
                    given["supports_credentials"].findings(findings),
                    escaped=values["dangerously_allow_any_origin_with_credentials"],
                )
        if origins_known:
            doubt(policy, given, findings)
