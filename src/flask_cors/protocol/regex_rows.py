"""Rows: what stands side by side in a regex once its groups are laid out."""

from __future__ import annotations

import collections.abc as cabc
import itertools
import math

from .regex_parts import may_be_left_out
from .regex_places import TooManyError
from .regexes import Group
from .regexes import Node
from .regexes import Repeat

Row = list[Node]

MOST_ROUNDS = 3
"""A group that comes more often is judged by its rounds alone: see `is_ambiguous`."""

_MOST_ROWS = 32
"""Where the alternatives of several groups make more, of some only the widest counts."""

_MOST_PARTS = 500


def laid_out(nodes: cabc.Iterable[Node], *, optional: bool = False) -> list[Row]:
    """These parts, with those of a group in its place as often as it can come.

    There is a row for each choice between alternatives that take as much as there is.

    :param optional: whether that is done with what may be left out, too.
    :raises TooManyError: where a row gets too long.
    """
    rows: list[Row] = [[]]
    for node in nodes:
        ways = _ways(node, optional=optional)
        if len(ways) == 1 or len(rows) * len(ways) > _MOST_ROWS:
            for row in rows:
                row.extend(ways[0])
        else:
            rows = [[*row, *way] for row in rows for way in ways]
        if len(ways[0]) > 1 and len(rows[0]) > _MOST_PARTS:
            raise TooManyError
    return rows


def _ways(node: Node, *, optional: bool) -> list[Row]:
    """What may stand in the place of a part, the widest first."""
    group, times = (node.node, node.most) if isinstance(node, Repeat) else (node, 1)
    left_out = not optional and may_be_left_out(node)
    if not (isinstance(group, Group) and group.consumes) or left_out:
        return [[node]]
    # Lists, since generators so deep in each other cannot be closed where the stack ends.
    once = [*itertools.chain(*[laid_out(row, optional=optional) for row in group.alternatives])]
    if len(once) > 1:
        once = sorted(filter(_endless, once), key=_endless, reverse=True)
    if times > MOST_ROUNDS:  # of the rounds, the first and the last touch what stands beside them
        return [[node], *([*row, node] for row in once), *([node, *row] for row in once)]
    if len(once) ** times > _MOST_ROWS:
        once = once[:1]
    rounds = itertools.product(once, repeat=int(times))
    return [[*itertools.chain(*each)] for each in rounds] if once else [[node]]


def _endless(row: Row) -> int:
    """How many parts of a row take as much as there is."""
    return sum(isinstance(node, Repeat) and node.most == math.inf for node in row)


def rows_within(row: cabc.Iterable[Node]) -> list[Row]:
    """The rows of the groups that are not laid out, however deep."""
    parts = [node.node if isinstance(node, Repeat) else node for node in row]
    groups = [part.alternatives for part in parts if isinstance(part, Group)]
    inner = [*itertools.chain(*map(laid_out, itertools.chain(*groups)))]
    return [*inner, *itertools.chain(*[rows_within(each) for each in inner])]
