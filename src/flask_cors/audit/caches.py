"""What keeps answers, by its name."""

from __future__ import annotations

import re

_CACHES = re.compile("(?:cache|caching)(?!_?control)", re.IGNORECASE)
"""Of what is named for Cache-Control other caches are told; it keeps nothing itself."""


def caches(name: str) -> bool:
    """Whether a module or class is about a cache."""
    return _CACHES.search(name) is not None
