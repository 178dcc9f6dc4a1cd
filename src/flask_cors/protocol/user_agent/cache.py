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

DEFAULT_MAX_AGE = 5
"""How long a preflight is remembered that does not say, in seconds."""

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
        key = _key(request, credentials=request.with_credentials)
        expires = self._clock() + age
        for method in _remembered(methods, request):
            self._expires[key._replace(method=method)] = expires
        for name in _remembered(names, request):
            self._expires[key._replace(header=name.lower())] = expires

    def knows(self, request: Request) -> bool:
        """Whether anything is known that speaks for the request."""
        prefixes = {key[: len(key) - 2] for key in _matching(request)}
        return any(key[: len(key) - 2] in prefixes and self._has(key) for key in self._expires)

    def has_method(self, request: Request) -> bool:
        """Whether the request's method is known to be allowed.

        Source: https://fetch.spec.whatwg.org/#concept-cache-match-method
        """
        return any(
            self._has(key._replace(method=request.method))
            or (not key.credentials and self._has(key._replace(method="*")))
            for key in _matching(request)
        )

    def has_header(self, request: Request, name: str) -> bool:
        """Whether the header of that lower-case name is known to be allowed.

        Source: https://fetch.spec.whatwg.org/#concept-cache-match-header
        """
        # A star learnt with credentials is the name of a header, as in the preflight check.
        return any(
            self._has(key._replace(header=name))
            or (
                not key.credentials
                and name not in NON_WILDCARD_HEADERS
                and self._has(key._replace(header="*"))
            )
            for key in _matching(request)
        )

    def clear(self, request: Request, failure: Failure) -> None:
        """Forget what is known for the request's URL, since a fetch of it failed.

        Source: https://fetch.spec.whatwg.org/#concept-cache-clear
        """
        if _survives(request, failure):
            return
        key = _key(request, credentials=False)
        self._expires = {
            known: expires
            for known, expires in self._expires.items()
            if known._replace(credentials=False, method="", header="") != key
        }

    def _has(self, key: _Key) -> bool:
        return self._clock() < self._expires.get(key, float("-inf"))


def _survives(request: Request, failure: Failure) -> bool:
    if Departure.CLEARS_FOR_CORS_ALONE in request.departures:
        return failure.step is Step.REDIRECT_MODE
    return Departure.KEEPS_PREFLIGHTS in request.departures


def _remembered(values: cabc.Iterable[str], request: Request) -> list[str]:
    if request.client.origin == OPAQUE and Departure.FORGETS_OPAQUE_ORIGINS in request.departures:
        return []
    forgets = Departure.FORGETS_WILDCARDS in request.departures
    return [value for value in values if value != "*" or not forgets]


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


def _key(request: Request, *, credentials: bool) -> _Key:
    client = request.client
    url = request.url.serialize()
    partition = client.partition or client.origin
    return _Key(partition, request.serialized_origin, url, credentials)


def _matching(request: Request) -> list[_Key]:
    """Keys of the entries that speak for the request (https://fetch.spec.whatwg.org/#concept-cache-match)."""
    if request.with_credentials:
        return [_key(request, credentials=True)]
    others = _key(request, credentials=False)
    if Departure.CREDENTIALS_APART in request.departures:
        return [others]
    return [_key(request, credentials=True), others]
