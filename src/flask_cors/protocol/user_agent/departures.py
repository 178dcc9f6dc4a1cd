"""Where browsers depart from the Fetch standard: what they do, and how that was seen."""

from __future__ import annotations

import enum
import typing as t


class Departure(enum.Enum):
    """Something that a browser does otherwise than the Fetch standard says.

    .. versionadded:: 7.0
    """

    WILDCARD_COVERS_AUTHORIZATION = "wildcard covers authorization"
    KEEPS_PREFLIGHTS = "keeps preflights of failed requests"
    FORGETS_WILDCARDS = "forgets wildcards"
    COMBINES_HEADERS = "combines repeated headers"
    REPEATS_NAMES = "repeats names in preflights"
    NO_TOTAL_LIMIT = "no limit of the total length"
    UNSAFE_ABOVE_ASCII = "unsafe above ASCII"
    CLIENT_HINTS_ARE_SAFE = "client hints are safe"
    NO_BODY_NO_UPLOAD = "no upload without a body"
    RANGES_OF_64_BITS = "ranges of 64 bits"
    DROPS_EMPTY_LINES = "drops empty lines"
    NEGATIVE_AGE_IS_NONE = "negative max-age is none"
    UNREADABLE_AGE_IS_NONE = "unreadable max-age is none"
    REDIRECT_NEEDS_LOCATION = "a redirect needs a Location"
    NO_USERINFO = "no user-info in redirects"
    READS_LOCATION_FIRST = "reads Location first"
    PREFLIGHTS_STICK = "preflights stick"
    CREDENTIALS_APART = "preflights with credentials are kept apart"
    KEEPS_COOKIES = "keeps sending cookies in no-cors redirects"
    COOKIES_FORGET_REDIRECTS = "cookies forget redirects"
    SET_COOKIES_FORGET_REDIRECTS = "set cookies forget redirects"
    SITES_WITHOUT_SCHEMES = "sites without schemes"
    REPLACES_PREFLIGHTS = "remembers the last preflight alone"
    CLEARS_OTHERWISE = "forgets other preflights of failed requests"
    FORGETS_OPAQUE_ORIGINS = "forgets preflights of opaque origins"
    REDIRECTS_HIDE_ORIGIN = "redirects hide the origin of no-cors requests"
    POLICIES_HIDE_NO_ORIGIN = "referrer policies hide no origin"
    SCHEMES_TELL_DOWNGRADES = "schemes tell downgrades"
    RELAXED_POLICIES_END_AT_SITE = "relaxed referrer policies end at the site"
    PREFLIGHT_NAMES_PAGE = "preflight names the page"
    HEAD_IS_FORGOTTEN = "HEAD is forgotten"
    FORGETS_LONG_URLS = "forgets long URLs"
    DROPS_USER_AGENT = "drops User-Agent"


class Evidence(t.NamedTuple):
    """Why a departure is believed to be one.

    :param standard: what the standard says, and where.
    :param browsers: what browsers do instead.
    :param seen: the versions in which it was seen.
    :param advice: what a server does to please both.

    .. versionadded:: 7.0
    """

    standard: str
    browsers: str
    seen: tuple[str, ...]
    advice: str
