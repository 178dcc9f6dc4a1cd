"""Sending: what the browser itself adds to a request, and a record of what went out.

Source: https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch
"""

from __future__ import annotations

from .. import fields
from ..fields import Field
from .departures import Departure
from .fetch_metadata import fetch_metadata
from .header_lists import HeaderList
from .header_lists import without_empty_lines
from .origin_field import origin_value
from .referrer import referrer
from .requests import Request
from .wire import Exchange
from .wire import Kind
from .wire import Network
from .wire import WireRequest
from .wire import WireResponse


class Carrier:
    """Hands requests to the network, and keeps what went over the wire."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self.exchanges: list[Exchange] = []

    def send_preflight(self, request: Request, headers: HeaderList) -> WireResponse | None:
        """Send the CORS-preflight request, which never carries credentials.

        Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
        """
        carried = (
            *headers,
            (fields.ORIGIN, request.preflight_origin),
            *_added(request, mode="cors"),
        )
        return self._send(request, WireRequest(Kind.PREFLIGHT, "OPTIONS", _url(request), carried))

    def send_request(self, request: Request) -> WireResponse | None:
        """Send the request itself, with cookies where its credentials mode says so.

        Source: https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch
        """
        origin = origin_value(request)
        added: list[Field] = [] if origin is None else [(fields.ORIGIN, origin)]
        carried = (*request.headers, *added, *_added(request, mode=request.mode))
        credentials = request.with_credentials or (
            request.credentials == "same-origin" and _is_own(request)
        )
        way = tuple(url.origin for url in request.urls[:-1])
        return self._send(
            request,
            WireRequest(
                Kind.REQUEST, request.method, _url(request), carried, request.body, credentials, way
            ),
        )

    def _send(self, request: Request, sent: WireRequest) -> WireResponse | None:
        response = self._network.send(sent)
        self.exchanges.append(Exchange(sent, response))
        if response is None or Departure.DROPS_EMPTY_LINES not in request.departures:
            return response
        return response._replace(headers=without_empty_lines(response.headers, fields.ALLOW_ORIGIN))


def _is_own(request: Request) -> bool:
    if Departure.KEEPS_COOKIES in request.departures and request.mode == "no-cors":
        return request.urls[0].origin == request.client.origin
    return request.tainting == "basic"


def _added(request: Request, *, mode: str) -> list[Field]:
    found = referrer(request)
    told = [] if found is None else [("Referer", found.serialize())]
    return [*fetch_metadata(request, mode=mode), *told]


def _url(request: Request) -> str:
    # User and password do not travel in the request line.
    return request.url._replace(username="", password="").serialize(exclude_fragment=True)
