"""Playing what a page asks for through the browser's half of the protocol, against an app.

Nothing goes over a network: the app is called as a WSGI server calls it.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from flask import Flask
from werkzeug.test import create_environ
from werkzeug.test import run_wsgi_app

from .protocol.user_agent.cache import PreflightCache
from .protocol.user_agent.fetching import fetch
from .protocol.user_agent.outcomes import NetworkError
from .protocol.user_agent.outcomes import Response
from .protocol.user_agent.requests import Client
from .protocol.user_agent.requests import FetchRequest
from .protocol.user_agent.urls import URL
from .protocol.user_agent.wire import WireRequest
from .protocol.user_agent.wire import WireResponse

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


@dataclass(frozen=True)
class Played:
    """What a page asked for, and what came of it.

    :param asked: what the page handed to ``fetch``; its URL is absolute.
    :param origin: the serialized origin of the page.
    :param outcome: what the page got.
    :param environs: the requests that the app got, as they were when it had answered.
    :param error: what the app raised, if it did.
    """

    asked: FetchRequest
    origin: str
    outcome: Response | NetworkError
    environs: tuple[WSGIEnvironment, ...]
    error: Exception | None


def play(app: Flask, asked: FetchRequest, origin: str) -> Played:
    """Let a page of `origin` ask the app for something, as in a browser that remembers nothing.

    The app stands for every server of the host that the URL names, whatever scheme and port.

    :raises JavaScriptError: where the call throws before anything is sent.
    """
    url = URL.parse(asked.url)
    network = _AppNetwork(app, url.host if url else None)
    outcome = fetch(asked, Client(origin), network, PreflightCache(lambda: 0.0))
    return Played(asked, origin, outcome, tuple(network.environs), network.error)


class _AppNetwork:
    """Carries requests to an app, and notes what it was called with."""

    def __init__(self, app: Flask, host: str | None) -> None:
        self._app = app
        self._host = host
        self.environs: list[WSGIEnvironment] = []
        self.error: Exception | None = None

    def send(self, request: WireRequest) -> WireResponse | None:
        """The app's response; that of its server where it raises, None from another host."""
        url = URL.parse(request.url)
        if url is None or url.host != self._host:
            return None
        environ = create_environ(
            url.target,
            f"{url.origin}/",
            method=request.method,
            headers=list(request.headers),
            data=request.body,
        )
        self.environs.append(environ)
        try:
            body, status, headers = run_wsgi_app(self._app, environ, buffered=True)
        except Exception as error:
            self.error = error
            return WireResponse(500)
        return WireResponse(int(status[:3]), tuple(headers), b"".join(body))
