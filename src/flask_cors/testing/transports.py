"""Carrying a request to an app, or to a server.

A transport takes a request as it would go over the wire, and answers with what came back.
"""

from __future__ import annotations

import http.client
import typing as t
from urllib.parse import unquote_to_bytes
from urllib.parse import urlsplit

from werkzeug.test import create_environ
from werkzeug.test import run_wsgi_app

from ..protocol.user_agent import WireRequest
from ..protocol.user_agent import WireResponse
from ..protocol.user_agent.urls import URL
from .exceptions_in_apps import catching

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from _typeshed.wsgi import WSGIEnvironment

TIMEOUT = 30
"""How long a server may take to answer, in seconds."""

# What a server sends when an app raises: no field of the app's, so none of CORS either.
BARE_500 = WireResponse(500, (("Content-Type", "text/plain"),), b"Internal Server Error")


class Carried(t.NamedTuple):
    """What came of a request.

    :param response: None where no server answered.
    :param exception: what the app raised, or why there is no response; None where all is well.
    :param escaped: whether the exception came out of the app, so that no response of its own did.
    """

    response: WireResponse | None
    exception: BaseException | None = None
    escaped: bool = False


class Transport(t.Protocol):
    """Carries requests to one origin."""

    def carry(self, request: WireRequest, url: URL) -> Carried:
        """What comes of a request for `url`."""
        ...


class WSGITransport:
    """Calls an app, as a WSGI server would."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def carry(self, request: WireRequest, url: URL) -> Carried:
        """Call the app; an exception that it lets out is a server's bare 500."""
        with catching(self._app) as caught:
            try:
                body, status, headers = run_wsgi_app(
                    self._app, environ_of(request, url), buffered=True
                )
                response = WireResponse(int(status[:3]), tuple(headers), b"".join(body))
            except Exception as error:
                return Carried(BARE_500, error, escaped=True)
        return Carried(response, caught.exception)


class HTTPTransport:
    """Asks a server that is running somewhere.

    :param base: scheme, host and port to connect to.
    """

    def __init__(self, base: str) -> None:
        parts = urlsplit(base)
        secure = parts.scheme == "https"
        self._connection = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        self._address = (parts.hostname or "", parts.port)
        self._prefix = parts.path.rstrip("/")

    def carry(self, request: WireRequest, url: URL) -> Carried:
        """Ask the server, with the Host that the page knows it by."""
        connection = self._connection(*self._address, timeout=TIMEOUT)
        try:
            connection.putrequest(
                request.method,
                self._prefix + url.target,
                skip_host=True,
                skip_accept_encoding=True,
            )
            for name, value in fields_of(request, url):
                connection.putheader(name, value.encode("latin-1"))
            connection.endheaders(request.body)
            answer = connection.getresponse()
            return Carried(
                WireResponse(answer.status, tuple(answer.headers.items()), answer.read())
            )
        except (OSError, http.client.HTTPException) as error:
            return Carried(None, error)
        finally:
            connection.close()


def fields_of(request: WireRequest, url: URL) -> list[tuple[str, str]]:
    """The fields of the request, those included that every HTTP client adds."""
    port = "" if url.port is None else f":{url.port}"
    fields = [("Host", f"{url.host}{port}"), *request.headers]
    if request.body is not None or request.method in {"POST", "PUT"}:
        fields.append(("Content-Length", str(len(request.body or b""))))
    return fields


def environ_of(request: WireRequest, url: URL) -> WSGIEnvironment:
    """The environment that a WSGI server makes of a request."""
    environ = create_environ(
        base_url=f"{url.origin}/", method=request.method, data=request.body or None
    )
    environ["PATH_INFO"] = unquote_to_bytes(url.path).decode("latin-1")
    environ["QUERY_STRING"] = url.query or ""
    environ["REQUEST_URI"] = environ["RAW_URI"] = url.target
    for key in ("CONTENT_LENGTH", "CONTENT_TYPE"):
        environ.pop(key, None)
    for name, value in fields_of(request, url):
        key = name.upper().replace("-", "_")
        key = key if key in {"CONTENT_LENGTH", "CONTENT_TYPE"} else f"HTTP_{key}"
        environ[key] = (
            f"{environ[key]}, {value}" if key in environ and key != "HTTP_HOST" else value
        )
    return environ
