"""Ways in which programs write a thousand rules, for what it costs to set them up."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

APP = "https://app.example.com"
Keywords = dict[str, t.Any]


def _shared() -> Keywords:
    """Options as they would be written out for every rule: equal, and never the same."""
    return {
        "origins": [APP, "https://admin.example.com"],
        "methods": ["GET", "POST"],
        "allow_headers": ["Content-Type", "Authorization"],
    }


SHAPES: dict[str, cabc.Callable[[int], Keywords]] = {
    "one-origin": lambda size: {
        "resources": {f"/one/{number}/*": {"origins": APP} for number in range(size)}
    },
    "an-origin-each": lambda size: {
        "resources": {
            f"/each/{number}/*": {"origins": f"https://app{number}.example.com"}
            for number in range(size)
        }
    },
    "regexes": lambda size: {
        "resources": {rf"/regexes/{number}/.*": {"origins": APP} for number in range(size)}
    },
    "three-options": lambda size: {
        "resources": {f"/three/{number}/*": _shared() for number in range(size)}
    },
    "keywords": lambda size: {
        "resources": [f"/keywords/{number}/*" for number in range(size)],
        "supports_credentials": True,
        "max_age": 600,
        **_shared(),
    },
}
"""Keywords of ``CORS`` with so many rules; no two have a pattern in common."""
