"""Carrying a request to an app, or to a server.

A transport takes a request as it would go over the wire, and answers with what came back.
"""

from __future__ import annotations

import http.client
import re
import typing as t
from urllib.parse import urlsplit

from flask.app import Flask
from werkzeug.test import run_wsgi_app

from ..protocol.user_agent import WireRequest
from ..protocol.user_agent import WireResponse
from ..protocol.user_agent.urls import URL
from .bodies import body_of_app
from .bodies import body_of_server
from .environs import environ_of
from .environs import fields_of
from .environs import keeping
from .exceptions_in_apps import catching

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from _typeshed.wsgi import WSGIEnvironment

TIMEOUT = 30
"""How long a server may take to answer, in seconds."""

_FOLD = re.compile(r"(?<![ \t])[ \t]*\r?\n[ \t]+")
"""Where a value goes on in the next line (https://www.rfc-editor.org/rfc/rfc9112#section-5.2)."""

# What a server sends when an app raises: no field of the app's, so none of CORS either.
BARE_500 = WireResponse(500, (("Content-Type", "text/plain"),), b"Internal Server Error")


class Carried(t.NamedTuple):
    """What came of a request.

    :param response: None where no server answered.
    :param exception: what the app raised, or why there is no response; None where all is well.
    :param escaped: whether the exception came out of the app, so that no response of its own did.
    :param truncated: whether it cut the body off.
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
    """Calls an app, as a WSGI server would.

    :param reads_on: whether bodies are read on behind their first piece, for which a server waits
        before it sends the head; some have no end.
    """

    def __init__(self, app: WSGIApplication, *, reads_on: bool = True) -> None:
        self._app = app
        self._reads_on = reads_on

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
            body = body_of_app(pieces, headers, to_the_end=self._reads_on)
        content = b"" if request.method == "HEAD" else body.content
        response = WireResponse(int(status[:3]), tuple(headers), content)
        exception = body.exception or caught.exception
        return Carried(response, exception, truncated=body.truncated, app=app, environ=environ)


class _FinalResponse(http.client.HTTPResponse):
    """A response behind those that only announce it, such as 103 (Early Hints).

    Source: https://www.rfc-editor.org/rfc/rfc9110#section-15.2
    """

    def begin(self) -> None:
        super().begin()
        while 102 <= self.status <= 199:
            self.headers = None  # type: ignore[assignment]  # has it read another one
            super().begin()


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
        connection.response_class = _FinalResponse
        try:
            answer = self._ask(connection, request, url)
            body = body_of_server(answer)
        except (OSError, http.client.HTTPException) as error:
            return Carried(None, error, server=self._server)
        finally:
            connection.close()
        headers = tuple((name, _FOLD.sub(" ", value)) for name, value in answer.headers.items())
        response = WireResponse(answer.status, headers, body.content)
        return Carried(response, body.exception, truncated=body.truncated, server=self._server)

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
