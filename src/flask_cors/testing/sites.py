"""Sites: what cookies and the preflight cache are told apart by.

Source: https://html.spec.whatwg.org/multipage/browsers.html#sites
"""

from __future__ import annotations

from ..options.public_suffixes import registrable_domain
from ..protocol.origins import Origin


def registrable(host: str) -> str:
    """The registrable domain of a host, or the host where it has none."""
    return registrable_domain(host) or host


def site_of(origin: str) -> str | None:
    """The site of a serialized origin; None for an opaque one."""
    parsed = Origin.parse(origin)
    return f"{parsed.scheme}://{registrable(parsed.host)}" if parsed else None


def is_same_site(origin: str, other: str) -> bool:
    """Whether two serialized origins belong to one site, scheme included."""
    site = site_of(origin)
    return site is not None and site == site_of(other)
