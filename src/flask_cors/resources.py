"""Which policy governs a path: that of the most specific pattern."""

from __future__ import annotations

import collections.abc as cabc
import re
import typing as t
from dataclasses import dataclass
from dataclasses import field

from .option_values import Given
from .option_values import as_list
from .option_values import as_mapping
from .options import DEFAULTS
from .options import Layer
from .options import check_names
from .options import keyword_layer
from .options import read_policy
from .path_mistakes import check_pattern
from .path_patterns import PathPattern
from .path_patterns import routed_path
from .protocol.memory import Memory
from .protocol.policy import Policy
from .protocol.problems import Findings
from .protocol.problems import OptionFindings

MAX_PATH_LENGTH = 4096
"""Paths over this length are tried against exact patterns and subtrees only."""

_LONGEST_REMEMBERED = 512

EVERY_PATH = Given("resources", "/*")
"""What is governed where no resources are given."""

Rule = tuple[PathPattern, Policy]


class _Ranked(t.NamedTuple):
    """A rule and its place in the order; ranks are never equal."""

    rank: tuple[bool, bool, int, int, int]
    pattern: PathPattern
    policy: Policy


@dataclass(frozen=True)
class PathRules:
    """Patterns and their policies, indexed so that a path finds its own at once.

    :param rules: patterns with their policies, in the order of declaration.
    """

    rules: tuple[tuple[PathPattern, Policy], ...] = ()
    _exact: dict[str, Policy] = field(default_factory=dict[str, Policy], init=False, compare=False)
    _subtrees: dict[str, _Ranked] = field(
        default_factory=dict[str, _Ranked], init=False, compare=False
    )
    _searched: list[_Ranked] = field(default_factory=list[_Ranked], init=False, compare=False)
    _longest_subtree: int = field(default=-1, init=False, compare=False)
    _found: Memory[str, Policy | None] = field(
        default_factory=Memory[str, "Policy | None"], init=False, compare=False
    )

    def __post_init__(self) -> None:
        """Sort the rules into the three indexes."""
        ranked = [
            _Ranked((*pattern.rank, order), pattern, policy)
            for order, (pattern, policy) in enumerate(self.rules)
        ]
        for rule in sorted(ranked, key=lambda rule: rule.rank):
            if rule.pattern.exact is not None:
                self._exact.setdefault(rule.pattern.exact, rule.policy)
            elif rule.pattern.subtree is not None:
                self._subtrees.setdefault(rule.pattern.subtree, rule)
            else:
                self._searched.append(rule)
        longest = max(map(len, self._subtrees), default=-1)
        object.__setattr__(self, "_longest_subtree", longest)

    def governing(self, path_info: str) -> Policy | None:
        """The policy of the most specific pattern that matches, or None.

        :param path_info: the path as WSGI has it in PATH_INFO.
        """
        try:
            return self._found[path_info]
        except KeyError:
            path = routed_path(path_info)
            policy = None if path is None else self._find(path)
            if len(path_info) <= _LONGEST_REMEMBERED:
                self._found.keep(path_info, policy)
            return policy

    def _find(self, path: str) -> Policy | None:
        if path in self._exact:
            return self._exact[path]
        subtree = self._subtree_above(path)
        for rule in self._searched:
            if subtree and subtree.rank < rule.rank:
                break
            if path.startswith(rule.pattern.prefix) and rule.pattern.regex:
                if len(path) > MAX_PATH_LENGTH:
                    return None  # this rule might govern, and trying it is too dear
                if rule.pattern.regex.fullmatch(path):
                    return rule.policy
        return subtree.policy if subtree else None

    def _subtree_above(self, path: str) -> _Ranked | None:
        longest = self._longest_subtree
        # No text longer than the longest subtree need be looked up: so the walk is bounded
        # by the configuration, however many slashes a request brings.
        above = path if len(path) <= longest else path[: longest + 1].rpartition("/")[0]
        while self._subtrees:
            if above in self._subtrees:
                return self._subtrees[above]
            if not above:
                break
            above = above.rpartition("/")[0]
        return None


def read_rules(
    given: Given,
    layers: cabc.Sequence[Layer],
    findings: Findings,
    *,
    owner: str = "",
    whole: bool = True,
) -> list[Rule]:
    """The rules of one `resources` option, each with its policy from its own options first.

    :param owner: the blueprint that the rules belong to, for people.
    :param whole: False where more layers will come.
    """
    rules: list[Rule] = []
    on_resources = given.findings(findings)
    for raw, options in _as_pairs(given, on_resources):
        own = as_mapping(options)
        layer = keyword_layer({str(name): value for name, value in (own or {}).items()})
        text = getattr(raw, "pattern", raw)
        names = [owner] if given is EVERY_PATH else [owner, f"resource {text!r}"]
        rule = ", ".join(filter(None, names))
        here = Findings(rule)
        check_names(layer, here, known=DEFAULTS)
        findings.add(here)
        policy = read_policy(rule, [layer, *layers], findings, whole=whole)
        if own is None:
            on_resources.refuse(
                "resource-options-not-a-dict",
                options,
                f"The options of the pattern {raw!r} are no dict.",
                'Write {"/api/*": {"origins": "https://app.example.com"}}.',
            )
        elif check_pattern(raw, on_resources):
            rules.append((PathPattern.of(t.cast("str | re.Pattern[str]", raw)), policy))
    return rules


def _as_pairs(given: Given, findings: OptionFindings) -> list[tuple[object, object]]:
    """Patterns with their own options, from whatever form the option has."""
    mapping = as_mapping(given.value)
    pairs: list[tuple[object, object]] = (
        [(member, {}) for member in as_list(given)] if mapping is None else [*mapping.items()]
    )
    if not pairs:
        findings.warn(
            "resources-empty",
            given.value,
            "It names no path, so no path is governed.",
            'Write "/api/*", or leave it out to govern every path.',
        )
    return pairs


def add_rules(
    rules: cabc.Sequence[Rule], new: cabc.Sequence[Rule], findings: Findings
) -> tuple[Rule, ...]:
    """`rules` with the `new` ones; a pattern may come again only with equal options."""
    known = dict(rules)
    for pattern, policy in new:
        if known.setdefault(pattern, policy) != policy:
            findings.on("resources").refuse(
                "pattern-twice",
                pattern.text,
                "This pattern was given before, with other options.",
                "Give each pattern once, or a more specific pattern to the exception.",
            )
    return tuple(known.items())
