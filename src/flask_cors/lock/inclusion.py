"""Whether what a policy lists is covered by what another one lists.

Where that cannot be told (a regex, against another) the answer is no: so a change is taken
for one that opens something up.
"""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import re

from ..protocol import regexes
from ..protocol.allowed_origins import AllowedOrigins
from ..protocol.allowed_origins import OriginPatterns
from ..protocol.globs import Glob
from ..protocol.origin_parts import MistakeError
from ..protocol.origin_syntax import read_origin
from ..protocol.origins import OriginPattern
from ..protocol.regex_flags import FLAGS

Listed = cabc.Sequence[str]


def covers_origin(listed: Listed, origin: str) -> bool:
    """Whether every origin that `origin` stands for is among those that are listed."""
    if origin in listed or "*" in listed:
        return True
    pattern = _pattern(origin)
    if pattern is None:
        return False
    if pattern.is_exact:
        return _as_origins(listed).allows(origin)
    return any(_is_wider(wider, pattern) for each in listed if (wider := _pattern(each)))


def covers_header(listed: Listed, name: str) -> bool:
    """Whether every header that `name` stands for is among those that are listed."""
    if name in listed or "*" in listed:
        return True
    if "*" not in name and not name.startswith("/"):
        found = (_regex(each, implied=re.IGNORECASE) for each in listed)
        if any(regex.fullmatch(name) for regex in filter(None, found)):
            return True
    globs = (Glob.of(each) for each in listed if "*" in each and not each.startswith("/"))
    return not name.startswith("/") and any(glob.matches(name) for glob in globs)


def covers_method(listed: Listed, name: str) -> bool:
    """Whether a method is among those that are listed."""
    return name in listed or "*" in listed


def covers_exposed(listed: Listed, name: str) -> bool:
    """Whether a response header is among those that are listed, in whatever case."""
    return covers_method(list(map(str.lower, listed)), name.lower())


def _pattern(text: str) -> OriginPattern | None:
    with contextlib.suppress(MistakeError):
        return read_origin(text)
    return None


def _regex(text: str, *, implied: int = 0) -> re.Pattern[str] | None:
    """The regex that `regex_text` has written."""
    source, slash, letters = text[1:].rpartition("/")
    if text.startswith("/") and slash and FLAGS.keys() >= set(letters):
        flags = sum(FLAGS[letter] for letter in {*letters})
        with contextlib.suppress(*regexes.INVALID):
            return re.compile(source, flags | implied)
    return None


def _as_origins(listed: Listed) -> AllowedOrigins:
    patterns = OriginPatterns(filter(None, map(_pattern, listed)))
    return AllowedOrigins(frozenset(listed), patterns, tuple(filter(None, map(_regex, listed))))


def _is_wider(wider: OriginPattern, pattern: OriginPattern) -> bool:
    """Whether one pattern lets in all that another one does."""
    mine, other = wider.origin, pattern.origin
    if mine.scheme != other.scheme or not (
        wider.any_port or (mine.port == other.port and not pattern.any_port)
    ):
        return False
    if not wider.subdomains:
        return mine.host == other.host and not pattern.subdomains
    return other.host.endswith(f".{mine.host}") or (mine.host == other.host and pattern.subdomains)
