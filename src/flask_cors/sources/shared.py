"""Answers shared by processes and machines, on a back end of the cachelib package.

All that can be invalidated has a *mark* there, a random number, and with an answer are stored
the marks that were there before the source was asked. The answer counts while they are the same:
when one changes, nobody goes by what was stored before, or is stored later by somebody who asked
before. Where a mark is lost a new one is written, never an old one: what a back end drops, in
whatever order, is forgotten and does not come back.
"""

from __future__ import annotations

import copy
import math
import secrets
import typing as t
from time import time

from .deadline import Deadline
from .keys import VARYING
from .keys import Key
from .keys import Part
from .keys import Place
from .keys import digest
from .keys import shortened
from .keys import subjects_of
from .settings import Times
from .stored import Marks
from .stored import PlainText
from .stored import Stored

_EVERYTHING = ""

_A_MONTH = 30 * 24 * 60 * 60
"""Seconds after which a mark is lost, and with it what was stored under it."""


class Backend(t.Protocol):
    """What of cachelib's interface is used."""

    def get(self, key: str) -> t.Any: ...
    def get_many(self, *keys: str) -> list[t.Any]: ...
    def set(self, key: str, value: int | str, timeout: int) -> t.Any: ...
    def delete(self, key: str) -> t.Any: ...


class SharedAnswers:
    """What a source has answered to any of those who share a back end.

    :param backend: a cache of the cachelib package; a copy of it is used, which does not pickle.
    :param namespace: tells these answers from others.
    :param times: how long answers count.
    :param limit: seconds after which a call has failed.
    """

    def __init__(self, backend: t.Any, namespace: str, times: Times, limit: float) -> None:
        if hasattr(backend, "serializer"):
            backend = copy.copy(backend)
            backend.serializer = PlainText()
        self._backend: Backend = backend
        self._namespace = namespace
        self._place = digest(namespace)[:16]
        self._times = times
        self._deadline = Deadline(limit)

    def find(self, key: Key) -> tuple[bool | None, Place]:
        """The answer, and where one belongs that is asked for now; in one round trip."""
        names = [*map(self._mark_of, _groups_of(key)), self._name("is", key)]
        *marks, value = self._deadline.run(lambda: self._backend.get_many(*names))
        place = Place(tuple(mark if type(mark) is int else None for mark in marks), key)
        return self._answer_in(place, value), place

    def with_marks(self, place: Place) -> Place:
        """The place once all its marks are there, without which it would keep nothing.

        :raises OSError: where the back end does not take them.
        """
        marked = zip(_groups_of(place.key), _marks_of(place), strict=True)
        marks = tuple(self._renew(group) if mark is None else mark for group, mark in marked)
        return place._replace(generation=marks)

    def looked_at(self) -> frozenset[str]:
        """The parts of queries on which answers depend that are stored here."""
        names = [self._name("looks", part) for part in VARYING]
        found = self._deadline.run(lambda: self._backend.get_many(*names))
        return frozenset(
            part
            for part, value in zip(VARYING, found, strict=True)
            if type(value) is int and value == 1
        )

    def keep(self, place: Place, allowed: bool, looked_at: frozenset[str], age: float) -> None:
        """Remember an answer that depends on these parts of its query.

        Nothing is left of a no beyond its time, since everybody can have one stored.

        :param age: seconds since the source was asked, from when on it counts.
        """
        counts = (self._times.ttl if allowed else self._times.negative) - age
        stored = Stored(allowed, time() - age, _marks_of(place))
        name = self._name("is", place.key)
        if None in stored.marks:
            return
        if not allowed:
            # By itself, as a back end that is full still does it: a yes would stand in for the no.
            self._deadline.run(lambda: self._backend.delete(name))
        if counts <= 0:
            return
        for part in looked_at:
            self._set(self._name("looks", part), 1, self._times.ttl + self._times.stale)
        self._set(name, stored.text, counts + self._times.stale if allowed else counts)

    def stands_in(self, place: Place) -> bool:
        """Whether a yes that has had its time still counts for want of another answer."""
        name = self._name("is", place.key)
        value = self._deadline.run(lambda: self._backend.get(name))
        return self._answer_in(place, value, self._times.stale) is True

    def _answer_in(self, place: Place, value: object, beyond: float = 0.0) -> bool | None:
        """The answer that is stored, as long as it belongs to this place and counts.

        It does so by the times of who reads it, whatever those of who has stored it are, and not
        at all where it comes from the future. So once a clock was set back, nothing counts for
        longer than it would if it were stored now.

        :param beyond: seconds that it may be older than otherwise.
        """
        stored = Stored.read(value)
        if stored is None or stored.marks != place.generation:
            return None
        most = self._times.ttl if stored.allowed else self._times.negative
        return stored.allowed if 0 <= time() - stored.asked < most + beyond else None

    def forget(self, subject: Part | None) -> None:
        """Forget what is about an origin or a part of a key; with None, everything.

        :raises OSError: where the back end cannot be told; then nothing is forgotten.
        """
        try:
            self._renew(_EVERYTHING if subject is None else _group_of(shortened(subject)))
        except Exception as error:
            raise OSError("The back end cannot be told, so nothing is forgotten.") from error

    def _renew(self, group: str) -> int:
        """Write a new mark; random, so that two who do so at once need not know of each other.

        :raises OSError: where the back end says that it has not.
        """
        mark = secrets.randbits(63)
        # Some back ends tell of a failure by what they return, and some return nothing.
        if self._set(self._mark_of(group), mark, _A_MONTH) is False:
            raise OSError("The back end has not stored it.")
        return mark

    def _set(self, name: str, value: int | str, seconds: float) -> object:
        whole = math.ceil(seconds)
        return self._deadline.run(lambda: self._backend.set(name, value, timeout=whole))

    def _mark_of(self, group: str) -> str:
        return self._name("mark", group)

    def _name(self, kind: str, about: object) -> str:
        # What stands in braces decides where a cluster of Redis keeps it: all in one place.
        return f"flask-cors:{{{self._place}}}:{digest(self._namespace, kind, about)}"


def _groups_of(key: Key) -> list[str]:
    """The groups by whose marks an answer counts: that of everything, and those of its subjects."""
    return list(dict.fromkeys((_EVERYTHING, *map(_group_of, subjects_of(key)))))


def _group_of(subject: Part) -> str:
    """What shares a mark with a subject: one in 256, lest each stranger has one stored."""
    return digest(subject)[:2]


def _marks_of(place: Place) -> Marks:
    return t.cast("Marks", place.generation)
