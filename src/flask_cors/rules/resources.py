"""Reading `resources`: patterns of paths, each with the options of its own."""

from __future__ import annotations

import collections.abc as cabc
import itertools
import re
import typing as t

from ..options.layers import DEFAULTS
from ..options.layers import Layer
from ..options.layers import check_names
from ..options.policy_reader import PolicyReader
from ..options.values import Given
from ..options.values import as_list
from ..options.values import as_mapping
from ..protocol import regexes
from ..protocol.policy import Policy
from ..protocol.policy import Source
from ..protocol.policy import replaced
from ..protocol.problems import Findings
from ..protocol.problems import OptionFindings
from ..protocol.problems import shown
from ..protocol.rule_names import RuleName
from .path_mistakes import check_pattern
from .path_patterns import PathPattern
from .path_rules import Rule

EVERY_PATH = Given("resources", "/*", Source.DEFAULT)
"""What is governed where no resources are given."""

_KNOWN = frozenset(DEFAULTS)
_PLAIN = frozenset({str, bool, int, type(None)})


def read_rules(
    given: Given,
    layers: cabc.Sequence[Layer],
    findings: Findings,
    *,
    owner: str = "",
    whole: bool = True,
) -> list[Rule]:
    """The rules of one `resources` option, each with its policy from its own options first.

    :param owner: the name of the blueprint that the rules belong to.
    :param whole: False where more layers will come.
    """
    on_resources = given.findings(findings)
    reader = PolicyReader(layers, whole=whole)
    read = _Policies(reader, findings).read
    kind: t.Literal["blueprint", "paths"] = "blueprint" if owner else "paths"
    rules: list[Rule] = []
    for raw, options in _as_pairs(given, on_resources):
        own = as_mapping(options)
        pattern = "" if given is EVERY_PATH else _text(raw)
        policy = read(RuleName(kind, owner, pattern), own or {})
        if own is None:
            on_resources.refuse(
                "resource-options-not-a-dict",
                {raw: options},
                "The options of a pattern are no dict.",
                'Write {"/api/*": {"origins": "https://app.example.com"}}.',
            )
        elif check_pattern(raw, on_resources):
            rules.append((PathPattern.of(t.cast("str | re.Pattern[str]", raw)), policy))
    if rules:
        _note_idle(reader.idle, findings.within(RuleName(kind, owner)))
    return rules


def _note_idle(keywords: cabc.Iterable[Given], findings: Findings) -> None:
    for keyword in keywords:
        keyword.findings(findings).note(
            "unused-option",
            keyword.value,
            "Each pattern in resources has its own, so it does nothing, and opens no other path.",
            "Leave it out, unless another app shares it, or a pattern shall take it.",
        )


class _Policies:
    """The policies of many rules: of those whose options are written alike, one is read.

    What is wrong with it is told once in any case.
    """

    def __init__(self, reader: PolicyReader, findings: Findings) -> None:
        self._reader = reader
        self._findings = findings
        self._known: dict[t.Hashable, Policy] = {}

    def read(self, rule: RuleName, own: cabc.Mapping[object, object]) -> Policy:
        """The policy of a rule with options of its own."""
        if not _PLAIN.issuperset(map(type, own.values())):
            return self._read(rule, own)
        # 1 and True are equal, and not alike.
        key = (*own.items(), *map(type, own), *map(type, own.values()))
        alike = self._known.get(key)
        if alike is not None:
            return replaced(alike, {"rule": rule})
        self._known[key] = policy = self._read(rule, own)
        return policy

    def _read(self, rule: RuleName, own: cabc.Mapping[object, object]) -> Policy:
        findings = self._findings.within(rule)
        return self._reader.read(rule, _known_options(own, findings), findings)


def _text(pattern: object) -> str:
    if isinstance(pattern, str):
        return pattern
    regex = regexes.as_text_regex(pattern)
    return shown(pattern) if regex is None else regex.pattern


def _known_options(
    options: cabc.Mapping[object, object], findings: Findings
) -> cabc.Mapping[str, object]:
    """The options of one pattern; others than there are go to `findings`."""
    if _KNOWN.issuperset(options):
        return t.cast("cabc.Mapping[str, object]", options)
    # A name may be anything, and is told to a person.
    named = {ascii(str(name))[1:-1]: value for name, value in options.items()}
    layer = {name: Given(name, value, Source.RESOURCE) for name, value in named.items()}
    check_names(layer, findings, known=DEFAULTS)
    return {name: value for name, value in named.items() if name in DEFAULTS}


def _as_pairs(given: Given, findings: OptionFindings) -> list[tuple[object, object]]:
    """Patterns with their own options, from whatever form the option has."""
    mapping = as_mapping(given.value)
    pairs: list[tuple[object, object]] = (
        [(member, {}) for member in as_list(given.value, split=given.in_config)]
        if mapping is None
        else [*mapping.items()]
    )
    if not pairs:
        findings.warn(
            "resources-empty",
            given.value,
            "It names no path, so no path is governed.",
            'Write "/api/*", or leave it out to govern every path.',
        )
    return pairs


def _refuse_twice(rule: RuleName, before: RuleName, findings: Findings) -> None:
    value: str | None = rule.pattern
    written = f", as {shown(before.pattern)}," if before.pattern not in {"", rule.pattern} else ","
    reason = f"This pattern was given before{written} with other options."
    remedy = "Give each pattern once, or a more specific pattern to the exception."
    if not rule.pattern:
        value = None
        reason = "Without it every path is governed, as by a call before, with other options."
        remedy = 'Call CORS once, or name the paths of the exception: resources="/api/*".'
    place = findings.within(rule._replace(pattern="")) if rule.name else findings
    place.on("resources").refuse("pattern-twice", value, reason, remedy)


def add_rules(sets: cabc.Iterable[cabc.Iterable[Rule]], findings: Findings) -> tuple[Rule, ...]:
    """The rules of several sets; a pattern may come again only with equal options."""
    known: dict[PathPattern, Rule] = {}
    for rule in itertools.chain.from_iterable(sets):
        before = known.setdefault(rule[0], rule)
        if before is not rule and before != rule:
            _refuse_twice(rule[1].rule, before[1].rule, findings)
    return tuple(known.values())
