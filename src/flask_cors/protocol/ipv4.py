"""IPv4 addresses in whatever way they are written, as browsers read them.

Source: https://url.spec.whatwg.org/#concept-ipv4-parser
"""

from __future__ import annotations

import re

_NUMBERS = {16: r"0x([0-9a-f]*)", 8: r"0([0-7]*)", 10: r"([1-9][0-9]*)"}
"""How a number is written, by its base."""

_OCTETS = 4


def canonical_ipv4(host: str) -> str:
    """The address that browsers make of a host in lower case; empty where they make none."""
    try:
        *first, last = map(_number, host.split("."))
        octets = bytes(first) + last.to_bytes(_OCTETS - len(first), "big")
    except (OverflowError, ValueError):
        return ""
    return ".".join(map(str, octets)) if len(first) < _OCTETS else ""


def _number(written: str) -> int:
    for base, pattern in _NUMBERS.items():
        if match := re.fullmatch(pattern, written):
            return int(match[1] or "0", base)
    raise ValueError
