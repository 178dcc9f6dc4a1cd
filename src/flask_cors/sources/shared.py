"""Answers shared by processes and machines, on a back end of the cachelib package.

Of each answer 0 or 1 is stored, 1 for each part of a query that answers depend on, and of each
invalidation a number: the *mark* of an origin, a key, or everything. The names under which
answers are stored hold the marks that were read before the source was asked; so when a mark
changes, nobody finds what was stored before, or is stored later by somebody who asked before.
A mark may go once all that it hides has gone.
"""

from __future__ import annotations

import copy
import secrets
import typing as t

from .deadline import Deadline
from .keys import VARYING
from .keys import Key
from .keys import Part
from .keys import Place
from .keys import digest
from .keys import shortened
from .keys import subjects_of
from .settings import Times

LONGEST_LOAD = 60
"""Seconds after which what a source answers is no longer stored."""

_ANSWERS = {0: False, 1: True}
_EVERYTHING = ""


class Backend(t.Protocol):
    """What of cachelib's interface is used."""

    def get(self, key: str) -> t.Any: ...
    def get_many(self, *keys: str) -> list[t.Any]: ...
    def set(self, key: str, value: int, timeout: int) -> t.Any: ...
    def delete(self, key: str) -> t.Any: ...


class Integers:
    """Numbers as ASCII digits in place of cachelib's pickles, of which anything could be made.

    What is anything else counts as not there.
    """

    def dumps(self, value: int, *_: object) -> bytes:
        """The number as digits."""
        return b"%d" % value

    def loads(self, raw: object) -> int | None:
        """The number, if it is one; some clients hand out text."""
        if isinstance(raw, (bytes, str)) and len(raw) <= 20 and raw.isascii() and raw.isdigit():
            return int(raw)
        return None

    def dump(self, value: int, file: t.IO[bytes], *_: object) -> None:
        """Write the number to a file."""
        file.write(self.dumps(value))

    def load(self, file: t.IO[bytes]) -> int | None:
        """Read the number from a file."""
        return self.loads(file.read(21))


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
            backend.serializer = Integers()
        self._backend: Backend = backend
        self._namespace = namespace
        self._ttl, self._negative_ttl = int(times.ttl), int(times.negative)
        self._stale = int(times.ttl + times.stale)
        self._deadline = Deadline(limit)
        self._last_of_all = 0

    def find(self, key: Key) -> tuple[bool | None, Place]:
        """The answer, and where one belongs that is asked for now.

        The marks nearly always are what they were, so one round trip brings them and the answer.
        """
        subjects = (_EVERYTHING, *subjects_of(key))
        guess = Place((self._last_of_all, *[0] * (len(subjects) - 1)), key)
        names = [*(self._name("mark", subject) for subject in subjects), self._name("is", guess)]
        *marks, value = self._deadline.run(lambda: self._backend.get_many(*names))
        place = Place(tuple(mark if type(mark) is int else 0 for mark in marks), key)
        if place == guess:
            return _as_answer(value), place
        self._last_of_all = t.cast("tuple[int, ...]", place.generation)[0]
        return self.read(place), place

    def read(self, place: Place) -> bool | None:
        """The answer at a place."""
        name = self._name("is", place)
        return _as_answer(self._deadline.run(lambda: self._backend.get(name)))

    def looked_at(self) -> frozenset[str]:
        """The parts of queries on which answers depend that are stored here."""
        names = [self._name("looks", part) for part in VARYING]
        found = self._deadline.run(lambda: self._backend.get_many(*names))
        return frozenset(
            part for part, value in zip(VARYING, found, strict=True) if _as_answer(value)
        )

    def keep(self, place: Place, allowed: bool, looked_at: frozenset[str]) -> None:
        """Remember an answer that depends on these parts of its query.

        A no also ends what stood in for one; and nothing is left of it beyond its time, since
        everybody can have one stored.
        """
        for part in looked_at:
            self._set(self._name("looks", part), 1, self._stale + LONGEST_LOAD)
        was = self._name("was", place)
        if not allowed:
            self._deadline.run(lambda: self._backend.delete(was))
        elif self._stale > self._ttl:
            self._set(was, 1, self._stale)
        if ttl := self._ttl if allowed else self._negative_ttl:
            self._set(self._name("is", place), int(allowed), ttl)

    def stands_in(self, place: Place) -> bool:
        """Whether a yes that has had its time still counts for want of another answer."""
        name = self._name("was", place)
        return _as_answer(self._deadline.run(lambda: self._backend.get(name))) is True

    def forget(self, subject: Part | None) -> None:
        """Forget what is about an origin or a part of a key; with None, everything.

        :raises OSError: where the back end cannot be told; then nothing is forgotten.
        """
        name = self._name("mark", _EVERYTHING if subject is None else shortened(subject))
        reason: Exception | None = None
        try:
            # Random, so that two who do so at once need not know of each other.
            told = self._set(name, secrets.randbits(63), self._stale + LONGEST_LOAD)
        except Exception as error:
            told, reason = False, error
        # Some back ends tell of a failure by what they return, and some return nothing.
        if told is False:
            raise OSError("The back end cannot be told, so nothing is forgotten.") from reason

    def _set(self, name: str, value: int, seconds: int) -> object:
        return self._deadline.run(lambda: self._backend.set(name, value, timeout=seconds))

    def _name(self, kind: str, about: object) -> str:
        return f"flask-cors:{digest(self._namespace, kind, about)}"


def _as_answer(value: object) -> bool | None:
    return _ANSWERS.get(value) if type(value) is int else None
