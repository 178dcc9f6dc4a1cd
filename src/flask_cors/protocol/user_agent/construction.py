"""Making a request of what a page asks for, with the errors that a page gets.

Source: https://fetch.spec.whatwg.org/#dom-request
"""

from __future__ import annotations

import collections.abc as cabc

from ..fields import Field
from ..fields import is_token
from ..methods import FORBIDDEN
from .clients import Client
from .departures import Departure
from .header_lists import HeaderList
from .header_lists import get
from .header_lists import is_forbidden_request_header
from .header_lists import is_header_value
from .header_lists import normalize_value
from .referrer import REFERRER_POLICIES
from .requests import DEFAULT_REFERRER_POLICY
from .requests import FetchRequest
from .requests import Request
from .safelist import SAFELISTED_METHODS
from .safelist import is_no_cors_safelisted
from .safelist import normalize_method
from .urls import URL

# The enumerations of https://fetch.spec.whatwg.org/#requestinit: their names and values.
_CREDENTIALS = ("RequestCredentials", {"omit", "same-origin", "include"})
_MODES = ("RequestMode", {"same-origin", "no-cors", "cors", "navigate"})
_REDIRECTS = ("RequestRedirect", {"follow", "error", "manual"})
_POLICIES = ("ReferrerPolicy", {"", *REFERRER_POLICIES})


class JavaScriptError(Exception):
    """The exception that a call throws in the page before anything is sent.

    :param name: ``TypeError``, or the name of a ``DOMException``.
    :param message: in the words of Chromium.

    .. versionadded:: 7.0
    """

    def __init__(self, name: str, message: str) -> None:
        self.name = name
        self.message = message
        super().__init__(message)


class JavaScriptTypeError(JavaScriptError, TypeError):
    """The ``TypeError`` that a call of ``fetch`` throws in the page.

    .. versionadded:: 7.0
    """

    def __init__(self, message: str) -> None:
        super().__init__("TypeError", message)


def construct(
    asked: FetchRequest, client: Client, departures: frozenset[Departure] = frozenset()
) -> Request:
    """The request that ``fetch`` makes (https://fetch.spec.whatwg.org/#dom-request).

    :raises JavaScriptTypeError: what ``fetch`` rejects with.
    """
    _check_members(asked)
    url = URL.parse(asked.url, client.base)
    if url is None:
        raise _type_error(f"Failed to parse URL from {asked.url}")
    if url.includes_credentials:
        raise _type_error(
            f"Request cannot be constructed from a URL that includes credentials: {asked.url}"
        )
    if asked.mode == "navigate":
        raise _type_error(
            "Cannot construct a Request with a RequestInit whose mode member is set as 'navigate'."
        )
    method = _method(asked)
    # They are looked at before the body (https://fetch.spec.whatwg.org/#dom-request, step 33).
    headers = _headers(asked, departures)
    if asked.body is not None and method in {"GET", "HEAD"}:
        raise _type_error("Request with GET/HEAD method cannot have body.")
    return Request(
        method=method,
        urls=[url],
        headers=_joined(headers) if Departure.COMBINES_HEADERS in departures else headers,
        body=asked.body,
        mode=asked.mode,
        credentials=asked.credentials,
        redirect=asked.redirect,
        referrer_policy=asked.referrer_policy or DEFAULT_REFERRER_POLICY,
        client=client,
        use_preflight=_is_listened_to(asked, departures),
        unsafe=not asked.destination,
        destination=asked.destination,
        is_xhr=asked.is_xhr,
        departures=departures,
    )


def _is_listened_to(asked: FetchRequest, departures: cabc.Container[Departure]) -> bool:
    """Whether there is an upload that makes a preflight necessary (https://xhr.spec.whatwg.org/#dom-xmlhttprequest-send)."""
    nothing_to_hear = asked.body is None and Departure.NO_BODY_NO_UPLOAD in departures
    return asked.upload_listeners and not nothing_to_hear


