"""What a request asks of CORS: nothing, access to its response, or leave for a next one.

Source: https://fetch.spec.whatwg.org/#http-requests
"""

from __future__ import annotations

import typing as t


class CORSRequest(t.NamedTuple):
    """A request that is no CORS-preflight request; without an Origin it is no CORS request.

    :param origin: the value of Origin, as received, or None.
    :param private_network: whether the browser asks for leave to reach a private network.

    .. versionadded:: 7.0
    """

    origin: str | None
    private_network: bool = False


class Preflight(t.NamedTuple):
    """A CORS-preflight request: OPTIONS with Origin and Access-Control-Request-Method.

    :param origin: the value of Origin, as received.
    :param private_network: whether the browser asks for leave to reach a private network.
    :param method: the value of Access-Control-Request-Method, as received.
    :param headers: the value of Access-Control-Request-Headers, as received, or None.

    .. versionadded:: 7.0
    """

    origin: str
    private_network: bool
    method: str
    headers: str | None = None


def classify(
    method: str,
    origin: str | None,
    request_method: str | None,
    request_headers: str | None,
    private_network: str | None,
) -> CORSRequest | Preflight:
    """Sort a request by its method and the four fields that matter to CORS."""
    asks = private_network == "true"
    if method == "OPTIONS" and origin is not None and request_method is not None:
        return Preflight(origin, asks, request_method, request_headers)
    return CORSRequest(origin, asks)
