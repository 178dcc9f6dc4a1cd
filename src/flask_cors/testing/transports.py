"""Carrying a request to an app, or to a server.

A transport takes a request as it would go over the wire, and answers with what came back.
"""

from __future__ import annotations

import collections.abc as cabc
import http.client
import typing as t
from urllib.parse import unquote_to_bytes
from urllib.parse import urlsplit

from flask.app import Flask
from werkzeug.test import create_environ
from werkzeug.test import run_wsgi_app

from ..protocol.user_agent import WireRequest
from ..protocol.user_agent import WireResponse
from ..protocol.user_agent.urls import URL
from .exceptions_in_apps import catching

if t.TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse
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
    :param truncated: whether it came after the head of the response.
    :param server: the address of the server that was asked; empty for an app.
    :param app: the Flask app that was asked, or None.
    :param environ: what an app was called with, as it left it, or None.
    """

    response: WireResponse | None
    exception: BaseException | None = None
    escaped: bool = False
    truncated: bool = False
    server: str = ""
    app: Flask | None = None
    environ: WSGIEnvironment | None = None


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
        """Call the app; an exception that it lets out is a server's bare 500.

        A server has sent the head of a response once the app has given a first piece of the body:
        an exception that comes later only cuts the body off.
        """
        environ = environ_of(request, url)
        app = self._app if isinstance(self._app, Flask) else None
        with catching(environ) as caught:
            try:
                # Werkzeug hands over a copy, in which nobody finds what the app leaves there.
                pieces, status, headers = run_wsgi_app(
                    keeping(self._app, environ), environ, buffered=False
                )
            except Exception as error:
                return Carried(BARE_500, error, escaped=True, app=app, environ=environ)
            body, late = _read(pieces)
        body = b"" if request.method == "HEAD" else body
        response = WireResponse(int(status[:3]), tuple(headers), body)
        exception, truncated = late or caught.exception, late is not None
        return Carried(response, exception, truncated=truncated, app=app, environ=environ)


class HTTPTransport:
    """Asks a server that is running somewhere.

    :param base: scheme, host and port to connect to.
    """

    def __init__(self, base: str) -> None:
        parts = urlsplit(base)
        self._scheme = parts.scheme
        secure = parts.scheme == "https"
        self._connection = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        self._address = (parts.hostname or "", parts.port)
        self._server = parts.netloc

    def carry(self, request: WireRequest, url: URL) -> Carried:
        """Ask the server, with the Host that the page knows it by."""
        connection = self._connection(*self._address, timeout=TIMEOUT)
        try:
            answer = self._ask(connection, request, url)
            body, late = _read_answer(answer)
        except (OSError, http.client.HTTPException) as error:
            return Carried(None, error, server=self._server)
        finally:
            connection.close()
        response = WireResponse(answer.status, tuple(answer.headers.items()), body)
        return Carried(response, late, truncated=late is not None, server=self._server)

    def _ask(
        self, connection: http.client.HTTPConnection, request: WireRequest, url: URL
    ) -> http.client.HTTPResponse:
        connection.putrequest(request.method, url.target, skip_host=True, skip_accept_encoding=True)
        fields = fields_of(request, url)
        if url.scheme != self._scheme:
            # As a proxy that ends TLS does, so that the app can write its own URLs.
            fields.append(("X-Forwarded-Proto", url.scheme))
        for name, value in fields:
            connection.putheader(name, value.encode("latin-1"))
        connection.endheaders(request.body)
        return connection.getresponse()


def _read(pieces: cabc.Iterable[bytes]) -> tuple[bytes, Exception | None]:
    """The body, as far as it comes, and the exception that cuts it off."""
    body, late = bytearray(), None
    try:
        for piece in pieces:
            body += piece
    except Exception as error:
        late = error
    getattr(pieces, "close", lambda: None)()
    return bytes(body), late


def _read_answer(answer: http.client.HTTPResponse) -> tuple[bytes, Exception | None]:
    try:
        return answer.read(), None
    except http.client.IncompleteRead as error:
        return error.partial, error


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
