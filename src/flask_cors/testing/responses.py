"""What a page gets of a response."""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass

from ..protocol.user_agent import EVIDENCE
from ..protocol.user_agent import Response
from .exchanges import Exchange
from .headers import ReadableHeaders


@dataclass(frozen=True)
class PageResponse:
    """A response as a page sees it.

    :param type: ``basic``, ``cors``, ``opaque`` or ``opaqueredirect``.
    :param url: where it came from, after redirects; empty for an opaque one.
    :param status: 0 for an opaque one.
    :param headers: those that the page can read.
    :param body: the bytes that the page can read.
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
    body: bytes
    redirected: bool
    differs: tuple[str, ...]
    exchanges: tuple[Exchange, ...]

    @classmethod
    def of(cls, response: Response, exchanges: tuple[Exchange, ...]) -> PageResponse:
        """What a page sees of a filtered response."""
        sent = response.internal.headers if response.internal else ()
        return cls(
            type=response.type,
            url=response.url,
            status=response.status,
            headers=ReadableHeaders(response.headers, sent),
            body=response.body,
            redirected=response.redirected,
            differs=tuple(
                f"Browsers differ. {found.standard} {found.browsers} {found.advice}"
                for found in map(EVIDENCE.__getitem__, response.departures)
            ),
            exchanges=exchanges,
        )

    @property
    def ok(self) -> bool:
        """Whether the status is one of success."""
        return 200 <= self.status <= 299

    @property
    def exception(self) -> BaseException | None:
        """What the app raised, so that the page saw a 500; None where nothing."""
        return self.exchanges[-1].exception if self.exchanges else None

    def text(self) -> str:
        """The body as a page reads it: always as UTF-8.

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
