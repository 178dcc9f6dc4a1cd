"""Reading options into policies.

Set-up flows one way: keywords and `app.config` become layers, the layers one value for each
option, the values a `Policy`. Whatever is wrong on the way is collected, never raised one by
one and never passed over.
"""

from __future__ import annotations

import collections
import collections.abc as cabc
import typing as t

from .doubts import doubts
from .option_values import ESCAPE_ANY
from .option_values import ESCAPE_SUFFIX
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
from .protocol.policy import Policy
from .protocol.policy import Source
from .protocol.policy import replaced
from .protocol.problems import Findings
from .protocol.problems import OptionFindings
from .protocol.rule_names import RuleName


def _read_origins(members: list[object], findings: OptionFindings) -> AllowedOrigins:
    from .protocol.origin_reader import read_origins  # noqa: PLC0415  most need no closer look

    return read_origins(members, findings)


_Options = cabc.Mapping[str, object]
_ReadPlain = cabc.Callable[[list[str]], object | None]
_Read = cabc.Callable[[list[object], OptionFindings], object]

_FIELDS = {name: name for name in DEFAULTS if name in Policy.__dataclass_fields__} | {
    "supports_credentials": "allow_credentials"
}
"""Options that a policy keeps, and its fields for them."""

_LISTS: dict[str, tuple[_ReadPlain, _Read]] = {
    "origins": (AllowedOrigins.of_plain, _read_origins),
    "methods": (AllowedMethods.of_plain, AllowedMethods.parse),
    "allow_headers": (AllowedHeaders.of_plain, AllowedHeaders.parse),
    "expose_headers": (ExposedHeaders.of_plain, ExposedHeaders.parse),
}
"""What reads the options that are lists, a closer look second; most others are switches."""

_RESOURCE, _CONFIG = Source.RESOURCE, Source.CONFIG  # a member costs Python 3.11 a call
_NOBODY = Policy(AllowedOrigins())
_TEXTS = frozenset({str})


def read_policy(
    rule: RuleName, layers: cabc.Sequence[Layer], findings: Findings, *, whole: bool = True
) -> Policy:
    """The policy of a rule that shares no option with others; see `PolicyReader`."""
    return PolicyReader(layers, whole=whole).read(rule, {}, findings.within(rule))


def _as_fields(values: cabc.Mapping[str, object]) -> dict[str, object]:
    return {_FIELDS[name]: value for name, value in values.items() if name in _FIELDS}


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
        self._alike: dict[tuple[str, ...], Policy] = {}
        """A policy for each set of options that a rule has of its own."""
        self._judged: dict[tuple[int, str, bool], AllowedOrigins] = {}
        self._whole = whole

    def read(self, rule: RuleName, own: _Options, findings: Findings) -> Policy:
        """The policy of one rule.

        :param own: options of the rule alone, as they are written in ``resources``; they go
            before the shared ones.
        :param findings: where to note what is wrong in this rule.
        """
        names = tuple(own)
        alike = self._alike.get(names)
        if alike is None:
            alike = self._alike[names] = self._read_shared(own, findings)
        values = {
            name: self._read_value(name, value, _RESOURCE, findings) for name, value in own.items()
        }
        policy = replaced(alike, {**_as_fields(values), "rule": rule})
        self._judge(policy, values, own, findings)
        return policy

    def _read_shared(self, own: _Options, findings: Findings) -> Policy:
        """What the rules have in common that replace the same options."""
        for name in [name for name in self._unread if name not in own]:
            _, value, source = self._unread.pop(name)
            self._values[name] = self._read_value(name, value, source, findings)
        sources = {name: self._given(name, own).source for name in DEFAULTS}
        return replaced(_NOBODY, {**_as_fields(self._values), "sources": sources})

    def _read_value(self, name: str, value: object, source: Source, findings: Findings) -> object:
        if name in _LISTS:
            return self._read_list(name, value, source, findings)
        given = Given(name, value, source)
        return (as_max_age if name == "max_age" else as_switch)(given, findings)

    def _read_list(self, name: str, value: object, source: Source, findings: Findings) -> object:
        read_plain, read = _LISTS[name]
        in_config = source is _CONFIG
        # Origins are never split: a keyword with a comma in it is one mistyped origin.
        members = as_list(value, split=in_config or name != "origins")
        if not _TEXTS.issuperset(map(type, members)):  # 1 and True are equal, and not alike
            if name == "expose_headers" and value is None:
                members = []
            return read(members, Given(name, value, source).findings(findings))
        key = (name, in_config, *members)
        known = self._lists.get(key)
        if known is None:
            known = read_plain(t.cast("list[str]", members))
            known = known or read(members, Given(name, value, source).findings(findings))
            self._lists[key] = known
        return known

    def _judge(
        self, policy: Policy, values: dict[str, object], own: _Options, findings: Findings
    ) -> None:
        """Judge what no option shows alone."""
        if policy.allow_credentials and not policy.origins.is_plainly_https:
            self._judge_credentials(policy, {**self._values, **values}, own, findings)
        for option, code, reason, remedy in doubts(policy) if self._knows_origins(policy) else ():
            given = self._given(option, own)
            given.findings(findings).warn(code, given.value, reason, remedy)

    def _judge_credentials(
        self, policy: Policy, values: dict[str, object], own: _Options, findings: Findings
    ) -> None:
        from . import credentials  # noqa: PLC0415  most policies need no such judgement

        on_origins = self._given("origins", own).findings(findings)
        suffix_escaped = bool(values[ESCAPE_SUFFIX])
        key = id(policy.origins), on_origins.option, suffix_escaped
        if key not in self._judged:
            self._judged[key] = policy.origins  # while they are kept, the id is theirs alone
            credentials.judge_origins(policy, on_origins, suffix_escaped=suffix_escaped)
        if self._knows_origins(policy):
            switch = self._given("supports_credentials", own).findings(findings)
            credentials.judge_any_origin(policy, switch, escaped=bool(values[ESCAPE_ANY]))

    def _knows_origins(self, policy: Policy) -> bool:
        return self._whole or policy.sources["origins"] is not Source.DEFAULT

    def _given(self, name: str, own: _Options) -> Given:
        return Given(name, own[name], _RESOURCE) if name in own else self._shared[name]
