"""Sites: what cookies and the preflight cache are told apart by.

Source: https://html.spec.whatwg.org/multipage/browsers.html#sites
"""

from __future__ import annotations

import collections.abc as cabc

from ..options.public_suffixes import registrable_domain
from ..protocol.origins import Origin
from ..protocol.user_agent import Departure


def registrable(host: str) -> str:
    """The registrable domain of a host, or the host where it has none."""
    return registrable_domain(host) or host


def site_of(origin: str) -> str | None:
    """The site of a serialized origin; None for an opaque one."""
    parsed = Origin.parse(origin)
    return f"{parsed.scheme}://{registrable(parsed.host)}" if parsed else None


def is_same_site(origin: str, other: str, *, schemes: bool = True) -> bool:
    """Whether two serialized origins belong to one site.

    :param schemes: whether their schemes must be the same.
    """
    site, of_other = site_of(origin), site_of(other)
    if site is None or of_other is None:
        return False
    return site == of_other if schemes else site.partition("://")[2] == of_other.partition("://")[2]


def is_cross_site(
    page: str, way: cabc.Sequence[str], departures: cabc.Container[Departure]
) -> bool:
    """Whether a request is one across sites, with which few cookies go.

    :param page: the origin of the page that asks.
    :param way: the origins of the URLs, those of redirects first.

    Source: https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-same-site-and-cross-site-re
    """
    counted = way[-1:] if Departure.COOKIES_FORGET_REDIRECTS in departures else way
    schemes = Departure.SITES_WITHOUT_SCHEMES not in departures
    return not all(is_same_site(page, each, schemes=schemes) for each in counted)
