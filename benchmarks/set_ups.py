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


def _six(number: int) -> Keywords:
    """Options that differ from rule to rule."""
    return {
        "origins": [f"https://app{number}.example.com", APP],
        "methods": ["GET", "POST", "PUT", "PATCH", "DELETE"][: 1 + number % 5],
        "allow_headers": ["Content-Type", f"X-In-{number}"],
        "expose_headers": [f"X-Out-{number}"],
        "max_age": number,
        "supports_credentials": number % 2 == 0,
    }


SHAPES: dict[str, cabc.Callable[[int], Keywords]] = {
    "one-origin": lambda size: {
        "resources": {f"/one/{number}/*": {"origins": APP} for number in range(size)}
    },
    "exact-paths": lambda size: {
        "resources": {f"/exact/{number}": {"origins": APP} for number in range(size)}
    },
    "globs": lambda size: {
        "resources": {f"/globs/*/{number}": {"origins": APP} for number in range(size)}
    },
    "regexes": lambda size: {
        "resources": {rf"/regexes/{number}/.*": {"origins": APP} for number in range(size)}
    },
    "an-origin-each": lambda size: {
        "resources": {
            f"/each/{number}/*": {"origins": f"https://app{number}.example.com"}
            for number in range(size)
        }
    },
    "a-pattern-each": lambda size: {
        "resources": {
            f"/patterns/{number}/*": {"origins": f"https://*.app{number}.example.com"}
            for number in range(size)
        }
    },
    "a-regex-each": lambda size: {
        "resources": {
            f"/regex/{number}/*": {"origins": rf"https://app{number}-\d+\.example\.com"}
            for number in range(size)
        }
    },
    "three-options": lambda size: {
        "resources": {f"/three/{number}/*": _shared() for number in range(size)}
    },
    "six-options-each": lambda size: {
        "resources": {f"/six/{number}/*": _six(number) for number in range(size)}
    },
    "keywords": lambda size: {
        "resources": [f"/keywords/{number}/*" for number in range(size)],
        "supports_credentials": True,
        "max_age": 600,
        **_shared(),
    },
}
"""Keywords of ``CORS`` with so many rules; no two have a pattern in common.

Where each rule has a regex of its own, most of the time is `re.compile`'s, for either package.
"""
