"""The Sec-Fetch fields, which tell a server what kind of request it gets.

Source: https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-append-the-fetch-metadata-headers-for-a-request
"""

from __future__ import annotations

from ..fields import Field
from ..origins import Origin
from .referrer import is_trustworthy
from .requests import Request
from .urls import URL


def fetch_metadata(request: Request, *, mode: str) -> list[Field]:
    """The fields, where the URL is one that nobody else can read.

    :param mode: the mode of the request that is sent; a preflight's is ``cors``.
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
    own, other = Origin.parse(request.client.origin), Origin.parse(url.origin)
    if own is None or other is None or own.scheme != other.scheme:
        return False
    site = request.client.registrable_domain
    return site(own.host) == site(other.host)
