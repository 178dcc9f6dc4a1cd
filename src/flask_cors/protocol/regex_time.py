"""What a regex is told for the time that one request could make it take."""

from __future__ import annotations

import re
import typing as t

from .regex_ambiguity import is_ambiguous
from .regex_crowds import ORIGINS
from .regex_crowds import Texts
from .regex_crowds import is_crowded
from .regexes import tree_of


class Slowness(t.NamedTuple):
    """What makes a regex take ages, and what to write instead.

    :param code: ends the code of a problem.
    """

    code: str
    reason: str
    remedy: str


def nested(texts: Texts) -> Slowness:
    """That of a part which can take one text in two ways, and is repeated."""
    return Slowness(
        "nested-quantifiers",
        f"It repeats a repetition, or what overlaps, which can take ages on a long {texts.name}.",
        f"Write a pattern such as {texts.pattern}, or repeat once.",
    )


def crowded(texts: Texts) -> Slowness:
    """That of many parts side by side."""
    separator, part = texts.between
    return Slowness(
        "crowd",
        f"So many repetitions can share one text that a long {texts.name} can take seconds, or "
        "ages.",
        f"Write a pattern such as {texts.pattern}; or repeat less often, or what has no "
        f"{separator}, such as {part} for .*.",
    )


def slowness_of(regex: re.Pattern[str], texts: Texts = ORIGINS) -> Slowness | None:
    """Why one request could stop a worker; None where none can.

    A regex whose groups are too deep to tell is taken for one that can.
    """
    try:
        if is_ambiguous(tree_of(regex)):
            return nested(texts)
        return crowded(texts) if is_crowded(regex, texts) else None
    except RecursionError:
        return nested(texts)
