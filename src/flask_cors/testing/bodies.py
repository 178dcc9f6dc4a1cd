"""Bodies of responses, read to their end where they have one."""

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


# Streams that go on for ever: events, and pictures of which each takes the place of the last.
# https://html.spec.whatwg.org/multipage/iana.html#text/event-stream, #multipart/x-mixed-replace
_ENDLESS = frozenset({"text/event-stream", "multipart/x-mixed-replace"})


def body_of_app(
    pieces: cabc.Iterable[bytes], headers: cabc.Iterable[Field], *, to_the_end: bool
) -> Body:
    """The body that an app gives; of a stream without end the first piece.

    :param to_the_end: whether more than the first piece is asked for, if there is an end.
    """
    is_read_on = to_the_end and not _is_endless([*headers])
    body = _read(pieces if is_read_on else itertools.islice(pieces, 1))
    try:
        getattr(pieces, "close", lambda: None)()
    except Exception as error:
        return body if body.truncated else body._replace(exception=error)
    return body


def body_of_server(answer: http.client.HTTPResponse) -> Body:
    """The body that a server sends; nothing of one without end, which may be long in coming."""
    if _is_endless(answer.headers.items()):
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


def _is_endless(headers: cabc.Sequence[Field]) -> bool:
    return mime_essence(get("Content-Type", headers) or "") in _ENDLESS
