"""What WSGI's environ holds for CORS: the request's fields, and keys of the package's own."""

from __future__ import annotations

import typing as t

from .protocol import fields
from .protocol.requests import CORSRequest
from .protocol.requests import Preflight
from .protocol.requests import classify

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from flask import Request

DECISION = "flask_cors.decision"
"""The `Decision` on the request. Not on `g`, which outlives a request in a pushed context."""

PASSED = "flask_cors.passed"
"""What the request has passed: the options of the decorator that counts, before that a layer.

A layer leaves the URL map of its app, which tells apps apart. Both are under one key, since each
key is paid for in every request; what is further out need not know of a layer any more.
"""

ORIGIN = "HTTP_ORIGIN"
PRIVATE_NETWORK = "HTTP_ACCESS_CONTROL_REQUEST_PRIVATE_NETWORK"


def read_request(environ: WSGIEnvironment) -> CORSRequest | Preflight:
    """What a request asks of CORS."""
    return classify(
        environ["REQUEST_METHOD"],
        environ.get(ORIGIN),
        environ.get(PRIVATE_NETWORK) == "true",
        environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD"),
        environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS"),
    )


def read_made(request: Request) -> CORSRequest | Preflight:
    """The same of a request that Flask has made, or a program: that may have given it its headers.

    A cloud function gives those of its own request to an app's, and environ has none of them.
    """
    get = request.headers.get
    return classify(
        request.environ["REQUEST_METHOD"],
        get(fields.ORIGIN),
        get(fields.REQUEST_PRIVATE_NETWORK) == "true",
        get(fields.REQUEST_METHOD),
        get(fields.REQUEST_HEADERS),
    )
