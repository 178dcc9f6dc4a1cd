"""Reading options into policies.

Set-up flows one way: keywords and `app.config` become layers, the layers one value for each
option, the values a `Policy`. Whatever is wrong on the way is collected, never raised one by
one and never passed over.
"""

from __future__ import annotations

import collections
import collections.abc as cabc
from itertools import repeat

from ..protocol.allowed_origins import AllowedOrigins
from ..protocol.policy import Policy
from ..protocol.policy import Source
from ..protocol.policy import replaced
from ..protocol.problems import Findings
from ..protocol.rule_names import RuleName
from .doubts import doubts
from .layers import DEFAULT_LAYER
from .layers import DEFAULTS
from .layers import Layer
from .readers import read_switch
from .readers import readers
from .values import ESCAPE_ANY
from .values import ESCAPE_SUFFIX
from .values import Given
from .values import as_switch

_Options = cabc.Mapping[str, object]

_FIELDS = {name: name for name in DEFAULTS if name in Policy.__dataclass_fields__} | {
    "supports_credentials": "allow_credentials"
}
"""Options that a policy keeps, and its fields for them."""

_RESOURCE = Source.RESOURCE  # a member costs Python 3.11 a call
_NOBODY = Policy(AllowedOrigins())


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
        own = readers()
        self._readers = {name: (_FIELDS.get(name), own.get(name, read_switch)) for name in DEFAULTS}
        self._alike: dict[tuple[str, ...], Policy] = {}
        """A policy for each set of options that a rule has of its own."""
        self._judged: dict[tuple[int, str, bool, bool], AllowedOrigins] = {}
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
            # What is wrong with them stands in no single resource.
            shared = findings.within(rule._replace(pattern=""))
            alike = self._alike[names] = self._read_shared(own, shared)
        values = self._read(zip(own, own.values(), repeat(_RESOURCE)), findings)
        values["rule"] = rule
        policy = replaced(alike, values)
        self._judge(policy, own, findings)
        return policy

    @property
    def idle(self) -> list[Given]:
        """The keywords that no rule has needed so far, since each has its own."""
        return [given for given in self._unread.values() if given.source is Source.KEYWORD]

    def _read_shared(self, own: _Options, findings: Findings) -> Policy:
        """What the rules have in common that replace the same options."""
        names = [name for name in self._unread if name not in own]
        self._values |= self._read(map(self._unread.pop, names), findings)
        sources = {name: self._given(name, own).source for name in DEFAULTS}
        return replaced(_NOBODY, {**self._values, "sources": sources})

    def _read(
        self, options: cabc.Iterable[tuple[str, object, Source]], findings: Findings
    ) -> dict[str, object]:
        """What options amount to, by the fields of a policy that keep them."""
        values: dict[str, object] = {}
        for name, value, source in options:
            field, read = self._readers[name]
            known = read(name, value, source, findings)
            if field:
                values[field] = known
        return values

    def _judge(self, policy: Policy, own: _Options, findings: Findings) -> None:
        """Judge what no option shows alone."""
        if policy.allow_credentials and not policy.origins.is_plainly_https:
            self._judge_credentials(policy, own, findings)
        for option, code, reason, remedy in doubts(policy) if self._knows_origins(policy) else ():
            given = self._given(option, own)
            given.findings(findings).warn(code, given.value, reason, remedy)

    def _judge_credentials(self, policy: Policy, own: _Options, findings: Findings) -> None:
        from . import credentials  # noqa: PLC0415  most policies need no such judgement

        on_origins = self._given("origins", own).findings(findings)
        any_escaped, suffix_escaped = self._is_on(ESCAPE_ANY, own), self._is_on(ESCAPE_SUFFIX, own)
        key = id(policy.origins), on_origins.option, any_escaped, suffix_escaped
        if key not in self._judged:
            self._judged[key] = policy.origins  # while they are kept, the id is theirs alone
            credentials.judge_origins(
                policy, on_origins, any_escaped=any_escaped, suffix_escaped=suffix_escaped
            )
        if self._knows_origins(policy):
            switch = self._given("supports_credentials", own).findings(findings)
            credentials.judge_any_origin(policy, switch, escaped=any_escaped)

    def _is_on(self, name: str, own: _Options) -> bool:
        """Whether a switch is on that no policy keeps; what is wrong with it has been told."""
        return as_switch(self._given(name, own), Findings())

    def _knows_origins(self, policy: Policy) -> bool:
        return self._whole or policy.sources["origins"] is not Source.DEFAULT

    def _given(self, name: str, own: _Options) -> Given:
        return Given(name, own[name], _RESOURCE) if name in own else self._shared[name]
