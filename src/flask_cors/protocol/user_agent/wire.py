"""What goes over the wire, and who carries it."""

from __future__ import annotations

import enum
import typing as t

from ..fields import Field


class Kind(enum.Enum):
    """What a request on the wire is for.

    .. versionadded:: 7.0
    """

    PREFLIGHT = "preflight"
    REQUEST = "request"


class WireRequest(t.NamedTuple):
    """A request as it leaves the browser, but for cookies, which are the network's business.

    :param kind: whether it is the CORS-preflight request or the request itself.
    :param method: the method.
    :param url: without fragment.
    :param headers: the fields, in order; one character is one byte.
    :param body: the bytes to send, or None.
    :param include_credentials: whether cookies are sent, and those of the answer kept.
    :param redirected_by: the origins of the URLs that have led here, the first one first.

    .. versionadded:: 7.0
    """

    kind: Kind
    method: str
    url: str
    headers: tuple[Field, ...] = ()
    body: bytes | None = None
    include_credentials: bool = False
    redirected_by: tuple[str, ...] = ()


class WireResponse(t.NamedTuple):
    """A response as it comes in.

    :param status: the status code.
    :param headers: the fields, in order; one character is one byte.
    :param body: the bytes, as far as they came.

    .. versionadded:: 7.0
    """

    status: int
    headers: tuple[Field, ...] = ()
    body: bytes = b""


class Exchange(t.NamedTuple):
    """A request, and what came of it: None where no response came.

    .. versionadded:: 7.0
    """

    request: WireRequest
    response: WireResponse | None


class Network(t.Protocol):
    """Whoever carries requests.

    .. versionadded:: 7.0
    """

    def send(self, request: WireRequest) -> WireResponse | None:
        """The response; None where none can be had."""
        ...
