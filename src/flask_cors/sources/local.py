"""Answers remembered in this process, in bounded memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from time import monotonic

from .keys import Key
from .keys import Part
from .keys import Place
from .keys import shortened
from .keys import subjects_of
from .settings import Times


class LocalAnswers:
    """What a source has answered, for a while.

    Refused origins give way before any that is let in: everybody can send the former. But a
    tenth of the room is theirs, lest the source be asked about every one of them again and
    again where all of it is taken.

    :param times: how long they count.
    :param most: how many are kept at most.
    """

    def __init__(self, times: Times, most: int) -> None:
        self._times = times
        self._most = most
        self._most_refused = min(max(1, most // 10), most - 1)
        self._allowed: OrderedDict[Key, float] = OrderedDict()
        self._refused: OrderedDict[Key, float] = OrderedDict()
        self._generation = object()
        self.renew_lock()

    def renew_lock(self) -> None:
        """Have a lock that nobody holds, in a new process."""
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many answers are remembered."""
        return len(self._allowed) + len(self._refused)

    def recall(self, key: Key) -> bool | None:
        """The answer, as long as it counts."""
        until = self._allowed.get(key)
        if until is not None and monotonic() < until:
            return True
        until = self._refused.get(key)
        if until is not None and monotonic() < until:
            return False
        return None

    def find(self, key: Key) -> tuple[bool | None, Place]:
        """The answer, and where one belongs that is asked for now."""
        place = Place(self._generation, key)
        return self.recall(key), place

    def with_marks(self, place: Place) -> Place:
        """The place as it is, which needs none."""
        return place

    def looked_at(self) -> frozenset[str]:
        """Nothing that this process would not know."""
        return frozenset()

    def keep(
        self,
        place: Place,
        allowed: bool,
        looked_at: frozenset[str] = frozenset(),  # noqa: ARG002  known here anyway
        age: float = 0.0,
    ) -> None:
        """Remember an answer, unless something was to be forgotten while it was fetched.

        A no ends a yes in any case, lest that stand in for it later.

        :param age: seconds since the source was asked, from when on it counts.
        """
        kept, other, ttl = self._allowed, self._refused, self._times.ttl
        if not allowed:
            kept, other, ttl = other, kept, self._times.negative
        with self._lock:
            if not allowed:
                self._allowed.pop(place.key, None)
            if place.generation is not self._generation or ttl <= age:
                return
            other.pop(place.key, None)
            kept[place.key] = monotonic() + ttl - age
            kept.move_to_end(place.key)
            self._drop_outdated()
            while len(self) > self._most:
                given_way = len(self._refused) > self._most_refused or not self._allowed
                (self._refused if given_way else self._allowed).popitem(last=False)

    def _drop_outdated(self) -> None:
        """Make room of what does not even stand in any more; the oldest come first."""
        now = monotonic()
        for answers, more in ((self._allowed, self._times.stale), (self._refused, 0.0)):
            while answers and answers[next(iter(answers))] + more <= now:
                answers.popitem(last=False)

    def stands_in(self, place: Place) -> bool:
        """Whether a yes that has had its time still counts for want of another answer."""
        until = self._allowed.get(place.key)
        fresh = place.generation is self._generation
        return fresh and until is not None and monotonic() < until + self._times.stale

    def forget(self, subject: Part | None) -> None:
        """Forget what is about an origin or a part of a key; with None, everything."""
        with self._lock:
            self._generation = object()
            short = subject if subject is None else shortened(subject)
            for answers in (self._allowed, self._refused):
                for key in [*answers]:
                    if subject is None or short in subjects_of(key):
                        del answers[key]
