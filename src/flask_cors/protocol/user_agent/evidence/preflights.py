"""Departures in what is asked with a preflight, and what is remembered of the answer."""

from __future__ import annotations

import typing as t

from ..departures import Departure
from ..departures import Evidence
from .sources import CHROMIUM
from .sources import FETCH
from .sources import FIREFOX
from .sources import NEWER_CHROMIUM
from .sources import NOTHING
from .sources import ONCE

OF_PREFLIGHTS: t.Mapping[Departure, Evidence] = {
    Departure.WILDCARD_COVERS_AUTHORIZATION: Evidence(
        f"Access-Control-Allow-Headers: * does not cover Authorization ({FETCH}cors-preflight-fetch-0, step 7.6).",
        "Without credentials * covers it, too. Firefox says in its console that this will end. What is remembered of "
        "a preflight does not cover it, so the next request asks again.",
        CHROMIUM + FIREFOX,
        "Name Authorization in Access-Control-Allow-Headers.",
    ),
    Departure.KEEPS_PREFLIGHTS: Evidence(
        f"A request that needed a preflight and failed makes the browser forget it ({FETCH}concept-main-fetch).",
        "It is remembered.",
        CHROMIUM,
        "Keep Access-Control-Max-Age short while a policy changes.",
    ),
    Departure.REPLACES_PREFLIGHTS: Evidence(
        f"What a preflight allows is remembered beside what others of the URL have allowed ({FETCH}concept-cache-create-entry).",
        "It takes their place.",
        CHROMIUM,
        "Answer every preflight with all methods and headers that are allowed.",
    ),
    Departure.CLEARS_OTHERWISE: Evidence(
        f"A request that needed a preflight and failed makes the browser forget it ({FETCH}concept-main-fetch).",
        "A request that needed none does so, too; one that ends at a forbidden redirect does not; one that is led to "
        "plain http or a bad port makes the browser forget the preflight of where it came from.",
        FIREFOX,
        ONCE,
    ),
    Departure.FORGETS_WILDCARDS: Evidence(
        f"A * of a preflight without credentials is remembered as all methods, or names ({FETCH}concept-cache-match-method).",
        "It is remembered as a method, or a name, that is written *.",
        FIREFOX,
        "Name methods and headers, so that preflights are spared.",
    ),
    Departure.CREDENTIALS_APART: Evidence(
        f"What was allowed with credentials is allowed without ({FETCH}concept-cache-match).",
        "The two are remembered apart.",
        FIREFOX,
        ONCE,
    ),
    Departure.FORGETS_OPAQUE_ORIGINS: Evidence(
        f"The preflights of any origin are remembered ({FETCH}concept-cache-create-entry).",
        "Those of opaque origins are not: of sandboxed frames, and after a redirect between foreign origins.",
        CHROMIUM,
        ONCE,
    ),
    Departure.FORGETS_LONG_URLS: Evidence(
        f"The preflights of any URL are remembered ({FETCH}concept-cache-create-entry).",
        "Those of a URL of 1,024 characters or more are not.",
        CHROMIUM,
        "Take long queries as bodies, so that preflights are spared.",
    ),
    Departure.HEAD_IS_FORGOTTEN: Evidence(
        f"HEAD needs no entry among the remembered methods ({FETCH}concept-http-fetch).",
        "It is asked about again unless Access-Control-Allow-Methods named it.",
        FIREFOX,
        "Name HEAD in Access-Control-Allow-Methods.",
    ),
    Departure.NEGATIVE_AGE_IS_NONE: Evidence(
        f"An Access-Control-Max-Age that cannot be read is one of five seconds ({FETCH}cors-preflight-fetch-0).",
        "A negative one is none.",
        CHROMIUM,
        "Write 0 to have nothing remembered.",
    ),
    Departure.UNREADABLE_AGE_IS_NONE: Evidence(
        f"An Access-Control-Max-Age that cannot be read is one of five seconds ({FETCH}cors-preflight-fetch-0).",
        "It is none.",
        FIREFOX,
        "Write a whole number of seconds.",
    ),
    Departure.PREFLIGHT_NAMES_PAGE: Evidence(
        f"After a redirect between foreign origins, preflights say Origin: null ({FETCH}serializing-a-request-origin).",
        "They name the page, and are checked for it; on the page's own origin they are not checked. The request "
        "itself says null.",
        FIREFOX,
        "Do not redirect preflighted requests to another origin.",
    ),
    Departure.PREFLIGHTS_STICK: Evidence(
        f"A request that a redirect has made simple needs no preflight any more ({FETCH}concept-main-fetch).",
        "It is asked about, since it would have had to be before the redirect.",
        FIREFOX,
        "Answer OPTIONS where a redirect leads, too.",
    ),
    Departure.DROPS_USER_AGENT: Evidence(
        f"A page may set User-Agent, after a preflight ({FETCH}forbidden-request-header).",
        "It is dropped, so no preflight asks about it.",
        NEWER_CHROMIUM,
        "Name User-Agent in Access-Control-Allow-Headers, or let pages send another header.",
    ),
    Departure.REPEATS_NAMES: Evidence(
        f"Access-Control-Request-Headers lists each name once ({FETCH}cors-unsafe-request-header-names).",
        "A name that the page has set twice is listed twice.",
        FIREFOX,
        "Read the names as a set.",
    ),
    Departure.COMBINES_HEADERS: Evidence(
        f"A name that is set twice is two headers, each safe or not ({FETCH}concept-header-list-append).",
        "It is one header, whose value is the combined one: too long or unreadable where its parts are not.",
        CHROMIUM,
        ONCE,
    ),
    Departure.NO_TOTAL_LIMIT: Evidence(
        f"Safelisted values of more than 1,024 bytes together need a preflight ({FETCH}cors-unsafe-request-header-names).",
        "They need none.",
        FIREFOX,
        NOTHING,
    ),
    Departure.UNSAFE_ABOVE_ASCII: Evidence(
        f"Accept may hold bytes above 0x7F ({FETCH}cors-unsafe-request-header-byte).",
        "They need a preflight, and are dropped in no-cors mode.",
        FIREFOX,
        NOTHING,
    ),
    Departure.CLIENT_HINTS_ARE_SAFE: Evidence(
        f"Save-Data, DPR, Device-Memory, Downlink, ECT, RTT, Width and Viewport-Width need a preflight ({FETCH}cors-safelisted-request-header).",
        "They need none where the value is one that the browser itself might send: on, a number, or for ECT 4g, 3g, 2g, slow-2g. "
        "A redirect to an origin that is not the page's takes them away, but for Save-Data.",
        NEWER_CHROMIUM,
        "Allow them in Access-Control-Allow-Headers.",
    ),
    Departure.NO_BODY_NO_UPLOAD: Evidence(
        "A listener to the upload of an XMLHttpRequest makes a preflight necessary (https://xhr.spec.whatwg.org/#dom-xmlhttprequest-send).",
        "It does where there is a body, be it an empty one.",
        NEWER_CHROMIUM,
        "Answer preflights, whatever the method.",
    ),
    Departure.RANGES_OF_64_BITS: Evidence(
        f"Range may hold numbers of any length ({FETCH}simple-range-header-value).",
        "Numbers of 2**63 and more need a preflight.",
        CHROMIUM + FIREFOX,
        NOTHING,
    ),
    Departure.DROPS_EMPTY_LINES: Evidence(
        f"Of a field's several lines an empty one counts, as an empty value ({FETCH}concept-header-list-get).",
        "It is dropped, but for Access-Control-Allow-Origin, of which two lines are always refused.",
        FIREFOX,
        "Send each field once.",
    ),
}
"""What is known of each of these departures."""
