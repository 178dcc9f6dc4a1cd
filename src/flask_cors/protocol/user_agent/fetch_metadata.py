"""The Sec-Fetch fields, which tell a server what kind of request it gets.

Source: https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-append-the-fetch-metadata-headers-for-a-request
"""

from __future__ import annotations

from ..fields import Field
from .referrer import is_trustworthy
from .requests import Request
from .sites import is_schemelessly_same_site
from .urls import URL


def fetch_metadata(request: Request, *, mode: str) -> list[Field]:
    """The fields, where the URL is one that nobody else can read.

    :param mode: the mode of the request that is sent; a preflight's is ``cors``.

    Source: https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-append-the-fetch-metadata-headers-for-a-request
    """
    if not is_trustworthy(request.url):
        return []
    return [
        ("Sec-Fetch-Site", _site(request)),
        ("Sec-Fetch-Mode", mode),
        ("Sec-Fetch-Dest", request.destination or "empty"),
    ]


def _site(request: Request) -> str:
    """The widest step that the request has taken (https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header)."""
    if all(url.origin == request.client.origin for url in request.urls):
        return "same-origin"
    return "same-site" if all(_is_same_site(request, url) for url in request.urls) else "cross-site"


def _is_same_site(request: Request, url: URL) -> bool:
    """See https://html.spec.whatwg.org/multipage/browsers.html#same-site."""
    client = request.client
    return is_schemelessly_same_site(client, url) and client.origin.startswith(f"{url.scheme}:")
