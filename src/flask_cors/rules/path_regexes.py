"""What is wrong, or doubtful, with a regex of paths."""

from __future__ import annotations

import collections.abc as cabc
import re

from ..protocol import regexes
from ..protocol.problems import OptionFindings

_ENDS_IN_SLASHES = r"/\*(?=\$?\Z|\||\))"


def quoted_path(text: str) -> str:
    """A pattern as it is written in Python."""
    return f'"{ascii(text)[1:-1]}"'


def regex_faults(source: str) -> cabc.Iterator[tuple[str, str, str]]:
    """Why a regex is not valid: a code, a reason and a remedy."""
    try:
        re.compile(source, re.DOTALL)
        regexes.parse(source)
    except regexes.INVALID as error:
        yield "path-bad-regex", regexes.fault_of(error), 'Correct it, or write "/api/*".'


def doubt_regex(regex: re.Pattern[str], findings: OptionFindings) -> None:
    """Tell what is probably not meant, and what can take ages."""
    source = regex.pattern
    if re.search(_ENDS_IN_SLASHES, source):
        findings.warn(
            "path-regex-ends-in-slashes",
            source,
            "In a regex /* stands for slashes alone, so nothing that is under the path is matched.",
            f"Write {quoted_path(re.sub(_ENDS_IN_SLASHES, '/.*', source))}.",
        )
    if _is_exponential(regex):
        findings.warn(
            "path-regex-nested-quantifiers",
            source,
            "It repeats a repetition, or what overlaps, which can take ages on a long path.",
            'Write a pattern such as "/api/*", or repeat once.',
        )


def _is_exponential(regex: re.Pattern[str]) -> bool:
    """Whether one path can stop a worker; it cannot where no group is repeated."""
    if re.search(r"\)[*+{]", regex.pattern) is None:
        return False
    from ..protocol.regex_speed import is_exponential  # noqa: PLC0415  hardly any is such

    try:
        return is_exponential(regex)
    except RecursionError:
        return True
