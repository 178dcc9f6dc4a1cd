"""Playing what a page asks for through the browser's half of the protocol, against an app.

Nothing goes over a network: the app is called as a WSGI server calls it.
"""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import functools
import typing as t

from flask import Flask

from ..diagnosing.played import Played
from ..protocol.user_agent import CHROMIUM
from ..protocol.user_agent import STANDARD
from ..protocol.user_agent import Client
from ..protocol.user_agent import Departure
from ..protocol.user_agent import FetchRequest
from ..protocol.user_agent import PreflightCache
from ..protocol.user_agent import WireRequest
from ..protocol.user_agent import WireResponse
from ..protocol.user_agent import fetch
from ..protocol.user_agent.urls import URL
from ..testing.sites import registrable
from ..testing.transports import WSGITransport

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


# A header that Chromium drops is sent all the same, as by other browsers: whether the app allows it
# is what somebody wants to know.
_BROWSER = dataclasses.replace(
    CHROMIUM, departures=CHROMIUM.departures - {Departure.DROPS_USER_AGENT}
)


class Answer(t.NamedTuple):
    """What an app answers to a request.

    :param response: its response; that of its server where it raises.
    :param environ: the request, as it was when the app had answered.
    :param error: what the app raised, if it did.
    """

    response: WireResponse
    environ: WSGIEnvironment
    error: BaseException | None = None


Ask = cabc.Callable[[WireRequest, URL], Answer]
"""Whatever answers requests as an app does."""


def play(app: Flask, asked: FetchRequest, origin: str, *, private_network: bool = False) -> Played:
    """Let a page of `origin` ask the app for something, as in a browser that remembers nothing.

    The app stands for every server of the host that the URL names, whatever scheme and port.

    :param private_network: whether the app is on a more private network than the page, and the
        browser asks for leave, as the specification of private network access says.
    :raises JavaScriptError: where the call throws before anything is sent.
    """
    ask = functools.partial(ask_app, app)
    return play_against(ask, asked, origin, private_network=private_network)


def play_against(
    ask: Ask, asked: FetchRequest, origin: str, *, private_network: bool = False
) -> Played:
    """The same where `ask` answers for the app."""
    url = URL.parse(asked.url)
    network = _OneHost(ask, url.host if url else None)
    client = Client(origin, reaches_private_network=private_network, registrable_domain=registrable)
    profile = STANDARD if private_network else _BROWSER
    outcome = fetch(asked, client, network, PreflightCache(lambda: 0.0), profile)
    return Played(asked, origin, outcome, tuple(network.environs), network.error)


def ask_app(app: Flask, request: WireRequest, url: URL) -> Answer:
    """Call the app, whose view runs; the head of its response says all that matters here."""
    carried = WSGITransport(app, reads_on=False).carry(request, url)
    return Answer(
        t.cast("WireResponse", carried.response),
        t.cast("WSGIEnvironment", carried.environ),
        carried.exception if carried.escaped else None,
    )


class _OneHost:
    """A network with one host in it, which notes what that was called with."""

    def __init__(self, ask: Ask, host: str | None) -> None:
        self._ask = ask
        self._host = host
        self.environs: list[WSGIEnvironment] = []
        self.error: BaseException | None = None

    def send(self, request: WireRequest) -> WireResponse | None:
        """The answer of the host, None from another."""
        url = URL.parse(request.url)
        if url is None or url.host != self._host:
            return None
        response, environ, error = self._ask(request, url)
        self.environs.append(environ)
        self.error = error or self.error
        return response
