"""The Origin field: when a request carries it, and what it says.

Source: https://fetch.spec.whatwg.org/#origin-header
"""

from __future__ import annotations

from ..origins import OPAQUE
from .requests import Request

_UNLESS_DOWNGRADED = frozenset(
    {"no-referrer-when-downgrade", "strict-origin", "strict-origin-when-cross-origin"}
)


def origin_value(request: Request) -> str | None:
    """The value of Origin, or None where the request carries none.

    Source: https://fetch.spec.whatwg.org/#append-a-request-origin-header
    """
    origin = request.serialized_origin
    if request.tainting == "cors":
        return origin
    if request.method in {"GET", "HEAD"}:
        return None
    return OPAQUE if request.mode != "cors" and _is_withheld(request) else origin


def _is_withheld(request: Request) -> bool:
    policy = request.referrer_policy
    if policy in _UNLESS_DOWNGRADED:
        return request.client.origin.startswith("https:") and request.url.scheme != "https"
    return policy == "no-referrer" or (policy == "same-origin" and not request.is_same_origin)
