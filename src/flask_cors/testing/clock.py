"""A clock that stands still until it is moved."""

from __future__ import annotations

import time


class Clock:
    """The time of a `Browser`: it starts at the present and moves only by `advance`.

    .. versionadded:: 7.0
    """

    def __init__(self) -> None:
        self._now = time.time()

    def __call__(self) -> float:
        """The time, in seconds since the epoch."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Let time pass, for preflights and cookies to expire.

        :raises ValueError: where it would run backwards.
        """
        if seconds < 0:
            raise ValueError(f"Time runs forwards: say how many seconds pass, not {seconds!r}.")
        self._now += seconds
