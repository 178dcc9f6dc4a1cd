"""A request: what a page asks for, and what the browser makes of it.

Source: https://fetch.spec.whatwg.org/#concept-request and
https://fetch.spec.whatwg.org/#dom-request
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from dataclasses import field
from itertools import pairwise

from ..fields import Field
from ..origins import OPAQUE
from .clients import Client
from .departures import Departure
from .safelist import SAFELISTED_METHODS
from .safelist import unsafe_names
from .urls import URL

DEFAULT_REFERRER_POLICY = "strict-origin-when-cross-origin"


class FetchRequest(t.NamedTuple):
    """What a page hands to ``fetch``: the URL and the members of its ``RequestInit``.

    :param url: the URL; a relative one is resolved against that of the page.
    :param method: the method, as the page has written it.
    :param headers: pairs of name and value; one character is one byte.
    :param body: the bytes to send, or None.
    :param body_type: the Content-Type that the kind of body brings along.
    :param mode: ``cors``, ``no-cors`` or ``same-origin``.
    :param credentials: ``omit``, ``same-origin`` or ``include``.
    :param redirect: ``follow``, ``error`` or ``manual``.
    :param referrer_policy: the referrer policy; empty for the default one.
    :param upload_listeners: whether somebody listens to the upload of an ``XMLHttpRequest``,
        which makes any request one that needs a preflight.
    :param destination: ``image``, ``script`` or ``font`` for an element's request.
    :param is_xhr: whether an ``XMLHttpRequest`` asks, which matters in one browser.

    Source: https://fetch.spec.whatwg.org/#requestinit

    .. versionadded:: 7.0
    """

    url: str
    method: str = "GET"
    headers: t.Sequence[Field] = ()
    body: bytes | None = None
    body_type: str | None = None
    mode: str = "cors"
    credentials: str = "same-origin"
    redirect: str = "follow"
    referrer_policy: str = ""
    upload_listeners: bool = False
    destination: str = ""
    is_xhr: bool = False


@dataclass
class Request:
    """A request on its way; redirects change it.

    :param urls: the URL list, the current URL last.
    :param client: the page that asks.
    :param referrer: where the request comes from, as far as it still tells; redirects shorten it.
    :param departures: where the browser does otherwise than the standard says.
    :param tainting: the response tainting: ``basic``, ``cors`` or ``opaque``.
    :param use_preflight: the use-CORS-preflight flag.
    :param unsafe: the unsafe-request flag, which only requests of scripts have.
    :param was_asked_about: whether a preflight was due, now or before a redirect.

    Source: https://fetch.spec.whatwg.org/#concept-request
    """

    method: str
    urls: list[URL]
    headers: list[Field]
    body: bytes | None
    mode: str
    credentials: str
    redirect: str
    referrer_policy: str
    client: Client
    use_preflight: bool = False
    unsafe: bool = True
    destination: str = ""
    is_xhr: bool = False
    tainting: str = "basic"
    departures: frozenset[Departure] = frozenset()
    redirect_count: int = 0
    stripped_names: frozenset[str] = frozenset()
    was_asked_about: bool = False
    referrer: URL | None = field(init=False)
    first_method: str = field(init=False)
    first_names: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.referrer = self.client.referrer
        self.first_method = self.method
        self.first_names = self._unsafe_names

    @property
    def url(self) -> URL:
        """The current URL (https://fetch.spec.whatwg.org/#concept-request-current-url)."""
        return self.urls[-1]

    @property
    def is_same_origin(self) -> bool:
        """Whether the current URL's origin is the request's (https://fetch.spec.whatwg.org/#concept-request-origin)."""
        return self._is_own(self.url)

    @property
    def is_basic(self) -> bool:
        """Whether the request has never left its own origin, so that CORS does not concern it."""
        return self.is_same_origin and self.tainting == "basic"

    @property
    def is_tainted(self) -> bool:
        """Whether a redirect has led from one foreign origin to another one.

        Source: https://fetch.spec.whatwg.org/#concept-request-tainted-origin
        """
        return any(
            last.origin != following.origin and not self._is_own(last)
            for last, following in pairwise(self.urls)
        )

    @property
    def serialized_origin(self) -> str:
        """The origin that is sent, and compared (https://fetch.spec.whatwg.org/#serializing-a-request-origin)."""
        return OPAQUE if self.is_tainted else self.client.origin

    @property
    def preflight_origin(self) -> str:
        """The origin that a preflight is sent for: the same, but in one browser."""
        departs = Departure.PREFLIGHT_NAMES_PAGE in self.departures
        return self.client.origin if departs else self.serialized_origin

    @property
    def with_credentials(self) -> bool:
        """Whether the mode is ``include`` (https://fetch.spec.whatwg.org/#concept-request-credentials-mode)."""
        return self.credentials == "include"

    @property
    def unsafe_names(self) -> list[str]:
        """The CORS-unsafe request-header names (https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names)."""
        if self.asks_again:
            return [name for name in self.first_names if name not in self.stripped_names]
        return self._unsafe_names

    @property
    def asks_again(self) -> bool:
        """Whether the browser asks only because it had to before a redirect."""
        sticks = Departure.PREFLIGHTS_STICK in self.departures and len(self.urls) > 1
        method = self.was_asked_about and self.first_method not in SAFELISTED_METHODS
        return sticks and (method or bool(self.first_names))

    @property
    def _unsafe_names(self) -> list[str]:
        return unsafe_names(self.headers, self.departures)

    def _is_own(self, url: URL) -> bool:
        return url.origin == self.client.origin != OPAQUE
