"""Werkzeug's debugger, where it stands inside the layer: no page may read what it answers."""

from __future__ import annotations

import typing as t

_MOST_LAYERS = 8


def has_debugger(layer: object, depth: int = _MOST_LAYERS) -> bool:
    """Whether Werkzeug's debugger is among the layers, by the names that these commonly use."""
    if type(layer).__name__ == "DebuggedApplication":
        return True
    mounts: object = getattr(layer, "mounts", None)
    inside = [getattr(layer, "wsgi_app", None), getattr(layer, "app", None)]
    inside += t.cast("dict[str, object]", mounts).values() if isinstance(mounts, dict) else ()
    return depth > 0 and any(has_debugger(each, depth - 1) for each in inside if each is not None)
