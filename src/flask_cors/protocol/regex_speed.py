"""Whether a regex can backtrack so long that one request stops a worker.

It can take exponential time where a repeated part can take one text in two ways: twice the part
is once the part again, or two of its alternatives match the same. So `(a+)+` can, and
`(/[a-z]+)+` cannot. Several repetitions side by side that share their text, as in `.*.*.*.*` or
`.*-.*-.*-x`, are as bad in practice.
"""

from __future__ import annotations

import collections.abc as cabc
import itertools
import math
import re

from . import regexes
from .regex_ambiguity import FEW
from .regex_ambiguity import PRINTABLE
from .regex_ambiguity import accepted
from .regex_ambiguity import has_nested_quantifiers
from .regex_ambiguity import parts_of
from .regexes import Group
from .regexes import Literal
from .regexes import Node
from .regexes import Repeat
from .regexes import Wild
from .samples import samples_of

_MOST_TRIED = 64
_CROWD = 3
_MANY = 10
_MOST_WAYS = 100_000
"""As many ways in which repetitions can share a text are no matter."""


def is_slow(source: str) -> bool:
    """Whether a regex can take ages on some text, as far as can be told."""
    try:
        tree = regexes.parse(source)
        return _has_crowd(tree) or _is_ambiguous_anywhere(tree)
    except RecursionError:
        return False


def is_exponential(regex: re.Pattern[str]) -> bool:
    """Whether a regex can take exponential time, or comes close enough to it to be refused.

    :raises RecursionError: where its groups are too deep to tell.
    """
    tree = regexes.tree_of(regex)
    return has_nested_quantifiers(tree) or _is_ambiguous_anywhere(tree)


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
    return accepted(_source(node.node))


def _has_to_come(node: Node) -> bool:
    return not isinstance(node, Repeat) or node.least > 0


def _can_stand_in(node: Node, shared: frozenset[str]) -> bool:
    """Whether what repeats on both sides can take `node` as well, so that it parts nothing."""
    if isinstance(node, Literal):
        return shared.issuperset(node.text)
    return isinstance(node, Wild) and not shared.isdisjoint(accepted(node.source))


def _is_ambiguous_anywhere(tree: Group) -> bool:
    try:
        return any(map(_is_ambiguous, _repeated(tree)))
    except re.error:
        return False  # a reference back, which a part alone does not know


def _repeated(node: Node) -> cabc.Iterator[Group]:
    """The groups that are repeated so often, or are so varied, that it can matter.

    Inner ones come first: as long as none of them is ambiguous, to try the outer one takes no time.
    """
    for part in parts_of(node):
        yield from _repeated(part)
    if isinstance(node, Repeat) and isinstance(node.node, Group):
        varied = node.most > FEW and _times(_ways(node.node), node.most) > _MOST_WAYS
        if varied or node.most > _MANY:
            yield node.node


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
    return math.pow(min(ways, _MOST_WAYS + 1.0), times)  # more is no matter, and might be no number


def _is_ambiguous(group: Group) -> bool:
    whole = re.compile(_source(group))
    sources = ["".join(map(_source, sequence)) for sequence in group.alternatives]
    if any(_is_two(whole, text) or _is_two(whole, text * 2) for text in _texts(whole)):
        return True
    return any(
        re.fullmatch(other, text)
        for mine, other in itertools.permutations(sources, 2)
        for text in _texts(re.compile(mine))
    )


def _is_two(whole: re.Pattern[str], text: str) -> bool:
    """Whether `text` is what the part matches once, and twice as well."""
    return whole.fullmatch(text) is not None and any(
        whole.fullmatch(text, 0, middle) and whole.fullmatch(text, middle)
        for middle in range(1, len(text))
    )


def _texts(regex: re.Pattern[str]) -> cabc.Iterator[str]:
    """Some texts that `regex` matches, the empty one aside."""
    return filter(None, (text for text, _ in (samples_of(regex) or ())[:_MOST_TRIED]))


def _source(node: Node) -> str:
    """A regex for what `node` matches."""
    if isinstance(node, Literal):
        return re.escape(node.text)
    if isinstance(node, Wild):
        return node.source
    if isinstance(node, Repeat):
        most = "" if node.most == math.inf else str(int(node.most))
        return f"(?:{_source(node.node)}){{{node.least},{most}}}"
    alternatives = ("".join(map(_source, sequence)) for sequence in node.alternatives)
    return f"(?:{'|'.join(alternatives)})"
