"""The Referer field: where a request comes from, as far as the referrer policy tells.

Source: https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer
"""

from __future__ import annotations

from ..origins import Origin
from .requests import Request
from .urls import URL

_FULL = frozenset({"no-referrer-when-downgrade", "unsafe-url"})
_FULL_AT_HOME = frozenset({"same-origin", "origin-when-cross-origin"})
UNLESS_DOWNGRADED = frozenset(
    {"no-referrer-when-downgrade", "strict-origin", "strict-origin-when-cross-origin"}
)


def referrer(request: Request) -> str | None:
    """The value of Referer, or None where the request carries none.

    Source: https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer
    """
    policy = request.referrer_policy
    page = request.client.base
    hidden = policy == "no-referrer" or (policy == "same-origin" and not request.is_same_origin)
    if page is None or not page.is_http or hidden:
        return None
    downgraded = is_trustworthy(page) and not is_trustworthy(request.url)
    if policy in UNLESS_DOWNGRADED and downgraded:
        return None
    at_home = policy in {*_FULL_AT_HOME, "strict-origin-when-cross-origin"}
    if policy in _FULL or (at_home and request.is_same_origin):
        return page._replace(username="", password="").serialize(exclude_fragment=True)
    return f"{page.origin}/"


def is_trustworthy(url: URL) -> bool:
    """Whether nobody on the way can read along.

    Source: https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy
    """
    origin = Origin.parse(url.origin)
    return url.scheme in {"https", "wss", "data"} or (origin is not None and origin.is_loopback)
