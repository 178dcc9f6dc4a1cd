"""What a process must not keep of the one that it was forked from."""

from __future__ import annotations

import os
import sys
import typing as t
from weakref import WeakSet


class Forked(t.Protocol):
    """What holds locks, or waits for threads."""

    def after_fork(self) -> None:
        """Let go of what threads hold that this process does not have."""
        ...


_made: WeakSet[Forked] = WeakSet()

renew_in_child = _made.add
"""Have an object told in each process that is forked from now on."""


def renew_all() -> None:
    """Tell all there are, in a process that was forked."""
    for each in [*_made]:
        each.after_fork()


if sys.platform != "win32":  # pragma: no branch
    os.register_at_fork(after_in_child=renew_all)
