"""One load at a time for each key: who comes while it runs waits for what it brings.

Where the source fails it is left alone for a moment, lest everybody waits in turn to learn so.
"""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import os
import threading
import typing as t
from collections import OrderedDict
from contextvars import ContextVar
from time import monotonic

REST = 1.0
"""Seconds for which a source that failed is not asked the same again."""


_led: ContextVar[tuple[Flight, ...]] = ContextVar("flask_cors.led", default=())
"""The loads that are under way around what runs; an async source runs in a thread of its own."""


class Flight:
    """A load on its way.

    Its event is made here and not at import, so that gevent's stands in for it where it does.
    """

    def __init__(self) -> None:
        self.answer: bool | None = None
        """What it has brought; None where its thread was ended before it could."""
        self.looked_at: frozenset[str] = frozenset()
        """What of the query it was worked out from, beside what all that wait have in common."""
        self._landed = threading.Event()

    @contextlib.contextmanager
    def led(self) -> cabc.Generator[None]:
        """Know what runs meanwhile, so that it does not wait for this."""
        token = _led.set((*_led.get(), self))
        try:
            yield
        finally:
            _led.reset(token)

    def land(self) -> None:
        """Wake all who wait for the answer."""
        self._landed.set()

    def wait(self) -> None:
        """Wait for the answer.

        :raises RuntimeError: where it would wait for itself.
        """
        if self in _led.get():
            raise RuntimeError("The source asks the CachedOrigins that remembers its answers.")
        self._landed.wait()


class Flights:
    """The loads on their way, by what they are about.

    Those of another process are not on their way in a fork of it, whose threads are others.
    """

    def __init__(self) -> None:
        self._flights: dict[tuple[int, t.Hashable], Flight] = {}

    def join(self, about: t.Hashable) -> tuple[Flight, bool]:
        """The load about this, and whether the caller is the one who has to do it."""
        mine = Flight()
        # One dictionary operation, so that of all threads only one finds its own in there.
        flight = self._flights.setdefault((os.getpid(), about), mine)
        return flight, flight is mine

    def land(self, about: t.Hashable, flight: Flight) -> None:
        """End a load, and wake all who wait for what it brings."""
        self._flights.pop((os.getpid(), about), None)
        flight.land()


class RecentFailures:
    """What the source could not answer a moment ago.

    :param most: how many of them are remembered at most.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._until: OrderedDict[t.Hashable, float] = OrderedDict()

    def note(self, about: t.Hashable) -> None:
        """Note that the source has failed to answer this, just now."""
        self._until[about] = monotonic() + REST
        if len(self._until) > self._most:
            self._until.popitem(last=False)

    def lately(self, about: t.Hashable) -> bool:
        """Whether it has failed so lately that asking again is in vain."""
        until = self._until.get(about)
        return until is not None and monotonic() < until
