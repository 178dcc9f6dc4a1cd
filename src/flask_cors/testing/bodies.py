"""Bodies of responses, read to their end."""

from __future__ import annotations

import collections.abc as cabc
import http.client
import itertools
import typing as t

from ..protocol.fields import Field
from ..protocol.user_agent.header_lists import get
from ..protocol.user_agent.safelist import mime_essence


class Body(t.NamedTuple):
    """What came of a body.

    :param content: as far as it came.
    :param exception: what was raised while it was sent, or once it had been.
    :param truncated: whether that cut it off.
    """

    content: bytes
    exception: Exception | None = None
    truncated: bool = False


def body_of_app(pieces: cabc.Iterable[bytes], headers: cabc.Iterable[Field]) -> Body:
    """The body that an app gives; of a stream of events, which has no end, the first piece."""
    body = _read(itertools.islice(pieces, 1) if _are_events([*headers]) else pieces)
    try:
        getattr(pieces, "close", lambda: None)()
    except Exception as error:
        return body if body.truncated else body._replace(exception=error)
    return body


def body_of_server(answer: http.client.HTTPResponse) -> Body:
    """The body that a server sends; nothing of a stream of events, which may be long in coming."""
    if _are_events(answer.headers.items()):
        return Body(b"")
    try:
        return Body(answer.read())
    except http.client.IncompleteRead as error:
        return Body(error.partial, error, truncated=True)


def _read(pieces: cabc.Iterable[bytes]) -> Body:
    content = bytearray()
    try:
        for piece in pieces:
            content += piece
    except Exception as error:
        return Body(bytes(content), error, truncated=True)
    return Body(bytes(content))


def _are_events(headers: cabc.Sequence[Field]) -> bool:
    """https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream."""
    return mime_essence(get("Content-Type", headers) or "") == "text/event-stream"
