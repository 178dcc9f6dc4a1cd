"""Which policy governs a path: that of the most specific pattern."""

from __future__ import annotations

import collections.abc as cabc
import itertools
import re
import typing as t
from dataclasses import replace

from ..protocol.allowed_origins import AllowedOrigins
from ..protocol.decisions import Reason
from ..protocol.memory import Memory
from ..protocol.policy import Policy
from .path_patterns import MAX_PATH_LENGTH
from .path_patterns import PathPattern
from .path_patterns import paths_above
from .path_patterns import readings_of
from .path_patterns import routed_path

NOBODY = Policy(AllowedOrigins(), vary_header=False)
"""Lets no other origin in and says not a word about it: for what might have a stricter policy."""

TOO_LONG = replace(NOBODY, unusable=Reason.PATH_TOO_LONG)
AMBIGUOUS = replace(NOBODY, unusable=Reason.PATH_AMBIGUOUS)
NOT_ACCEPTED = replace(NOBODY, unusable=Reason.RULE_NOT_ACCEPTED)

Rule = tuple[PathPattern, Policy]
Answer = t.TypeVar("Answer")

_SLASH = r"(?:\\?/|\[\\?/\])"
_TWO_SLASHES = re.compile(rf"{_SLASH}{_SLASH}|{_SLASH}(?:\{{2|\+)")
"""Two slashes, also as a regex writes them."""


class _Ranked(t.NamedTuple):
    """A rule that has to be tried; no two ranks are equal, since they end with its place."""

    rank: tuple[bool, bool, int, int, int]
    pattern: PathPattern
    policy: Policy


class _Found(Memory[str, Answer]):
    """What is known of each path, found when ``found[path]`` first asks for it."""

    def __init__(self, find: cabc.Callable[[str], Answer]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, path_info: str) -> Answer:
        return self._find(path_info)


def _serves_all(_: str) -> bool:
    """Whatever the path, a view may be there."""
    return True


def agreed(
    path: str,
    readings: tuple[str, ...],
    find: cabc.Callable[[str], Policy | None],
    serves: cabc.Callable[[str], bool],
) -> Policy | None:
    """The policy of a path as browsers resolve it: `/api/..%2fx` is not under `/api/*`.

    But Flask routes on the path as it came: the view at `/admin/<path:p>` serves `/admin/..%2fapi`;
    and such a view may read a file, of which `/admin//x` is another name. There no rule for what
    the path resolves to may speak, unless all its readings have the same.

    :param path: the path that Flask routes on.
    :param readings: those of it, as `readings_of` has them.
    :param find: what governs a path that has one reading.
    :param serves: whether a view may be at a path.
    """
    policy = find(readings[0]) if readings else AMBIGUOUS
    if policy is None or len(readings) < 2:
        return policy
    # Slashes in a pattern are meant: such a view takes a URL, perhaps, as in `/to/https://a.example/*`.
    meant = path == readings[0] and _TWO_SLASHES.search(policy.rule.pattern)
    differ = not meant and any(find(each) != policy for each in readings[1:])
    return AMBIGUOUS if differ and serves(path) else policy


class PathRules:
    """Patterns and their policies, indexed so that a path finds its own at once.

    :param rules: patterns with their policies, in the order of declaration.
    :param serves: whether a view may be at a path.

    ``governing[path_info]`` is the policy of the most specific pattern that matches a path as
    WSGI has it in PATH_INFO, or None; ``written_out[path_info]`` is how much of a path is written
    out at the beginning of that pattern.
    """

    def __init__(
        self, rules: tuple[Rule, ...] = (), serves: cabc.Callable[[str], bool] = _serves_all
    ) -> None:
        self.rules = rules
        self.serves = serves
        self._exact: dict[str, Rule] = {}
        self._subtrees: dict[str, int] = {}
        self._searched: dict[str, list[_Ranked]] = {}
        self.governing = _Found(self._find)
        self.written_out = _Found(self._find_written_out)
        for place, (pattern, policy) in enumerate(rules):
            if pattern.exact is not None:
                self._exact[pattern.exact] = pattern, policy
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
        if not self.rules:
            return None
        path = routed_path(path_info)
        readings = readings_of(path)
        if readings == (path,):
            return self.governing.keep(path_info, self.find_plain(path), len(path_info))
        # Not remembered: views may come later, which matter here.
        return agreed(path, readings, self.find_plain, self.serves)

    def leads_out(self, path_info: str) -> bool:
        """Whether dot segments lead a path out of everything that a rule governs."""
        governed = self.find_plain(routed_path(path_info)) is not None
        return governed and self.governing[path_info] is None

    def find_plain(self, path: str) -> Policy | None:
        """The policy of a path that no program takes for another."""
        found = self._rule_at(path)
        return None if found is None else found[1]

    def _find_written_out(self, path_info: str) -> int:
        found = self._rule_at(routed_path(path_info))
        length = 0 if found is None else len(found[0].beginning)
        return self.written_out.keep(path_info, length, len(path_info))

    def _rule_at(self, path: str) -> Rule | None:
        if path in self._exact:
            return self._exact[path]
        subtree = self._subtree_above(path)
        rank = self._rank(subtree) if self._searched and subtree is not None else None
        for rule in self._searched_under(path):
            if rank and rank < rule.rank:
                break
            if len(path) > MAX_PATH_LENGTH:
                if rule.pattern.may_find(path):
                    return rule.pattern, TOO_LONG  # it might govern, and trying it is too dear
            elif rule.pattern.finds(path):
                return rule.pattern, rule.policy
        return None if subtree is None else self.rules[subtree]

    def _searched_under(self, path: str) -> cabc.Iterable[_Ranked]:
        """The globs and regexes whose prefix `path` begins with, the most specific first."""
        lengths = (length for length in self._prefix_lengths if length <= len(path))
        groups = (self._searched.get(path[:length]) for length in lengths)
        first, *others = [group for group in groups if group] or [[]]
        return sorted(itertools.chain(first, *others)) if others else first

    def _subtree_above(self, path: str) -> int | None:
        """The place of the rule for the longest subtree that `path` is in."""
        for above in paths_above(path, self._longest_subtree):
            if above in self._subtrees:
                return self._subtrees[above]
        return None
