"""Playing what a page asks for through the browser's half of the protocol, against an app.

Nothing goes over a network: the app is called as a WSGI server calls it.
"""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from flask import Flask
from werkzeug.test import run_wsgi_app

from .played import Played
from .protocol.user_agent import CHROMIUM
from .protocol.user_agent import STANDARD
from .protocol.user_agent import Client
from .protocol.user_agent import FetchRequest
from .protocol.user_agent import PreflightCache
from .protocol.user_agent import WireRequest
from .protocol.user_agent import WireResponse
from .protocol.user_agent import fetch
from .protocol.user_agent.urls import URL
from .testing.exceptions_in_apps import catching
from .testing.transports import BARE_500
from .testing.transports import environ_of

if t.TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIEnvironment


def play(app: Flask, asked: FetchRequest, origin: str, *, private_network: bool = False) -> Played:
    """Let a page of `origin` ask the app for something, as in a browser that remembers nothing.

    The app stands for every server of the host that the URL names, whatever scheme and port.

    :param private_network: whether the app is on a more private network than the page, and the
        browser asks for leave, as the specification of private network access says.
    :raises JavaScriptError: where the call throws before anything is sent.
    """
    url = URL.parse(asked.url)
    network = _AppNetwork(app, url.host if url else None)
    client = Client(origin, reaches_private_network=private_network)
    profile = STANDARD if private_network else CHROMIUM
    outcome = fetch(asked, client, network, PreflightCache(lambda: 0.0), profile)
    return Played(asked, origin, outcome, tuple(network.environs), network.error)


class _AppNetwork:
    """Carries requests to an app, and notes what it was called with."""

    def __init__(self, app: Flask, host: str | None) -> None:
        self._app = app
        self._host = host
        self.environs: list[WSGIEnvironment] = []
        self.error: BaseException | None = None

    def send(self, request: WireRequest) -> WireResponse | None:
        """The app's response; that of its server where it raises, None from another host."""
        url = URL.parse(request.url)
        if url is None or url.host != self._host:
            return None
        with catching():
            try:
                environ = environ_of(request, url)
                body, status, headers = run_wsgi_app(self._answer, environ, buffered=True)
            except Exception as error:
                self.error = error
                return BARE_500
        return WireResponse(int(status[:3]), tuple(headers), b"".join(body))

    def _answer(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> cabc.Iterable[bytes]:
        """Call the app, and keep what it leaves in the environment, which Werkzeug copies."""
        self.environs.append(environ)
        return self._app(environ, start_response)
