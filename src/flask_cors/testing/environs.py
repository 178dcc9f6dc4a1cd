"""What a WSGI server makes of a request."""

from __future__ import annotations

import collections.abc as cabc
import typing as t
from urllib.parse import unquote_to_bytes

from werkzeug.test import create_environ

from ..protocol.user_agent import WireRequest
from ..protocol.user_agent.urls import URL

if t.TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIApplication
    from _typeshed.wsgi import WSGIEnvironment


def keeping(app: WSGIApplication, environ: WSGIEnvironment) -> WSGIApplication:
    """The app, with `environ` in place of the copy that it is called with."""

    def call(_: WSGIEnvironment, start_response: StartResponse) -> cabc.Iterable[bytes]:
        return app(environ, start_response)

    return call


def fields_of(request: WireRequest, url: URL) -> list[tuple[str, str]]:
    """The fields of the request, those included that every HTTP client adds."""
    port = "" if url.port is None else f":{url.port}"
    fields = [("Host", f"{url.host}{port}"), *request.headers]
    if request.body is not None or request.method in {"POST", "PUT"}:
        fields.append(("Content-Length", str(len(request.body or b""))))
    return fields


def environ_of(request: WireRequest, url: URL) -> WSGIEnvironment:
    """The environment that a WSGI server makes of a request.

    Names with ``_`` are left out, which would pass there for those with ``-``: so do Werkzeug's
    server and gunicorn.
    """
    environ = create_environ(
        base_url=f"{url.origin}/", method=request.method, data=request.body or None
    )
    environ["PATH_INFO"] = unquote_to_bytes(url.path).decode("latin-1")
    environ["QUERY_STRING"] = url.query or ""
    environ["REMOTE_ADDR"] = "127.0.0.1"
    environ["REQUEST_URI"] = environ["RAW_URI"] = url.target
    for key in ("CONTENT_LENGTH", "CONTENT_TYPE"):
        environ.pop(key, None)
    for name, value in fields_of(request, url):
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if key in {"CONTENT_LENGTH", "CONTENT_TYPE"} else f"HTTP_{key}"
        environ[key] = (
            f"{environ[key]}, {value}" if key in environ and key != "HTTP_HOST" else value
        )
    return environ
