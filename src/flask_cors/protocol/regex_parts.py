"""What a part of a regex takes: which characters, which of them in any case, and how few."""

from __future__ import annotations

import itertools

from .regex_places import SIGNS
from .regex_places import accepted
from .regexes import Group
from .regexes import Literal
from .regexes import Node
from .regexes import Repeat
from .regexes import Wild
from .regexes import recompiled

_NONE: frozenset[str] = frozenset()


def made_of(node: Node) -> frozenset[str]:
    """All characters that a text of a part may have, in lower case."""
    if isinstance(node, Repeat):
        return made_of(node.node)
    if isinstance(node, Group):
        return _NONE.union(*map(made_of, itertools.chain(*node.alternatives)))
    return _own(node)


def needed_in(node: Node) -> frozenset[str]:
    """The characters that every text of a part has."""
    if may_be_left_out(node):
        return _NONE
    if isinstance(node, Repeat):
        return needed_in(node.node)
    if isinstance(node, Group):
        first, *others = [_NONE.union(*map(needed_in, row)) for row in node.alternatives]
        return first.intersection(*others)
    own = _own(node)
    return own if isinstance(node, Literal) or len(own) == 1 else _NONE


def shortest(node: Node) -> int:
    """How many characters a text of a part has at least."""
    if isinstance(node, Repeat):
        return node.least * shortest(node.node)
    if isinstance(node, Group):
        lengths = [sum(map(shortest, row)) for row in node.alternatives]
        return min(lengths) if node.consumes else 0
    return len(node.text) if isinstance(node, Literal) else 1


def may_be_left_out(node: Node) -> bool:
    """Whether a part need not come."""
    if isinstance(node, Repeat):
        return node.least == 0 or may_be_left_out(node.node)
    return isinstance(node, Group) and not node.consumes


def can_stand_in(node: Node, shared: frozenset[str]) -> bool:
    """Whether what repeats on both sides can take a part as well, so that it parts nothing."""
    if isinstance(node, Repeat):
        return can_stand_in(node.node, shared)
    if isinstance(node, Group):
        return any(all(can_stand_in(each, shared) for each in row) for row in node.alternatives)
    if isinstance(node, Literal):
        return shared.issuperset(node.text.lower())
    return not shared.isdisjoint(_own(node))


def _own(node: Literal | Wild) -> frozenset[str]:
    """The characters of a part that has no others inside."""
    if isinstance(node, Literal):
        return frozenset(node.text.lower())
    if recompiled(node.source) is None:  # a reference back, whose text may be of any
        return SIGNS
    return frozenset(map(str.lower, accepted(node.source)))
