"""What a page may send without asking: CORS-safelisted methods and request headers.

Source: https://fetch.spec.whatwg.org/#cors-safelisted-request-header
"""

from __future__ import annotations

import re

from ..fields import is_token
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

_NORMALIZED_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"})
_UNSAFE_BYTE = re.compile(r"[\x00-\x08\x0a-\x1f\"():<>?@\[\\\]{}\x7f]")
_LANGUAGES = re.compile(r"[0-9A-Za-z *,\-.;=]*")
_RANGE = re.compile(r"bytes=([0-9]+)-([0-9]*)")
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


def is_safelisted_header(name: str, value: str) -> bool:
    """Whether a page may send the field across origins without asking.

    Source: https://fetch.spec.whatwg.org/#cors-safelisted-request-header
    """
    if len(value) > MAX_VALUE_LENGTH:
        return False
    name = name.lower()
    if name == "accept":
        return not _UNSAFE_BYTE.search(value)
    if name in {"accept-language", "content-language"}:
        return _LANGUAGES.fullmatch(value) is not None
    if name == "content-type":
        return not _UNSAFE_BYTE.search(value) and mime_essence(value) in _FORM_TYPES
    return name == "range" and _is_simple_range(value)


def _is_simple_range(value: str) -> bool:
    """One range with a start (https://fetch.spec.whatwg.org/#simple-range-header-value)."""
    match = _RANGE.fullmatch(value)
    return match is not None and (not match[2] or int(match[1]) <= int(match[2]))


def unsafe_names(headers: HeaderList) -> list[str]:
    """The names that a preflight must ask for: lower case, sorted, each once.

    Source: https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
    """
    safe = [field for field in headers if is_safelisted_header(*field)]
    total = sum(len(value) for _, value in safe)
    asked = headers if total > MAX_TOTAL_LENGTH else [f for f in headers if f not in safe]
    return sorted({name.lower() for name, _ in asked})


def is_no_cors_safelisted(name: str, value: str, headers: HeaderList) -> bool:
    """Whether the field may be added to `headers` in ``no-cors`` mode.

    Source: https://fetch.spec.whatwg.org/#headers-append, with the guard "request-no-cors"
    """
    if name.lower() not in NO_CORS_SAFELISTED_NAMES:
        return False
    present = get(name, headers)
    return is_safelisted_header(name, value if present is None else f"{present}, {value}")
