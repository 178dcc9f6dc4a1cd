"""Sites: origins that belong together, whatever their ports and, here, their schemes."""

from __future__ import annotations

from ..origins import Origin
from .clients import Client
from .urls import URL


def is_schemelessly_same_site(client: Client, url: URL) -> bool:
    """Whether the URL's host has the page's registrable domain.

    Source: https://html.spec.whatwg.org/multipage/browsers.html#schemelessly-same-site
    """
    own, other = Origin.parse(client.origin), Origin.parse(url.origin)
    if own is None or other is None:
        return False
    return client.registrable_domain(own.host) == client.registrable_domain(other.host)