def dropped_headers(headers: HeaderList, departures: cabc.Container[Departure] = ()) -> list[str]:
    """The names that the browser drops without a word, since only it may set them.

    Source: https://fetch.spec.whatwg.org/#forbidden-request-header

    .. versionadded:: 7.0
    """
    return [field[0] for field in headers if is_forbidden_request_header(*field, departures)]


_FAILED = "Failed to execute 'fetch' on 'Window'"


def _type_error(message: str) -> JavaScriptTypeError:
    return JavaScriptTypeError(f"{_FAILED}: {message}")


def _check_members(asked: FetchRequest) -> None:
    """Convert the members in the order of their names (https://webidl.spec.whatwg.org/#js-dictionary)."""
    _check_value("credentials", asked.credentials, _CREDENTIALS)
    check_bytes(_unread("headers"), *(text for pair in asked.headers for text in pair))
    check_bytes(_unread("method"), asked.method)
    _check_value("mode", asked.mode, _MODES)
    _check_value("redirect", asked.redirect, _REDIRECTS)
    _check_value("referrerPolicy", asked.referrer_policy, _POLICIES)


def _check_value(member: str, value: str, enumeration: tuple[str, set[str]]) -> None:
    name, values = enumeration
    if value not in values:
        message = f"The provided value '{value}' is not a valid enum value of type {name}."
        raise JavaScriptTypeError(f"{_unread(member)}: {message}")


def _unread(member: str) -> str:
    return f"{_FAILED}: Failed to read the '{member}' property from 'RequestInit'"


def check_bytes(failed: str, *texts: str) -> None:
    """Make sure that texts are byte strings, which have no character above U+00FF.

    Source: https://webidl.spec.whatwg.org/#es-ByteString

    :param failed: what fails otherwise.
    :raises JavaScriptTypeError: where they are not.
    """
    if any(ord(character) > 255 for text in texts for character in text):
        raise JavaScriptTypeError(f"{failed}: String contains non ISO-8859-1 code point.")


def _method(asked: FetchRequest) -> str:
    """The normalized method (https://fetch.spec.whatwg.org/#dom-request, step 25)."""
    if not is_token(asked.method):
        raise _type_error(f"'{asked.method}' is not a valid HTTP method.")
    if asked.method.upper() in FORBIDDEN:
        raise _type_error(f"'{asked.method}' HTTP method is unsupported.")
    method = normalize_method(asked.method)
    if asked.mode == "no-cors" and method not in SAFELISTED_METHODS:
        raise _type_error(f"'{method}' is unsupported in no-cors mode.")
    return method


def _headers(asked: FetchRequest, departures: cabc.Container[Departure]) -> list[Field]:
    """What the guard lets through (https://fetch.spec.whatwg.org/#headers-validate)."""
    headers: list[Field] = []
    for name, value in asked.headers:
        _append(headers, (name, normalize_value(value)), asked.mode, departures)
    if asked.body_type is not None and get("Content-Type", headers) is None:
        _append(headers, ("Content-Type", asked.body_type), asked.mode, departures)
    return headers


def _joined(headers: HeaderList) -> list[Field]:
    found: dict[str, Field] = {}
    for name, value in headers:
        first, known = found.get(name.lower(), (name, None))
        found[name.lower()] = (first, value if known is None else f"{known}, {value}")
    return list(found.values())


def _append(
    headers: list[Field], field: Field, mode: str, departures: cabc.Container[Departure]
) -> None:
    """See https://fetch.spec.whatwg.org/#headers-append."""
    if not is_token(field[0]):
        raise _type_error("Invalid name")
    if not is_header_value(field[1]):
        raise _type_error("Invalid value")
    if is_forbidden_request_header(*field, departures):
        return
    if mode != "no-cors" or is_no_cors_safelisted(*field, headers, departures):
        headers.append(field)
