"""The CORS-preflight cache: what earlier preflights have allowed.

Source: https://fetch.spec.whatwg.org/#concept-cache
"""

from __future__ import annotations

import collections.abc as cabc
import re
import typing as t

from .. import fields
from ..origins import OPAQUE
from .departures import Departure
from .header_lists import HeaderList
from .header_lists import get
from .outcomes import Failure
from .outcomes import Step
from .profiles import Profile
from .requests import Request
from .safelist import NON_WILDCARD_HEADERS
from .urls import URL

DEFAULT_MAX_AGE = 5
"""How long a preflight is remembered that does not say, in seconds.

Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch, step 7.10.
"""

LONG_URL = 1024
"""As of how many characters a browser may not remember a URL."""

Clock = cabc.Callable[[], float]


class _Key(t.NamedTuple):
    """What an entry is found by; one of `method` and `header` is empty."""

    partition: str
    origin: str
    url: str
    credentials: bool
    method: str = ""
    header: str = ""


class PreflightCache:
    """What earlier preflights have allowed, until it expires.

    Several threads may use one.

    :param clock: tells the time, in seconds.

    Source: https://fetch.spec.whatwg.org/#concept-cache

    .. versionadded:: 7.0
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._expires: dict[_Key, float] = {}

    def add(
        self, request: Request, methods: cabc.Iterable[str], names: cabc.Iterable[str], age: float
    ) -> None:
        """Remember for `age` seconds what a preflight has allowed.

        Source: https://fetch.spec.whatwg.org/#concept-cache-create-entry
        """
        key = _key(request, request.url, credentials=request.with_credentials)
        if Departure.FORGETS_LONG_URLS in request.departures and len(key.url) >= LONG_URL:
            return
        expires = self._clock() + age
        for method in methods:
            self._expires[key._replace(method=method)] = expires
        for name in names:
            self._expires[key._replace(header=name.lower())] = expires

    def forget_opaque_origins(self) -> None:
        """Forget what was allowed to opaque origins."""
        self._forget(lambda key: key.origin == OPAQUE)

    def knows(self, request: Request) -> bool:
        """Whether anything is known that speaks for the request.

        Source: https://fetch.spec.whatwg.org/#concept-cache-match
        """
        prefixes = {key[: len(key) - 2] for key in _matching(request)}
        return any(key[: len(key) - 2] in prefixes and self._has(key) for key in [*self._expires])

    def has_method(self, request: Request) -> bool:
        """Whether the request's method is known to be allowed.

        Source: https://fetch.spec.whatwg.org/#concept-cache-match-method
        """
        return any(
            self._has(key._replace(method=request.method))
            or (self._has(key._replace(method="*")) and _is_wildcard(key, request))
            for key in _matching(request)
        )

    def has_header(self, request: Request, name: str) -> bool:
        """Whether the header of that lower-case name is known to be allowed.

        Source: https://fetch.spec.whatwg.org/#concept-cache-match-header
        """
        return any(
            self._has(key._replace(header=name))
            or (
                name not in NON_WILDCARD_HEADERS
                and self._has(key._replace(header="*"))
                and _is_wildcard(key, request)
            )
            for key in _matching(request)
        )

    def clear(self, request: Request, url: URL) -> None:
        """Forget what is known for a URL.

        Source: https://fetch.spec.whatwg.org/#concept-cache-clear
        """
        key = _key(request, url, credentials=False)
        self._forget(lambda known: known._replace(credentials=False, method="", header="") == key)

    def _forget(self, matches: cabc.Callable[[_Key], bool]) -> None:
        # In place, and of a copy of the keys: several threads may use one cache.
        for key in [*self._expires]:
            if matches(key):
                self._expires.pop(key, None)

    def _has(self, key: _Key) -> bool:
        return self._clock() < self._expires.get(key, float("-inf"))


def failed_url(request: Request, failure: Failure) -> URL | None:
    """The URL whose preflights are forgotten since a fetch failed.

    Source: https://fetch.spec.whatwg.org/#concept-main-fetch
    """
    if Departure.KEEPS_PREFLIGHTS in request.departures:
        return None
    if Departure.CLEARS_OTHERWISE in request.departures:
        if failure.step is Step.REDIRECT_MODE:
            return None
        if failure.step in {Step.MIXED_CONTENT, Step.BAD_PORT}:
            return request.urls[-2:][0]
    return request.url


def _is_wildcard(key: _Key, request: Request) -> bool:
    # A star learnt with credentials is a name like any other, as in the preflight check. The letter
    # of the standard takes it for all names, which would allow what the preflight did not.
    return not key.credentials and Departure.FORGETS_WILDCARDS not in request.departures


def max_age(headers: HeaderList, profile: Profile) -> float:
    """How long the answer to a preflight is remembered, in seconds.

    Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, step 7
    """
    value = get(fields.MAX_AGE, headers)
    if value is None:
        return DEFAULT_MAX_AGE
    if not (value.isascii() and value.isdigit()):
        return _unreadable_max_age(value, profile)
    seconds = float(value)
    return seconds if profile.max_age_limit is None else min(seconds, profile.max_age_limit)


def _unreadable_max_age(value: str, profile: Profile) -> float:
    forgets = Departure.UNREADABLE_AGE_IS_NONE in profile.departures
    negative = re.fullmatch("-[0-9]+", value) is not None
    if forgets or (negative and Departure.NEGATIVE_AGE_IS_NONE in profile.departures):
        return 0
    return DEFAULT_MAX_AGE


def _key(request: Request, url: URL, *, credentials: bool) -> _Key:
    client = request.client
    partition = client.partition or client.origin
    return _Key(partition, request.preflight_origin, url.serialize(), credentials)


def _matching(request: Request) -> list[_Key]:
    """Keys of the entries that speak for the request (https://fetch.spec.whatwg.org/#concept-cache-match)."""
    if request.with_credentials:
        return [_key(request, request.url, credentials=True)]
    others = _key(request, request.url, credentials=False)
    if Departure.CREDENTIALS_APART in request.departures:
        return [others]
    return [_key(request, request.url, credentials=True), others]
