"""What a page gets of a response."""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass

from ..protocol.user_agent import EVIDENCE
from ..protocol.user_agent import JavaScriptTypeError
from ..protocol.user_agent import Response
from .codings import unpacked
from .exchanges import Exchange
from .headers import ReadableHeaders


@dataclass(frozen=True, repr=False)
class PageResponse:
    """A response as a page sees it.

    :param type: ``basic``, ``cors``, ``opaque`` or ``opaqueredirect``.
    :param url: where it came from, after redirects; empty for an opaque one.
    :param status: 0 for an opaque one.
    :param headers: those that the page can read.
    :param redirected: whether a redirect was followed.
    :param differs: what browsers do here otherwise than the Fetch standard says, and what to
        do about it; empty where they agree.
    :param exchanges: what went over the wire for it, in order.

    .. versionadded:: 7.0
    """

    type: str
    url: str
    status: int
    headers: ReadableHeaders
    redirected: bool
    differs: tuple[str, ...]
    exchanges: tuple[Exchange, ...]
    _body: bytes | None

    def __repr__(self) -> str:
        seen = [self.type, str(self.status or ""), self.url]
        return f"<PageResponse {' '.join(filter(None, seen))}>"

    @classmethod
    def of(cls, response: Response, exchanges: tuple[Exchange, ...]) -> PageResponse:
        """What a page sees of a filtered response."""
        sent = response.internal.headers if response.internal else ()
        return cls(
            type=response.type,
            url=response.url,
            status=response.status,
            headers=ReadableHeaders(response.headers, sent),
            redirected=response.redirected,
            differs=tuple(
                f"Browsers differ. {found.standard} {found.browsers} {found.advice}"
                for found in map(EVIDENCE.__getitem__, response.departures)
            ),
            exchanges=exchanges,
            _body=unpacked(response.body, sent),
        )

    @property
    def ok(self) -> bool:
        """Whether the status is one of success."""
        return 200 <= self.status <= 299

    @property
    def exception(self) -> BaseException | None:
        """What the app raised, whether it answered with a 500 then or otherwise; or None."""
        return self.exchanges[-1].exception if self.exchanges else None

    @property
    def truncated(self) -> bool:
        """Whether the body was cut off, since the app raised after the head of its response."""
        return bool(self.exchanges) and self.exchanges[-1].truncated

    @property
    def body(self) -> bytes:
        """The bytes that the page can read, unpacked where the server has compressed them.

        :raises TypeError: where the body was cut off, or cannot be unpacked: what a page's promise
            is rejected with.

        Source: https://fetch.spec.whatwg.org/#body-fully-read
        """
        if self._body is None or (self.truncated and self.type != "opaque"):
            raise JavaScriptTypeError("network error") from self.exception
        return self._body

    def text(self) -> str:
        """The body as a page reads it: always as UTF-8.

        :raises TypeError: where it cannot be read.

        Source: https://fetch.spec.whatwg.org/#dom-body-text
        """
        return self.body.decode("utf-8-sig", "replace")

    def json(self) -> t.Any:
        """The body, read as JSON.

        :raises ValueError: where it is none; caused by the app's exception, where it raised.
        """
        try:
            return json.loads(self.text())
        except ValueError as error:
            raise error from self.exception
