"""The flags of a regex, as they stand in it."""

from __future__ import annotations

import re

FLAGS = {"a": re.ASCII, "i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}
"""The flags that a regex for text may have, by the letter that stands for each."""


def letters_of(flags: int) -> str:
    """The letters of these flags."""
    return "".join(letter for letter, flag in FLAGS.items() if flags & flag)
