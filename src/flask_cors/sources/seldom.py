"""Telling of a failure once per interval, however often it happens."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import logging
from collections import Counter
from time import monotonic

logger = logging.getLogger("flask_cors")

INTERVAL = 60.0
"""Seconds between two log lines about the same failing part."""


class Seldom:
    """One part's failures in the log: of each message the first, then one per interval."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}
        self._untold: Counter[str] = Counter()

    @contextlib.contextmanager
    def telling(self, message: str, *arguments: object) -> cabc.Generator[None, None, None]:
        """Log what is raised in the block, if it is time to, and go on behind it."""
        try:
            yield
        except Exception as error:
            self.tell(message, *arguments, error=error)

    def tell(self, message: str, *arguments: object, error: BaseException | None) -> None:
        """Log an ERROR with its exception, unless the last one is too recent.

        :param message: the message, with placeholders for whatever is not the same each time.
        """
        now = monotonic()
        if now < self._next.get(message, now):
            self._untold[message] += 1
            return
        self._next[message] = now + INTERVAL
        told = message
        if untold := self._untold.pop(message, 0):
            told, arguments = f"{message} (and %d times before)", (*arguments, untold)
        logger.error(told, *arguments, exc_info=error)
