"""The network of a page: finds who answers, and takes care of cookies."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from ..protocol.user_agent import WireRequest
from ..protocol.user_agent import WireResponse
from ..protocol.user_agent.referrer import is_trustworthy
from ..protocol.user_agent.urls import URL
from .cookies import CookieJar
from .cookies import Refused
from .exchanges import Exchange
from .set_cookie import RefusedError
from .set_cookie import read_set_cookie
from .sites import is_same_site
from .transports import Carried
from .transports import Transport

USER_AGENT = "Mozilla/5.0 (flask_cors.testing)"


class Internet:
    """Everything that the pages of a browser can reach, and what they keep of it.

    :param transports: who answers, by serialized origin.
    :param blocks_third_party_cookies: whether other sites' cookies are kept and sent.
    """

    def __init__(
        self,
        transports: cabc.Mapping[str, Transport],
        cookies: CookieJar,
        clock: cabc.Callable[[], float],
        *,
        blocks_third_party_cookies: bool,
    ) -> None:
        self.transports = transports
        self.cookies = cookies
        self.clock = clock
        self.blocks_third_party_cookies = blocks_third_party_cookies
        self.exchanges: list[Exchange] = []


class PageNetwork:
    """The network as one page sees it: cookies depend on whose page it is."""

    def __init__(self, internet: Internet, origin: str) -> None:
        self._internet = internet
        self._origin = origin
        self.exchanges: list[Exchange] = []

    def send(self, request: WireRequest) -> WireResponse | None:
        """What the origin's server answers; None where there is none."""
        url = t.cast("URL", URL.parse(request.url))
        cookies = self._cookie_field(url) if request.include_credentials else []
        headers = (*request.headers, ("User-Agent", USER_AGENT), *cookies)
        request = request._replace(headers=headers)
        transport = self._internet.transports.get(url.origin)
        carried = transport.carry(request, url) if transport else Carried(None)
        if carried.response is not None and request.include_credentials:
            self._keep_cookies(carried.response, url)
        exchange = Exchange.of(request, **carried._asdict())
        self.exchanges.append(exchange)
        self._internet.exchanges.append(exchange)
        return carried.response

    def _cookie_field(self, url: URL) -> list[tuple[str, str]]:
        if self._withholds_cookies(url):
            return []
        found = self._internet.cookies.matching(
            url, cross_site=self._is_cross_site(url), trustworthy=is_trustworthy(url)
        )
        pairs = [f"{each.name}={each.value}" if each.name else each.value for each in found]
        return [("Cookie", "; ".join(pairs))] if pairs else []

    def _keep_cookies(self, response: WireResponse, url: URL) -> None:
        for name, value in response.headers:
            if name.lower() == "set-cookie":
                self._keep_cookie(value, url)

    def _keep_cookie(self, header: str, url: URL) -> None:
        jar, cross_site = self._internet.cookies, self._is_cross_site(url)
        try:
            store_cookie(
                jar,
                header,
                url,
                now=self._internet.clock(),
                cross_site=cross_site,
                blocked=self._withholds_cookies(url),
            )
        except RefusedError as error:
            jar.refused.append(Refused(header, url.serialize(), str(error)))

    def _is_cross_site(self, url: URL) -> bool:
        return not is_same_site(self._origin, url.origin)

    def _withholds_cookies(self, url: URL) -> bool:
        return self._internet.blocks_third_party_cookies and self._is_cross_site(url)


def store_cookie(
    jar: CookieJar, header: str, url: URL, *, now: float, cross_site: bool, blocked: bool = False
) -> None:
    """Read Set-Cookie, and keep what it sets.

    :raises RefusedError: where a browser would not.
    """
    if blocked:
        raise RefusedError("The browser blocks the cookies of other sites.")
    trustworthy = is_trustworthy(url)
    cookie = read_set_cookie(header, url, now=now, cross_site=cross_site, trustworthy=trustworthy)
    if jar.overwrites_secure(cookie) and not trustworthy:
        raise RefusedError("A Secure cookie is not overwritten from plain http.")
    jar.add(cookie)
