"""Which policy governs a path: that of the most specific pattern."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from dataclasses import field

from .path_patterns import PathPattern
from .path_patterns import routed_path
from .path_patterns import without_dot_segments
from .protocol.allowed_origins import AllowedOrigins
from .protocol.memory import Memory
from .protocol.policy import Policy

MAX_PATH_LENGTH = 4096
"""Paths over this length are tried against exact patterns and subtrees only."""

NOBODY = Policy(AllowedOrigins(), vary_header=False)
"""Lets no other origin in and says not a word about it: for what might have a stricter policy."""

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
            return self._found.keep(path_info, self._find(path_info), len(path_info))

    def _find(self, path_info: str) -> Policy | None:
        """The policy of the path without its dot segments: `/api/..%2fx` is not under `/api/*`.

        But Flask routes on the path as it came, so that the view at `/admin/<path:p>` serves
        `/admin/..%2fx`; where a path has a rule of its own, that for all paths does not govern.
        """
        path = routed_path(path_info)
        resolved = without_dot_segments(path)
        if resolved is None:
            return NOBODY if self.rules else None
        policy = self._find_resolved(resolved)
        everything = self._subtrees.get("")
        if path == resolved or everything is None or policy is not everything.policy:
            return policy
        return policy if self._find_resolved(path) is policy else None

    def _find_resolved(self, path: str) -> Policy | None:
        if path in self._exact:
            return self._exact[path]
        subtree = self._subtree_above(path)
        for rule in self._searched:
            if subtree and subtree.rank < rule.rank:
                break
            if path.startswith(rule.pattern.prefix):
                if len(path) > MAX_PATH_LENGTH:
                    return NOBODY  # this rule might govern, and trying it is too dear
                if rule.pattern.finds(path):
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
