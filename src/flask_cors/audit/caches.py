"""What keeps answers, by its name."""

from __future__ import annotations


def caches(name: str) -> bool:
    """Whether a module or class is about a cache."""
    return any(word in name.lower() for word in ("cache", "caching"))
