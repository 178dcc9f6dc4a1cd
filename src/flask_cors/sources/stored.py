"""What is stored on a back end: whole numbers, and answers in one line of text.

Both are ASCII there, in place of cachelib's pickles, of which anything could be made. What is
anything else counts as not there.
"""

from __future__ import annotations

import math
import re
import typing as t

Marks = tuple["int | None", ...]
"""The marks of all that an answer is about; None for one that is not there."""

_LONGEST = 120
"""Characters of an answer with three marks, and more."""

_NUMBER = re.compile(r"[0-9]{1,20}")
_ANSWER = re.compile(r"([01]) ([0-9]{1,12}\.[0-9]{3})((?: [0-9]{1,20})+)")


class Stored(t.NamedTuple):
    """An answer as it is stored, such as ``1 1767225600.000 8812 4711``.

    :param allowed: whether the origin is let in.
    :param asked: when the source was asked, in seconds since 1970: whatever was given up and is
        stored late, or is kept too long, does not count for longer.
    :param marks: the marks that were there before the source was asked.
    """

    allowed: bool
    asked: float
    marks: Marks

    @classmethod
    def read(cls, value: object) -> Stored | None:
        """The answer, if it is one: what `text` has written."""
        found = _ANSWER.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            return None
        allowed, asked, marks = found.groups()
        return cls(allowed == "1", float(asked), tuple(map(int, marks.split())))

    @property
    def text(self) -> str:
        """The answer as a line of text: what `read` reads."""
        # Rounded down: who reads it at once must not find that it comes from the future.
        asked = math.floor(self.asked * 1000) / 1000
        return " ".join((f"{self.allowed:d} {asked:.3f}", *map(str, self.marks)))


class PlainText:
    """Numbers and answers in the manner of a serializer of cachelib."""

    def dumps(self, value: int | str, *_: object) -> bytes:
        """A number or an answer, in ASCII."""
        return str(value).encode("ascii")

    def loads(self, raw: object) -> int | str | None:
        """The number or answer, if it is one; some clients hand out text."""
        if not isinstance(raw, (bytes, str)) or len(raw) > _LONGEST or not raw.isascii():
            return None
        text = raw if isinstance(raw, str) else raw.decode("ascii")
        if _NUMBER.fullmatch(text):
            return int(text)
        return text if _ANSWER.fullmatch(text) else None

    def dump(self, value: int | str, file: t.IO[bytes], *_: object) -> None:
        """Write a number or an answer to a file."""
        file.write(self.dumps(value))

    def load(self, file: t.IO[bytes]) -> int | str | None:
        """Read one from a file; None where there is none."""
        return self.loads(file.read(_LONGEST + 1))
