"""The browsers, each behind the same few methods: see ``Engine``.

``chromium`` is driven by Playwright, ``firefox`` by its own protocol (``marionette``), ``webkit``
by WebDriver; the latter two find the servers through a SOCKS proxy (``socks``).
"""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    import collections.abc as cabc


class Line(t.NamedTuple):
    """What the console says, and the URL that it says it about (where it is not in the text)."""

    text: str
    url: str


class Engine(t.Protocol):
    """A running browser."""

    name: str
    version: str
    has_console: bool

    def open(self, url: str) -> None:
        """Show a page."""

    def console(self) -> cabc.Iterable[Line]:
        """What the console has said since the last time."""

    def forget(self) -> None:
        """Forget all preflights, but no cookies."""
