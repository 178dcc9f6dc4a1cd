"""Why a regex of origins is refused for the time that one `Origin` could make it take."""

from __future__ import annotations

import re
import typing as t

from .regex_crowds import is_crowded
from .regex_speed import is_exponential


class Slowness(t.NamedTuple):
    """What makes a regex take ages, and what to write instead."""

    code: str
    reason: str
    remedy: str


NESTED = Slowness(
    "origin-regex-nested-quantifiers",
    "It repeats a repetition, or what overlaps, which can take ages on a long Origin.",
    'Repeat once, or write a pattern such as "https://*.example.com".',
)

CROWDED = Slowness(
    "origin-regex-crowd",
    "So many repetitions can share one text that a long Origin can take seconds, or ages.",
    "Repeat less often, or what has no dot, such as [^.]* for .*; or write a pattern such as "
    '"https://*.example.com".',
)


def slowness_of(regex: re.Pattern[str]) -> Slowness | None:
    """Why one `Origin` could stop a worker; None where none can.

    :raises RecursionError: where its groups are too deep to tell.
    """
    if is_exponential(regex):
        return NESTED
    return CROWDED if is_crowded(regex) else None
