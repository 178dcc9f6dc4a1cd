"""What people write for a pattern of paths that is none."""

from __future__ import annotations

import collections.abc as cabc
import re
import typing as t
from urllib.parse import unquote

from ..options.values import as_mapping
from ..protocol import regexes
from ..protocol.fields import TEXT_OF_LIST
from ..protocol.fields import as_in_environment
from ..protocol.fields import members_in_text
from ..protocol.problems import OptionFindings
from .path_patterns import is_plain_regex
from .path_regexes import NO_URL
from .path_regexes import doubt_regex
from .path_regexes import is_url
from .path_regexes import quoted_path
from .path_regexes import regex_faults

_CONVERTER = r"(?<!\(\?P)<(?:\w+(?:\([^)]*\))?:)?\w+>"

_HOST = r"\A(?:localhost(?::\d+)?|[\w.\-]+:\d+)(?=/)"
"""A host before the path, of a URL without its scheme."""

_QUOTED = r"""\A[frub]?(['"`])(.*)\1\Z"""
"""Quotes that came with it, as from the environment."""

_PLACE_HOLDER = r"(?<=/)(?::[A-Za-z_]\w*|\{[A-Za-z_]\w*\})(?:(\([^()]*\)))?"
"""How other frameworks write a converter, and what an f-string lacks its letter for.

Some have a regex behind the name for what may stand there.
"""

_BETWEEN_PATHS = r"(?<=\S)\s*[,;\s]\s*(?=/)"
_BETWEEN_GLOBS = r"(?<=\S)\s*[,;|\s]\s*(?=/)"
"""In earlier releases a star made a regex of a text, and so the bar a choice."""

_LISTS = frozenset({"paths-are-text", "paths-joined"})
"""Mistakes for which a list is to be written."""

_SUSPICIOUS = frozenset("\\([^$+*<?#,;|% {:")
"""One of these is in every mistake that begins with a slash."""


def check_pattern(pattern: object, findings: OptionFindings) -> bool:
    """Whether `pattern` can be a pattern of paths; what is wrong with it goes to `findings`."""
    if not isinstance(pattern, str):
        if regex := regexes.as_text_regex(pattern):
            doubt_regex(regex, findings)
            return True
        findings.refuse("path-not-a-string", pattern, *_no_text(pattern))
        return False
    if pattern[:1] == "/" != pattern[1:2] and (
        _SUSPICIOUS.isdisjoint(pattern.removesuffix("/*"))
        or _SUSPICIOUS.isdisjoint(_without_stars(pattern))
    ):
        return True
    for code, reason, remedy in _mistakes(pattern):
        more = as_in_environment(findings.option) if code in _LISTS else ""
        findings.refuse(code, pattern, reason, remedy + more)
        return False
    _doubt_beginning(pattern, findings)
    _doubt_characters(pattern, findings)
    if regexes.is_regex(pattern):
        doubt_regex(re.compile(pattern, re.DOTALL), findings)
    return True


def _no_text(pattern: object) -> tuple[str, str]:
    """What is wrong with a pattern that is no string, and what to write.

    One that has options must not lose them: without any it is open to every origin.
    """
    is_pair = isinstance(pattern, tuple)
    members = t.cast("tuple[object, ...]", pattern if is_pair else (pattern,))
    if any(as_mapping(member) is not None for member in members):
        reason = "Patterns that have options are the keys of one dict, and stand in no list."
        return reason, 'Write the dict itself: {"/api/*": {"origins": "https://app.example.com"}}.'
    kind = type(pattern).__name__
    return f"A path pattern is a string or a regex for strings, not {kind}.", 'Write "/api/*".'


def _doubt_beginning(pattern: str, findings: OptionFindings) -> None:
    start = r"\^?\(*[\w~-]" if regexes.is_regex(pattern) else r"[^/*]"
    two = pattern.startswith("//")  # Flask takes several in front for one
    if two or (not pattern.startswith("/") and re.match(start, pattern)):
        findings.warn(
            "path-with-two-slashes" if two else "path-without-slash",
            pattern,
            f"Every path begins with {'one' if two else 'a'} slash, so this pattern matches none.",
            f"Write {quoted_path('/' + _behind_slashes(pattern))}.",
        )


def _behind_slashes(pattern: str) -> str:
    """What a pattern is without slashes in front, or what stands before them by mistake."""
    written = re.sub(_QUOTED, r"\2", pattern.strip()).removeprefix("^")
    return re.sub(_HOST, "", written).lstrip("/")


