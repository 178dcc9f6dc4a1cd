"""Playwright in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
import typing as t

if t.TYPE_CHECKING:
    import collections.abc as cabc

T = t.TypeVar("T")

TIMEOUT = 60


class Loop:
    """An event loop in a thread of its own, where all that touches Playwright must run.

    Playwright's synchronous interface leaves an event loop running in the thread that uses it, and
    then every test of an async view in the same process fails. Its asynchronous interface, over
    there, disturbs nobody.
    """

    def __init__(self) -> None:
        """Start the thread."""
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def run(self, coroutine: cabc.Coroutine[t.Any, t.Any, T]) -> T:
        """Run a coroutine over there, and wait for what it returns."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(TIMEOUT)

    def close(self) -> None:
        """End the thread."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()
