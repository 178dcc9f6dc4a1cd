"""Telling of a failure once per interval, however often it happens."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import logging
from time import monotonic

logger = logging.getLogger("flask_cors")

INTERVAL = 60.0
"""Seconds between two log lines about the same failing part."""


class Seldom:
    """One part's failures in the log: the first, then one per interval with their number."""

    def __init__(self) -> None:
        self._next = 0.0
        self._untold = 0

    @contextlib.contextmanager
    def telling(self, message: str, *arguments: object) -> cabc.Generator[None, None, None]:
        """Go on where what is done herein fails, and tell."""
        try:
            yield
        except Exception as error:
            self.tell(message, *arguments, error=error)

    def tell(self, message: str, *arguments: object, error: BaseException | None) -> None:
        """Log an ERROR with its exception, unless the last one is too recent."""
        now = monotonic()
        if now < self._next:
            self._untold += 1
            return
        self._next = now + INTERVAL
        if self._untold:
            message, arguments = f"{message} (and %d times before)", (*arguments, self._untold)
            self._untold = 0
        logger.error(message, *arguments, exc_info=error)
