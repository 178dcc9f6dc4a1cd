"""``XMLHttpRequest``.

Source: https://xhr.spec.whatwg.org/
"""

from __future__ import annotations

import re
import typing as t

from ..protocol.fields import Field
from ..protocol.fields import is_token
from ..protocol.methods import FORBIDDEN
from ..protocol.user_agent import FetchRequest
from ..protocol.user_agent import JavaScriptError
from ..protocol.user_agent import Profile
from ..protocol.user_agent.construction import check_bytes
from ..protocol.user_agent.header_lists import get
from ..protocol.user_agent.header_lists import is_forbidden_request_header
from ..protocol.user_agent.header_lists import is_header_value
from ..protocol.user_agent.header_lists import normalize_value
from ..protocol.user_agent.safelist import normalize_method
from ..protocol.user_agent.urls import URL
from .consoles import dropped_lines
from .encodings import decoded
from .exchanges import Exchange
from .init import FetchInit
from .init import fetch_request
from .init import pairs_of
from .responses import PageResponse


class XHRResponse:
    """What an ``XMLHttpRequest`` holds once it is done.

    .. versionadded:: 7.0
    """

    def __init__(self, response: PageResponse, console: list[str]) -> None:
        self._response = response
        self._console = console

    @property
    def status(self) -> int:
        """The status of the response."""
        return self._response.status

    @property
    def response_url(self) -> str:
        """Where it came from, after redirects."""
        return self._response.url

    @property
    def response_text(self) -> str:
        """The body as text, in the encoding of its byte order mark or its charset, or as UTF-8.

        What XML says of its own encoding is not read.

        :raises TypeError: where it cannot be read.

        Source: https://xhr.spec.whatwg.org/#text-response
        """
        return decoded(self._response.body, self._response.headers.get("Content-Type", ""))

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """What went over the wire, in order."""
        return self._response.exchanges

    def __repr__(self) -> str:
        return f"<XHRResponse {self.status} {self.response_url}>"

    def json(self) -> t.Any:
        """The body, read as JSON: as UTF-8, whatever the charset is.

        :raises ValueError: where it is none.
        """
        return self._response.json()

    def get_response_header(self, name: str) -> str | None:
        """The value of a header that the page can read; None for any other.

        :param name: its name, in any case.

        Source: https://xhr.spec.whatwg.org/#dom-xmlhttprequest-getresponseheader
        """
        value = self._response.headers.get(name)
        if value is None and self._response.headers.was_sent(name):
            self._console.append(f'Refused to get unsafe header "{name}"')
        return value

    def get_all_response_headers(self) -> str:
        r"""All headers that the page can read: a line for each, each line with ``\r\n``.

        Source: https://xhr.spec.whatwg.org/#dom-xmlhttprequest-getallresponseheaders
        """
        # Sorted by their names in upper case, which puts "_" in another place.
        headers = sorted(self._response.headers.items(), key=lambda field: field[0].upper())
        return "".join(f"{name}: {value}\r\n" for name, value in headers)


def xhr_request(
    method: str,
    url: str,
    init: FetchInit,
    console: list[str],
    *,
    base: URL | None,
    credentials: str,
    profile: Profile,
) -> FetchRequest:
    """The request that ``open``, ``setRequestHeader`` and ``send`` make.

    :param console: takes the warnings.
    :param base: what the URL is relative to.
    :param profile: the browser.
    :raises JavaScriptError: where ``open`` or ``setRequestHeader`` throws.
    """
    parsed = _open(method, url, base)
    headers: list[Field] = []
    for name, value in pairs_of(init.get("headers", ())):
        _set_request_header(headers, name, value, console, profile)
    method = normalize_method(method)
    body = None if method in {"GET", "HEAD"} else init.get("body")
    if body is not None and not isinstance(body, bytes | bytearray | memoryview):
        headers = [_in_utf_8(field) for field in headers]
    without_user = parsed._replace(username="", password="")
    return fetch_request(
        without_user.serialize(),
        FetchInit(method=method, headers=headers, body=body, credentials=credentials),
    )


def _open(method: str, url: str, base: URL | None) -> URL:
    """https://xhr.spec.whatwg.org/#dom-xmlhttprequest-open."""
    failed = "Failed to execute 'open' on 'XMLHttpRequest'"
    check_bytes(failed, method)
    if not is_token(method):
        message = f"{failed}: '{method}' is not a valid HTTP method."
        raise JavaScriptError("SyntaxError", message)
    if method.upper() in FORBIDDEN:
        message = f"{failed}: '{method}' HTTP method is unsupported."
        raise JavaScriptError("SecurityError", message)
    parsed = URL.parse(url, base)
    if parsed is None:
        raise JavaScriptError("SyntaxError", f"{failed}: Invalid URL")
    return parsed


def _set_request_header(
    headers: list[Field],
    name: str,
    value: str,
    console: list[str],
    profile: Profile,
) -> None:
    """https://xhr.spec.whatwg.org/#dom-xmlhttprequest-setrequestheader."""
    failed = "Failed to execute 'setRequestHeader' on 'XMLHttpRequest'"
    check_bytes(failed, name, value)
    value = normalize_value(value)
    if not is_token(name):
        message = f"{failed}: '{name}' is not a valid HTTP header field name."
        raise JavaScriptError("SyntaxError", message)
    if not is_header_value(value):
        message = f"{failed}: '{value}' is not a valid HTTP header field value."
        raise JavaScriptError("SyntaxError", message)
    if is_forbidden_request_header(name, value, profile.departures):
        console += dropped_lines([name], profile)
        return
    present = get(name, headers)
    if present is not None:
        headers[:] = [field for field in headers if field[0].lower() != name.lower()]
        value = f"{present}, {value}"
    headers.append((name, value))


_CHARSET = re.compile(
    r"""((?<![^\x00- ;])charset[\x00- ]*=[\x00- "']*)[^\x00- "';]+""", re.IGNORECASE
)


def _in_utf_8(field: Field) -> Field:
    """Text and forms are sent as UTF-8, whatever charset the page has written in Content-Type.

    Done in the way of Chromium. For text, the standard and Firefox write the whole type anew, so
    that quotes go, which need a preflight.

    Source: https://xhr.spec.whatwg.org/#dom-xmlhttprequest-send, step 4
    """
    name, value = field
    return (name, _CHARSET.sub(r"\1UTF-8", value) if name.lower() == "content-type" else value)
