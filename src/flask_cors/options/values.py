"""Reading the values of single options into the types of a policy."""

from __future__ import annotations

import collections.abc as cabc
import math
import re
import typing as t
from collections import UserString
from datetime import timedelta

from ..current import unwrapped
from ..protocol.policy import Source
from ..protocol.problems import Findings
from ..protocol.problems import OptionFindings

ESCAPE_ANY = "dangerously_allow_any_origin_with_credentials"
ESCAPE_SUFFIX = "dangerously_allow_public_suffix_with_credentials"

_SPOKEN = {
    **dict.fromkeys(("true", "1", "yes", "on"), True),
    **dict.fromkeys(("false", "0", "no", "off"), False),
}
_LASTING = frozenset({str, list, tuple, bool, int, type(None)})
"""Types whose values can be read twice; there may be thousands of rules with such alone."""

_LISTED: tuple[type[object], ...] = (list, tuple)
_members = t.cast("cabc.Callable[[object], list[object]]", list)
_CONFIG = Source.CONFIG  # looked up in an enum, it costs Python 3.11 a call each time
A_DAY = 86400
_MOST_SECONDS = 2**31  # stands for all that is more (RFC 9111, 1.2.2)


class Given(t.NamedTuple):
    """An option's value as it was given.

    :param name: the option, by the name that it has as a keyword.
    :param value: the raw value.
    :param source: where it was given; strings in a config are parsed.
    """

    name: str
    value: object
    source: Source = Source.KEYWORD

    @property
    def written(self) -> str:
        """The option as its author wrote it: ``origins`` or ``CORS_ORIGINS``."""
        return self.source.written(self.name) if self.in_config else self.name

    @property
    def in_config(self) -> bool:
        """Whether it stands in the app's config."""
        return self.source is _CONFIG

    def findings(self, findings: Findings) -> OptionFindings:
        """Where to note what is wrong with this option."""
        return findings.on(self.written)


def settled(value: object) -> object:
    """`value`, with proxies and generators replaced by what they give, to be read twice."""
    value = unwrapped(value)
    # Cheaper to ask first than an abstract class, and asked of every value of every rule.
    if hasattr(value, "__next__") and isinstance(value, cabc.Iterator):
        return tuple(t.cast("cabc.Iterator[object]", value))
    return value


def settled_resources(value: object) -> object:
    """`value` of `resources`, with the options in it settled too."""
    value = settled(value)
    mapping = as_mapping(value)
    if mapping is not None:
        return {unwrapped(pattern): _settled_options(each) for pattern, each in mapping.items()}
    if isinstance(value, _LISTED):
        return [unwrapped(each) for each in t.cast("list[object]", value)]
    return value


def _settled_options(options: object) -> object:
    options = unwrapped(options)
    mapping = as_mapping(options)
    if mapping is None:
        return options
    kept = dict(mapping)
    if _LASTING.issuperset(map(type, kept.values())):
        return kept
    return {key: settled(each) for key, each in kept.items()}


def as_list(value: object, *, split: bool) -> list[object]:
    """The members of a value that is one thing or several.

    :param split: whether a string is a list too.
    """
    if isinstance(value, _LISTED):  # as most are
        return _members(value)
    if isinstance(value, str):
        return list(split_on_commas(value)) if split else [value]
    if (
        isinstance(value, (bytes, cabc.Mapping))
        or not isinstance(value, cabc.Iterable)
        or callable(getattr(t.cast("object", value), "allows", None))  # a source of origins
    ):
        return [value]
    members = list(t.cast("cabc.Iterable[object]", value))
    return [value] if _is_text(t.cast("object", value), members) else members


def _is_text(value: object, members: list[object]) -> bool:
    """Whether a value that is no string is one after all, letter by letter: a lazy string."""
    if isinstance(value, cabc.Set) or not members:
        return False
    return all(isinstance(each, str | UserString) and len(each) == 1 for each in members)


def split_on_commas(text: str) -> cabc.Iterator[str]:
    """The parts of `text` between commas; commas in the brackets of a regex do not count."""
    for part in re.findall(r"(?:\{[^}]*\}|\[[^\]]*\]|\([^)]*\)|\\.|[^,])+", text):
        if part.strip():
            yield part.strip()


def as_mapping(value: object) -> cabc.Mapping[object, object] | None:
    """`value`, where it is a mapping."""
    if isinstance(value, (dict, cabc.Mapping)):
        return t.cast("cabc.Mapping[object, object]", value)
    return None


def as_switch(given: Given, findings: Findings) -> bool:
    """A boolean; a string counts in a config only, and only where its meaning is plain."""
    value = given.value
    if isinstance(value, int) and value in {0, 1}:
        return bool(value)
    if given.in_config and isinstance(value, str) and value.strip().lower() in _SPOKEN:
        return _SPOKEN[value.strip().lower()]
    given.findings(findings).refuse(
        "switch-not-boolean",
        value,
        "This is neither true nor false.",
        "Write True or False." if not given.in_config else 'Write True or False, or "true".',
    )
    return False


def as_max_age(given: Given, findings: Findings) -> int | None:
    """Whole seconds, or None where browsers are left to their default."""
    value = given.value
    if value is None:
        return None
    seconds = _seconds(value)
    if seconds is None or seconds < 0:
        given.findings(findings).refuse(
            "max-age-not-seconds",
            value,
            "A max-age is a whole number of seconds, 0 or more.",
            f"Write {given.written}=3600, or timedelta(hours=1).",
        )
        return None
    if seconds > A_DAY:
        given.findings(findings).warn(
            "max-age-over-a-day",
            value,
            "Browsers remember a preflight for a day at most (Firefox), or two hours (Chromium).",
            "Write 86400 or less.",
        )
    return min(seconds, _MOST_SECONDS)


def _seconds(value: object) -> int | None:
    if isinstance(value, timedelta):
        return math.floor(value.total_seconds())
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value.lstrip("0")[:16] or "0")
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)  # an enum's member is written with its name
    return None
