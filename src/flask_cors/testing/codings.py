"""Bodies that a server has compressed, unpacked as browsers do it.

Source: https://fetch.spec.whatwg.org/#handle-content-codings
"""

from __future__ import annotations

import zlib

from ..protocol.user_agent.header_lists import HeaderList
from ..protocol.user_agent.header_lists import get

_GZIP = zlib.MAX_WBITS | 16
# What HTTP calls deflate has a head; some servers send it without, and browsers read both.
_FORMATS = {
    "gzip": (_GZIP,),
    "x-gzip": (_GZIP,),
    "deflate": (zlib.MAX_WBITS, -zlib.MAX_WBITS),
}


def accepted(headers: HeaderList) -> str:
    """What a browser says it can unpack: nothing, where the page asks for a part.

    Browsers can unpack more; here it is what the standard library can.

    Source: https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch
    """
    return "gzip, deflate" if get("Range", headers) is None else "identity"


def unpacked(content: bytes, headers: HeaderList) -> bytes | None:
    """A body as a page reads it; None where it is not what its fields say.

    One that was cut off is unpacked as far as it goes, and one with a coding that is not known is
    left as it came.

    :param headers: the fields that it came with.
    """
    named = (get("Content-Encoding", headers) or "").lower().split(",")
    codings = [coding.strip() for coding in named]
    if not (content and all(coding in _FORMATS for coding in codings)):
        return content
    unpacking: bytes | None = content
    for coding in reversed(codings):
        unpacking = unpacking and _unpacked(unpacking, coding)
    return unpacking


def _unpacked(content: bytes, coding: str) -> bytes | None:
    for form in _FORMATS[coding]:
        try:
            return zlib.decompressobj(form).decompress(content)
        except zlib.error:
            continue
    return None
