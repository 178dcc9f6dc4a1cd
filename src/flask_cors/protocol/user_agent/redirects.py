"""Following redirects: what changes on the way, and where it ends.

Source: https://fetch.spec.whatwg.org/#http-redirect-fetch
"""

from __future__ import annotations

import re

from .departures import Departure
from .header_lists import get
from .header_lists import without
from .outcomes import Failure
from .outcomes import Step
from .referrer import narrow
from .requests import Request
from .safelist import HINTS_OF_DEVICES
from .safelist import NON_WILDCARD_HEADERS
from .urls import URL
from .wire import WireResponse

MAX_REDIRECTS = 20
REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""https://fetch.spec.whatwg.org/#redirect-status"""

_BODY_HEADERS = frozenset(
    {"content-encoding", "content-language", "content-location", "content-type"}
)
"""https://fetch.spec.whatwg.org/#request-body-header-name"""


def is_redirect(request: Request, response: WireResponse) -> bool:
    """Whether the answer leads elsewhere, or would if it said where.

    Source: https://fetch.spec.whatwg.org/#redirect-status
    """
    if response.status not in REDIRECTS:
        return False
    needs_location = Departure.REDIRECT_NEEDS_LOCATION in request.departures
    if needs_location and request.redirect != "manual":
        return bool(get("Location", response.headers))
    return True


def location_url(request: Request, response: WireResponse) -> URL | Failure | None:
    """Where a redirect leads: None where it does not say, a failure where it cannot be read.

    Source: https://fetch.spec.whatwg.org/#concept-response-location-url
    """
    lines = [value for name, value in response.headers if name.lower() == "location"]
    if not lines:
        return None
    # Header values are bytes, and browsers keep in the URL those that they cannot read.
    text = re.sub("[\x80-\xff]", lambda byte: f"%{ord(byte[0]):02X}", lines[0])
    url = None if len({*lines}) > 1 else URL.parse(text, request.url)
    if url is None:
        return Failure(Step.REDIRECT_LOCATION, "Location", text)
    return url if url.fragment is not None else url._replace(fragment=request.url.fragment)


def follow(request: Request, response: WireResponse, location: URL) -> Failure | None:
    """Turn the request to `location`, or say why that is not allowed.

    Source: https://fetch.spec.whatwg.org/#http-redirect-fetch, steps 6 to 19
    """
    failure = _check(request, location)
    if failure is not None:
        return failure
    request.redirect_count += 1
    status, method = response.status, request.method
    stripped: frozenset[str] = frozenset()
    if (status in {301, 302} and method == "POST") or (
        status == 303 and method not in {"GET", "HEAD"}
    ):
        request.method, request.body = "GET", None
        stripped |= _BODY_HEADERS
    if request.url.origin != location.origin:
        stripped |= NON_WILDCARD_HEADERS
    if Departure.CLIENT_HINTS_ARE_SAFE in request.departures:
        stripped |= frozenset() if location.origin == request.client.origin else HINTS_OF_DEVICES
    request.headers = without(request.headers, stripped)
    request.stripped_names = stripped
    narrow(request, response.headers)
    request.urls.append(location)
    return None


def _check(request: Request, location: URL) -> Failure | None:
    """See https://fetch.spec.whatwg.org/#http-redirect-fetch, steps 6 to 10."""
    text = location.serialize()
    if not location.is_http:
        return Failure(Step.REDIRECT_SCHEME, "Location", text)
    if request.redirect_count >= MAX_REDIRECTS:
        return Failure(Step.REDIRECT_COUNT, "Location", text, str(MAX_REDIRECTS))
    leaves = request.mode == "cors" and location.origin != request.client.origin
    never = Departure.NO_USERINFO in request.departures and not request.is_xhr
    if location.includes_credentials and (leaves or request.tainting == "cors" or never):
        return Failure(Step.REDIRECT_USERINFO, "Location", text)
    return None
