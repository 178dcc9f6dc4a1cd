"""The origins that a policy lets in."""

from __future__ import annotations

import collections.abc as cabc
import re
import typing as t
from operator import methodcaller

from .origins import OPAQUE
from .origins import Origin
from .origins import OriginPattern
from .origins import are_plain
from .run_time import RunTimeOrigins

_ANY_PORT = -1
_is_https = methodcaller("startswith", "https://")


class OriginPatterns(tuple[OriginPattern, ...]):  # noqa: SLOT001  a tuple with an index
    """Patterns of origins, indexed by scheme and host.

    .. versionadded:: 7.0
    """

    def __init__(self, _: cabc.Iterable[OriginPattern] = (), /) -> None:
        self._ports: dict[tuple[str, str], set[int | None]] = {}
        for pattern in self:
            origin = pattern.origin
            host = f"*.{origin.host}" if pattern.subdomains else origin.host
            port = _ANY_PORT if pattern.any_port else origin.port
            self._ports.setdefault((origin.scheme, host), set()).add(port)

    def match(self, origin: Origin) -> bool:
        """Whether any of them matches `origin`."""
        host = origin.host
        while self._ports:
            ports = self._ports.get((origin.scheme, host))
            if ports is not None and (origin.port in ports or _ANY_PORT in ports):
                return True
            parent = host.removeprefix("*.").partition(".")[2]
            if not parent:
                break
            host = f"*.{parent}"
        return False


class AllowedOrigins(t.NamedTuple):
    """The origins that a policy lets in, compiled for look-up.

    However many there are, a look-up is one set membership; where that fails, the Origin
    is parsed, then one dictionary look-up for each label of its host, then the regexes.

    :param exact: serialized origins, ``null`` among them where it was listed.
    :param patterns: origins with open labels or an open port.
    :param regexes: what must match the whole serialized origin.
    :param any: whether every origin is let in.
    :param run_time: what is asked, while the app runs, about the origins that are not let in
        by what stands here.

    .. versionadded:: 7.0
    """

    exact: frozenset[str] = frozenset()
    patterns: OriginPatterns = OriginPatterns()
    regexes: tuple[re.Pattern[str], ...] = ()
    any: bool = False
    run_time: RunTimeOrigins | None = None

    @classmethod
    def of_plain(cls, values: tuple[str, ...]) -> AllowedOrigins | None:
        """What such origins let in; None where any of them needs a closer look."""
        if values == ("*",):
            return cls(any=True)
        return cls(frozenset(values)) if values and are_plain(values) else None

    @property
    def only(self) -> str | None:
        """The origin, where exactly one is let in and it is written out."""
        if self.any or self.patterns or self.regexes or self.run_time or len(self.exact) != 1:
            return None
        (origin,) = self.exact
        return origin

    @property
    def is_plainly_https(self) -> bool:
        """Whether all that is let in is written out, with https."""
        if self.any or self.patterns or self.regexes or self.run_time:
            return False
        return all(map(_is_https, self.exact))

    @property
    def is_empty(self) -> bool:
        """Whether nobody is let in."""
        return not (self.any or self.exact or self.patterns or self.regexes or self.run_time)

    def without(self, members: cabc.Collection[object]) -> AllowedOrigins:
        """The same without some members.

        :param members: origins and patterns as they are serialized, and sources of regexes.
        """
        return self._replace(
            exact=self.exact.difference(members),
            patterns=OriginPatterns(
                each for each in self.patterns if each.serialize() not in members
            ),
            regexes=tuple(each for each in self.regexes if each.pattern not in members),
        )

    def allows(self, text: str) -> bool:
        """Whether the origin is let in that serializes to `text`; no source is asked."""
        if text in self.exact:
            return True
        if text == OPAQUE:
            return self.any
        if not (self.any or self.patterns or self.regexes):
            return False
        origin = Origin.parse(text)
        if origin is None:
            return False
        return self.any or self.patterns.match(origin) or self._matches_regex(text)

    def covers(self, other: AllowedOrigins) -> bool:
        """Whether whoever `other` lets in is let in here, as far as can be told without asking."""
        if self.any or other.any:
            return self.any
        return (
            all(map(self.allows, other.exact))
            and {*other.patterns} <= {*self.patterns}
            and {*other.regexes} <= {*self.regexes}
            and other.run_time in (None, self.run_time)
        )

    def _matches_regex(self, text: str) -> bool:
        return any(regex.fullmatch(text) for regex in self.regexes)
