"""One load at a time for each key: who comes while it runs waits for what it brings."""

from __future__ import annotations

import threading
import typing as t


class Flight:
    """A load on its way.

    Its event is made here and not at import, so that gevent's stands in for it where it does.
    """

    def __init__(self) -> None:
        self.answer: bool | None = None
        """What it has brought; None where its thread was ended before it could."""
        self._landed = threading.Event()

    def land(self) -> None:
        """Let go on who waits."""
        self._landed.set()

    def wait(self) -> None:
        """Wait for the answer."""
        self._landed.wait()


class Flights:
    """The loads on their way, by what they are about."""

    def __init__(self) -> None:
        self._flights: dict[t.Hashable, Flight] = {}

    def join(self, about: t.Hashable) -> tuple[Flight, bool]:
        """The load about this, and whether the caller is the one who has to do it."""
        mine = Flight()
        # One dictionary operation, so that of all threads only one finds its own in there.
        flight = self._flights.setdefault(about, mine)
        return flight, flight is mine

    def land(self, about: t.Hashable, flight: Flight) -> None:
        """End a load."""
        self._flights.pop(about, None)
        flight.land()

    def forget(self) -> None:
        """Begin anew in a new process, which has none of the threads that are waited for."""
        self._flights = {}
