"""The client of a request: the page, frame or worker that makes it.

Source: https://html.spec.whatwg.org/multipage/webappapis.html#environment-settings-object
"""

from __future__ import annotations

import collections.abc as cabc
from dataclasses import dataclass

from ..origins import OPAQUE
from .urls import URL


def last_two_labels(host: str) -> str:
    """A guess at the registrable domain of a host, which knows of no ``co.uk``."""
    return ".".join(host.split(".")[-2:])


@dataclass(frozen=True)
class Client:
    """The page, frame or worker that makes requests (an environment settings object).

    :param origin: its serialized origin; ``null`` for an opaque one, which sandboxed frames,
        ``data:`` URLs and files have.
    :param url: its URL, against which others are resolved; by default the origin's root.
    :param partition: what its preflight cache is kept apart by; by default the origin.
    :param reaches_private_network: whether what it asks for is on a more private network than
        it is itself, so that every request is asked about, in any mode.
    :param registrable_domain: the registrable domain of a host, which sites are told apart by.

    Source: https://html.spec.whatwg.org/multipage/webappapis.html#environment-settings-object

    .. versionadded:: 7.0
    """

    origin: str
    url: str = ""
    partition: str = ""
    reaches_private_network: bool = False
    registrable_domain: cabc.Callable[[str], str] = last_two_labels

    @property
    def base(self) -> URL | None:
        """The base URL (https://html.spec.whatwg.org/multipage/webappapis.html#api-base-url)."""
        return URL.parse(self.url or f"{self.origin}/")

    @property
    def prohibits_mixed_content(self) -> bool:
        """Whether the page came over https, so that plain http is kept from it."""
        return self.base is not None and self.base.scheme == "https"

    @property
    def referrer(self) -> URL | None:
        """Where its requests say that they come from; None for an opaque origin, or without http.

        Source: https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer
        """
        if self.origin == OPAQUE or self.base is None or not self.base.is_http:
            return None
        return self.base._replace(username="", password="", fragment=None)
