"""What an answer depends on: its origin, and whatever else the source looked at."""

from __future__ import annotations

import collections.abc as cabc
import hashlib
import threading
import typing as t
import uuid
from functools import cached_property

from ..protocol.problems import PolicyError
from ..protocol.problems import shown
from .exact import exact
from .queries import OriginQuery

Part = t.Union[str, int, "tuple[str | int, ...]"]
Key = t.Union[str, "tuple[Part, ...]"]
"""An origin alone, or a tuple of it and of what else the answer depends on."""

_LONGEST_PART = 400  # room for every origin
VARYING = ("host", "path", "endpoint", "view_args", "preflight")


class Place(t.NamedTuple):
    """Where an answer belongs; nowhere any more, once the generation is another."""

    generation: object
    key: Key


class WatchedQuery(OriginQuery):
    """A query that notes what of it is looked at, the origin aside.

    So an answer is remembered for just what it was worked out from, and one tenant's answer
    is never another's.
    """

    looked_at: set[str]

    @classmethod
    def of(cls, query: OriginQuery) -> WatchedQuery:
        """A query that `query` answers; one that is made by its parts has none to be watched."""
        watched = object.__new__(cls)
        watched.__dict__.update(origin=query.origin, _query=query, looked_at=set())
        return watched


def _watch(name: str) -> None:
    def look(self: t.Any) -> object:
        self.looked_at.add(name)
        value = getattr(self._query, name)
        # A copy, as the source may take values out, and the answer is kept for what was there.
        return dict(t.cast("dict[str, object]", value)) if isinstance(value, dict) else value

    part = cached_property(look)
    part.__set_name__(WatchedQuery, name)
    setattr(WatchedQuery, name, part)


for _name in VARYING:
    _watch(_name)


class Seen(str):
    """What a source saw when it looked at a query; nobody tells to forget it."""

    __slots__ = ()


def seen_in(query: OriginQuery, names: frozenset[str]) -> list[Part] | None:
    """What an answer depends on that was worked out from these parts of `query`.

    None where one of them is a value of which it is not known what tells it from others: what
    an object of a program's own is written as may be the same for another tomorrow.
    """
    values = [(name, getattr(query, name)) for name in VARYING if name in names]
    if not all(_tells_itself(value) for _, value in values):
        return None
    return [Seen(f"{name}: {value!r}") for name, value in values]


def _tells_itself(value: object) -> bool:
    """Whether `value` is written alike just where it is alike."""
    kind = type(value)  # no subclass, which may be more than it is written as
    if kind is dict:
        pairs = t.cast("dict[object, object]", value).items()
        return all(type(name) is str and _tells_itself(each) for name, each in pairs)
    if kind is tuple:
        return all(map(_tells_itself, t.cast("tuple[object, ...]", value)))
    return value is None or kind in _PLAIN


_PLAIN = frozenset({str, int, float, bool, uuid.UUID})


def checked_part(part: object) -> Part:
    """What a key function has returned, or what is to be forgotten, as plain as it is stored.

    :raises TypeError: where it would not mean the same in every process.
    """
    if isinstance(part, tuple):
        return tuple(map(_plain, t.cast("tuple[object, ...]", part)))
    return _plain(part)


def _plain(value: object) -> str | int:
    # A member of an enum, say, is written in another way than the string that it is.
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int.__index__(value)
    raise TypeError(
        f"A key is a string, a number, or a tuple of them, not {shown(value)}. "
        "Write key=lambda query: str(...)."
    )


class Keys:
    """What answers are remembered for, which depends on what the source has looked at so far.

    :param key_of: works out what it depends on beside the query, if anything.
    """

    def __init__(self, key_of: cabc.Callable[[OriginQuery], object] | None) -> None:
        self._key_of = key_of
        self._lock = threading.Lock()
        self.looked_at: frozenset[str] = frozenset()
        """The parts of queries that the source has ever looked at."""

    def renew_lock(self) -> None:
        """Have a lock that nobody holds, in a new process."""
        self._lock = threading.Lock()

    def add(self, looked_at: cabc.Iterable[str]) -> frozenset[str]:
        """Learn that the source looks at these; all that it has looked at."""
        with self._lock:
            self.looked_at |= {*looked_at}
            return self.looked_at

    def key(self, query: OriginQuery, names: frozenset[str]) -> Key | None:
        """What an answer is remembered for that depends on these parts; None for nothing."""
        parts = seen_in(query, names)
        if parts is not None and self._key_of is not None:
            parts = [checked_part(self._key_of(query)), *parts]
        return None if parts is None else key_of(query.origin, parts)

    def subjects(self, named: object) -> list[Part]:
        """What is to be forgotten that a program names: an origin, or what the function returns.

        :raises TypeError: where it would not mean the same in every process.
        :raises ValueError: where no answer can be about it.
        """
        part = checked_part(named)
        try:
            origin = exact(t.cast("str", part))
        except PolicyError as error:
            if self._key_of is not None:
                return [part]
            (problem,) = error.problems
            raise ValueError(
                f"No answer is remembered for {shown(part)}: {problem.reason} {problem.remedy}"
            ) from error
        return [origin] if self._key_of is None else list(dict.fromkeys((part, origin)))


def key_of(origin: str, parts: list[Part]) -> Key:
    """The key of an answer; short, whatever a request holds."""
    return (origin, *map(shortened, parts)) if parts else origin


def shortened(part: Part) -> Part:
    """`part`, or where it is long a short name for it."""
    if len(repr(part)) <= _LONGEST_PART:
        return part
    return Seen(digest(part)) if isinstance(part, Seen) else digest(part)


def subjects_of(key: Key) -> tuple[Part, ...]:
    """What an answer is about: all that can be named for it to be forgotten."""
    return (key,) if isinstance(key, str) else tuple(p for p in key if not isinstance(p, Seen))


def digest(*values: object) -> str:
    """A short name for strings and numbers, the same in every process and on every machine."""
    return hashlib.sha256(repr(values).encode(errors="backslashreplace")).hexdigest()
