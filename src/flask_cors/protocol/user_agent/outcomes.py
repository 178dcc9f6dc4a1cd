"""What a fetch comes to: a response, or a network error that says at which step.

Source: https://fetch.spec.whatwg.org/#responses
"""

from __future__ import annotations

import dataclasses
import enum
import typing as t
from dataclasses import dataclass

from ..fields import Field
from .departures import Departure
from .wire import Exchange
from .wire import WireResponse


class Step(enum.Enum):
    """A step of the Fetch standard at which a fetch ends in a network error.

    .. versionadded:: 7.0
    """

    INVALID_URL = "invalid URL"
    MIXED_CONTENT = "mixed content"
    BAD_PORT = "bad port"
    SAME_ORIGIN_MODE = "same-origin mode"
    NO_CORS_REDIRECT_MODE = "no-cors redirect mode"
    SCHEME = "scheme"
    CONNECTION = "connection"
    ALLOW_ORIGIN_MISSING = "allow-origin missing"
    ALLOW_ORIGIN_WILDCARD = "allow-origin wildcard with credentials"
    ALLOW_ORIGIN_MISMATCH = "allow-origin mismatch"
    ALLOW_CREDENTIALS = "allow-credentials"
    PREFLIGHT_REDIRECT = "preflight redirect"
    PREFLIGHT_STATUS = "preflight status"
    ALLOW_METHODS_SYNTAX = "allow-methods syntax"
    ALLOW_HEADERS_SYNTAX = "allow-headers syntax"
    METHOD = "method"
    HEADER = "header"
    PRIVATE_NETWORK = "private network"
    RESOURCE_POLICY = "cross-origin resource policy"
    REDIRECT_MODE = "redirect mode"
    REDIRECT_LOCATION = "redirect location"
    REDIRECT_SCHEME = "redirect scheme"
    REDIRECT_COUNT = "redirect count"
    REDIRECT_USERINFO = "redirect with user-info"


class Failure(t.NamedTuple):
    """A check that did not pass.

    :param step: the step.
    :param field: the name of the header field at fault, or None.
    :param value: what it holds, combined; None where the field is absent.
    :param wanted: what it would have to hold or name, or what else is at fault.
    """

    step: Step
    field: str | None = None
    value: str | None = None
    wanted: str = ""


@dataclass(frozen=True)
class NetworkError:
    """What a page sees as a failed fetch, with what it is not told.

    :param step: the step of the standard at which it ended.
    :param url: the URL that was being fetched, after redirects.
    :param first_url: the URL that was asked for.
    :param origin: the serialized origin of the page.
    :param page: the URL of the page.
    :param preflight: whether it was the preflight that failed.
    :param field: the name of the header field at fault, or None.
    :param value: what it holds, combined; None where the field is absent.
    :param wanted: what it would have to hold or name, or what else is at fault; for
        `Step.HEADER` all the names that are missing, joined by commas.
    :param exchanges: what went over the wire, in order.

    Source: https://fetch.spec.whatwg.org/#concept-network-error

    .. versionadded:: 7.0
    """

    step: Step
    url: str
    first_url: str
    origin: str
    page: str = ""
    preflight: bool = False
    field: str | None = None
    value: str | None = None
    wanted: str = ""
    exchanges: tuple[Exchange, ...] = dataclasses.field(default=(), compare=False, repr=False)


@dataclass(frozen=True)
class Response:
    """What a page gets to see: a filtered response.

    :param type: ``basic``, ``cors``, ``opaque`` or ``opaqueredirect``.
    :param url: the URL without its fragment; empty for opaque responses.
    :param status: 0 for opaque responses.
    :param headers: the fields that a page can read, names in lower case.
    :param body: the bytes that a page can read; empty for opaque responses.
    :param redirected: whether a redirect was followed.
    :param departures: where the browser has let pass what the standard would not.
    :param internal: the response behind the filter, which no page sees.
    :param exchanges: what went over the wire, in order.

    Source: https://fetch.spec.whatwg.org/#concept-filtered-response

    .. versionadded:: 7.0
    """

    type: str
    url: str = ""
    status: int = 0
    headers: tuple[Field, ...] = ()
    body: bytes = b""
    redirected: bool = False
    departures: tuple[Departure, ...] = ()
    internal: WireResponse | None = dataclasses.field(default=None, compare=False, repr=False)
    exchanges: tuple[Exchange, ...] = dataclasses.field(default=(), compare=False, repr=False)
