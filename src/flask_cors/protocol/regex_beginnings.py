"""How the texts begin that a regex matches."""

from __future__ import annotations

import collections.abc as cabc
import os.path
import re

from .regexes import Group
from .regexes import Literal
from .regexes import Node
from .regexes import Repeat
from .regexes import Wild
from .regexes import tree_of

_WEBSITES = frozenset({"http", "https"})
_MOST = 4096
_ANY = Wild(".")
_NOT_READ = re.compile(r"\(\?(?:P=|\(|#|[a-zA-Z]*x)")
"""References back, conditions, comments, and groups in which white space means nothing."""
_CASELESS_PART = re.compile(r"\(\?[aLmsux]*i")


def is_caseless(regex: re.Pattern[str]) -> bool:
    """Whether letters stand for those of the other case, or do so in a part."""
    return bool(regex.flags & re.IGNORECASE or _CASELESS_PART.search(regex.pattern))


def beginning_of(regex: re.Pattern[str]) -> str:
    """The characters that everything begins with that a regex matches, in capitals or not.

    None where there are too many ways to tell, or what it is written with is not read here.
    """
    if regex.flags & re.VERBOSE or _NOT_READ.search(regex.pattern):
        return ""
    return os.path.commonprefix(_begun(tree_of(regex)) or [""])  # noqa: RUF071  not of paths


def is_of_websites(tree: Group) -> bool:
    """Whether a regex lets in origins of web servers alone, whose hosts are made of labels."""
    begun = _begun(tree, ":")
    return begun is not None and all(
        scheme.lower() in _WEBSITES and colon
        for scheme, colon, _ in (text.partition(":") for text in begun)
    )


def _begun(tree: Group, end: str = "") -> list[str] | None:
    """What is written out at the beginning, for each way through a regex; None for too many.

    :param end: what no more is to be told behind.
    """
    ahead: list[tuple[cabc.Sequence[Node], str]] = [((tree,), "")]
    begun: list[str] = []
    while ahead and len(ahead) + len(begun) <= _MOST:
        row, text = ahead.pop()
        while row and isinstance(row[0], Literal):
            text += row[0].text
            row = row[1:]
        ways = _ways_on(row[0], row[1:]) if row and not (end and end in text) else []
        ahead += [(way, text) for way in ways]
        if not ways:
            begun.append(text)
    return None if ahead else begun


def _ways_on(first: Node, behind: cabc.Sequence[Node]) -> list[cabc.Sequence[Node]]:
    """What goes on where a part comes first: one row for each way, none where that is not told."""
    if isinstance(first, Group):
        ways = first.alternatives if first.consumes else [()]
        return [[*way, *behind] for way in ways]
    if isinstance(first, Repeat) and first.most == 1:
        once = [first.node, *behind]
        return [once] if first.least else [once, behind]
    # How far it goes on is not told.
    return [[first.node, _ANY]] if isinstance(first, Repeat) and first.least else []
