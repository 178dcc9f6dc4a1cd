"""What of a response a page gets to see.

Source: https://fetch.spec.whatwg.org/#concept-filtered-response
"""

from __future__ import annotations

from .. import fields
from ..exposed_headers import FORBIDDEN_RESPONSE_HEADERS
from ..fields import Field
from .departures import Departure
from .header_lists import HeaderList
from .header_lists import ListSyntaxError
from .header_lists import extract_tokens
from .header_lists import normalize_value
from .header_lists import without_empty_lines
from .outcomes import Response
from .requests import Request
from .wire import WireResponse

SAFELISTED_RESPONSE_HEADERS = frozenset(
    """cache-control content-language content-length content-type expires last-modified
    pragma""".split()
)
"""https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name"""

NULL_BODY_STATUSES = frozenset({101, 103, 204, 205, 304})
"""https://fetch.spec.whatwg.org/#null-body-status"""


def filtered(request: Request, response: WireResponse) -> Response:
    """The response as the page sees it, by the request's response tainting.

    Source: https://fetch.spec.whatwg.org/#main-fetch, as of step 14
    """
    if request.tainting == "opaque":
        return Response("opaque", internal=response)
    readable = [field for field in response.headers if _may_be_read(field[0], request, response)]
    drops = Departure.DROPS_EMPTY_LINES in request.departures
    return Response(
        type=request.tainting,
        url=request.url.serialize(exclude_fragment=True),
        status=response.status,
        headers=combined(without_empty_lines(readable) if drops else readable),
        body=b"" if response.status in NULL_BODY_STATUSES else response.body,
        redirected=len(request.urls) > 1,
        internal=response,
    )


def opaque_redirect(request: Request, response: WireResponse) -> Response:
    """A redirect that the page asked not to follow: it learns that there was one.

    Source: https://fetch.spec.whatwg.org/#concept-filtered-response-opaque-redirect
    """
    url = request.url.serialize(exclude_fragment=True)
    return Response("opaqueredirect", url=url, internal=response)


def combined(headers: HeaderList) -> tuple[Field, ...]:
    """The fields as a page iterates them: names sorted in lower case, values combined.

    Source: https://fetch.spec.whatwg.org/#concept-header-list-sort-and-combine
    """
    values: dict[str, list[str]] = {}
    for name, value in headers:
        values.setdefault(name.lower(), []).append(normalize_value(value))
    return tuple((name, ", ".join(values[name])) for name in sorted(values))


def exposed_names(request: Request, headers: HeaderList) -> frozenset[str]:
    """The lower-case names that Access-Control-Expose-Headers opens; all for ``*``.

    A list that cannot be read opens nothing.

    Source: https://fetch.spec.whatwg.org/#main-fetch, step 14
    """
    try:
        names = extract_tokens(fields.EXPOSE_HEADERS, headers) or []
    except ListSyntaxError:
        return frozenset()
    if "*" in names and not request.with_credentials:
        return frozenset(name.lower() for name, _ in headers)
    return frozenset(name.lower() for name in names)


def _may_be_read(name: str, request: Request, response: WireResponse) -> bool:
    """See https://fetch.spec.whatwg.org/#concept-filtered-response-cors."""
    name = name.lower()
    if name in FORBIDDEN_RESPONSE_HEADERS:
        return False
    if request.tainting == "basic" or name in SAFELISTED_RESPONSE_HEADERS:
        return True
    return name in exposed_names(request, response.headers)
