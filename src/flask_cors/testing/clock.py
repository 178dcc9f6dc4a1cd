"""A clock that stands still until it is moved."""

from __future__ import annotations

import time
from datetime import datetime
from datetime import timedelta
from datetime import timezone


class Clock:
    """The time of a `Browser`: it starts at the present and moves only by `advance`.

    .. versionadded:: 7.0
    """

    def __init__(self) -> None:
        self._now = time.time()

    def __call__(self) -> float:
        """The time, in seconds since the epoch."""
        return self._now

    def __repr__(self) -> str:
        return f"<Clock {datetime.fromtimestamp(self._now, timezone.utc):%Y-%m-%d %H:%M:%S} UTC>"

    def advance(self, seconds: float | timedelta) -> None:
        """Let time pass, for preflights and cookies to expire.

        :param seconds: how much, in seconds or as a `datetime.timedelta`.
        :raises ValueError: where it would run backwards.
        """
        if isinstance(seconds, timedelta):
            seconds = seconds.total_seconds()
        if seconds < 0:
            raise ValueError(f"Time runs forwards: say how many seconds pass, not {seconds!r}.")
        self._now += seconds
