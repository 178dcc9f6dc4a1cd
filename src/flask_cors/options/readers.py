"""What reads each option of a policy: a value as it was given into what a policy keeps."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from ..current import unwrapped
from ..protocol.allowed_origins import AllowedOrigins
from ..protocol.exposed_headers import ExposedHeaders
from ..protocol.headers import AllowedHeaders
from ..protocol.methods import AllowedMethods
from ..protocol.policy import Source
from ..protocol.problems import Findings
from ..protocol.problems import OptionFindings
from .values import A_DAY
from .values import Given
from .values import as_list
from .values import as_max_age
from .values import as_switch

Reader = cabc.Callable[[str, object, Source, Findings], object]
"""Takes an option's name, its value, where it was given, and where to note what is wrong."""

_ReadPlain = cabc.Callable[[tuple[str, ...]], object | None]
_Read = cabc.Callable[[list[object], OptionFindings], object]

_CONFIG = Source.CONFIG  # a member costs Python 3.11 a call
_TEXTS = frozenset({str})

_Doubt = tuple[str, str] | tuple[()]
"""A reason, and what to write; or none."""

_NO_METHOD = (
    "No method is allowed, so every preflight will fail.",
    "Name the methods that pages may use, or leave the option out; write [] if you mean none.",
)
_NO_HEADER = (
    "No header is allowed, so every preflight that asks for one will fail.",
    "Name the headers that pages may send, or leave the option out; write [] if you mean none.",
)


class _ListReader:
    """Reads an option that is a list; what several rules have written alike is read once.

    :param read_plain: reads texts, and gives None where any of them needs a closer look.
    :param read: takes that look.
    :param split: whether a keyword may be one text with commas in it.
    :param none: what None means, if it means anything: an empty list, and with which doubt.
    """

    def __init__(
        self,
        read_plain: _ReadPlain,
        read: _Read,
        *,
        split: bool = True,
        none: _Doubt | None = None,
    ) -> None:
        self._read_plain = read_plain
        self._read = read
        self._split = split
        self._none = none
        self._known: dict[tuple[object, ...], object] = {}

    def __call__(self, name: str, value: object, source: Source, findings: Findings) -> object:
        """What the value of the option amounts to."""
        # Most are lists, of which there may be thousands.
        is_list = type(value) is list
        members = t.cast("list[t.Any]", value) if is_list else self._as_list(value, source)
        if not _TEXTS.issuperset(map(type, members)):  # 1 and True are equal, and not alike
            on_option = Given(name, value, source).findings(findings)
            if value is None and self._none is not None:
                if self._none:
                    on_option.warn("list-none", None, *self._none)
                return self._read([], OptionFindings(Findings(), name))
            return self._read([*map(unwrapped, members)], on_option)
        texts = tuple(members)
        known = self._known.get(texts)
        if known is None:
            known = self._read_plain(texts)
            if known is None:
                return self._read_closely(texts, Given(name, value, source), findings)
            self._known[texts] = known
        return known

    def _as_list(self, value: object, source: Source) -> list[t.Any]:
        return as_list(value, split=self._split or source is _CONFIG)

    def _read_closely(self, texts: tuple[str, ...], given: Given, findings: Findings) -> object:
        """The same for texts that need it; what is found is told once, as of a keyword or key."""
        key = (given.in_config, *texts)
        if key not in self._known:
            self._known[key] = self._read([*texts], given.findings(findings))
        return self._known[key]


def _read_origins(members: list[object], findings: OptionFindings) -> AllowedOrigins:
    from ..protocol.origin_reader import read_origins  # noqa: PLC0415  most need no closer look

    return read_origins(members, findings)


def _read_max_age(name: str, value: object, source: Source, findings: Findings) -> int | None:
    if type(value) is int and 0 <= value <= A_DAY:
        return value
    return as_max_age(Given(name, value, source), findings)


def read_switch(name: str, value: object, source: Source, findings: Findings) -> bool:
    """Reads a switch; most are True or False."""
    if value is True or value is False:
        return value
    return as_switch(Given(name, value, source), findings)


def readers() -> dict[str, Reader]:
    """A reader for each option that has one of its own; all others are switches."""
    return {
        # Origins are never split: a keyword with a comma in it is one mistyped origin.
        "origins": _ListReader(AllowedOrigins.of_plain, _read_origins, split=False),
        "methods": _ListReader(AllowedMethods.of_plain, AllowedMethods.parse, none=_NO_METHOD),
        "allow_headers": _ListReader(
            AllowedHeaders.of_plain, AllowedHeaders.parse, none=_NO_HEADER
        ),
        "expose_headers": _ListReader(ExposedHeaders.of_plain, ExposedHeaders.parse, none=()),
        "max_age": _read_max_age,
    }
