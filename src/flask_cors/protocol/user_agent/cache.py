"""The CORS-preflight cache: what earlier preflights have allowed.

Source: https://fetch.spec.whatwg.org/#concept-cache
"""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from .. import fields
from .header_lists import HeaderList
from .header_lists import get
from .profiles import Profile
from .requests import Request

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
        for method in methods:
            self._expires[key._replace(method=method)] = expires
        for name in names:
            self._expires[key._replace(header=name.lower())] = expires

    def has_method(self, request: Request) -> bool:
        """Whether the request's method is known to be allowed.

        Source: https://fetch.spec.whatwg.org/#concept-cache-match-method
        """
        return any(
            self._has(key._replace(method=request.method))
            or (not key.credentials and self._has(key._replace(method="*")))
            for key in _matching(request)
        )

    def has_header(self, request: Request, name: str, profile: Profile) -> bool:
        """Whether the header of that lower-case name is known to be allowed.

        Source: https://fetch.spec.whatwg.org/#concept-cache-match-header
        """
        # A star learnt with credentials is the name of a header, as in the preflight check.
        return any(
            self._has(key._replace(header=name))
            or (
                not key.credentials
                and profile.wildcard_covers(name)
                and self._has(key._replace(header="*"))
            )
            for key in _matching(request)
        )

    def clear(self, request: Request) -> None:
        """Forget what is known for the request's URL, since a fetch of it failed.

        Source: https://fetch.spec.whatwg.org/#concept-cache-clear
        """
        key = _key(request, credentials=False)
        self._expires = {
            known: expires
            for known, expires in self._expires.items()
            if known._replace(credentials=False, method="", header="") != key
        }

    def _has(self, key: _Key) -> bool:
        return self._clock() < self._expires.get(key, float("-inf"))


def max_age(headers: HeaderList, profile: Profile) -> float:
    """How long the answer to a preflight is remembered, in seconds.

    Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, step 7
    """
    value = get(fields.MAX_AGE, headers)
    if value is None or not (value.isascii() and value.isdigit()):
        return DEFAULT_MAX_AGE
    seconds = float(value)
    return seconds if profile.max_age_limit is None else min(seconds, profile.max_age_limit)


def _key(request: Request, *, credentials: bool) -> _Key:
    client = request.client
    url = request.url.serialize(exclude_fragment=True)
    partition = client.partition or client.origin
    return _Key(partition, request.serialized_origin, url, credentials)


def _matching(request: Request) -> list[_Key]:
    """Keys of the entries that speak for the request (https://fetch.spec.whatwg.org/#concept-cache-match)."""
    found = [_key(request, credentials=True)]
    if not request.with_credentials:
        found.append(_key(request, credentials=False))
    return found
