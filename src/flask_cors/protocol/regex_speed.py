"""Whether a regex can backtrack so long that one request stops a worker.

It can take exponential time where a repeated part can take one text in two ways, as `(a+)+` can,
and `(/[a-z]+)+` cannot. Several repetitions side by side that share their text, as in `.*.*.*.*` or
`.*-.*-.*-x`, are as bad in practice.
"""

from __future__ import annotations

import collections.abc as cabc
import math
import re

from . import regexes
from .regex_ambiguity import is_ambiguous
from .regex_ambiguity import parts_of
from .regex_places import PRINTABLE
from .regex_places import accepted
from .regexes import Group
from .regexes import Literal
from .regexes import Node
from .regexes import Repeat
from .regexes import Wild

_CROWD = 3


def is_slow(source: str) -> bool:
    """Whether a regex can take ages on some text, as far as can be told."""
    try:
        tree = regexes.parse(source)
        return _has_crowd(tree) or is_ambiguous(tree)
    except RecursionError:
        return False


def is_exponential(regex: re.Pattern[str]) -> bool:
    """Whether a regex can take exponential time, or comes close enough to it to be refused.

    :raises RecursionError: where its groups are too deep to tell.
    """
    return is_ambiguous(regexes.tree_of(regex))


def _has_crowd(node: Node) -> bool:
    """Whether repetitions stand side by side that can share what they match among them."""
    crowded = isinstance(node, Group) and any(map(_is_crowded, node.alternatives))
    return crowded or any(map(_has_crowd, parts_of(node)))


def _is_crowded(sequence: cabc.Sequence[Node]) -> bool:
    number, in_a_row, shared = 0, 0, PRINTABLE
    for node in sequence:
        if chars := _endless(node):
            if shared.isdisjoint(chars):
                number, in_a_row, shared = 0, 0, chars
            number, in_a_row, shared = number + 1, in_a_row + 1, shared & chars
        elif number >= _CROWD and _has_to_come(node):
            return True
        else:
            in_a_row = 0
            if not _can_stand_in(node, shared):
                number, shared = 0, PRINTABLE
        if in_a_row == _CROWD:
            return True
    return False


def _endless(node: Node) -> frozenset[str]:
    """The characters that a part takes as many of as there are; none for another part."""
    if not isinstance(node, Repeat) or node.most != math.inf or isinstance(node.node, Group):
        return frozenset()
    taken = node.node
    return accepted(taken.source if isinstance(taken, Wild) else re.escape(taken.text))


def _has_to_come(node: Node) -> bool:
    return not isinstance(node, Repeat) or node.least > 0


def _can_stand_in(node: Node, shared: frozenset[str]) -> bool:
    """Whether what repeats on both sides can take `node` as well, so that it parts nothing."""
    if isinstance(node, Literal):
        return shared.issuperset(node.text)
    return isinstance(node, Wild) and not shared.isdisjoint(accepted(node.source))
