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
from .arguments import checks_keywords
from .clock import Clock
from .cookies import CookieJar
from .exchanges import Exchange
from .network import Internet
from .page import Page
from .set_cookie import RefusedError
from .sites import registrable
from .sites import site_of
from .targets import origin_of
from .targets import transports_of

if t.TYPE_CHECKING:
    from .targets import Target


class Browser:
    """A browser that does with an app's answers what Chromium or Firefox would do.

    Several threads may use one, and its pages.

    :param target: the app under test; or the URL of a running server; or several of either, by
        the origins at which they answer.
    :param base: the origin at which the one target answers; of several, the one that URLs ask
        that begin with a slash, by default the first.
    :param profile: `CHROMIUM`, `FIREFOX` or `STANDARD`.
    :param block_third_party_cookies: whether the cookies of other sites than the page's are
        neither kept nor sent, but for ``Partitioned`` ones.
    :raises TypeError: where `target` or `profile` is none.
    :raises ValueError: where an origin is none, or stands there twice.

    .. versionadded:: 7.0
    """

    @checks_keywords
    def __init__(
        self,
        target: Target | cabc.Mapping[str, Target],
        base: str | None = None,
        *,
        profile: Profile = CHROMIUM,
        block_third_party_cookies: bool = False,
    ) -> None:
        if not isinstance(t.cast("object", profile), Profile):
            raise TypeError(f"profile is CHROMIUM, FIREFOX or STANDARD, not {profile!r}.")
        transports = transports_of(target, base)
        self.clock = Clock()
        """The time, which stands still until it is moved."""
        self.cookies = CookieJar(self.clock)
        """The cookies that it keeps, and those that it has refused."""
        self.profile = profile
        """Which browser it is."""
        self._base = next(iter(transports)) if base is None else origin_of(base)
        self._preflights = PreflightCache(self.clock)
        self._internet = Internet(
            transports,
            self.cookies,
            self.clock,
            blocks_third_party_cookies=block_third_party_cookies,
            profile=profile,
        )

    def __repr__(self) -> str:
        return f"<Browser {' '.join(self._internet.transports)}>"

    @property
    def exchanges(self) -> list[Exchange]:
        """What went over the wire, in order; clear the list to begin anew."""
        return self._internet.exchanges

    @checks_keywords
    def page(
        self, url: str, *, sandboxed: bool = False, reaches_private_network: bool = False
    ) -> Page:
        """Open a page.

        :param url: its URL, or just its origin; ``null``, ``data:`` and ``file:`` URLs have an
            opaque origin.
        :param sandboxed: whether it is in a frame with ``sandbox`` and without
            ``allow-same-origin``, which gives it an opaque origin, too.
        :param reaches_private_network: whether what it asks for is on a more private network
            than it is itself, so that every request is preceded by a preflight which asks about
            that (https://wicg.github.io/private-network-access/).
        :raises TypeError: where `url` is no text.
        :raises ValueError: where it is the URL of no page.
        """
        origin = _page_origin(url)
        parsed = URL.parse(url)
        client = Client(
            origin=OPAQUE if sandboxed else origin,
            url=parsed.serialize() if parsed else "",
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
        origin = origin_of(origin or self._base)
        url = t.cast("URL", URL.parse(f"{origin}/"))
        site = site_of(origin) or origin
        try:
            self._internet.store_cookie(header, url, cross_site=False, site=site)
        except RefusedError as error:
            raise ValueError(f"Browsers refuse {header!r}. {error}") from error


def _page_origin(text: str) -> str:
    if not isinstance(t.cast("object", text), str):
        raise TypeError(
            f'A page is opened by its URL or its origin, "https://app.example.com", not {text!r}.'
        )
    url = URL.parse(text)
    if text == OPAQUE or (url is not None and url.scheme in {"data", "file"}):
        return OPAQUE
    if url is not None and url.is_http:
        return url.origin
    # Such as capacitor://localhost/index.html, whose origin is no concern of the URL standard.
    origin = f"{url.scheme}://{url.host}" if url is not None and url.host else ""
    if Origin.parse(origin) is None:
        raise ValueError(
            f'{text!r} is no page: write its origin, "https://app.example.com", which for blob: '
            "and about: is that of the page that made it."
        )
    return origin
