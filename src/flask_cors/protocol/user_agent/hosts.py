"""Hosts of URLs: domains and addresses, as a browser reads and writes them.

Source: https://url.spec.whatwg.org/#host-parsing
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from ..domains import domain_to_ascii
from ..origins import compressed_ipv6
from ..origins import ends_in_number

# https://url.spec.whatwg.org/#forbidden-domain-code-point
_FORBIDDEN = re.compile(r"[\x00-\x20#%/:<>?@\[\\\]^|\x7f]")
_NUMBER = re.compile(r"(?P<hex>0x[0-9a-f]*)|(?P<octal>0[0-7]+)|(?P<decimal>0|[1-9][0-9]*)")


def parse_host(text: str) -> str | None:
    """The serialized host that `text` means in the URL of a special scheme; None for none.

    Source: https://url.spec.whatwg.org/#concept-host-parser
    """
    if text.startswith("["):
        address = compressed_ipv6(text[1:-1]) if text.endswith("]") else None
        return address and f"[{address}]"
    host = domain_to_ascii(unquote_to_bytes(text).decode("utf-8", "replace"))
    if not host or _FORBIDDEN.search(host):
        return None
    return _parse_ipv4(host) if ends_in_number(host.removesuffix(".")) else host


def _parse_ipv4(host: str) -> str | None:
    """Four decimal numbers (https://url.spec.whatwg.org/#concept-ipv4-parser)."""
    parts = host.removesuffix(".").split(".")
    numbers = [_parse_number(part) for part in parts]
    if len(parts) > 4 or None in numbers:
        return None
    *first, last = [number or 0 for number in numbers]
    if any(number > 255 for number in first) or last >= 256 ** (4 - len(first)):
        return None
    address = last + sum(number << 8 * (3 - place) for place, number in enumerate(first))
    return ".".join(str(address >> shift & 255) for shift in (24, 16, 8, 0))


def _parse_number(text: str) -> int | None:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    if match["hex"]:
        return int(text[2:] or "0", 16)
    return int(text, 8) if match["octal"] else decimal(text)


def decimal(digits: str) -> int:
    """The number; where it is too large for an address or a port anyway, perhaps a smaller one.

    Python reads no number of more than 4,300 digits.
    """
    return int(digits.lstrip("0")[:20] or "0")
