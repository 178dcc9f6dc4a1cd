"""What a message means that consoles write where a server's fields have no part in it."""

from __future__ import annotations

import typing as t

from ..protocol.user_agent import Step

NETWORK_ERROR = "net::ERR_"
"""What Chromium begins its names of errors with; that of ``FAILED`` may mean anything."""


class Meaning(t.NamedTuple):
    """What engines say, and what it means if no app is found that makes them say it.

    :param text: what it means, and what to do.
    :param chromium: what Chromium says, in one wording or another.
    :param firefox: what Firefox says.
    :param steps: the steps that an app may lead to, by a redirect.
    :param webkit: what Safari says.
    """

    text: str
    chromium: tuple[str, ...] = ()
    firefox: tuple[str, ...] = ()
    steps: frozenset[Step] = frozenset()
    webkit: tuple[str, ...] = ()

    def said_by(self, engine: str) -> tuple[str, ...]:
        """What an engine says."""
        said: tuple[str, ...] = getattr(self, engine)
        return said


def net_errors(*errors: str) -> tuple[str, ...]:
    """What Chromium says of errors that begin so."""
    return tuple(f"{NETWORK_ERROR}{error}" for error in errors)
