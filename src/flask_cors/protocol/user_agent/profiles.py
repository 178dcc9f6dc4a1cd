"""User agents: what the standard leaves to them, and where they depart from it."""

from __future__ import annotations

from dataclasses import dataclass

from .departures import Departure
from .safelist import NON_WILDCARD_HEADERS


@dataclass(frozen=True)
class Profile:
    """A kind of user agent.

    :param name: for people.
    :param max_age_limit: the longest that a preflight is remembered, in seconds; None for ever.
    :param lax_by_default: whether a cookie that does not say SameSite is one of ``Lax``, as RFC
        6265bis says; otherwise it goes anywhere.
    :param departures: where it does otherwise than the standard says.

    .. versionadded:: 7.0
    """

    name: str
    max_age_limit: int | None = None
    lax_by_default: bool = True
    departures: frozenset[Departure] = frozenset()

    def wildcard_covers(self, name: str) -> bool:
        """Whether ``*`` in Access-Control-Allow-Headers stands for that lower-case name, too.

        Source: https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
        """
        departs = Departure.WILDCARD_COVERS_AUTHORIZATION in self.departures
        return departs or name not in NON_WILDCARD_HEADERS


STANDARD = Profile("standard")
CHROMIUM = Profile(
    "Chromium",
    max_age_limit=7200,
    departures=frozenset(
        {
            Departure.WILDCARD_COVERS_AUTHORIZATION,
            Departure.KEEPS_PREFLIGHTS,
            Departure.REPLACES_PREFLIGHTS,
            Departure.FORGETS_OPAQUE_ORIGINS,
            Departure.FORGETS_LONG_URLS,
            Departure.REDIRECTS_HIDE_ORIGIN,
            Departure.KEEPS_COOKIES,
            Departure.COOKIES_FORGET_REDIRECTS,
            Departure.NEGATIVE_AGE_IS_NONE,
            Departure.REDIRECT_NEEDS_LOCATION,
            Departure.NO_USERINFO,
            Departure.READS_LOCATION_FIRST,
            Departure.POLICIES_HIDE_NO_ORIGIN,
            Departure.SCHEMES_TELL_DOWNGRADES,
            Departure.COMBINES_HEADERS,
            Departure.CLIENT_HINTS_ARE_SAFE,
            Departure.NO_BODY_NO_UPLOAD,
            Departure.RANGES_OF_64_BITS,
            Departure.DROPS_USER_AGENT,
        }
    ),
)
FIREFOX = Profile(
    "Firefox",
    max_age_limit=86_400,
    lax_by_default=False,  # seen in Firefox 153
    departures=frozenset(
        {
            Departure.WILDCARD_COVERS_AUTHORIZATION,
            Departure.FORGETS_WILDCARDS,
            Departure.UNREADABLE_AGE_IS_NONE,
            Departure.PREFLIGHT_NAMES_PAGE,
            Departure.SCHEMES_TELL_DOWNGRADES,
            Departure.RELAXED_POLICIES_END_AT_SITE,
            Departure.HEAD_IS_FORGOTTEN,
            Departure.PREFLIGHTS_STICK,
            Departure.CREDENTIALS_APART,
            Departure.CLEARS_OTHERWISE,
            Departure.REPEATS_NAMES,
            Departure.NO_TOTAL_LIMIT,
            Departure.UNSAFE_ABOVE_ASCII,
            Departure.RANGES_OF_64_BITS,
            Departure.DROPS_EMPTY_LINES,
            Departure.SITES_WITHOUT_SCHEMES,
            Departure.SET_COOKIES_FORGET_REDIRECTS,
        }
    ),
)
