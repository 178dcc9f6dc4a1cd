r"""Crowds: repetitions side by side that make a regex take ages over one text.

Where several can share one text among them, as in ``.*-.*-.*-.*-x``, a matcher that backtracks
tries all ways to part it before it fails. Each of them multiplies these by the places where it can
end: a path has thousands, a host 253, but a label 63, so that classes without a dot are cheap.
"""

from __future__ import annotations

import collections.abc as cabc
import itertools
import math
import re
import typing as t

from . import regexes
from .branches import ALPHABET
from .origins import LONGEST_HOST
from .regex_beginnings import is_of_websites
from .regex_parts import can_stand_in
from .regex_parts import made_of
from .regex_parts import may_be_left_out
from .regex_parts import needed_in
from .regex_parts import shortest
from .regex_places import SIGNS
from .regex_places import TooManyError
from .regex_rows import MOST_ROUNDS
from .regex_rows import laid_out
from .regex_rows import rows_within
from .regexes import Group
from .regexes import Literal
from .regexes import Node
from .regexes import Repeat

_LONGEST_LABEL = 63

_MOST_WAYS = 50_000_000
"""To try so many takes less than a second."""


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
    try:
        laid = itertools.chain(*map(laid_out, tree.alternatives))
        short = [_without_open_end(row, texts.characters) for row in laid]
        rows = [*short, *itertools.chain(*(laid_out(row, optional=True) for row in short))]
        inner = itertools.chain(*map(rows_within, rows))
        return any(_takes_long(row, label, texts) for row in itertools.chain(rows, inner))
    except TooManyError:
        return True


def _without_open_end(row: list[Node], characters: frozenset[str]) -> list[Node]:
    """A row up to where nothing can fail any more, since a repetition takes all that may come."""
    end = len(row)
    for number in range(len(row) - 1, -1, -1):
        node = row[number]
        if _takes_all(node, characters):
            end = number
        elif not may_be_left_out(node):
            break
    return row[:end]


def _takes_all(node: Node, characters: frozenset[str]) -> bool:
    """Whether a part takes as many of these characters as there are, in whatever order."""
    if not isinstance(node, Repeat) or node.most < math.inf or isinstance(node.node, Group):
        return False
    return made_of(node) >= characters


def _takes_long(row: list[Node], label: int, texts: Texts) -> bool:
    """Whether one crowd after the other can take their texts in too many ways."""
    before = 1.0
    then = [before] * (len(row) + 1)
    for start, node in enumerate(row):
        before = max(before, then[start])
        if isinstance(node, Repeat):
            for end, ways in _crowd_at(row, start, before, label, texts):
                then[end] = max(then[end], ways)
                if ways * texts.at_once > _MOST_WAYS:
                    return True
    return False


def _crowd_at(
    row: list[Node], start: int, before: float, label: int, texts: Texts
) -> cabc.Iterator[tuple[int, float]]:
    """Where a crowd that begins with a part of the row may end, and in how many ways by then.

    It ends for certain where a part must come that cannot be a part of its text, and perhaps where
    another repetition begins.
    """
    crowd, between = _Crowd(before), ""
    for number, node in enumerate(row[start:], start):
        must_come = not may_be_left_out(node)
        if must_come and not can_stand_in(node, crowd.shared):
            yield number, crowd.left
            return
        if isinstance(node, Repeat) and crowd.takes_in(node):
            crowd.add(node, texts.longest if "." in made_of(node) else label, between)
            between = ""
            yield len(row), crowd.ways
        elif isinstance(node, Repeat):
            yield number, crowd.left
        elif must_come and isinstance(node, Literal):
            between += node.text


class _Crowd:
    """Repetitions that can share a text among them.

    :param before: in how many ways what stands before them can take its own text.
    """

    def __init__(self, before: float = 1) -> None:
        self.shared = SIGNS
        self._needed: frozenset[str] = frozenset()
        """What a text needs that all of them can take, for the groups among them."""
        self._before = before
        self._rooms: dict[int, list[float]] = {}
        self._distances = 1

    def takes_in(self, node: Repeat) -> bool:
        """Whether one can share a text with all others; a group that is laid out stands for none.

        Two groups, or a group and a class, share whole rounds.
        """
        if isinstance(node.node, Group) and node.most <= MOST_ROUNDS:
            return False
        shared = self.shared & made_of(node)
        return bool(shared) and shared >= self._needed | needed_in(node.node)

    def add(self, node: Repeat, longest: int, between: str) -> None:
        """Take in one that takes at most so many characters, and stands behind a text."""
        self.shared &= made_of(node)
        self._needed |= needed_in(node.node)
        if self._rooms:
            # So far apart a text can come again at least; two dots have a label between them.
            self._distances *= max(len({*between}), 2 if "." in between else 1)
        self._rooms.setdefault(longest, []).append(
            min(node.most - node.least + 1, longest / max(shortest(node.node), 1))
        )

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
