"""Departures in what a request carries, and where redirects lead it."""

from __future__ import annotations

import typing as t

from ..departures import Departure
from ..departures import Evidence
from .sources import CHROMIUM
from .sources import COOKIES
from .sources import FETCH
from .sources import NEWER_CHROMIUM
from .sources import NEWER_FIREFOX
from .sources import NOTHING
from .sources import REFERRER

OF_REQUESTS: t.Mapping[Departure, Evidence] = {
    Departure.REDIRECT_NEEDS_LOCATION: Evidence(
        f"An empty Location leads to the same URL; redirect: 'error' fails without any ({FETCH}http-redirect-fetch).",
        "Without a Location, or with an empty one, it is a response like any other, unless redirect is 'manual'.",
        CHROMIUM,
        "Send a Location with each redirect.",
    ),
    Departure.READS_LOCATION_FIRST: Evidence(
        f"The CORS check comes before Location is read, and redirect: 'manual' does not read it ({FETCH}http-fetch).",
        "A Location that cannot be read is an error at once.",
        CHROMIUM,
        "Send Locations that are URLs.",
    ),
    Departure.NO_USERINFO: Evidence(
        f"A redirect may name a user on one's own origin, and in no-cors mode ({FETCH}http-redirect-fetch).",
        "It may not, but for an XMLHttpRequest.",
        CHROMIUM,
        "Send no user names in Locations.",
    ),
    Departure.KEEPS_COOKIES: Evidence(
        f"In no-cors mode, credentials: 'same-origin' ends where a redirect leaves the origin ({FETCH}concept-http-network-or-cache-fetch).",
        "Cookies go along.",
        CHROMIUM,
        "Set cookies with SameSite.",
    ),
    Departure.COOKIES_FORGET_REDIRECTS: Evidence(
        f"What a redirect through another site leads to neither gets nor sets cookies of SameSite=Lax and Strict ({COOKIES}name-same-site-and-cross-site-re).",
        "The last URL alone counts.",
        NEWER_CHROMIUM,
        "Redirect to one's own site alone, where cookies matter.",
    ),
    Departure.SET_COOKIES_FORGET_REDIRECTS: Evidence(
        f"What a redirect through another site leads to sets no cookies of SameSite=Lax and Strict ({COOKIES}name-storage-model).",
        "It sets them; it does not get them.",
        NEWER_FIREFOX,
        "Redirect to one's own site alone, where cookies matter.",
    ),
    Departure.SITES_WITHOUT_SCHEMES: Evidence(
        f"What came over http is of another site than what came over https ({COOKIES}name-same-site-and-cross-site-re).",
        "It is of the same one, so that cookies of SameSite=Lax and Strict go along.",
        NEWER_FIREFOX,
        "Serve pages over https.",
    ),
    Departure.REDIRECTS_HIDE_ORIGIN: Evidence(
        f"A redirect from one's own origin keeps Origin ({FETCH}append-a-request-origin-header).",
        "In no-cors mode, any redirect to another origin makes it null.",
        CHROMIUM,
        NOTHING,
    ),
    Departure.POLICIES_HIDE_NO_ORIGIN: Evidence(
        f"In no-cors mode, Origin is null where the referrer policy tells no referrer, as from https to plain http ({FETCH}append-a-request-origin-header).",
        "It is sent.",
        NEWER_CHROMIUM,
        NOTHING,
    ),
    Departure.SCHEMES_TELL_DOWNGRADES: Evidence(
        f"What http://localhost sends, and gets, is as safe as over https ({REFERRER}determine-requests-referrer).",
        "Referer is told from https to https, and from http to anywhere.",
        NEWER_CHROMIUM + NEWER_FIREFOX,
        NOTHING,
    ),
    Departure.RELAXED_POLICIES_END_AT_SITE: Evidence(
        f"A page may tell its whole URL to anybody ({REFERRER}determine-requests-referrer).",
        "To another site, unsafe-url, no-referrer-when-downgrade and origin-when-cross-origin are "
        "strict-origin-when-cross-origin; after that, a redirect home is told everything again.",
        NEWER_FIREFOX,
        "Have what is needed sent otherwise than in Referer.",
    ),
}
"""What is known of each of these departures."""
