r"""Ambiguity: whether what a regex repeats can take a text in more than one way.

If it can, that text again and again can be taken in exponentially many, and a matcher that
backtracks tries them all before it fails: `(a+)+`, `(?:aa|aaa)*`. If it cannot, no time is lost,
however often what repeats without bound is repeated: in `([a-z]+\.)*` a dot tells where each round
ends. So two ways are looked for that lead from one place of the repeated part over the same text
to one place again.

Source: the criterion EDA of A. Weber and H. Seidl, "On the degree of ambiguity of finite automata"
(https://doi.org/10.1016/0304-3975(91)90381-B), for the automaton of `Places`.
"""

from __future__ import annotations

import collections.abc as cabc
import itertools
import math

from .regex_places import Places
from .regex_places import TooManyError
from .regexes import Group
from .regexes import Node
from .regexes import Repeat

_FEW = 3
"""So few repetitions take a time that grows with the square of the length, no matter of what."""

_MOST_WAYS = 100_000.0
"""As many ways in which all rounds together can take a text are no matter."""

_MANY = 10
"""More rounds than these, in two ways each, come close enough to too many."""

_MOST_STEPS = 200_000


def parts_of(node: Node) -> cabc.Iterator[Node]:
    """What `node` is directly made of."""
    if isinstance(node, Repeat):
        yield node.node
    elif isinstance(node, Group):
        yield from itertools.chain(*node.alternatives)


def is_ambiguous(node: Node, times: float = 1) -> bool:
    """Whether anything in `node` is repeated so often that it can take a text in too many ways.

    :param times: how often the node itself is repeated, at most.
    """
    if isinstance(node, Repeat) and node.most > 1:
        ways = _times(_times(_ways(node.node), node.most), times)
        times *= node.most
        if times > _FEW and ways > _MOST_WAYS and _has_ambiguous_rounds(node):
            return True
    return any(is_ambiguous(part, times) for part in parts_of(node))


def _ways(node: Node) -> float:
    """In how many ways a part can take texts of different lengths, at most."""
    if isinstance(node, Repeat):
        return node.most - node.least + _times(_ways(node.node), node.most)
    if isinstance(node, Group):
        return sum((math.prod(map(_ways, each)) for each in node.alternatives), start=0.0)
    return 1.0


def _times(ways: float, times: float) -> float:
    """In how many ways a part can be taken so many times; infinitely many where it is no matter."""
    if ways > 1 and times > _MANY:
        return math.inf
    return math.pow(min(ways, _MOST_WAYS + 1), times)  # more is no matter, and might be no number


def _has_ambiguous_rounds(node: Repeat) -> bool:
    """Whether rounds of `node` can take a text in two ways; so, too, where that is hard to tell."""
    try:
        if not _are_ambiguous(node, Places(node.node, counted=False)):
            return False
        return _are_ambiguous(node, Places(node.node, counted=True))
    except TooManyError:
        return True


def _are_ambiguous(node: Repeat, places: Places) -> bool:
    # Of a round that nothing makes come, the matcher does not try an empty one before another.
    may_be_idle = places.may_be_empty and node.least > _FEW
    return may_be_idle or places.has_idle_ways or _meet_again(places)


def _meet_again(places: Places) -> bool:
    """Whether two ways part at a place, and take the same text until they meet in one again.

    Since each place is reached from each other one, both then lead to where they parted.
    """
    partings = {tuple(following) for following in places.after}
    pairs = itertools.chain(*(itertools.combinations(each, 2) for each in partings))
    after = [sorted(set(following)) for following in places.after]
    ahead = list(_sharing(pairs, places))
    seen = set(ahead)
    steps = len(ahead)
    while ahead:
        one, other = ahead.pop()
        if one == other:
            return True
        steps += len(after[one]) * len(after[other])
        if steps > _MOST_STEPS:
            raise TooManyError
        new = set(_sharing(itertools.product(after[one], after[other]), places)) - seen
        seen |= new
        ahead += new
    return False


def _sharing(
    pairs: cabc.Iterable[tuple[int, int]], places: Places
) -> cabc.Iterator[tuple[int, int]]:
    """Those pairs of places that can take the same character, the lower one first."""
    for one, other in pairs:
        if not places.chars[one].isdisjoint(places.chars[other]):
            yield (one, other) if one <= other else (other, one)
