"""What WSGI's environ holds for CORS: the request's fields, and keys of the package's own."""

from __future__ import annotations

import typing as t

from .protocol.requests import CORSRequest
from .protocol.requests import Preflight
from .protocol.requests import classify_options

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

DECISION = "flask_cors.decision"
"""The `Decision` on the request. Not on `g`, which outlives a request in a pushed context."""

LAYER = "flask_cors.layer"
"""The state of the app whose layer the request came through."""

VIEW_OPTIONS = "flask_cors.view_options"
"""The request, and the options of the outermost decorator that it has come through."""


def read_request(environ: WSGIEnvironment) -> CORSRequest | Preflight:
    """What a request asks of CORS."""
    request = read_cors_request(environ)
    if environ["REQUEST_METHOD"] != "OPTIONS":
        return request
    return classify_options(
        request,
        environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD"),
        environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS"),
    )


def read_cors_request(environ: WSGIEnvironment) -> CORSRequest:
    """What a request asks of CORS that is no OPTIONS request."""
    asks = environ.get("HTTP_ACCESS_CONTROL_REQUEST_PRIVATE_NETWORK") == "true"
    return CORSRequest(environ.get("HTTP_ORIGIN"), asks)
