"""What is known of each departure: data, gathered by asking browsers (``tests/differential``).

`docs/browsers.rst` says how, and which generated case shows each of them.
"""

from __future__ import annotations

import typing as t

from .departures import Departure
from .departures import Evidence

_CHROMIUM = ("Chromium 156.0.8078.79",)
_FIREFOX = ("Firefox 153.7.0",)
_FETCH = "https://fetch.spec.whatwg.org/#"
_REFERRER = "https://w3c.github.io/webappsec-referrer-policy/#"
_NOTHING = "Nothing: it is the browser's affair."
_ONCE = "Nothing but answering the same preflight more often."

EVIDENCE: t.Mapping[Departure, Evidence] = {
    Departure.WILDCARD_COVERS_AUTHORIZATION: Evidence(
        f"Access-Control-Allow-Headers: * does not cover Authorization ({_FETCH}cors-preflight-fetch-0, step 7.6).",
        "Without credentials * covers it, too. Firefox says in its console that this will end. What is remembered of "
        "a preflight does not cover it, so the next request asks again.",
        _CHROMIUM + _FIREFOX,
        "Name Authorization in Access-Control-Allow-Headers.",
    ),
    Departure.KEEPS_PREFLIGHTS: Evidence(
        f"A request that needed a preflight and failed makes the browser forget it ({_FETCH}concept-main-fetch).",
        "It is remembered.",
        _CHROMIUM,
        "Keep Access-Control-Max-Age short while a policy changes.",
    ),
    Departure.REPLACES_PREFLIGHTS: Evidence(
        f"What a preflight allows is remembered beside what others of the URL have allowed ({_FETCH}concept-cache-create-entry).",
        "It takes their place.",
        _CHROMIUM,
        "Answer every preflight with all methods and headers that are allowed.",
    ),
    Departure.CLEARS_OTHERWISE: Evidence(
        f"A request that needed a preflight and failed makes the browser forget it ({_FETCH}concept-main-fetch).",
        "A request that needed none does so, too; one that ends at a forbidden redirect does not; one that is led to "
        "plain http or a bad port makes the browser forget the preflight of where it came from.",
        _FIREFOX,
        _ONCE,
    ),
    Departure.FORGETS_WILDCARDS: Evidence(
        f"A * of a preflight without credentials is remembered as all methods, or names ({_FETCH}concept-cache-match-method).",
        "It is remembered as a method, or a name, that is written *.",
        _FIREFOX,
        "Name methods and headers, so that preflights are spared.",
    ),
    Departure.CREDENTIALS_APART: Evidence(
        f"What was allowed with credentials is allowed without ({_FETCH}concept-cache-match).",
        "The two are remembered apart.",
        _FIREFOX,
        _ONCE,
    ),
    Departure.FORGETS_OPAQUE_ORIGINS: Evidence(
        f"The preflights of any origin are remembered ({_FETCH}concept-cache-create-entry).",
        "Those of opaque origins are not: of sandboxed frames, and after a redirect between foreign origins.",
        _CHROMIUM,
        _ONCE,
    ),
    Departure.FORGETS_LONG_URLS: Evidence(
        f"The preflights of any URL are remembered ({_FETCH}concept-cache-create-entry).",
        "Those of a URL of 1,024 characters or more are not.",
        _CHROMIUM,
        "Take long queries as bodies, so that preflights are spared.",
    ),
    Departure.HEAD_IS_FORGOTTEN: Evidence(
        f"HEAD needs no entry among the remembered methods ({_FETCH}concept-http-fetch).",
        "It is asked about again unless Access-Control-Allow-Methods named it.",
        _FIREFOX,
        "Name HEAD in Access-Control-Allow-Methods.",
    ),
    Departure.NEGATIVE_AGE_IS_NONE: Evidence(
        f"An Access-Control-Max-Age that cannot be read is one of five seconds ({_FETCH}cors-preflight-fetch-0).",
        "A negative one is none.",
        _CHROMIUM,
        "Write 0 to have nothing remembered.",
    ),
    Departure.UNREADABLE_AGE_IS_NONE: Evidence(
        f"An Access-Control-Max-Age that cannot be read is one of five seconds ({_FETCH}cors-preflight-fetch-0).",
        "It is none.",
        _FIREFOX,
        "Write a whole number of seconds.",
    ),
    Departure.PREFLIGHT_NAMES_PAGE: Evidence(
        f"After a redirect between foreign origins, preflights say Origin: null ({_FETCH}serializing-a-request-origin).",
        "They name the page, and are checked for it; on the page's own origin they are not checked. The request "
        "itself says null.",
        _FIREFOX,
        "Do not redirect preflighted requests to another origin.",
    ),
    Departure.PREFLIGHTS_STICK: Evidence(
        f"A request that a redirect has made simple needs no preflight any more ({_FETCH}concept-main-fetch).",
        "It is asked about, since it would have had to be before the redirect.",
        _FIREFOX,
        "Answer OPTIONS where a redirect leads, too.",
    ),
    Departure.DROPS_USER_AGENT: Evidence(
        f"A page may set User-Agent, after a preflight ({_FETCH}forbidden-request-header).",
        "It is dropped, so no preflight asks about it.",
        _CHROMIUM,
        "Name User-Agent in Access-Control-Allow-Headers, or let pages send another header.",
    ),
    Departure.REPEATS_NAMES: Evidence(
        f"Access-Control-Request-Headers lists each name once ({_FETCH}cors-unsafe-request-header-names).",
        "A name that the page has set twice is listed twice.",
        _FIREFOX,
        "Read the names as a set.",
    ),
    Departure.COMBINES_HEADERS: Evidence(
        f"A name that is set twice is two headers, each safe or not ({_FETCH}concept-header-list-append).",
        "It is one header, whose value is the combined one: too long or unreadable where its parts are not.",
        _CHROMIUM,
        _ONCE,
    ),
    Departure.NO_TOTAL_LIMIT: Evidence(
        f"Safelisted values of more than 1,024 bytes together need a preflight ({_FETCH}cors-unsafe-request-header-names).",
        "They need none.",
        _FIREFOX,
        _NOTHING,
    ),
    Departure.UNSAFE_ABOVE_ASCII: Evidence(
        f"Accept may hold bytes above 0x7F ({_FETCH}cors-unsafe-request-header-byte).",
        "They need a preflight, and are dropped in no-cors mode.",
        _FIREFOX,
        _NOTHING,
    ),
    Departure.RANGES_OF_64_BITS: Evidence(
        f"Range may hold numbers of any length ({_FETCH}simple-range-header-value).",
        "Numbers of 2**63 and more need a preflight.",
        _CHROMIUM + _FIREFOX,
        _NOTHING,
    ),
    Departure.DROPS_EMPTY_LINES: Evidence(
        f"Of a field's several lines an empty one counts, as an empty value ({_FETCH}concept-header-list-get).",
        "It is dropped, but for Access-Control-Allow-Origin, of which two lines are always refused.",
        _FIREFOX,
        "Send each field once.",
    ),
    Departure.REDIRECT_NEEDS_LOCATION: Evidence(
        f"An empty Location leads to the same URL; redirect: 'error' fails without any ({_FETCH}http-redirect-fetch).",
        "Without a Location, or with an empty one, it is a response like any other, unless redirect is 'manual'.",
        _CHROMIUM,
        "Send a Location with each redirect.",
    ),
    Departure.READS_LOCATION_FIRST: Evidence(
        f"The CORS check comes before Location is read, and redirect: 'manual' does not read it ({_FETCH}http-fetch).",
        "A Location that cannot be read is an error at once.",
        _CHROMIUM,
        "Send Locations that are URLs.",
    ),
    Departure.NO_USERINFO: Evidence(
        f"A redirect may name a user on one's own origin, and in no-cors mode ({_FETCH}http-redirect-fetch).",
        "It may not.",
        _CHROMIUM,
        "Send no user names in Locations.",
    ),
    Departure.KEEPS_COOKIES: Evidence(
        f"In no-cors mode, credentials: 'same-origin' ends where a redirect leaves the origin ({_FETCH}concept-http-network-or-cache-fetch).",
        "Cookies go along.",
        _CHROMIUM,
        "Set cookies with SameSite.",
    ),
    Departure.REDIRECTS_HIDE_ORIGIN: Evidence(
        f"A redirect from one's own origin keeps Origin ({_FETCH}append-a-request-origin-header).",
        "In no-cors mode, any redirect to another origin makes it null.",
        _CHROMIUM,
        _NOTHING,
    ),
    Departure.POLICIES_HIDE_NO_ORIGIN: Evidence(
        f"In no-cors mode, Origin is null where the referrer policy tells no referrer, as from https to plain http ({_FETCH}append-a-request-origin-header).",
        "It is sent.",
        _CHROMIUM,
        _NOTHING,
    ),
    Departure.SCHEMES_TELL_DOWNGRADES: Evidence(
        f"What http://localhost sends, and gets, is as safe as over https ({_REFERRER}determine-requests-referrer).",
        "Referer is told from https to https, and from http to anywhere.",
        _CHROMIUM + _FIREFOX,
        _NOTHING,
    ),
    Departure.RELAXED_POLICIES_END_AT_SITE: Evidence(
        f"A page may tell its whole URL to anybody ({_REFERRER}determine-requests-referrer).",
        "To another site, unsafe-url, no-referrer-when-downgrade and origin-when-cross-origin are "
        "strict-origin-when-cross-origin; after that, a redirect home is told everything again.",
        _FIREFOX,
        "Have what is needed sent otherwise than in Referer.",
    ),
}
"""What is known of each departure."""
