"""What a browser can reach: apps and servers, by the origins at which they answer."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from ..protocol.user_agent.urls import URL
from .transports import HTTPTransport
from .transports import Transport
from .transports import WSGITransport

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    Target = WSGIApplication | str

_NO_APP = "An app under test is a WSGI app, or the URL of a server; {!r} is none."

DEFAULT_BASE = "http://127.0.0.1:5000"
"""Where an app answers that is put nowhere else, as with ``flask run``."""


def transports_of(
    target: Target | cabc.Mapping[str, Target], base: str | None
) -> dict[str, Transport]:
    """Who answers, by serialized origin, in the order given.

    :raises TypeError: where a target is neither an app nor a URL.
    :raises ValueError: where an origin is none, stands there twice, or is not among them.
    """
    if isinstance(target, str) or callable(target):
        at = base or (target if isinstance(target, str) else DEFAULT_BASE)
        return {origin_of(at): _transport(target)}
    if not isinstance(t.cast("object", target), cabc.Mapping):
        raise TypeError(_NO_APP.format(target))
    found: dict[str, Transport] = {}
    for written, each in target.items():
        origin = origin_of(written)
        if origin in found:
            raise ValueError(f"{written!r} is {origin}, at which another target answers already.")
        found[origin] = _transport(each)
    if not found:
        raise ValueError("A browser needs somebody to ask: name at least one app or server.")
    if base is not None and origin_of(base) not in found:
        raise ValueError(f"Nobody answers at the base {base!r}, only at {', '.join(found)}.")
    return found


def origin_of(base: object) -> str:
    """The serialized origin that a person has written.

    :raises ValueError: where it is none.
    """
    url = URL.parse(base) if isinstance(base, str) else None
    if url is None or not url.is_http or url.serialize() != f"{url.origin}/":
        raise ValueError(
            f'{base!r} is not where an app can answer: write an origin, "https://api.example.com".'
        )
    return url.origin


def _transport(target: Target) -> Transport:
    if isinstance(target, str):
        return HTTPTransport(origin_of(target))
    if not callable(target):
        raise TypeError(_NO_APP.format(target))
    return WSGITransport(target)
