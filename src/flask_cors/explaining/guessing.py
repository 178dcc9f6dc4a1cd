"""Guessing the requests that a message may be about, the likeliest first."""

from __future__ import annotations

import collections.abc as cabc
import itertools
import re
import typing as t
from dataclasses import dataclass

from werkzeug.test import create_environ

from ..diagnosing.trusted_hosts import at_trusted_host
from ..protocol.fields import Field
from ..protocol.methods import DEFAULT
from ..protocol.origins import Origin
from ..protocol.policy import Policy
from ..protocol.samples import samples_of
from ..protocol.user_agent import FetchRequest
from ..protocol.user_agent import Step
from ..protocol.user_agent.referrer import is_trustworthy
from ..protocol.user_agent.safelist import SAFELISTED_METHODS
from ..protocol.user_agent.urls import URL
from ..rules.routing import governing_url
from ..rules.state import AppState
from ..rules.url_maps import route_at
from .cases import Case

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

SOMEBODY = "https://page.example"
_SOMEBODY_OVER_HTTP = "http://page.example"
"""The origins of pages of which nothing is known.

A page that came over https cannot send a request over http at all, but to its own machine.
"""

SOME_HEADER = "X-Requested-With"
"""A header that makes a browser send a preflight, where nothing is known that does."""

_SOME_HEADERS = [(SOME_HEADER, "")]
_NOTHING: frozenset[str] = frozenset()

USUAL = "GET"
"""The method of ``fetch(url)``."""

_OF_CREDENTIALS = frozenset({Step.ALLOW_ORIGIN_WILDCARD, Step.ALLOW_CREDENTIALS})
_SELDOM = frozenset({"HEAD", "OPTIONS"})
"""Methods that pages hardly ever use."""

_MOST_ORIGINS = 8


@dataclass(frozen=True)
class Guess:
    """A request that a message may be about.

    :param asked: what the page may have handed to ``fetch``.
    :param origin: the serialized origin of the page.
    :param assumed: the lower-case names of headers that stand for what is not known.
    :param assumes_method: whether nobody has said which method it was.
    :param runs_view: whether the app's view may be asked, not only its rules.
    """

    asked: FetchRequest
    origin: str
    assumed: frozenset[str]
    assumes_method: bool
    runs_view: bool


def guesses(state: AppState, case: Case, url: str) -> cabc.Iterator[Guess]:
    """The requests for `url` that a message may be about.

    That a page asks with credentials is less likely than that the app does not let it in. Views run
    for the usual method alone, unless another is named, and the URL; then for one page. What makes
    the browser ask first is nothing to a view, nor is a message about a preflight.
    """
    parsed = URL.parse(url)
    environ = create_environ(parsed.target, f"{parsed.origin}/") if parsed else create_environ()
    environ = at_trusted_host(state.app, environ)
    for method in _given(case.method) or _methods(state, environ):
        policy = governing_url(state, environ, method)
        origins = _given(case.page) or [*_origins(policy), _somebody(parsed)]
        for credentials, origin, headers in itertools.product(
            _credentials(case), origins, _headers(case, method)
        ):
            is_made_up = headers is _SOME_HEADERS
            yield Guess(
                FetchRequest(url, method, headers, credentials=credentials),
                origin,
                assumed=frozenset({SOME_HEADER.lower()}) if is_made_up else _NOTHING,
                assumes_method=case.method is None,
                runs_view=not (case.is_of_preflight or is_made_up)
                and (method.upper() == USUAL or (case.names_view and origin == origins[0])),
            )


def _methods(state: AppState, environ: WSGIEnvironment) -> list[str]:
    """The methods that a page may have used, the likeliest first.

    First those of the route that the policy allows, and among them those that browsers send
    without asking. One is there that many write in lower case, and that no browser corrects.
    """
    route = route_at(state.app, environ)
    own = route[1] if route else []

    def rank(method: str) -> tuple[bool, ...]:
        policy = governing_url(state, environ, method)
        is_allowed = policy is not None and policy.methods.allows(method)
        return (
            method in _SELDOM,
            method not in own,
            not is_allowed,
            method not in SAFELISTED_METHODS,
        )

    return sorted({*own, *DEFAULT, "patch"}, key=lambda method: (*rank(method), method))


def _headers(case: Case, method: str) -> list[list[Field]]:
    """The headers that the page may have set."""
    named = case.headers
    return [named] if named or method not in SAFELISTED_METHODS else [[], _SOME_HEADERS]


def _somebody(url: URL | None) -> str:
    """The origin of a page of which nothing is known but that it could ask for `url`."""
    return SOMEBODY if url is None or is_trustworthy(url) else _SOMEBODY_OVER_HTTP


def _given(value: str | None) -> list[str]:
    return [] if value is None else [value]


def _credentials(case: Case) -> list[str]:
    if case.known.credentials or case.message.steps <= _OF_CREDENTIALS:
        return ["include"]
    return ["same-origin", "include"]


def _origins(policy: Policy | None) -> list[str]:
    """Some pages that the policy lets in, so that what keeps one of them out is something else."""
    if policy is None:
        return []
    allowed = sorted(policy.origins.exact)[:_MOST_ORIGINS]
    for pattern in policy.origins.patterns[:_MOST_ORIGINS]:
        origin = pattern.origin
        host = f"page.{origin.host}" if pattern.subdomains else origin.host
        allowed.append(Origin(origin.scheme, host, origin.port).serialize())
    return [*allowed, *filter(None, map(_sample, policy.origins.regexes[:_MOST_ORIGINS]))]


def _sample(regex: re.Pattern[str]) -> str | None:
    """The shortest origin that a regex is known to match."""
    texts = (sample.text for sample in samples_of(regex) or ())
    return min(filter(Origin.parse, texts), key=len, default=None)