def _doubt_characters(pattern: str, findings: OptionFindings) -> None:
    if re.search("%[0-9A-Fa-f]{2}", pattern):
        findings.warn(
            "path-percent-encoded",
            pattern,
            "Patterns are matched against the decoded path, in which this does not stand.",
            f"Write {quoted_path(unquote(pattern))}.",
        )
    if re.search(_PLACE_HOLDER, pattern):
        findings.warn(
            "path-has-place-holder",
            pattern,
            "A pattern is matched against the path itself, in which this hardly stands.",
            _without(_PLACE_HOLDER, pattern),
        )
    if pattern[-1].isspace():
        findings.warn(
            "path-ends-in-white-space",
            pattern,
            "White space at the end is part of the pattern, and of hardly any path.",
            f"Write {quoted_path(pattern.rstrip())}.",
        )


def _without_stars(pattern: str) -> str:
    """`pattern` without the stars of which nothing can be wrong."""
    if is_plain_regex(pattern):
        return pattern.replace(".*", "")
    return pattern if ".*" in pattern or "**" in pattern else pattern.replace("*", "")


def _mistakes(pattern: str) -> cabc.Iterator[tuple[str, str, str]]:
    """What is wrong with a pattern, the first first."""
    if not pattern.strip():
        yield "path-empty", "It is empty.", 'Write "/*" for every path.'
    if pattern.lstrip().startswith("{"):
        reason = "This is the text of a dict, not a dict."
        yield "path-is-dict", reason, "Write the dict itself, without quotes around it."
    if members := members_in_text(pattern):
        remedy = f"Write the list, [{', '.join(map(quoted_path, members))}]."
        yield "paths-are-text", TEXT_OF_LIST, remedy
    if is_url(pattern):
        yield "path-is-url", *NO_URL
    if "<" in pattern and re.search(_CONVERTER, pattern):
        reason = "Converters are the URL map's; a pattern is matched against the path itself."
        yield "path-has-converter", reason, _without(_CONVERTER, pattern)
    yield from (regex_faults if regexes.is_regex(pattern) else _plain_mistakes)(pattern)


def _without(converter: str, pattern: str) -> str:
    one, several = ("[^/]+", ".+") if regexes.is_regex(pattern) else ("*", "*")

    def named(part: re.Match[str]) -> str:
        return part[1] if part.lastindex else several if part[0].startswith("<path") else one

    written = re.sub(converter, named, pattern)
    written = written if regexes.is_regex(written) else _path_alone(written)
    if written.replace(one, "").strip("/*.+"):
        return f"Write {quoted_path(written)}."
    return (
        "No text in it tells these paths from all others: decorate their view with "
        '@cross_origin(...), or write "/*" if you mean every path.'
    )


def _plain_mistakes(pattern: str) -> cabc.Iterator[tuple[str, str, str]]:
    between = _BETWEEN_GLOBS if "*" in pattern else _BETWEEN_PATHS
    if re.search(between, re.split("[?#]", pattern)[0]):
        reason = "Several paths are joined in one string."
        parts = re.split(between, pattern)
        paths = [path for part in parts if (path := _path_alone(part))]
        yield "paths-joined", reason, f"Write a list: [{', '.join(map(quoted_path, paths))}]."
    if re.fullmatch(r"[^?#*]*/\?", pattern):
        above = pattern.rstrip("/?")
        both = " and ".join(map(quoted_path, dict.fromkeys((above or "/", f"{above}/"))))
        remedy = f"Write {both}; or {quoted_path(f'{above}/*')} for all that is under it, too."
        yield "path-has-optional-slash", "A question mark alone makes no regex.", remedy
    if "?" in pattern or "#" in pattern:
        path = _path_alone(pattern)
        remedy = (
            f"Write {quoted_path(path)}." if path else 'Write the path alone, such as "/api/*".'
        )
        yield "path-has-query", "A path has no query and no fragment.", remedy
    if "**" in pattern:
        reason = "A single * already stands for any characters, slashes too."
        yield "path-has-double-star", reason, f"Write {quoted_path(_path_alone(pattern))}."


def _path_alone(text: str) -> str:
    """A plain pattern without whatever would be refused in it."""
    return re.sub("[*]{2,}", "*", re.split("[?#]", text)[0].strip())
