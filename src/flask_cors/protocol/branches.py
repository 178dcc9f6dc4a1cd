"""What a regex can match, laid out in branches: one for each combination of its choices.

They take in all that the regex matches and perhaps more, since what looks ahead or behind only
rules texts out. So what holds for each branch holds for the regex. What cannot be read like
this, as a reference back, is said to be unreadable; nothing is passed over.
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
from .regexes import tree_of

ALPHABET = frozenset(f"{string.ascii_lowercase}{string.digits}+-._:/[]")
"""The characters that serialized origins are made of, in lower case."""

_MOST_BRANCHES = 2048
_MOST_TIMES = 64
_UNREAD = re.compile(
    r"(?<!\\)(?:\\\\)*"
    r"(?:\\[0-9N]|\(\?(?!:|[=!]|P<|<[=!]|[aiLmsux]+\)|[aiLmsu]*(?:-[ims]+)?:))"
)
"""References back, characters by octal number or name, conditions, comments, and what is newer."""


class UnreadableError(Exception):
    """That a regex has parts, or more branches, than are looked into."""


class Place(t.NamedTuple):
    """Where in a branch characters stand.

    :param chars: those of the `ALPHABET` that may stand here.
    :param least: how many there are at least.
    :param most: how many there are at most.
    """

    chars: frozenset[str]
    least: int = 1
    most: float = 1

    @property
    def text(self) -> str:
        """The one character that stands here; empty where that is left open."""
        (char,) = self.chars if len(self.chars) == self.least == self.most == 1 else ("",)
        return char

    @property
    def is_certain(self) -> bool:
        """Whether nothing is left open here."""
        return bool(self.text) or self == SEAM


Branch = tuple[Place, ...]

SEAM = Place(frozenset(), 0, 0)
"""Where something begins, ends, or is left out that may come or not."""


def branches_of(regex: re.Pattern[str]) -> list[Branch]:
    """All branches of `regex`, which is taken without case.

    :raises UnreadableError: where that cannot be told.
    """
    if _UNREAD.search(regex.pattern):
        raise UnreadableError
    return _Reader(regex.flags & (re.ASCII | re.DOTALL) | re.IGNORECASE).read(tree_of(regex))


class _Reader:
    """Lays out the parts of one regex."""

    def __init__(self, flags: int) -> None:
        self.flags = flags

    def read(self, node: Node) -> list[Branch]:
        if isinstance(node, Literal):
            return [tuple(Place(self._chars(re.escape(char))) for char in node.text)]
        if isinstance(node, Wild):
            return [(Place(self._chars(node.source)),)]
        if isinstance(node, Repeat):
            return self._repeated(node)
        if not node.consumes:
            return [()]
        laid_out = [self._in_a_row(map(self.read, each)) for each in node.alternatives]
        branches = list(itertools.chain(*laid_out))
        is_optional = len(branches) > 1 and () in branches
        return [(SEAM, *branch, SEAM) for branch in branches] if is_optional else branches

    def _repeated(self, node: Repeat) -> list[Branch]:
        if isinstance(node.node, Wild) and node.least != node.most:
            return [(Place(self._chars(node.node.source), node.least, node.most),)]
        if not node.most:
            return [()]
        once = self.read(node.node)
        times = max(node.least, 1)
        whole = self._in_a_row(itertools.repeat(once, min(times, _MOST_TIMES)))
        if node.most > min(times, _MOST_TIMES):
            whole = [(self._of_any(once), *branch) for branch in whole]
        if node.least == node.most:
            return whole
        absent = [(SEAM,)] if node.least == 0 else []
        return [*absent, *((SEAM, *branch, SEAM) for branch in whole)]

    @staticmethod
    def _in_a_row(parts: cabc.Iterable[list[Branch]]) -> list[Branch]:
        """Each combination of the branches of parts that follow each other."""
        choices = list(parts)
        if math.prod(map(len, choices)) > _MOST_BRANCHES:
            raise UnreadableError
        return [tuple(itertools.chain(*row)) for row in itertools.product(*choices)]

    @staticmethod
    def _of_any(branches: cabc.Iterable[Branch]) -> Place:
        """As much as there may be of all that stands in `branches`."""
        chars = (place.chars for place in itertools.chain(*branches))
        return Place(frozenset().union(*chars), 0, math.inf)

    def _chars(self, source: str) -> frozenset[str]:
        return _accepted(source, self.flags)


@functools.lru_cache(maxsize=64)
def _accepted(source: str, flags: int) -> frozenset[str]:
    """The characters that a class, or an escaped character, stands for."""
    part = t.cast("re.Pattern[str]", recompiled(source, flags))
    return frozenset(filter(part.fullmatch, ALPHABET))
