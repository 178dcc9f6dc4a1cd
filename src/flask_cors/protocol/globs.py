"""Globs, in which a ``*`` stands for any characters.

Not made into regexes: several ``.*`` in one backtrack, in a time that grows with a power of
the length of what an attacker sends. Taking each piece at its first place is exact for a glob,
and linear.
"""

from __future__ import annotations

import typing as t


class Glob(t.NamedTuple):
    """A glob.

    :param pieces: the texts between the stars, in order; at least two.
    """

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Glob:
        """The glob that `text` is."""
        return cls(tuple(text.split("*")))

    def matches(self, text: str) -> bool:
        """Whether the whole of `text` is what the glob describes."""
        first, *middle, last = self.pieces
        if not (text.startswith(first) and text.endswith(last)):
            return False
        place, end = len(first), len(text) - len(last)
        for piece in middle:
            found = text.find(piece, place, end)
            if found < 0:
                return False
            place = found + len(piece)
        return place <= end
