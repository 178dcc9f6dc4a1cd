"""What people write for a pattern of paths that is none."""

from __future__ import annotations

import collections.abc as cabc
import re

from .path_patterns import is_plain_regex
from .protocol import regexes
from .protocol.problems import OptionFindings

_CONVERTER = r"(?<!\(\?P)<(?:\w+(?:\([^)]*\))?:)?\w+>"

_SUSPICIOUS = frozenset("\\([^$+*<?#,")
"""One of these is in every mistake that begins with a slash."""


def _quoted(text: str) -> str:
    return f'"{ascii(text)[1:-1]}"'


def check_pattern(pattern: object, findings: OptionFindings) -> bool:
    """Whether `pattern` can be a pattern of paths; what is wrong with it goes to `findings`."""
    if not isinstance(pattern, str):
        if regexes.as_text_regex(pattern):
            return True
        reason = f"A path pattern is a string or a regex for strings, not {type(pattern).__name__}."
        findings.refuse("path-not-a-string", pattern, reason, 'Write "/api/*".')
        return False
    if pattern.startswith("/") and (
        _SUSPICIOUS.isdisjoint(pattern) or _SUSPICIOUS.isdisjoint(_without_stars(pattern))
    ):
        return True
    for code, applies, reason, remedy in _mistakes(pattern):
        if applies:
            findings.refuse(code, pattern, reason, remedy)
            return False
    if re.match(r"\^?\(*[\w~-]" if regexes.is_regex(pattern) else r"[^/*]", pattern):
        findings.warn(
            "path-without-slash",
            pattern,
            "Every path begins with a slash, so this pattern matches none.",
            f"Write {_quoted(f'/{pattern.strip()}')}.",
        )
    return True


def _without_stars(pattern: str) -> str:
    """`pattern` without the stars of which nothing can be wrong."""
    if is_plain_regex(pattern):
        return pattern.replace(".*", "")
    return pattern if ".*" in pattern or "**" in pattern else pattern.replace("*", "")


def _mistakes(pattern: str) -> cabc.Iterator[tuple[str, bool, str, str]]:
    regex = regexes.is_regex(pattern)
    yield "path-empty", not pattern.strip(), "It is empty.", 'Write "/*" for every path.'
    yield (
        "path-is-dict",
        pattern.lstrip().startswith("{"),
        "This is the text of a dict, not a dict.",
        "Write the dict itself, without quotes around it.",
    )
    yield (
        "path-is-url",
        re.match(r"[a-z][a-z0-9+.\-]*s?\??://", pattern, re.IGNORECASE) is not None,
        "This is a URL, and a pattern is matched against paths.",
        'Write the path alone, such as "/api/*"; origins belong to origins=.',
    )
    yield (
        "path-has-converter",
        re.search(_CONVERTER, pattern) is not None,
        "Converters are the URL map's; a pattern is matched against the path itself.",
        f"Write {_quoted(re.sub(_CONVERTER, '*', pattern))}.",
    )
    yield (
        "path-has-query",
        not regex and ("?" in pattern or "#" in pattern),
        "A path has no query and no fragment.",
        f"Write {_quoted(re.split('[?#]', pattern)[0])}.",
    )
    yield (
        "paths-joined",
        not regex and ",/" in pattern.replace(" ", ""),
        "Several paths are joined with commas in one string.",
        f"Write a list: [{', '.join(map(_quoted, pattern.replace(' ', '').split(',')))}].",
    )
    yield (
        "path-has-double-star",
        not regex and "**" in pattern,
        "A single * already stands for any characters, slashes too.",
        f"Write {_quoted(re.sub('[*]{2,}', '*', pattern))}.",
    )
    yield "path-bad-regex", *_regex_fault(pattern if regex else "")


def _regex_fault(source: str) -> tuple[bool, str, str]:
    try:
        re.compile(source, re.DOTALL)
        regexes.parse(source)
    except (re.error, OverflowError, RecursionError) as error:
        return (
            True,
            f"This regex is not valid: {ascii(str(error))[1:-1]}.",
            'Correct it, or write "/api/*".',
        )
    return False, "", ""
