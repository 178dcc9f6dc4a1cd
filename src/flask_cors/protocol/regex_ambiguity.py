r"""Ambiguity: whether what a regex repeats can take a text in more than one way.

A part that repeats without bound, in one that is repeated itself, can mostly share a text with the
next round in ever so many ways: `(a+)+`. It cannot where each character tells what takes it: in
`([a-z]+\.)*` a letter goes on with the round, and a dot ends it. Then no time is lost.

Source: the automaton of Glushkov, which is deterministic for such a regex, forwards or backwards
(https://en.wikipedia.org/wiki/Glushkov%27s_construction_algorithm); but two ways from one place to
the next, as the two repetitions of `(a+)+` are, count as two.
"""

from __future__ import annotations

import collections.abc as cabc
import functools
import itertools
import math
import re
import string
import typing as t

from .regexes import Group
from .regexes import Literal
from .regexes import Node
from .regexes import Repeat
from .regexes import Wild

PRINTABLE = frozenset(string.printable)

FEW = 3
"""So few repetitions take a time that grows with the square of the length, no matter of what."""


def parts_of(node: Node) -> cabc.Iterator[Node]:
    """What `node` is directly made of."""
    if isinstance(node, Repeat):
        yield node.node
    elif isinstance(node, Group):
        yield from itertools.chain(*node.alternatives)


@functools.lru_cache(maxsize=64)
def accepted(source: str) -> frozenset[str]:
    """The characters that a class takes; none for a reference back, which stands for no class."""
    try:
        return frozenset(filter(re.compile(source).fullmatch, PRINTABLE))
    except re.error:
        return frozenset()


def has_nested_quantifiers(node: Node, times: float = 1) -> bool:
    """Whether a repeated part holds one that repeats without bound, and may share texts with it.

    :param times: how often the node itself is repeated, at most.
    """
    if isinstance(node, Repeat) and node.most > 1:
        times *= node.most
        if times > FEW and _is_unbounded(node.node):
            places = _Places()
            places.read(Repeat(node.node, 1, math.inf))
            if places.are_ambiguous:
                return True
    return any(has_nested_quantifiers(part, times) for part in parts_of(node))


def _is_unbounded(node: Node) -> bool:
    is_so = isinstance(node, Repeat) and node.most == math.inf
    return is_so or any(map(_is_unbounded, parts_of(node)))


class _Ends(t.NamedTuple):
    """The places that a part may begin and end with, and whether it may be empty."""

    first: tuple[int, ...] = ()
    last: tuple[int, ...] = ()
    may_be_empty: bool = True


class _Places:
    """The places of a regex that take a character each, and which can follow which."""

    def __init__(self) -> None:
        self._chars: list[frozenset[str]] = []
        self._after: list[list[int]] = []
        self._before: list[list[int]] = []
        self._is_ambiguous = False

    @property
    def are_ambiguous(self) -> bool:
        """Whether a text does not tell, read from either of its ends, which places take it."""
        return self._is_ambiguous or not (
            all(map(self._are_apart, self._after)) or all(map(self._are_apart, self._before))
        )

    def _are_apart(self, places: cabc.Iterable[int]) -> bool:
        chars = [self._chars[place] for place in places]
        return len(frozenset[str]().union(*chars)) == sum(map(len, chars))

    def read(self, node: Node) -> _Ends:
        if isinstance(node, Literal):
            return self._in_a_row(map(self._place, node.text))
        if isinstance(node, Wild):
            return self._place(accepted(node.source))
        if isinstance(node, Repeat):
            return self._repeated(node)
        if not node.consumes:
            return _Ends()
        ways = [self._in_a_row(map(self.read, each)) for each in node.alternatives]
        self._is_ambiguous |= sum(way.may_be_empty for way in ways) > 1
        return _Ends(
            tuple(itertools.chain(*(way.first for way in ways))),
            tuple(itertools.chain(*(way.last for way in ways))),
            any(way.may_be_empty for way in ways),
        )

    def _place(self, chars: cabc.Iterable[str]) -> _Ends:
        """A place that takes one of these without regard to case."""
        lower = frozenset(char.lower() for char in chars)
        # Of a reference back nothing is known, and what is not ASCII may stand for a letter of it.
        self._is_ambiguous |= not lower or not PRINTABLE.issuperset(lower)
        self._chars.append(lower)
        self._after.append([])
        self._before.append([])
        place = (len(self._chars) - 1,)
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
        once = self.read(node.node)
        if node.most > 1:
            self._link(once, once)
        self._is_ambiguous |= once.may_be_empty
        return once._replace(may_be_empty=once.may_be_empty or node.least == 0)

    def _link(self, part: _Ends, following: _Ends) -> None:
        for before, after in itertools.product(part.last, following.first):
            self._after[before].append(after)
            self._before[after].append(before)
