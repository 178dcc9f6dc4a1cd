"""Which policy governs a path: that of the most specific pattern."""

from __future__ import annotations

import collections.abc as cabc
import typing as t
from dataclasses import replace

from ..protocol.allowed_origins import AllowedOrigins
from ..protocol.decisions import Reason
from ..protocol.memory import Memory
from ..protocol.policy import Policy
from .path_patterns import PathPattern
from .path_patterns import paths_above
from .path_patterns import routed_path
from .path_patterns import without_dot_segments

MAX_PATH_LENGTH = 4096
"""Paths over this length are tried against exact patterns and subtrees only."""

NOBODY = Policy(AllowedOrigins(), vary_header=False)
"""Lets no other origin in and says not a word about it: for what might have a stricter policy."""

TOO_LONG = replace(NOBODY, unusable=Reason.PATH_TOO_LONG)
AMBIGUOUS = replace(NOBODY, unusable=Reason.PATH_AMBIGUOUS)
NOT_ACCEPTED = replace(NOBODY, unusable=Reason.RULE_NOT_ACCEPTED)

Rule = tuple[PathPattern, Policy]


class _Ranked(t.NamedTuple):
    """A rule that has to be tried; no two ranks are equal, since they end with its place."""

    rank: tuple[bool, bool, int, int, int]
    pattern: PathPattern
    policy: Policy


class _Governing(Memory[str, "Policy | None"]):
    """The policy of each path, found when ``governing[path]`` first asks for it."""

    def __init__(self, find: cabc.Callable[[str], Policy | None]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, path_info: str) -> Policy | None:
        return self._find(path_info)


def _serves_all(_: str) -> bool:
    """Whatever the path, a view may be there."""
    return True


class PathRules:
    """Patterns and their policies, indexed so that a path finds its own at once.

    :param rules: patterns with their policies, in the order of declaration.
    :param serves: whether a view may be at a path.

    ``governing[path_info]`` is the policy of the most specific pattern that matches a path as
    WSGI has it in PATH_INFO, or None.
    """

    def __init__(
        self, rules: tuple[Rule, ...] = (), serves: cabc.Callable[[str], bool] = _serves_all
    ) -> None:
        self.rules = rules
        self._serves = serves
        self._exact: dict[str, Policy] = {}
        self._subtrees: dict[str, int] = {}
        self._searched: dict[str, list[_Ranked]] = {}
        self.governing = _Governing(self._find)
        for place, (pattern, policy) in enumerate(rules):
            if pattern.exact is not None:
                self._exact[pattern.exact] = policy
            elif pattern.subtree is not None:
                self._subtrees[pattern.subtree] = place
            else:
                found = self._searched.setdefault(pattern.prefix, [])
                found.append(_Ranked(self._rank(place), pattern, policy))
        for found in self._searched.values():
            found.sort(key=lambda rule: rule.rank)
        self._prefix_lengths = sorted(set(map(len, self._searched)), reverse=True)
        self._longest_subtree = max(map(len, self._subtrees), default=-1)

    def _rank(self, place: int) -> tuple[bool, bool, int, int, int]:
        """What sorts the rules, the most specific first; else as they were declared."""
        return *self.rules[place][0].rank, place

    def _find(self, path_info: str) -> Policy | None:
        """The policy of the path without its dot segments: `/api/..%2fx` is not under `/api/*`.

        But Flask routes on the path as it came: the view at `/admin/<path:p>` serves
        `/admin/..%2fapi`. There no rule for what the path resolves to may speak. Views may come
        later, so only for paths without such segments is it remembered.
        """
        path = routed_path(path_info)
        resolved = without_dot_segments(path)
        if resolved is None:
            return AMBIGUOUS if self.rules else None
        policy = self._find_resolved(resolved)
        if path == resolved:
            return self.governing.keep(path_info, policy, len(path_info))
        borrowed = policy is not None and policy != self._find_resolved(path)
        return AMBIGUOUS if borrowed and self._serves(path) else policy

    def leads_out(self, path_info: str) -> bool:
        """Whether dot segments lead a path out of everything that a rule governs."""
        governed = self._find_resolved(routed_path(path_info)) is not None
        return governed and self.governing[path_info] is None

    def _find_resolved(self, path: str) -> Policy | None:
        if path in self._exact:
            return self._exact[path]
        subtree = self._subtree_above(path)
        rank = self._rank(subtree) if self._searched and subtree is not None else None
        for rule in self._searched_under(path):
            if rank and rank < rule.rank:
                break
            if len(path) > MAX_PATH_LENGTH:
                return TOO_LONG  # this rule might govern, and trying it is too dear
            if rule.pattern.finds(path):
                return rule.policy
        return None if subtree is None else self.rules[subtree][1]

    def _searched_under(self, path: str) -> cabc.Iterator[_Ranked]:
        """The globs and regexes whose prefix `path` begins with, the most specific first."""
        for length in self._prefix_lengths:
            if length <= len(path):
                yield from self._searched.get(path[:length], ())

    def _subtree_above(self, path: str) -> int | None:
        """The place of the rule for the longest subtree that `path` is in."""
        for above in paths_above(path, self._longest_subtree):
            if above in self._subtrees:
                return self._subtrees[above]
        return None
