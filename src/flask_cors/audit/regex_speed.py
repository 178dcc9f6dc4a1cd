"""Whether a regex can backtrack in exponential time.

It can where a repeated part can take one text in two ways: twice the part is once the part
again, or two of its alternatives match the same. So `(a+)+` can, and `(/[a-z]+)+` cannot.
Several repetitions side by side that share their text, as in `.*.*.*.*`, are as bad in practice.
"""

from __future__ import annotations

import collections.abc as cabc
import itertools
import re
import string

from flask_cors.protocol import regexes
from flask_cors.protocol.regexes import Group
from flask_cors.protocol.regexes import Literal
from flask_cors.protocol.regexes import Node
from flask_cors.protocol.regexes import Repeat
from flask_cors.protocol.regexes import Wild
from flask_cors.protocol.samples import samples_of

_MOST_TRIED = 64
_CROWD = 3
_MANY = 10
"""Two ways for each of so few repetitions are no matter."""


def is_slow(source: str) -> bool:
    """Whether a regex can take exponential time on some text."""
    try:
        tree = regexes.parse(source)
        return _has_crowd(tree) or any(map(_is_ambiguous, _repeated(tree)))
    except (re.error, RecursionError):
        return False  # a reference back, which a part alone does not know


def _has_crowd(node: Node) -> bool:
    """Whether repetitions stand side by side that can share what they match among them."""
    if isinstance(node, Repeat):
        return _has_crowd(node.node)
    if not isinstance(node, Group):
        return False
    parts = list(itertools.chain(*node.alternatives))
    return any(map(_is_crowded, node.alternatives)) or any(map(_has_crowd, parts))


def _is_crowded(sequence: cabc.Sequence[Node]) -> bool:
    number, shared = 0, ""
    for node in sequence:
        chars = _endless(node)
        common = "".join(char for char in chars if number == 0 or char in shared)
        number, shared = (number + 1, common) if common else (int(bool(chars)), chars)
        if number == _CROWD:
            return True
    return False


def _endless(node: Node) -> str:
    """The characters that a part takes as many of as there are; empty for another part."""
    if not isinstance(node, Repeat) or node.most != float("inf") or isinstance(node.node, Group):
        return ""
    accepts = re.compile(_source(node.node)).fullmatch
    return "".join(filter(accepts, string.printable))


def _repeated(node: Node) -> cabc.Iterator[Group]:
    """The groups that are repeated."""
    if isinstance(node, Repeat):
        if isinstance(node.node, Group) and node.most > _MANY:
            yield node.node
        yield from _repeated(node.node)
    elif isinstance(node, Group):
        for part in itertools.chain(*node.alternatives):
            yield from _repeated(part)


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
        most = "" if node.most == float("inf") else str(int(node.most))
        return f"(?:{_source(node.node)}){{{node.least},{most}}}"
    alternatives = ("".join(map(_source, sequence)) for sequence in node.alternatives)
    return f"(?:{'|'.join(alternatives)})"
