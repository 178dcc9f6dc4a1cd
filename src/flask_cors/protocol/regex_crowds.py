r"""Crowds: repetitions side by side that make a regex take ages over one text.

Where several can share one text among them, as in ``.*-.*-.*-.*-x``, a matcher that backtracks
tries all ways to part it before it fails. Each of them multiplies these by the places where it can
end: a path has thousands, a host 253, but a label 63, so that classes without a dot are cheap.
"""

from __future__ import annotations

import collections.abc as cabc
import math
import re
import typing as t

from . import regexes
from .branches import ALPHABET
from .origins import LONGEST_HOST
from .regex_beginnings import is_of_websites
from .regex_places import PRINTABLE
from .regex_places import accepted
from .regexes import Group
from .regexes import Literal
from .regexes import Node
from .regexes import Repeat

_LONGEST_LABEL = 63

_MOST_WAYS = 50_000_000
"""To try so many takes less than a second."""

_MOST_ROUNDS = 3
"""A group that comes more often is judged by its rounds alone: see `is_ambiguous`."""


class Texts(t.NamedTuple):
    """What a regex is tried on.

    :param name: what one of them is called.
    :param longest: the most characters of one that can be parted in several ways.
    :param between: what stands between its parts: the name of a character, and what takes a part.
    :param pattern: what may be written instead of a regex.
    :param characters: those that may come at its end.
    :param at_once: how many of them one request can bring.
    """

    name: str
    longest: int
    between: tuple[str, str]
    pattern: str
    characters: frozenset[str] = ALPHABET
    at_once: int = 1


ORIGINS = Texts(
    "Origin", LONGEST_HOST, ("dot", "[^.]*"), '"https://*.example.com"', ALPHABET - {"/"}
)


def is_crowded(regex: re.Pattern[str], texts: Texts = ORIGINS) -> bool:
    """Whether a regex can take seconds over one request for what stands side by side in it.

    :raises RecursionError: where its groups are too deep to tell.
    """
    tree = regexes.tree_of(regex)
    has_labels = texts is ORIGINS and is_of_websites(tree)
    label = _LONGEST_LABEL if has_labels else texts.longest
    short = [_without_open_end(_laid_out(row), texts.characters) for row in tree.alternatives]
    rows = [*short, *(_laid_out(row, optional=True) for row in short)]
    inner = (each for row in rows for each in _rows_in(row))
    return any(_takes_long(row, label, texts) for row in (*rows, *inner))


def _laid_out(nodes: cabc.Iterable[Node], *, optional: bool = False) -> list[Node]:
    """These parts, and instead of a group its own, as often as it can come.

    :param optional: whether that is done with what may be left out, too.
    """
    return [part for node in nodes for part in _parts(node, optional=optional)]


def _parts(node: Node, *, optional: bool) -> list[Node]:
    group, times = (node.node, node.most) if isinstance(node, Repeat) else (node, 1)
    left_out = not optional and _may_be_left_out(node)
    if not (isinstance(group, Group) and group.consumes) or left_out or times > _MOST_ROUNDS:
        return [node]
    rows = [_laid_out(row, optional=optional) for row in group.alternatives]
    widest = max(rows, key=_endless)
    return widest * int(times) if len(rows) == 1 or _endless(widest) else [node]


def _endless(row: list[Node]) -> int:
    """How many parts of a row take as much as there is."""
    return sum(isinstance(node, Repeat) and node.most == math.inf for node in row)


def _rows_in(nodes: cabc.Iterable[Node]) -> cabc.Iterator[list[Node]]:
    """The rows of the groups that are not laid out."""
    for node in nodes:
        group = node.node if isinstance(node, Repeat) else node
        if isinstance(group, Group):
            for row in map(_laid_out, group.alternatives):
                yield row
                yield from _rows_in(row)


def _without_open_end(row: list[Node], characters: frozenset[str]) -> list[Node]:
    """A row up to where nothing can fail any more, since a repetition takes all that may come."""
    end = len(row)
    for number in range(len(row) - 1, -1, -1):
        node = row[number]
        if isinstance(node, Repeat) and node.most == math.inf and _taken(node) >= characters:
            end = number
        elif not _may_be_left_out(node):
            break
    return row[:end]


def _takes_long(row: list[Node], label: int, texts: Texts) -> bool:
    starts = (number for number, node in enumerate(row) if isinstance(node, Repeat))
    return any(_begins_crowd(row[start:], label, texts) for start in starts)


def _begins_crowd(row: list[Node], label: int, texts: Texts) -> bool:
    """Whether too many repetitions share a text with the first of the row, or one behind it."""
    crowd, between = _Crowd(), ""
    for node in row:
        must_come = not _may_be_left_out(node)
        if must_come and not _can_stand_in(node, crowd.shared):
            crowd, between = _Crowd(crowd.left), ""
        if isinstance(node, Repeat) and not crowd.shared.isdisjoint(taken := _taken(node)):
            crowd.add(node, taken, texts.longest if "." in taken else label, between)
            between = ""
            if crowd.ways * texts.at_once > _MOST_WAYS:
                return True
        elif must_come and isinstance(node, Literal):
            between += node.text
    return False


class _Crowd:
    """Repetitions that can share a text among them.

    :param before: in how many ways what stands before them can take its own text.
    """

    def __init__(self, before: float = 1) -> None:
        self.shared = PRINTABLE
        self._before = before
        self._rooms: dict[int, list[float]] = {}
        self._distances = 1

    def add(self, node: Repeat, taken: frozenset[str], longest: int, between: str) -> None:
        """Take in one that takes at most so many characters, and stands behind a text."""
        self.shared &= taken
        if self._rooms:
            # So far apart a text can come again at least; two dots have a label between them.
            self._distances *= max(len({*between}), 2 if "." in between else 1)
        self._rooms.setdefault(longest, []).append(min(node.most - node.least + 1, longest))

    @property
    def ways(self) -> float:
        """In how many ways they can part a text, at most."""
        each = (
            math.prod(rooms) / math.factorial(rooms.count(longest))
            for longest, rooms in self._rooms.items()
        )
        return self._before * math.prod(each) / self._distances

    @property
    def left(self) -> float:
        """The same where it has to come to an end at a certain place."""
        return max(self._before, self.ways / max(self._rooms, default=1))


def _taken(node: Node) -> frozenset[str]:
    """The characters that a part is made of, or repeats; none where it is a group."""
    if isinstance(node, Repeat):
        return _taken(node.node)
    if isinstance(node, Group):
        return frozenset()
    if isinstance(node, Literal):
        return frozenset(node.text.lower())
    return frozenset(map(str.lower, accepted(node.source)))


def _may_be_left_out(node: Node) -> bool:
    if isinstance(node, Repeat):
        return node.least == 0 or _may_be_left_out(node.node)
    return isinstance(node, Group) and not node.consumes


def _can_stand_in(node: Node, shared: frozenset[str]) -> bool:
    """Whether what repeats on both sides can take `node` as well, so that it parts nothing."""
    if isinstance(node, Repeat):
        return _can_stand_in(node.node, shared)
    if isinstance(node, Group):
        return any(all(_can_stand_in(each, shared) for each in row) for row in node.alternatives)
    if isinstance(node, Literal):
        return shared.issuperset(node.text.lower())
    return not shared.isdisjoint(_taken(node))
