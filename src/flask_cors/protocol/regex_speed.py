"""Whether a regex can backtrack so long that one request stops a worker.

It can take exponential time where a repeated part can take one text in two ways, as `(a+)+` can,
and `(/[a-z]+)+` cannot. Several repetitions side by side that share their text, as in `.*.*.*.*` or
`.*-.*-.*-x`, are as bad in practice, and so are ever so many that may be left out: `a?a?a?`...
"""

from __future__ import annotations

import collections.abc as cabc
import itertools
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
_MANY = 16


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
    rows = node.alternatives if isinstance(node, Group) else ()
    laid_out = ([*itertools.chain(*map(_laid_out, row))] for row in rows)
    crowded = any(_is_crowded(row) or _is_long(row) for row in laid_out)
    return crowded or any(map(_has_crowd, parts_of(node)))


def _laid_out(node: Node) -> list[Node]:
    """The parts of a group that has to come, as often as it can if that is few times."""
    group, times = (node.node, node.most) if isinstance(node, Repeat) else (node, 1)
    if not (isinstance(group, Group) and group.consumes and _has_to_come(node)):
        return [node]
    row, *others = group.alternatives
    return [node] if others or times > _CROWD else [*row] * int(times)


def _is_long(sequence: cabc.Sequence[Node]) -> bool:
    """Whether many parts side by side can share among them what they match."""
    number, shared = 0, PRINTABLE
    for node in sequence:
        if isinstance(node, Repeat) and node.least < node.most:
            chars = _taken(node)
            number, shared = (number + 1, shared & chars) if shared & chars else (1, chars)
        else:
            number, shared = 0, PRINTABLE
        if number > _MANY:
            return True
    return False


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
    return _taken(node) if isinstance(node, Repeat) and node.most == math.inf else frozenset()


def _taken(node: Repeat) -> frozenset[str]:
    """The characters that a part repeats; none where it repeats a group."""
    if isinstance(node.node, Group):
        return frozenset()
    return accepted(node.node.source if isinstance(node.node, Wild) else re.escape(node.node.text))


def _has_to_come(node: Node) -> bool:
    return not isinstance(node, Repeat) or node.least > 0


def _can_stand_in(node: Node, shared: frozenset[str]) -> bool:
    """Whether what repeats on both sides can take `node` as well, so that it parts nothing."""
    if isinstance(node, Literal):
        return shared.issuperset(node.text)
    return isinstance(node, Wild) and not shared.isdisjoint(accepted(node.source))
