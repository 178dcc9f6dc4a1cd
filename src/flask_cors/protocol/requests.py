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

    @property
    def length(self) -> int:
        """How many characters the request has brought."""
        return len(self.origin or "")


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

    @property
    def length(self) -> int:
        """How many characters the request has brought."""
        return len(self.origin) + len(self.method) + len(self.headers or "")


def classify(
    method: str,
    origin: str | None,
    private_network: bool,
    requested_method: str | None,
    requested_headers: str | None,
) -> CORSRequest | Preflight:
    """Tell a CORS-preflight request from any other OPTIONS request; no other method is one."""
    if origin is None or requested_method is None or method != "OPTIONS":
        return CORSRequest(origin, private_network)
    return Preflight(origin, private_network, requested_method, requested_headers)
