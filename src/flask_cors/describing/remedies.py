"""What to change so that a browser accepts: as data, as Python, and as a sentence."""

from __future__ import annotations

import collections.abc as cabc
import json
import re
import types
import typing as t
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace

from ..protocol.allowed_origins import AllowedOrigins
from ..protocol.headers import AllowedHeaders
from ..protocol.origins import OriginPattern
from ..protocol.policy import Source
from ..protocol.problems import MOST_LISTED
from ..protocol.problems import shown
from ..protocol.rule_names import RuleName
from ..protocol.rule_names import quoted

Member = t.Union[str, "re.Pattern[str]", types.EllipsisType]
Value = t.Union[bool, int, str, "re.Pattern[str]", "cabc.Sequence[Member]"]

_FLAGS = (re.ASCII, re.IGNORECASE, re.MULTILINE, re.VERBOSE)


@dataclass(frozen=True)
class Remedy:
    """What to change so that a browser accepts.

    :param rule: the rule whose options are to be set; None where the app needs a new one.
    :param options: the options to set, by the name that they have as a keyword; what is new in a
        list comes last.
    :param sources: where options were given that stand in the app's config.
    :param page: what the page has to change, by member of its ``RequestInit``.
    :param paths: the patterns that a new rule is for; none for an extension that is missing.
    :param advice: what no option does.

    .. versionadded:: 7.0
    """

    rule: RuleName | None = None
    options: cabc.Mapping[str, Value] = field(default_factory=dict[str, Value])
    sources: cabc.Mapping[str, Source] = field(default_factory=dict[str, Source])
    page: cabc.Mapping[str, str] = field(default_factory=dict[str, str])
    paths: tuple[str, ...] = ()
    advice: str = ""

    @property
    def python(self) -> str:
        """What to write: options as keywords, or a call of ``CORS`` that adds a rule."""
        if self.rule is None and self.options:
            return f"CORS(app, {self._new_rule})"
        return ", ".join(_keywords(written) for written in self._written(self.options).values())

    def __str__(self) -> str:
        """What to change, in a sentence or two; of many origins only that which is new."""
        told = [self.advice] if self.advice else []
        if self.rule is None and self.options:
            told.append(f"Write {self.python}.")
        else:
            written = self._written(_without_known_origins(self.options))
            told += [f"Write {_keywords(what)}{place}." for place, what in written.items()]
        if self.page:
            told.append(f"In the page, write {_mapping(self.page)}.")
        return " ".join(told)

    def after(self, advice: str) -> Remedy:
        """The same with advice that comes first."""
        return replace(self, advice=f"{advice} {self.advice}".strip())

    @property
    def _new_rule(self) -> str:
        if len(self.paths) == 1:
            return f"resources={{{in_python(self.paths[0])}: {_mapping(self.options)}}}"
        return _keywords({**({"resources": self.paths} if self.paths else {}), **self.options})

    def _written(self, options: cabc.Mapping[str, Value]) -> dict[str, dict[str, Value]]:
        """The options as they are written, by the place."""
        places: dict[str, dict[str, Value]] = {}
        for name, value in options.items():
            source = self.sources.get(name, Source.KEYWORD)
            place = " in the app's config" if source is Source.CONFIG else self._place
            places.setdefault(place, {})[source.written(name)] = value
        return places

    @property
    def _place(self) -> str:
        kind, name, pattern = self.rule or RuleName()
        if kind == "view":
            return f" in @cross_origin(...) on the view {shown(name)}"
        if pattern:
            return f" on the rule {quoted(pattern)}"
        return f" in CORS(...) of the blueprint {shown(name)}" if name else " in CORS(app, ...)"


def written_origins(origins: AllowedOrigins) -> list[str | re.Pattern[str]]:
    """The origins that are let in, each as it can be written in a policy."""
    return [
        *(["*"] if origins.any else ()),
        *sorted(origins.exact),
        *sorted(map(OriginPattern.serialize, origins.patterns)),
        *origins.regexes,
    ]


def written_headers(headers: AllowedHeaders) -> list[str | re.Pattern[str]]:
    """The request headers that are allowed, each as it can be written in a policy."""
    globs = sorted("*".join(glob.pieces) for glob in headers.globs)
    return [*sorted(headers.names), *globs, *headers.regexes]


def _without_known_origins(options: cabc.Mapping[str, Value]) -> cabc.Mapping[str, Value]:
    """The options for a person to read: no other list has thousands of members."""
    origins = options.get("origins")
    if not isinstance(origins, list) or len(origins) <= MOST_LISTED:
        return options
    return {**options, "origins": [..., origins[-1]]}


def _keywords(options: cabc.Mapping[str, Value]) -> str:
    return ", ".join(f"{name}={in_python(value)}" for name, value in options.items())


def _mapping(options: cabc.Mapping[str, Value]) -> str:
    members = (f"{in_python(name)}: {in_python(value)}" for name, value in options.items())
    return f"{{{', '.join(members)}}}"


def in_python(value: object) -> str:
    """A value as a person writes it in Python."""
    if isinstance(value, str):
        # JSON has two escapes for a character of the upper planes, which Python reads as two.
        return json.dumps(value) if max(value, default="") <= "\uffff" else ascii(value)
    if value is ...:
        return "..."
    if isinstance(value, re.Pattern):
        pattern = t.cast("re.Pattern[str]", value)
        flags = " | ".join(f"re.{flag.name}" for flag in _FLAGS if pattern.flags & flag)
        return f"re.compile({_raw(pattern.pattern)}{flags and f', {flags}'})"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(in_python, t.cast('cabc.Sequence[object]', value)))}]"
    return repr(value)


def _raw(text: str) -> str:
    plain = text.isprintable() and '"' not in text and not text.endswith("\\")
    return f'r"{text}"' if plain else ascii(text)
