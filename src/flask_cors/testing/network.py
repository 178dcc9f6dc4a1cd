"""The network of a page: finds who answers, and takes care of cookies."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from ..protocol.user_agent import Departure
from ..protocol.user_agent import Profile
from ..protocol.user_agent import WireRequest
from ..protocol.user_agent import WireResponse
from ..protocol.user_agent.header_lists import get
from ..protocol.user_agent.referrer import is_trustworthy
from ..protocol.user_agent.urls import URL
from .codings import accepted
from .cookies import CookieJar
from .cookies import Refused
from .exchanges import Exchange
from .set_cookie import RefusedError
from .set_cookie import read_set_cookie
from .sites import is_cross_site
from .sites import is_same_site
from .sites import site_of
from .transports import Carried
from .transports import Transport

USER_AGENT = "Mozilla/5.0 (flask_cors.testing)"


class Internet:
    """Everything that the pages of a browser can reach, and what they keep of it.

    :param transports: who answers, by serialized origin.
    :param blocks_third_party_cookies: whether other sites' cookies are kept and sent.
    :param profile: the browser.
    """

    def __init__(
        self,
        transports: cabc.Mapping[str, Transport],
        cookies: CookieJar,
        clock: cabc.Callable[[], float],
        *,
        blocks_third_party_cookies: bool,
        profile: Profile,
    ) -> None:
        self.transports = transports
        self.cookies = cookies
        self.clock = clock
        self.blocks_third_party_cookies = blocks_third_party_cookies
        self.profile = profile
        self.exchanges: list[Exchange] = []

    def store_cookie(
        self, header: str, url: URL, *, cross_site: bool, site: str, blocked: bool = False
    ) -> None:
        """Read Set-Cookie, and keep what it sets.

        :param site: the site of the page that asked.
        :param blocked: whether only a partitioned one is taken.
        :raises RefusedError: where a browser would not.
        """
        trustworthy = is_trustworthy(url)
        cookie = read_set_cookie(
            header,
            url,
            now=self.clock(),
            cross_site=cross_site,
            trustworthy=trustworthy,
            site=site,
            same_site="Lax" if self.profile.lax_by_default else "None",
        )
        if blocked and not cookie.partition:
            raise RefusedError(
                "The browser blocks the cookies of other sites. Partitioned lets it in, for each "
                "site that asks on its own."
            )
        if not trustworthy and self.cookies.overwrites_secure(cookie):
            raise RefusedError("A Secure cookie is not overwritten from plain http.")
        self.cookies.add(cookie)


class PageNetwork:
    """The network as one page sees it: cookies depend on whose page it is.

    :param origin: the serialized origin of the page.
    :param partition: the one that it would have outside of a sandbox.
    """

    def __init__(self, internet: Internet, origin: str, partition: str) -> None:
        self._internet = internet
        self._origin = origin
        self._site = site_of(partition) or partition
        self._departures = internet.profile.departures
        self.exchanges: list[Exchange] = []

    def send(self, request: WireRequest) -> WireResponse | None:
        """What the origin's server answers; None where there is none."""
        url = t.cast("URL", URL.parse(request.url))
        cookies = self._cookie_field(request, url) if request.include_credentials else []
        is_named = get("User-Agent", request.headers) is not None
        named = [] if is_named else [("User-Agent", USER_AGENT)]
        encodings = ("Accept-Encoding", accepted(request.headers))
        headers = (*request.headers, encodings, *named, *cookies)
        request = request._replace(headers=headers)
        transport = self._internet.transports.get(url.origin)
        carried = transport.carry(request, url) if transport else Carried(None)
        if carried.response is not None and request.include_credentials:
            self._keep_cookies(carried.response, request, url)
        exchange = Exchange.of(request, **carried._asdict())
        self.exchanges.append(exchange)
        self._internet.exchanges.append(exchange)
        return carried.response

    def _cookie_field(self, request: WireRequest, url: URL) -> list[tuple[str, str]]:
        partitions = {self._site} if self._withholds_cookies(url) else {self._site, ""}
        found = self._internet.cookies.matching(
            url,
            cross_site=is_cross_site(
                self._origin, (*request.redirected_by, url.origin), self._departures
            ),
            trustworthy=is_trustworthy(url),
            partitions=partitions,
        )
        pairs = [f"{each.name}={each.value}" if each.name else each.value for each in found]
        return [("Cookie", "; ".join(pairs))] if pairs else []

    def _keep_cookies(self, response: WireResponse, request: WireRequest, url: URL) -> None:
        forgets = Departure.SET_COOKIES_FORGET_REDIRECTS in self._departures
        way = (url.origin,) if forgets else (*request.redirected_by, url.origin)
        cross_site = is_cross_site(self._origin, way, self._departures)
        for name, value in response.headers:
            if name.lower() == "set-cookie":
                self._keep_cookie(value, url, cross_site=cross_site)

    def _keep_cookie(self, header: str, url: URL, *, cross_site: bool) -> None:
        try:
            self._internet.store_cookie(
                header,
                url,
                cross_site=cross_site,
                site=self._site,
                blocked=self._withholds_cookies(url),
            )
        except RefusedError as error:
            refused = Refused(header, url.serialize(), str(error))
            self._internet.cookies.refused.append(refused)

    def _withholds_cookies(self, url: URL) -> bool:
        third_party = not is_same_site(self._origin, url.origin)
        return self._internet.blocks_third_party_cookies and third_party
