"""Patterns of paths.

A pattern is exact (``/ping``), a subtree (``/api/*``: all under ``/api/``, and ``/api``), a
glob (``*`` elsewhere stands for any characters) or a regex, which must match the whole path. A
regex that has nothing but plain characters and ``.*`` is a glob by another spelling.
The path is the one that Flask routes on, with its ``.`` and ``..`` segments resolved, so
that ``/api/../secret`` is not under ``/api/*``.
"""

from __future__ import annotations

import collections.abc as cabc
import re
import typing as t

from ..protocol import regexes
from ..protocol.globs import Glob
from ..protocol.regex_beginnings import beginning_of
from ..protocol.regex_beginnings import is_caseless

_EVERY_REGEX = frozenset({".*", "/.*"})
_UNICODE, _DOTALL = int(re.UNICODE), int(re.DOTALL)
_REGEX_SYNTAX = frozenset(r"\^$.|?*+()[]{}")

MAX_PATH_LENGTH = 4096
"""Paths over this length are tried against exact patterns and subtrees only."""

MAX_ODD_SEGMENTS = 16
"""How many empty segments and dot segments a path may have, to be read as programs may read it."""


class PathPattern(t.NamedTuple):
    """One pattern, compiled.

    :param text: the pattern as it was written; ``/*`` for all that match everything.
    :param exact: the path, where the pattern is one.
    :param subtree: the path above, without its final slash, where the pattern is a subtree.
    :param globs: what the whole path must match one of, where the pattern is a glob.
    :param regex: what the whole path must match, where the pattern is a regex and no glob too.
    :param beginning: the literal text that every matching path begins with.
    :param caseless: whether a path may do so in capitals or not.
    """

    text: str
    exact: str | None = None
    subtree: str | None = None
    globs: tuple[Glob, ...] = ()
    regex: re.Pattern[str] | None = None
    beginning: str = ""
    caseless: bool = False

    @classmethod
    def of(cls, text: str | re.Pattern[str]) -> PathPattern:
        """The pattern that a string or a compiled regex means.

        :raises re.error: where a string is evidently a regex, and not a valid one.
        """
        if not isinstance(text, str):
            return cls._of_regex(text)
        if regexes.is_regex(text):
            plain = is_plain_regex(text)
            return cls._of_plain(text) if plain else cls._of_regex(re.compile(text, re.DOTALL))
        if "*" not in text:
            return cls(text, exact=text, beginning=text)
        if text == "*":
            return cls.of("/*")
        above = text.removesuffix("/*")
        if "*" in above:
            texts = (text,) if above == text else (text, above)
            return cls(text, globs=tuple(map(Glob.of, texts)), beginning=text.partition("*")[0])
        return cls(text, subtree=above, beginning=f"{above}/")

    @classmethod
    def _of_plain(cls, text: str, regex: re.Pattern[str] | None = None) -> PathPattern:
        pieces = tuple(text.split(".*"))
        return cls(text, globs=(Glob(pieces),), regex=regex, beginning=pieces[0])

    @classmethod
    def _of_regex(cls, regex: re.Pattern[str]) -> PathPattern:
        if regex.pattern.removeprefix("^").removesuffix("$") in _EVERY_REGEX:
            return cls.of("/*")
        flags = regex.flags & ~_UNICODE
        if flags in {0, _DOTALL} and is_plain_regex(regex.pattern):
            # A star of a glob stands for a line break too.
            return cls._of_plain(regex.pattern, re.compile(regex.pattern) if flags else regex)
        if not flags & _DOTALL:
            again = regexes.recompiled(regex.pattern, flags | _DOTALL)
            regex = t.cast("re.Pattern[str]", again)
        return cls(
            regex.pattern,
            regex=regex,
            beginning=beginning_of(regex),
            caseless=is_caseless(regex),
        )

    def finds(self, path: str) -> bool:
        """Whether a glob or regex matches `path`."""
        if self.regex is not None and not self.globs:
            return self.regex.fullmatch(path) is not None
        return any(glob.matches(path) for glob in self.globs)

    def may_find(self, path: str) -> bool:
        """Whether a path that begins with the `prefix` begins as the pattern has it."""
        if not self.caseless:
            return True
        return re.match(re.escape(self.beginning), path, re.IGNORECASE) is not None

    @property
    def prefix(self) -> str:
        """What every matching path begins with as it is."""
        return "" if self.caseless else self.beginning

    @property
    def rank(self) -> tuple[bool, bool, int, int]:
        """Sorts patterns by how specific they are, the most specific first."""
        everything = self.subtree == ""
        return everything, self.exact is None, -len(self.beginning), -len(self.text)


def is_plain_regex(text: str) -> bool:
    """Whether `text` is a regex of plain characters and ``.*``, which need not be compiled."""
    return (
        ".*" in text
        and text not in _EVERY_REGEX
        and _REGEX_SYNTAX.isdisjoint(text.replace(".*", ""))
    )


def routed_path(path_info: str) -> str:
    """The path that Flask routes on.

    :param path_info: the path as WSGI has it in PATH_INFO.
    """
    if not path_info.isascii():
        path_info = path_info.encode("latin-1", "replace").decode("utf-8", "replace")
    return f"/{path_info.lstrip('/')}"


def paths_above(path: str, longest: int) -> cabc.Iterator[str]:
    """`path` and the paths above it, the longest first; the last is empty, for the root.

    :param longest: the most characters that the caller has a use for. So the walk is bounded by
        the configuration, however many slashes a request brings.
    """
    above = path if len(path) <= longest else path[: longest + 1].rpartition("/")[0]
    while above:
        yield above
        above = above.rpartition("/")[0]
    yield above


def path_info_of(path: str) -> str:
    """A path that Flask routes on, as WSGI has it in PATH_INFO: the inverse of `routed_path`."""
    return path if path.isascii() else path.encode(errors="replace").decode("latin-1")


def readings_of(path: str) -> tuple[str, ...]:
    """The paths that programs may take `path` for, that of a browser first.

    It resolves dot segments; a file system takes several slashes for one, too. There is none where
    it has more such segments, or is longer, than any program writes: nobody shall make work of it.
    """
    if "/." not in path and "//" not in path:
        return (path,)
    if len(path) > MAX_PATH_LENGTH:
        return ()
    segments = path.strip("/").split("/")
    if sum(map(segments.count, ("", ".", ".."))) > MAX_ODD_SEGMENTS:
        return ()
    spelt = dict.fromkeys((path, re.sub("//+", "/", path)))
    return tuple(dict.fromkeys((*map(without_dot_segments, spelt), path)))


def without_dot_segments(path: str) -> str:
    """The path that a browser takes `path` for (RFC 3986, 5.2.4)."""
    if "/." not in path:
        return path
    resolved: list[str] = []
    *parents, last = path.split("/")[1:]
    for segment in parents:
        if segment == "..":
            resolved[-1:] = []
        elif segment != ".":
            resolved.append(segment)
    if last == "..":
        resolved[-1:] = []
    text = "/".join([*resolved, "" if last in {".", ".."} else last])
    return f"/{text.lstrip('/')}"
