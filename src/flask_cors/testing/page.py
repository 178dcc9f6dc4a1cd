"""A page that asks for things."""

from __future__ import annotations

import dataclasses
import typing as t

from ..protocol.user_agent import Client
from ..protocol.user_agent import FetchRequest
from ..protocol.user_agent import NetworkError
from ..protocol.user_agent import PreflightCache
from ..protocol.user_agent import Profile
from ..protocol.user_agent import Step
from ..protocol.user_agent import dropped_headers
from ..protocol.user_agent import fetch
from .arguments import checks_keywords
from .blocked import Blocked
from .consoles import console_lines
from .consoles import dropped_lines
from .consoles import warning_lines
from .elements import Element
from .elements import element_of
from .elements import element_request
from .elements import element_url
from .exchanges import Exchange
from .init import BodyInit
from .init import FetchInit
from .init import HeadersInit
from .init import fetch_request
from .network import Internet
from .network import PageNetwork
from .no_answers import net_error
from .responses import PageResponse
from .xhr import XHRResponse
from .xhr import xhr_request

if t.TYPE_CHECKING:
    from typing_extensions import Unpack


class Page:
    """A page (or a frame, or a worker) on some origin, made by `Browser.page`.

    A URL that begins with a slash is one of the app under test; a page that is served by an app
    of the browser asks its own.

    .. versionadded:: 7.0
    """

    def __init__(
        self,
        client: Client,
        base: str,
        internet: Internet,
        cache: PreflightCache,
        profile: Profile,
    ) -> None:
        self.origin = client.origin
        """Its serialized origin; ``null`` where that is opaque."""
        self.console: list[str] = []
        """The lines of the browser's console; clear the list to begin anew."""
        self._client = client
        self._base = base
        self._internet = internet
        self._cache = cache
        self._profile = profile

    def __repr__(self) -> str:
        return f"<Page on {self.origin}>"

    @checks_keywords
    def fetch(self, url: str, **init: Unpack[FetchInit]) -> PageResponse:
        """Call ``fetch``.

        :param url: absolute, or beginning with a slash.
        :param init: as in JavaScript; see `FetchInit`.
        :raises Blocked: where the promise would be rejected.
        :raises TypeError: where the call itself is wrong, in the words of Chromium; or a keyword
            is none.

        Headers that only the browser may set are dropped, which `console` tells.

        Source: https://fetch.spec.whatwg.org/#fetch-method
        """
        request = fetch_request(self._absolute(url), init)
        dropped = dropped_headers(request.headers, self._profile.departures)
        self.console += dropped_lines(dropped, self._profile)
        return self._ask(request, "fetch")

    @checks_keywords
    def xhr(
        self,
        method: str,
        url: str,
        *,
        headers: HeadersInit = (),
        body: BodyInit | None = None,
        with_credentials: bool = False,
        upload_listeners: bool = False,
    ) -> XHRResponse:
        """Send an ``XMLHttpRequest``.

        :param method: as ``open`` takes it.
        :param url: absolute, or beginning with a slash.
        :param headers: what ``setRequestHeader`` is called with, as a mapping or as pairs.
        :param body: text, bytes, or a form, a mapping or pairs; nothing for GET and HEAD.
        :param with_credentials: the value of ``withCredentials``.
        :param upload_listeners: whether somebody listens to the progress of the upload, which
            alone makes a preflight necessary; in Chromium, where there is a body.
        :raises Blocked: where ``onerror`` would be called.
        :raises JavaScriptError: where ``open`` or ``setRequestHeader`` would throw.

        Source: https://xhr.spec.whatwg.org/
        """
        request = xhr_request(
            method,
            self._absolute(url),
            FetchInit(headers=headers, body=body),
            self.console,
            base=self._client.base,
            credentials="include" if with_credentials else "same-origin",
            profile=self._profile,
        )
        request = request._replace(upload_listeners=upload_listeners, is_xhr=True)
        return XHRResponse(self._ask(request, "XMLHttpRequest"), self.console)

    @checks_keywords
    def img(self, url: str, *, crossorigin: str | None = None) -> Element:
        """Load an image, as ``<img src=... crossorigin=...>`` does.

        :param url: absolute, or beginning with a slash.
        :param crossorigin: the value of the attribute; None where there is none.
        :raises Blocked: where the browser keeps it from the page.
        """
        return self._load("image", url, crossorigin)

    @checks_keywords
    def script(self, url: str, *, crossorigin: str | None = None, module: bool = False) -> Element:
        """Load a script, as ``<script src=... crossorigin=...>`` does.

        :param url: absolute, or beginning with a slash.
        :param crossorigin: the value of the attribute; None where there is none.
        :param module: whether it is ``type="module"``, which always asks with CORS.
        :raises Blocked: where the browser keeps it from the page.
        """
        return self._load("script", url, "" if module and crossorigin is None else crossorigin)

    @checks_keywords
    def font(self, url: str, *, crossorigin: str | None = "anonymous") -> Element:
        """Load a font, as ``@font-face`` does, always with CORS.

        :param url: absolute, or beginning with a slash.
        :param crossorigin: ``"use-credentials"`` where cookies are to be sent, too.
        :raises Blocked: where the browser keeps it from the page.
        """
        return self._load("font", url, crossorigin or "anonymous")

    def _load(self, destination: str, url: str, crossorigin: str | None) -> Element:
        found = element_url(self._absolute(url), self._client.base)
        if found is None:
            error = NetworkError(Step.INVALID_URL, url, url, self.origin, value=url)
            raise self._blocked(error, destination, ())
        request = element_request(destination, found, crossorigin)
        return element_of(self._ask(request, destination), destination)

    def _ask(self, request: FetchRequest, initiator: str) -> PageResponse:
        __tracebackhide__ = True
        network = PageNetwork(self._internet, self.origin, self._client.partition)
        outcome = fetch(request, self._client, network, self._cache, self._profile)
        exchanges = tuple(network.exchanges)
        if isinstance(outcome, NetworkError):
            cause = exchanges[-1].exception if exchanges else None
            if outcome.step is Step.CONNECTION:
                outcome = dataclasses.replace(outcome, wanted=net_error(cause))
            raise self._blocked(outcome, initiator, exchanges, request) from cause
        self.console += warning_lines(outcome, self._profile)
        return PageResponse.of(outcome, exchanges)

    def _blocked(
        self,
        error: NetworkError,
        initiator: str,
        exchanges: tuple[Exchange, ...],
        asked: FetchRequest | None = None,
    ) -> Blocked:
        lines = console_lines(error, initiator, self._profile)
        self.console += lines
        return Blocked(error, tuple(lines), exchanges, asked)

    def _absolute(self, url: str) -> str:
        if not isinstance(t.cast("object", url), str):
            raise TypeError(f"A URL is text, not {url!r}.")
        is_path = url.startswith("/") and not url.startswith("//")
        return f"{self._base}{url}" if is_path else url
