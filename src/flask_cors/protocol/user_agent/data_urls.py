"""``data:`` URLs: a response that is in its own address.

Source: https://fetch.spec.whatwg.org/#data-url-processor
"""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes

from .header_lists import normalize_value
from .outcomes import Failure
from .outcomes import Response
from .outcomes import Step
from .safelist import mime_essence
from .urls import URL


def data_response(url: URL) -> Response | Failure:
    """What a ``data:`` URL holds; any page may read it, and nothing goes over the wire.

    Source: https://fetch.spec.whatwg.org/#scheme-fetch
    """
    text = url.serialize(exclude_fragment=True).removeprefix("data:")
    kind, comma, encoded = text.partition(",")
    body = unquote_to_bytes(encoded)
    kind = normalize_value(kind)
    if re.search(r"; *base64\Z", kind, re.IGNORECASE):
        kind = kind[: kind.rindex(";")]
        try:
            body = base64.b64decode(_padded(re.sub(rb"[\t\n\f\r ]", b"", body)), validate=True)
        except binascii.Error:
            comma = ""
    if not comma:
        return Failure(Step.SCHEME, None, url.scheme)
    if kind.startswith(";"):
        kind = f"text/plain{kind}"
    content_type = kind if mime_essence(kind) else "text/plain;charset=US-ASCII"
    headers = (("content-type", content_type),)
    return Response("basic", url.serialize(exclude_fragment=True), 200, headers, body)


def _padded(data: bytes) -> bytes:
    return data if data.endswith(b"=") else data + b"=" * (-len(data) % 4)
