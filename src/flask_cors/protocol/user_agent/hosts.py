"""Hosts of URLs: domains and addresses, as a browser reads and writes them.

Source: https://url.spec.whatwg.org/#host-parsing
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from ..domains import domain_to_ascii
from ..ipv4 import canonical_ipv4
from ..origins import compressed_ipv6
from ..origins import ends_in_number

# https://url.spec.whatwg.org/#forbidden-domain-code-point
_FORBIDDEN = re.compile(r"[\x00-\x20#%/:<>?@\[\\\]^|\x7f]")


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
    written = host.removesuffix(".")
    return canonical_ipv4(written) or None if ends_in_number(written) else host
