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
from .doubts import doubts
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
from .protocol.problems import OptionFindings
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


_LISTS: dict[str, cabc.Callable[[list[object], OptionFindings], object]] = {
    "origins": read_origins,
    "methods": AllowedMethods.parse,
    "allow_headers": AllowedHeaders.parse,
    "expose_headers": ExposedHeaders.parse,
}
"""What reads the options that are lists; most others are switches."""

_TEXTS = frozenset({str})


def read_policy(
    rule: RuleName, layers: cabc.Sequence[Layer], findings: Findings, *, whole: bool = True
) -> Policy:
    """The policy of a rule that shares no option with others; see `PolicyReader`."""
    return PolicyReader(layers, whole=whole).read(rule, {}, findings.within(rule))


class PolicyReader:
    """Reads the policies of rules that share all options but their own.

    However many rules there are, a shared value is read once, and only if any rule uses it;
    and so is a list of texts that several rules have written alike. Errors and doubts go to
    the findings; with errors no policy must be used.

    :param layers: the shared options; the first layer that has an option decides it.
    :param whole: False where more layers will come (a decorator does not know its app yet),
        so that an option that is not given here says nothing.
    """

    def __init__(self, layers: cabc.Iterable[Layer], *, whole: bool = True) -> None:
        given = collections.ChainMap(*map(dict, layers), dict(DEFAULT_LAYER))
        self._shared: Layer = {name: given[name] for name in DEFAULTS}
        self._unread = dict(self._shared)
        self._values: dict[str, object] = {}
        self._lists: dict[t.Hashable, object] = {}
        self._sources: dict[tuple[str, ...], cabc.Mapping[str, Source]] = {}
        self._judged: dict[tuple[int, str, bool], AllowedOrigins] = {}
        self._whole = whole

    def read(self, rule: RuleName, own: Layer, findings: Findings) -> Policy:
        """The policy of one rule.

        :param own: options of the rule alone, which go before the shared ones.
        :param findings: where to note what is wrong in this rule.
        """
        values = self._read_values(own, findings)
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
        self._judge(policy, values, own, findings)
        return policy

    def _read_values(self, own: Layer, findings: Findings) -> _Values:
        for name in [name for name in self._unread if name not in own]:
            self._values[name] = self._read_value(name, self._unread.pop(name), findings)
        values = self._values.copy()
        for name in filter(DEFAULTS.__contains__, own):
            values[name] = self._read_value(name, own[name], findings)
        return t.cast("_Values", values)

    def _read_value(self, name: str, given: Given, findings: Findings) -> object:
        if name not in _LISTS:
            return (as_max_age if name == "max_age" else as_switch)(given, findings)
        # Origins are never split: a keyword with a comma in it is one mistyped origin.
        members = as_list(given, split=name != "origins")
        if name == "expose_headers" and given.value is None:
            members = []
        read = _LISTS[name]
        if not _TEXTS.issuperset(map(type, members)):  # 1 and True are equal, and not alike
            return read(members, given.findings(findings))
        key = (name, given.source is Source.CONFIG, *members)
        if key not in self._lists:
            self._lists[key] = read(members, given.findings(findings))
        return self._lists[key]

    def _sources_with(self, own: Layer) -> cabc.Mapping[str, Source]:
        """Where each option was given: one mapping for all rules that replace the same options."""
        names = tuple(own)
        if names not in self._sources:
            self._sources[names] = {name: self._given(name, own).source for name in DEFAULTS}
        return self._sources[names]

    def _judge(self, policy: Policy, values: _Values, own: Layer, findings: Findings) -> None:
        """Judge what no option shows alone."""
        origins_known = self._whole or policy.sources["origins"] is not Source.DEFAULT
        if policy.allow_credentials:
            self._judge_origins(policy, values, self._given("origins", own).findings(findings))
            if origins_known:
                switch = self._given("supports_credentials", own).findings(findings)
                escaped = values["dangerously_allow_any_origin_with_credentials"]
                credentials.judge_any_origin(policy, switch, escaped=escaped)
        for option, code, reason, remedy in doubts(policy) if origins_known else ():
            given = self._given(option, own)
            given.findings(findings).warn(code, given.value, reason, remedy)

    def _judge_origins(self, policy: Policy, values: _Values, findings: OptionFindings) -> None:
        escaped = values["dangerously_allow_public_suffix_with_credentials"]
        key = id(policy.origins), findings.option, escaped
        if key not in self._judged:
            self._judged[key] = policy.origins  # while they are kept, the id is theirs alone
            credentials.judge_origins(policy, findings, suffix_escaped=escaped)

    def _given(self, name: str, own: Layer) -> Given:
        return own[name] if name in own else self._shared[name]
