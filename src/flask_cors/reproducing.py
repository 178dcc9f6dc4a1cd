"""Finding the request that a browser's message is about: the one of which it would say that.

A message leaves out much: Firefox names neither the page nor the method. What it leaves out is
tried, until the browser's half of the protocol stops at the step that the message names.
"""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import itertools
import typing as t
from dataclasses import dataclass

from werkzeug.test import create_environ

from .console_reader import ConsoleMessage
from .inventory import governed_routes
from .played import Played
from .playing import play
from .protocol.fields import Field
from .protocol.methods import DEFAULT
from .protocol.origins import Origin
from .protocol.policy import Policy
from .protocol.user_agent import FetchRequest
from .protocol.user_agent import JavaScriptError
from .protocol.user_agent import NetworkError
from .protocol.user_agent import Step
from .protocol.user_agent.referrer import is_trustworthy
from .protocol.user_agent.safelist import SAFELISTED_METHODS
from .protocol.user_agent.urls import URL
from .routing import governing_url
from .routing import route_at
from .state import AppState

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

SOMEBODY = "https://page.example"
_SOMEBODY_OVER_HTTP = "http://page.example"
"""The origins of pages of which nothing is known.

A page that came over https cannot send a request over http at all, but to its own machine.
"""

STAND_INS = frozenset({SOMEBODY, _SOMEBODY_OVER_HTTP})

SOME_HEADER = "X-Requested-With"
"""A header that makes a browser send a preflight, where nothing is known that does."""

_OF_CREDENTIALS = frozenset({Step.ALLOW_ORIGIN_WILDCARD, Step.ALLOW_CREDENTIALS})
_NOTHING: frozenset[str] = frozenset()
_MOST_ORIGINS = 8


@dataclass(frozen=True)
class Known:
    """What is known of a request besides the message; what is not is None or empty."""

    origin: str | None = None
    method: str | None = None
    headers: tuple[Field, ...] = ()
    credentials: bool = False


def reproduce(
    state: AppState, message: ConsoleMessage, known: Known, urls: cabc.Sequence[str]
) -> Played | None:
    """The likeliest request of which the browser would say that; None if it would of none.

    :param urls: the URLs that it may be about.
    """
    likely: Played | None = None
    for url in urls:
        for asked, origin in _candidates(state, message, known, url):
            played = _play(state, asked, origin)
            if played is not None and isinstance(played.outcome, NetworkError):
                if played.outcome.step not in message.steps or _is_made_up(played):
                    continue
                if message.in_preflight in {None, played.outcome.preflight}:
                    return played
                likely = likely or played
    return likely


def _play(state: AppState, asked: FetchRequest, origin: str) -> Played | None:
    assumed = frozenset({SOME_HEADER.lower()}) if (SOME_HEADER, "") in asked.headers else _NOTHING
    try:
        return dataclasses.replace(play(state.app, asked, origin), assumed=assumed)
    except JavaScriptError:
        return None


def _is_made_up(played: Played) -> bool:
    """Whether the browser stops at nothing but what stands for the unknown."""
    at_header = isinstance(played.outcome, NetworkError) and played.outcome.step is Step.HEADER
    return at_header and bool(played.assumed)


def paths_of(state: AppState) -> list[str]:
    """A path for every route, where a message names no URL."""
    return [route.path for route in governed_routes(state)]


def _candidates(
    state: AppState, message: ConsoleMessage, known: Known, url: str
) -> cabc.Iterator[tuple[FetchRequest, str]]:
    parsed = URL.parse(url)
    environ = create_environ(parsed.target, f"{parsed.origin}/") if parsed else create_environ()
    facts = message.facts
    methods = _given(known.method or facts.get("method")) or _methods(state, environ)
    names = [*known.headers, *([(facts["header"], "1")] if "header" in facts else ())]
    for method in methods:
        policy = governing_url(state, environ, method)
        origins = _given(page_of(message, known)) or [_somebody(parsed), *_origins(policy)]
        sets_of_headers: list[list[Field]] = [names] if names else [[], [(SOME_HEADER, "")]]
        for origin, headers, credentials in itertools.product(
            origins, sets_of_headers, _credentials(message, known)
        ):
            yield FetchRequest(url, method, headers, credentials=credentials), origin


def _methods(state: AppState, environ: WSGIEnvironment) -> list[str]:
    """The methods of the route, those first that browsers send without asking; then others.

    The last is the one that many write in lower case, and that no browser corrects.
    """
    route = route_at(state, environ)
    own = sorted(route[1] if route else (), key=lambda name: name not in SAFELISTED_METHODS)
    named = [name for name in own if name != "OPTIONS"]
    return list(dict.fromkeys([*named, *DEFAULT, "patch"]))


def page_of(message: ConsoleMessage, known: Known) -> str | None:
    """The origin of the page, as far as it is known."""
    return known.origin or message.facts.get("origin")


def _somebody(url: URL | None) -> str:
    """The origin of a page of which nothing is known but that it could ask for `url`."""
    return SOMEBODY if url is None or is_trustworthy(url) else _SOMEBODY_OVER_HTTP


def _given(value: str | None) -> list[str]:
    return [] if value is None else [value]


def _credentials(message: ConsoleMessage, known: Known) -> list[str]:
    if known.credentials or message.steps <= _OF_CREDENTIALS:
        return ["include"]
    return ["same-origin", "include"]


def _origins(policy: Policy | None) -> list[str]:
    """Some pages that the policy lets in."""
    if policy is None:
        return []
    allowed = sorted(policy.origins.exact)[:_MOST_ORIGINS]
    for pattern in policy.origins.patterns[:_MOST_ORIGINS]:
        origin = pattern.origin
        host = f"page.{origin.host}" if pattern.subdomains else origin.host
        allowed.append(Origin(origin.scheme, host, origin.port).serialize())
    return allowed
