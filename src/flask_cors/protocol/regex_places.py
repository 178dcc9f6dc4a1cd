"""The places of a regex that take a character each, and which of them can follow which.

Ways of its own lead from place to place, as many as there are: between the rounds of `(a+)+` two,
that of the inner repetition and that of the outer one.

Source: https://en.wikipedia.org/wiki/Glushkov%27s_construction_algorithm
"""

from __future__ import annotations

import collections.abc as cabc
import functools
import itertools
import math
import re
import string
import typing as t

from .regexes import Literal
from .regexes import Node
from .regexes import Repeat
from .regexes import Wild
from .regexes import recompiled

SIGNS = frozenset(f"{string.printable}äéñöüßаяαω中あ٣\u2003€")
"""What is ASCII and printable; and letters, a digit, a space and a mark that are not ASCII."""

_CODE_POINT = r"\\(?:x(..)|u(.{4})|U(.{8}))"
_MOST_PLACES = 2_000
_MOST_WAYS = 20_000


class TooManyError(Exception):
    """That a regex has more places, or more ways between them, than are looked into."""


class _Ends(t.NamedTuple):
    """The places that a part may begin and end with, and whether it may be empty."""

    first: tuple[int, ...] = ()
    last: tuple[int, ...] = ()
    may_be_empty: bool = True

    @property
    def or_nothing(self) -> _Ends:
        return self._replace(may_be_empty=True)


class Places:
    """Where a part of a regex that is repeated without end takes characters.

    :param part: what is repeated.
    :param counted: whether what is repeated so many times has so many places. If not, it has them
        once and may come as often as it likes: fewer places, and perhaps more ways for a text.
    :raises TooManyError: where there are too many of them.
    """

    def __init__(self, part: Node, *, counted: bool) -> None:
        self._counted = counted
        self._ways = 0
        self.chars: list[frozenset[str]] = []
        """What each place takes, in lower case."""
        self.after: list[list[int]] = []
        """For each place those that the next character may be taken by, once for each way."""
        self.has_idle_ways = False
        """Whether nothing at all can be taken in two ways, or what is taken cannot be told."""
        whole = self._read(part)
        self.may_be_empty = whole.may_be_empty
        self._link(whole, whole)

    def _read(self, node: Node) -> _Ends:
        if isinstance(node, Literal):
            return self._in_a_row(map(self._place, node.text))
        if isinstance(node, Wild):
            return self._place(accepted(node.source))
        if isinstance(node, Repeat):
            return self._repeated(node)
        if not node.consumes:
            return _Ends()
        each = [self._in_a_row(map(self._read, parts)) for parts in node.alternatives]
        self.has_idle_ways |= sum(ends.may_be_empty for ends in each) > 1
        return _Ends(
            tuple(itertools.chain(*(ends.first for ends in each))),
            tuple(itertools.chain(*(ends.last for ends in each))),
            any(ends.may_be_empty for ends in each),
        )

    def _place(self, chars: cabc.Iterable[str]) -> _Ends:
        """A place that takes one of these without regard to case."""
        if len(self.chars) == _MOST_PLACES:
            raise TooManyError
        lower = frozenset(map(str.lower, chars))
        # What is not ASCII may stand for a letter of it.
        self.has_idle_ways |= not lower or not SIGNS.issuperset(lower)
        self.chars.append(lower)
        self.after.append([])
        place = (len(self.chars) - 1,)
        return _Ends(place, place, may_be_empty=False)

    def _in_a_row(self, parts: cabc.Iterable[_Ends]) -> _Ends:
        whole = _Ends()
        for part in parts:
            self._link(whole, part)
            whole = _Ends(
                (*whole.first, *(part.first if whole.may_be_empty else ())),
                (*part.last, *(whole.last if part.may_be_empty else ())),
                whole.may_be_empty and part.may_be_empty,
            )
        return whole

    def _repeated(self, node: Repeat) -> _Ends:
        if not node.most:
            return _Ends()
        once = self._read(node.node)
        if node.least == node.most == 1:
            return once
        self.has_idle_ways |= once.may_be_empty  # as a round of nothing, or as no round
        if node.most == 1:
            return once.or_nothing
        if self._counted and not self.has_idle_ways:
            return self._rounds(node, once)
        self._link(once, once)
        return once if node.least else once.or_nothing

    def _rounds(self, node: Repeat, once: _Ends) -> _Ends:
        """As many rounds as it takes, the last of which is `once`."""
        if node.most == math.inf:
            self._link(once, once)
            least = max(node.least, 1)
        else:
            least = node.least
            for _ in range(int(node.most) - max(least, 1)):
                once = self._in_a_row((self._read(node.node), once.or_nothing))
        forced = (self._read(node.node) for _ in range(least - 1))
        whole = self._in_a_row((*forced, once))
        return whole if node.least else whole.or_nothing

    def _link(self, part: _Ends, following: _Ends) -> None:
        self._ways += len(part.last) * len(following.first)
        if self._ways > _MOST_WAYS:
            raise TooManyError
        for place in part.last:
            self.after[place] += following.first


@functools.lru_cache(maxsize=64)
def accepted(source: str) -> frozenset[str]:
    """The signs, and own characters, that a class takes; none for a reference back, no class."""
    part = recompiled(source)
    if part is None:
        return frozenset()
    escaped = {chr(int("".join(code), 16)) for code in re.findall(_CODE_POINT, source)}
    return frozenset(filter(part.fullmatch, SIGNS.union(source, escaped)))
