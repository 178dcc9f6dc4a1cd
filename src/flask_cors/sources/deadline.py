"""Calls that must not take longer than so long, whatever they wait for.

A client of Redis waits for an answer forever unless it was told not to, and tries again and
again when there is nobody to ask. So a back end is called in a thread that can be left behind.
"""

from __future__ import annotations

import collections.abc as cabc
import queue
import threading
import typing as t
from time import monotonic

from .forks import renew_in_child

T = t.TypeVar("T")

REST = 1.0
"""Seconds for which one that did not answer in time is not asked again."""

_MOST_THREADS = 64


class _Job(t.Generic[T]):
    def __init__(self, call: cabc.Callable[[], T]) -> None:
        self.call: cabc.Callable[[], T] | None = call
        self.result: T | None = None
        self.error: Exception | None = None
        self.done = threading.Event()

    def run(self) -> None:
        if self.call is not None:
            try:
                self.result = self.call()
            except Exception as error:
                self.error = error
            self.done.set()


class _Crew:
    """The threads of one process."""

    def __init__(self) -> None:
        self.jobs: queue.SimpleQueue[_Job[t.Any]] = queue.SimpleQueue()
        self.idle = threading.Semaphore(0)
        self.threads = 0

    def work(self) -> None:
        while True:
            self.jobs.get().run()
            self.idle.release()


class Deadline:
    """Runs calls in threads of its own, and gives up those that take too long.

    :param seconds: how long a call may take.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._failed = False
        self._asked_again_at = 0.0
        self.after_fork()
        renew_in_child(self)

    def after_fork(self) -> None:
        """Begin anew: threads do not survive a fork."""
        self._crews: dict[None, _Crew] = {}

    def run(self, call: cabc.Callable[[], T]) -> T:
        """What `call` returns, or raises.

        :raises TimeoutError: where it takes too long, and at once where one did just before.
        """
        if self._failed:
            now = monotonic()
            if now < self._asked_again_at:
                raise TimeoutError("It did not answer in time just now, and is left alone.")
            # This caller finds out; the others need not wait with it.
            self._asked_again_at = now + self.seconds + REST
        job = _Job(call)
        self._hand_over(job)
        if not job.done.wait(self.seconds):
            job.call = None
            self._failed, self._asked_again_at = True, monotonic() + REST
            raise TimeoutError(f"There was no answer within {self.seconds:g} seconds.")
        self._failed = False
        if job.error is not None:
            raise job.error
        return t.cast(T, job.result)

    @property
    def _crew(self) -> _Crew:
        # Not before it is needed, since gevent may take the place of threads after a fork; and
        # one dictionary operation, so that all threads find the same.
        return self._crews.get(None) or self._crews.setdefault(None, _Crew())

    def _hand_over(self, job: _Job[t.Any]) -> None:
        crew = self._crew
        crew.jobs.put(job)
        if not crew.idle.acquire(blocking=False) and crew.threads < _MOST_THREADS:
            crew.threads += 1
            # A daemon, since one that waits for an answer must not keep the process alive.
            threading.Thread(target=crew.work, name="cors", daemon=True).start()
