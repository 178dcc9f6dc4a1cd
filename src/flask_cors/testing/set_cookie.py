"""Reading Set-Cookie, and refusing what a browser refuses.

Source: RFC 6265bis, https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-storage-model
"""

from __future__ import annotations

import calendar
import re
from email.utils import parsedate_tz

from ..credentials import is_public_suffix
from ..protocol.origins import ends_in_number
from ..protocol.user_agent.urls import URL
from .cookies import Cookie
from .cookies import domain_matches

MAX_LENGTH = 4096
MAX_AGE = 400 * 24 * 3600

Attributes = dict[str, str]


class RefusedError(Exception):
    """Why a cookie is not taken, in one sentence."""


def read_set_cookie(
    header: str, url: URL, *, now: float, cross_site: bool, trustworthy: bool
) -> Cookie:
    """The cookie that a response from `url` sets.

    :param cross_site: whether the page that asked is on another site.
    :param trustworthy: whether the response came over https, or from this machine.
    :raises RefusedError: where a browser takes none.
    """
    pair, *parts = header.split(";")
    name, equals, value = pair.partition("=")
    name, value = (name.strip(" \t"), value.strip(" \t")) if equals else ("", pair.strip(" \t"))
    if not name and not value:
        raise RefusedError("It has neither a name nor a value.")
    if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", header) or len(name) + len(value) > MAX_LENGTH:
        raise RefusedError("It holds a control character, or is longer than 4,096 bytes.")
    attributes = _attributes(parts)
    domain, host_only = _domain(attributes, url.host or "")
    cookie = Cookie(
        name=name,
        value=value,
        domain=domain,
        host_only=host_only,
        path=_path(attributes, url),
        secure="secure" in attributes,
        http_only="httponly" in attributes,
        same_site=_same_site(attributes),
        expires=_expires(attributes, now),
    )
    _check(cookie, attributes, cross_site=cross_site, trustworthy=trustworthy)
    return cookie


def _attributes(parts: list[str]) -> Attributes:
    """The attributes by lower-case name; of several of a name the last one counts."""
    pairs = [part.partition("=") for part in parts]
    return {name.strip(" \t").lower(): value.strip(" \t") for name, _, value in pairs}


def _domain(attributes: Attributes, host: str) -> tuple[str, bool]:
    domain = attributes.get("domain", "").removeprefix(".").lower()
    is_address = host.startswith("[") or ends_in_number(host)
    if not domain or (is_address and domain == host):
        return host, True
    if is_public_suffix(domain):
        if domain == host:
            return host, True
        raise RefusedError(f"Anybody can register a name under {domain}, its Domain.")
    if is_address or not domain_matches(host, domain):
        raise RefusedError(f"Its Domain {domain} is not that of {host}, which sets it.")
    return domain, False


def _path(attributes: Attributes, url: URL) -> str:
    path = attributes.get("path", "")
    return path if path.startswith("/") else url.path.rpartition("/")[0] or "/"


def _same_site(attributes: Attributes) -> str:
    value = attributes.get("samesite", "").capitalize()
    return value if value in {"None", "Strict"} else "Lax"


def _expires(attributes: Attributes, now: float) -> float | None:
    age = attributes.get("max-age", "")
    if re.fullmatch(r"-?[0-9]+", age):
        return now + min(int(age), MAX_AGE)
    date = parsedate_tz(attributes.get("expires", ""))
    if date is None:
        return None
    return min(calendar.timegm((*date[:6], 0, 1, 0)) - (date[9] or 0), now + MAX_AGE)


def _check(cookie: Cookie, attributes: Attributes, *, cross_site: bool, trustworthy: bool) -> None:
    if cookie.secure and not trustworthy:
        raise RefusedError("It is Secure, and did not come over https.")
    if cookie.same_site == "None" and not cookie.secure:
        raise RefusedError("SameSite=None needs Secure as well.")
    if cross_site and cookie.same_site != "None":
        by_default = "" if "samesite" in attributes else " by default"
        raise RefusedError(
            f"It is SameSite={cookie.same_site}{by_default}, and the page that asked is on another "
            "site. SameSite=None; Secure lets it in."
        )
    name = cookie.name.lower()
    if name.startswith("__secure-") and not cookie.secure:
        raise RefusedError("A name that begins with __Secure- needs Secure.")
    if name.startswith("__host-") and not (
        cookie.secure and cookie.host_only and attributes.get("path") == "/"
    ):
        raise RefusedError("A name that begins with __Host- needs Secure, Path=/ and no Domain.")
