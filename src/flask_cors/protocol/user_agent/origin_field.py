"""The Origin field: when a request carries it, and what it says.

Source: https://fetch.spec.whatwg.org/#origin-header
"""

from __future__ import annotations

from ..origins import OPAQUE
from ..origins import Origin
from .departures import Departure
from .referrer import UNLESS_DOWNGRADED
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


def _is_secure(request: Request) -> bool:
    origin = Origin.parse(request.url.origin)
    if Departure.LOCALHOST_IS_NO_DOWNGRADE in request.departures and origin is not None:
        return origin.scheme == "https" or origin.is_loopback
    return request.url.scheme == "https"


def _is_hidden(request: Request) -> bool:
    hides = Departure.REDIRECTS_HIDE_ORIGIN in request.departures
    return hides and len({url.origin for url in request.urls}) > 1


def _is_withheld(request: Request) -> bool:
    """See https://fetch.spec.whatwg.org/#append-a-request-origin-header, step 4."""
    policy = request.referrer_policy
    if policy in UNLESS_DOWNGRADED:
        return request.client.origin.startswith("https:") and not _is_secure(request)
    return policy == "no-referrer" or (policy == "same-origin" and not request.is_same_origin)
