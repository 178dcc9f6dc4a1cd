"""Calls that must not take longer than so long, whatever they wait for.

A client of Redis waits for an answer forever unless it was told not to, and tries again and
again when there is nobody to ask. So a back end is called in a thread that can be left behind.
"""

from __future__ import annotations

import collections.abc as cabc
import os
import queue
import threading
import typing as t
from time import monotonic

T = t.TypeVar("T")

REST = 1.0
"""Seconds for which one that did not answer in time is not asked again."""

LONG_REST = 60.0
"""The same once many calls hang: each that is tried may leave a thread behind for good."""

_MOST_THREADS = 64
"""How many calls may be under way, and how many may hang before the rest becomes long."""


class _Job(t.Generic[T]):
    def __init__(self, call: cabc.Callable[[], T]) -> None:
        self.call = call
        self.result: T | None = None
        self.error: Exception | None = None
        self.done = threading.Event()
        self._settled = threading.Lock()

    def settle(self) -> bool:
        """End it, or give it up: whichever comes first."""
        return self._settled.acquire(blocking=False)

    def run(self) -> None:
        if not self._settled.locked():
            try:
                self.result = self.call()
            except Exception as error:
                self.error = error


class _Crew:
    """The threads of one process."""

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[_Job[t.Any]] = queue.SimpleQueue()
        self._places = threading.Semaphore(_MOST_THREADS)
        self._idle = threading.Semaphore(0)
        self._left: set[_Job[t.Any]] = set()
        """What was given up and has not come to an end; its threads take no place any more."""

    @property
    def rest(self) -> float:
        """Seconds until a call is tried again."""
        return REST if len(self._left) < _MOST_THREADS else LONG_REST

    def finish(self, job: _Job[t.Any], seconds: float) -> bool:
        """Whether a job is done in time; else it is given up."""
        until = monotonic() + seconds
        if not self._places.acquire(timeout=seconds):
            return False
        try:
            self._hand_over(job)
            return job.done.wait(until - monotonic()) or not self._leave(job)
        finally:
            self._places.release()

    def _hand_over(self, job: _Job[t.Any]) -> None:
        """Have an idle thread do it, or else a new one: no job waits behind another."""
        if not self._idle.acquire(blocking=False):
            # A daemon, since one that waits for an answer must not keep the process alive.
            threading.Thread(target=self._work, name="cors", daemon=True).start()
        self._jobs.put(job)

    def _leave(self, job: _Job[t.Any]) -> bool:
        """Whether it is given up; not where it was done just now."""
        self._left.add(job)  # before, so that the thread finds it there
        given_up = job.settle()
        if not given_up:
            self._left.discard(job)
        return given_up

    def _work(self) -> None:
        """Do jobs until one of them was given up, and this thread with it."""
        while True:
            job = self._jobs.get()
            job.run()
            if not job.settle():
                self._left.discard(job)
                return
            self._idle.release()  # before, so that whoever waits finds this thread idle
            job.done.set()


class Deadline:
    """Runs calls in threads of its own, and gives up those that take too long.

    :param seconds: how long a call may take.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._failed = False
        self._tried_at = 0.0
        self._crews: dict[int, _Crew] = {}

    def run(self, call: cabc.Callable[[], T]) -> T:
        """What `call` returns, or raises.

        :raises TimeoutError: where it takes too long, and at once where one did just before.
        """
        crew = self._crew
        if self._failed:
            now = monotonic()
            if now < self._tried_at + crew.rest:
                raise TimeoutError("It did not answer in time just now, and is left alone.")
            # This caller finds out; the others need not wait with it.
            self._tried_at = now + self.seconds
        job = _Job(call)
        if not crew.finish(job, self.seconds):
            self._failed, self._tried_at = True, monotonic()
            raise TimeoutError(f"There was no answer within {self.seconds:g} seconds.")
        self._failed = False
        if job.error is not None:
            raise job.error
        return t.cast(T, job.result)

    @property
    def _crew(self) -> _Crew:
        # Not before it is needed, since gevent may take the place of threads after a fork; by
        # process, since threads do not survive one (uWSGI forks without Python's own hooks); and
        # one dictionary operation, so that all threads find the same.
        here = os.getpid()
        return self._crews.get(here) or self._crews.setdefault(here, _Crew())
