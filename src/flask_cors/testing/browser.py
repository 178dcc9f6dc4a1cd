"""A browser for tests: pages on any origins, which ask apps and servers."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from ..protocol.origins import OPAQUE
from ..protocol.origins import Origin
from ..protocol.user_agent import CHROMIUM
from ..protocol.user_agent import Client
from ..protocol.user_agent import PreflightCache
from ..protocol.user_agent import Profile
from ..protocol.user_agent.urls import URL
from .clock import Clock
from .cookies import CookieJar
from .exchanges import Exchange
from .network import Internet
from .network import store_cookie
from .page import Page
from .set_cookie import RefusedError
from .sites import registrable
from .transports import HTTPTransport
from .transports import Transport
from .transports import WSGITransport

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    Target = WSGIApplication | str

DEFAULT_BASE = "http://127.0.0.1:5000"
"""Where an app answers that is put nowhere else, as with ``flask run``."""


class Browser:
    """A browser that does with an app's answers what Chromium or Firefox would do.

    :param target: the app under test; or the URL of a running server; or several of either, by
        the origins at which they answer.
    :param base: the origin at which the one target answers.
    :param profile: `CHROMIUM`, `FIREFOX` or `STANDARD`.
    :param block_third_party_cookies: whether the cookies of other sites than the page's are
        neither kept nor sent.
    :raises ValueError: where an origin is none.

    .. versionadded:: 7.0
    """

    def __init__(
        self,
        target: Target | cabc.Mapping[str, Target],
        base: str | None = None,
        *,
        profile: Profile = CHROMIUM,
        block_third_party_cookies: bool = False,
    ) -> None:
        if isinstance(target, str):
            targets: cabc.Mapping[str, Target] = {base or target: target}
        elif callable(target):
            targets = {base or DEFAULT_BASE: target}
        else:
            targets = target
        transports = {_origin(base): _transport(each) for base, each in targets.items()}
        self.clock = Clock()
        self.cookies = CookieJar(self.clock)
        self.profile = profile
        self._base = next(iter(transports))
        self._preflights = PreflightCache(self.clock)
        self._internet = Internet(
            transports,
            self.cookies,
            self.clock,
            blocks_third_party_cookies=block_third_party_cookies,
        )

    @property
    def exchanges(self) -> list[Exchange]:
        """What went over the wire, in order; clear the list to begin anew."""
        return self._internet.exchanges

    def page(
        self, url: str, *, sandboxed: bool = False, reaches_private_network: bool = False
    ) -> Page:
        """Open a page.

        :param url: its URL, or just its origin; ``null``, ``data:`` and ``file:`` URLs have an
            opaque origin.
        :param sandboxed: whether it is in a frame with ``sandbox`` and without
            ``allow-same-origin``, which gives it an opaque origin, too.
        :param reaches_private_network: whether what it asks for is on a more private network
            than it is itself; browsers of the profile `STANDARD` ask the server about that.
        :raises ValueError: where `url` is none.
        """
        origin = _page_origin(url)
        client = Client(
            origin=OPAQUE if sandboxed else origin,
            url="" if url == origin else url,
            partition=origin,
            reaches_private_network=reaches_private_network,
            registrable_domain=registrable,
        )
        base = origin if origin in self._internet.transports else self._base
        return Page(client, base, self._internet, self._preflights, self.profile)

    def set_cookie(self, header: str, origin: str | None = None) -> None:
        """Set a cookie as if a page of the app's own had got it.

        :param header: the value of Set-Cookie, such as ``"id=1; SameSite=None; Secure"``.
        :param origin: who sets it; by default the app under test.
        :raises ValueError: where browsers would refuse it.
        """
        url = URL.parse(f"{_origin(origin or self._base)}/")
        try:
            store_cookie(
                self.cookies, header, t.cast("URL", url), now=self.clock(), cross_site=False
            )
        except RefusedError as error:
            raise ValueError(f"Browsers refuse {header!r}. {error}") from error


def _origin(base: str) -> str:
    url = URL.parse(base)
    if url is None or not url.is_http or url.path != "/":
        raise ValueError(
            f'{base!r} is not where an app can answer: write an origin, "https://api.example.com".'
        )
    return url.origin


def _page_origin(text: str) -> str:
    url = URL.parse(text)
    if text == OPAQUE or (url is not None and url.scheme in {"data", "file"}):
        return OPAQUE
    if url is not None and url.is_http:
        return url.origin
    if Origin.parse(text) is None:
        raise ValueError(f'{text!r} is no page: write its origin, "https://app.example.com".')
    return text


def _transport(target: Target) -> Transport:
    return HTTPTransport(target) if isinstance(target, str) else WSGITransport(target)
