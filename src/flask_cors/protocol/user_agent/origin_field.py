"""The Origin field: when a request carries it, and what it says.

Source: https://fetch.spec.whatwg.org/#origin-header
"""

from __future__ import annotations

from ..origins import OPAQUE
from .departures import Departure
from .referrer import UNLESS_DOWNGRADED
from .referrer import obeyed_policy
from .requests import Request


def origin_value(request: Request) -> str | None:
    """The value of Origin, or None where the request carries none.

    Source: https://fetch.spec.whatwg.org/#append-a-request-origin-header
    """
    origin = request.serialized_origin
    if request.tainting == "cors":
        return origin
    if request.method in {"GET", "HEAD"}:
        return None
    hidden = request.mode != "cors" and (_is_withheld(request) or _is_hidden(request))
    return OPAQUE if hidden else origin


def _is_hidden(request: Request) -> bool:
    hides = Departure.REDIRECTS_HIDE_ORIGIN in request.departures
    return hides and len({url.origin for url in request.urls}) > 1


def _is_withheld(request: Request) -> bool:
    """See https://fetch.spec.whatwg.org/#append-a-request-origin-header, step 4."""
    if Departure.POLICIES_HIDE_NO_ORIGIN in request.departures:
        return False
    policy = obeyed_policy(request)
    if policy in UNLESS_DOWNGRADED:
        return request.client.origin.startswith("https:") and request.url.scheme != "https"
    return policy == "no-referrer" or (policy == "same-origin" and not request.is_same_origin)
