"""What a function closes over."""

from __future__ import annotations

import collections.abc as cabc
import contextlib


def enclosed_by(function: object) -> cabc.Iterator[tuple[str, object]]:
    """What a function has around it, each with its name there: what it calls, most often."""
    names = getattr(getattr(function, "__code__", None), "co_freevars", ())
    for name, cell in zip(names, getattr(function, "__closure__", None) or (), strict=False):
        with contextlib.suppress(ValueError):  # nothing is in it yet
            yield name, cell.cell_contents
