"""What a page may send without asking: CORS-safelisted methods and request headers.

Source: https://fetch.spec.whatwg.org/#cors-safelisted-request-header
"""

from __future__ import annotations

import collections.abc as cabc
import re

from ..fields import is_token
from .departures import Departure
from .header_lists import HeaderList
from .header_lists import get
from .header_lists import normalize_value

SAFELISTED_METHODS = frozenset({"GET", "HEAD", "POST"})
"""https://fetch.spec.whatwg.org/#cors-safelisted-method"""

NON_WILDCARD_HEADERS = frozenset({"authorization"})
"""What ``*`` does not cover (https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name)."""

NO_CORS_SAFELISTED_NAMES = frozenset(
    {"accept", "accept-language", "content-language", "content-type"}
)
"""https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header-name"""

MAX_VALUE_LENGTH = 128
MAX_TOTAL_LENGTH = 1024
MAX_INT64 = 2**63 - 1

_NORMALIZED_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"})
_UNSAFE_BYTE = re.compile(r"[\x00-\x08\x0a-\x1f\"():<>?@\[\\\]{}\x7f]")
_LANGUAGES = re.compile(r"[0-9A-Za-z *,\-.;=]*")
_RANGE = re.compile(r"bytes=([0-9]+)-([0-9]*)")
_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")
_WHOLE = re.compile(r"[0-9]+")
_CLIENT_HINTS = {
    **dict.fromkeys(("device-memory", "downlink", "dpr"), _DECIMAL),
    **dict.fromkeys(("rtt", "viewport-width", "width"), _WHOLE),
    "ect": re.compile("(slow-)?2g|3g|4g"),
    "save-data": re.compile("on", re.IGNORECASE),
}
"""What the fields look like that the standard once knew as safe, and one browser still does."""
HINTS_OF_DEVICES = frozenset(_CLIENT_HINTS) - {"save-data"}
"""Those that this browser takes away where a redirect leads abroad."""
_FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data", "text/plain"})


def normalize_method(method: str) -> str:
    """The method in upper case, where it is one of six; ``patch`` stays as it is.

    Source: https://fetch.spec.whatwg.org/#concept-method-normalize
    """
    return method.upper() if method.upper() in _NORMALIZED_METHODS else method


def mime_essence(value: str) -> str | None:
    """Type and subtype of a MIME type, in lower case; None where it is none.

    Source: https://mimesniff.spec.whatwg.org/#parse-a-mime-type
    """
    kind, slash, rest = normalize_value(value).partition("/")
    subtype = rest.partition(";")[0].rstrip("\t\n\r ")
    return f"{kind}/{subtype}".lower() if slash and is_token(kind) and is_token(subtype) else None


def is_safelisted_header(name: str, value: str, departures: cabc.Container[Departure] = ()) -> bool:
    """Whether a page may send the field across origins without asking.

    Source: https://fetch.spec.whatwg.org/#cors-safelisted-request-header
    """
    if len(value) > MAX_VALUE_LENGTH:
        return False
    name = name.lower()
    if name == "accept":
        ascii_only = Departure.UNSAFE_ABOVE_ASCII in departures
        return not _UNSAFE_BYTE.search(value) and (value.isascii() or not ascii_only)
    if name in {"accept-language", "content-language"}:
        return _LANGUAGES.fullmatch(value) is not None
    if name == "content-type":
        return not _UNSAFE_BYTE.search(value) and mime_essence(value) in _FORM_TYPES
    if name in _CLIENT_HINTS:
        is_hint = _CLIENT_HINTS[name].fullmatch(value) is not None
        return is_hint and Departure.CLIENT_HINTS_ARE_SAFE in departures
    limited = Departure.RANGES_OF_64_BITS in departures
    return name == "range" and _is_simple_range(value, MAX_INT64 if limited else None)


def _is_simple_range(value: str, limit: int | None) -> bool:
    """One range with a start (https://fetch.spec.whatwg.org/#simple-range-header-value)."""
    match = _RANGE.fullmatch(value)
    if match is None:
        return False
    first, last = int(match[1]), int(match[2] or match[1])
    return first <= last and (limit is None or last <= limit)


def unsafe_names(headers: HeaderList, departures: cabc.Container[Departure] = ()) -> list[str]:
    """The names that a preflight must ask for: lower case, sorted, each once.

    Source: https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
    """
    safe = [field for field in headers if is_safelisted_header(*field, departures)]
    total = sum(len(value) for _, value in safe)
    limited = Departure.NO_TOTAL_LIMIT not in departures
    too_long = limited and total > MAX_TOTAL_LENGTH
    asked = headers if too_long else [f for f in headers if f not in safe]
    names = [name.lower() for name, _ in asked]
    return sorted(names if Departure.REPEATS_NAMES in departures else {*names})


def is_no_cors_safelisted(
    name: str, value: str, headers: HeaderList, departures: cabc.Container[Departure] = ()
) -> bool:
    """Whether the field may be added to `headers` in ``no-cors`` mode.

    Source: https://fetch.spec.whatwg.org/#headers-append, with the guard "request-no-cors"
    """
    if name.lower() not in NO_CORS_SAFELISTED_NAMES:
        return False
    present = get(name, headers)
    whole = value if present is None else f"{present}, {value}"
    return is_safelisted_header(name, whole, departures)
