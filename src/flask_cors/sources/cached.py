"""`CachedOrigins`: remembers what a source answers."""

from __future__ import annotations

import collections.abc as cabc
import typing as t
from datetime import timedelta
from time import monotonic

from ..protocol.problems import shown
from ..protocol.run_time import Remembering
from . import settings
from .answering import ask
from .answering import have_forgotten
from .flights import Flight
from .flights import Flights
from .flights import RecentFailures
from .forks import renew_in_child
from .keys import Keys
from .keys import Part
from .keys import Place
from .keys import WatchedQuery
from .local import LocalAnswers
from .queries import OriginQuery
from .seldom import Seldom
from .shared import SharedAnswers

if t.TYPE_CHECKING:
    from .queries import Source


class CachedOrigins(Remembering):
    """A source that remembers what another one answers, and asks it once at a time.

    Without a back end the answers are remembered in this process. With one they are shared by
    all that use it: every answer is read from there, so `invalidate` holds at once everywhere;
    and where the back end does not answer in time, nobody is let in. An answer is remembered
    for the origin and for whatever else of the query the source looked at.

    :param source: the function or `OriginSource` to ask.
    :param ttl: seconds that a yes is remembered.
    :param negative_ttl: seconds that a no is remembered; 0 for not at all.
    :param maxsize: answers that are remembered at most in this process; a back end has bounds
        of its own.
    :param stale_if_error: seconds that a yes is good for beyond its time while the source
        fails; a no never turns into a yes.
    :param backend: a cache of the cachelib package, such as ``RedisCache``.
    :param key: what the answer depends on beside the origin and whatever the source looks at
        in the query: a function of the query that returns a string, a number, or a tuple of
        them. Needed only where the source knows something from elsewhere.
    :param namespace: tells the answers of one source of one program from all others on the same
        back end, and is the same wherever the program runs; needed with a back end.
    :param backend_timeout: seconds after which a back end that has not answered has failed.
    :raises PolicyError: where one of these cannot be used, with every problem they have.

    .. versionadded:: 7.0
    """

    def __init__(  # noqa: PLR0913,PLR0917  what there is to say, each with a name of its own
        self,
        source: Source,
        ttl: float | timedelta = 60,
        negative_ttl: float | timedelta = 10,
        maxsize: int = 10_000,
        stale_if_error: float | timedelta = 300,
        backend: object = None,
        key: cabc.Callable[[OriginQuery], Part] | None = None,
        *,
        namespace: str = "",
        backend_timeout: float | timedelta = 1.0,
    ) -> None:
        given = {name: value for name, value in locals().items() if name != "self"}
        times, limit = settings.check(source, given)
        self.source = source
        self._name = shown(source)
        self.ttl = times.ttl
        self.is_shared = backend is not None
        self._keys = Keys(key)
        self._local = LocalAnswers(times, maxsize)
        if type(self).allows is CachedOrigins.allows:
            self.recall_origin = self._local.recall
        self._answers: LocalAnswers | SharedAnswers = self._local
        if backend is not None:
            self._answers = SharedAnswers(backend, namespace, times, limit)
        self._flights = Flights()
        self._failed = RecentFailures(maxsize)
        self._failures = Seldom()
        renew_in_child(self)

    def __len__(self) -> int:
        """How many answers are remembered in this process."""
        return len(self._local)

    def allows(self, query: OriginQuery) -> bool:
        """Whether the origin is let in; where that cannot be found out, it is not.

        :param query: the question.
        """
        try:
            return self._find(query)
        except Exception as error:
            message = "An origin is not let in: the answers of %s cannot be had."
            self._failures.tell(message, self._name, error=error)
            return False

    def origins(self) -> cabc.Iterable[str]:
        """The origins that the source lists, if it lists any."""
        listed = getattr(self.source, "origins", None)
        return t.cast("cabc.Iterable[str]", listed()) if callable(listed) else ()

    def invalidate(self, key: Part | None = None) -> None:
        """Forget what is remembered of an origin, or of a key; without one, everything.

        It holds at once: for this process, or for all that share the back end. What was asked
        of the source before is not remembered after.

        :param key: an origin, in any spelling that means no other, or what the key function
            returns, whole.
        :raises OSError: where the back end cannot be told; then nothing is forgotten.
        :raises TypeError: where this is neither.
        :raises ValueError: where a string is no origin, and there is no key function.
        """
        subjects = [None] if key is None else self._keys.subjects(key)
        try:
            have_forgotten(self.source, subjects)
        finally:
            for each in subjects:
                self._answers.forget(each)

    def after_fork(self) -> None:
        """Let go of what threads hold that this process does not have."""
        self._keys.renew_lock()
        self._local.renew_lock()

    def _find(self, query: OriginQuery) -> bool:
        while True:
            names = self._keys.looked_at
            key = self._keys.key(query, names)
            if key is None:
                return ask(self.source, query)
            answer, place = self._answers.find(key)
            if answer is not None:
                return answer
            if not self._keys.add(self._answers.looked_at()) <= names:
                continue  # another process knows better on what answers depend
            flight, leads = self._flights.join(place)
            if leads:
                return self._lead(flight, place, query)
            flight.wait()
            # It may depend on more than was known when the two found that they ask the same.
            if flight.answer is not None and flight.looked_at <= names:
                return flight.answer

    def _lead(self, flight: Flight, place: Place, query: OriginQuery) -> bool:
        try:
            # Another may have landed since the answer was looked for, and it may depend on more.
            if self._keys.key(query, self._keys.looked_at) != place.key:
                return self._find(query)
            answer, here = self._answers.find(place.key)
            if answer is None and self._failed.lately(here):
                answer = self._answers.stands_in(here)
            flight.answer = self._load(flight, here, query) if answer is None else answer
            return flight.answer
        finally:
            self._flights.land(place, flight)

    def _load(self, flight: Flight, place: Place, query: OriginQuery) -> bool:
        with self._failures.telling("What %s answers is not remembered.", self._name):
            place = self._answers.with_marks(place)
        start, watched = monotonic(), WatchedQuery.of(query)
        failure: Exception | None = None
        try:
            with flight.led():
                answer = ask(self.source, watched)
        except Exception as error:
            answer, failure = False, error
        flight.looked_at = frozenset(watched.looked_at)
        names = self._keys.add(flight.looked_at)
        # Never under less than this answer was worked out from.
        key = self._keys.key(query, names)
        if key is not None:
            place = place._replace(key=key)
        if failure is not None:
            return self._without_source(place, failure)
        if key is not None:
            # The source has just answered, and that holds, remembered or not.
            with self._failures.telling("What %s answers is not remembered.", self._name):
                self._answers.keep(place, answer, names, monotonic() - start)
        return answer

    def _without_source(self, place: Place, failure: Exception) -> bool:
        self._failures.tell(
            "The source of origins %s failed; an origin is let in only where it was lately.",
            self._name,
            error=failure,
        )
        self._failed.note(place)
        return self._answers.stands_in(place)
