"""What is wrong, or doubtful, with a regex of paths."""

from __future__ import annotations

import collections.abc as cabc
import re
import typing as t

from ..protocol import regexes
from ..protocol.problems import OptionFindings
from .path_patterns import MAX_PATH_LENGTH

if t.TYPE_CHECKING:
    from ..protocol.regex_time import Slowness

_URL = r"\^?[(?:]*[A-Za-z][A-Za-z0-9+.\-|()?]*://"
"""How a regex for URLs begins, without its backslashes."""
_VARIABLE = r"(?<!\\)\$\{[A-Za-z_]\w*\}"
"""In braces: ``$metadata`` is a segment of a path."""

_MAY_TAKE_AGES = r"(?s)\)[*+{?]|(?:[*+}?].*){3}"
"""A group is repeated, or three parts are."""

NO_URL = (
    "This is a URL, and a pattern is matched against paths.",
    'Write the path alone, such as "/api/*"; origins belong to origins=.',
)
"""The reason and the remedy."""

_BEGINNING = r"\^((?:\((?:\?:)?)*/.*?)(/|\((?:\?:)?/\|\$\))?"
"""A regex without an end, and the slash at its end, or that or the end."""
_END_INSIDE = r"\$(?=\w)"
_STAR_BEFORE_DOT = r"(?<=[^/^(|])/\*(?=\.)(?:\.\*)?"
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


def is_url(source: str) -> bool:
    """Whether a pattern, or a regex, is for URLs."""
    plain = source.replace("\\", "")
    return "://" in plain and re.match(_URL, plain) is not None


def doubt_regex(regex: re.Pattern[str], findings: OptionFindings) -> None:
    """Tell what is probably not meant, and what can take ages."""
    source = regex.pattern
    if is_url(source):
        findings.warn("path-is-url", source, *NO_URL)
    elif "${" in source and re.search(_VARIABLE, source):
        findings.warn(
            "path-has-variable",
            source,
            "A variable stands in it that nobody has replaced, so it matches no path.",
            "Write its value.",
        )
    elif re.search(_ENDS_IN_SLASHES, source):
        findings.warn(
            "path-regex-ends-in-slashes",
            source,
            "In a regex /* stands for slashes alone, so nothing that is under the path is matched.",
            f"Write {quoted_path(re.sub(_ENDS_IN_SLASHES, '/.*', source))}.",
        )
    elif source.startswith("^"):
        _doubt_end(source, findings)
    if "/*." in source and (written := _without_star(source)) != source:
        findings.warn(
            "path-regex-slashes-inside",
            source,
            "In a regex /* stands for slashes alone, so what merely begins alike is matched, too.",
            f"Write {quoted_path(written)}.",
        )
    written = regexes.with_signs_as(_END_INSIDE, re.escape("$"), source)
    if written != source:
        findings.warn(
            "path-regex-end-inside",
            source,
            "In a regex $ is the end of the path, so nothing that goes on behind it is matched.",
            f"Write {quoted_path(written)} for the character.",
        )
    slowness = slowness_of_paths(regex)
    if slowness is not None:
        findings.warn(f"path-regex-{slowness.code}", source, slowness.reason, slowness.remedy)


def _without_star(source: str) -> str:
    """A regex in which a star before a dot stands for any characters."""
    written = regexes.with_signs_as(_STAR_BEFORE_DOT, "/.*", source)
    subtree = source.removesuffix("/*.*")
    is_plain = written != source and re.fullmatch(r"[\w/\-]+", subtree)
    return f"{subtree}/*" if is_plain else written


def _doubt_end(source: str, findings: OptionFindings) -> None:
    """Doubt a regex of which only the beginning of paths seems to be meant, as in Flask-CORS 6."""
    if remedy := _with_end(source if "\\\\" in source else source.replace("\\/", "/")):
        findings.warn(
            "path-regex-without-end",
            source,
            "A regex must match all of a path, so nothing that is under this one is matched.",
            f"Write {quoted_path(remedy)}.",
        )


def _with_end(source: str) -> str:
    """A pattern for what is under a beginning of paths, too; empty where it may be a whole one."""
    begun = re.fullmatch(_BEGINNING, source)
    if begun is None:
        return ""
    if len(regexes.parse(begun[1]).alternatives) > 1:
        are_begun = all(re.fullmatch(_BEGINNING, each) for each in source.split("|"))
        return f"(?:{source}).*" if are_begun and source.endswith("/") else ""
    above = begun[1].rstrip("/")
    if re.fullmatch(r"[\w/\-]*", above):
        return f"{above}/*"
    return f"{above}(?:/.*)?" if begun[2] else ""


def slowness_of_paths(regex: re.Pattern[str]) -> Slowness | None:
    """Why one path could stop a worker; it cannot where at most two parts are repeated, once."""
    if re.search(_MAY_TAKE_AGES, regex.pattern) is None:
        return None
    from ..protocol.regex_crowds import Texts  # noqa: PLC0415  hardly any is such
    from ..protocol.regex_time import slowness_of  # noqa: PLC0415  as above

    return slowness_of(regex, Texts("path", MAX_PATH_LENGTH, ("slash", "[^/]*"), '"/api/*"'))
