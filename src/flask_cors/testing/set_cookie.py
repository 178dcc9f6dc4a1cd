"""Reading Set-Cookie, and refusing what a browser refuses.

Source: RFC 6265bis, https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-storage-model
"""

from __future__ import annotations

import re

from ..options.public_suffixes import is_public_suffix
from ..protocol.origins import ends_in_number
from ..protocol.user_agent.urls import URL
from .cookie_dates import cookie_date
from .cookies import Cookie
from .cookies import domain_matches

MAX_LENGTH = 4096
MAX_ATTRIBUTE_LENGTH = 1024
MAX_AGE = 400 * 24 * 3600

Attributes = dict[str, str]


class RefusedError(Exception):
    """Why a cookie is not taken, in one sentence."""


def read_set_cookie(
    header: str,
    url: URL,
    *,
    now: float,
    cross_site: bool,
    trustworthy: bool,
    site: str,
    same_site: str = "Lax",
) -> Cookie:
    """The cookie that a response from `url` sets.

    :param cross_site: whether the page that asked, or a redirect on the way, is on another site.
    :param trustworthy: whether the response came over https, or from this machine.
    :param site: the site of the page that asked, which partitioned cookies are kept for.
    :param same_site: what a cookie is that does not say SameSite.
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
        same_site=_same_site(attributes, same_site),
        expires=_expires(attributes, now),
        partition=site if "partitioned" in attributes else "",
    )
    _check(cookie, attributes, cross_site=cross_site, trustworthy=trustworthy)
    return cookie


def _attributes(parts: list[str]) -> Attributes:
    """The attributes by lower-case name; of several of a name the last one counts."""
    pairs = [part.partition("=") for part in parts]
    attributes = [(name.strip(" \t").lower(), value.strip(" \t")) for name, _, value in pairs]
    return {name: value for name, value in attributes if len(value) <= MAX_ATTRIBUTE_LENGTH}


def _domain(attributes: Attributes, host: str) -> tuple[str, bool]:
    if attributes.get("domain") == ".":
        # To RFC 6265bis it is an empty one, but to neither Chromium 156 nor Firefox 153.
        raise RefusedError("Its Domain is a dot alone.")
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


def _same_site(attributes: Attributes, default: str) -> str:
    value = attributes.get("samesite", "").capitalize()
    return value if value in {"Lax", "None", "Strict"} else default


def _expires(attributes: Attributes, now: float) -> float | None:
    age = attributes.get("max-age", "")
    if re.fullmatch(r"-?[0-9]+", age):
        return now + min(max(int(age), 0), MAX_AGE)
    date = cookie_date(attributes.get("expires", ""))
    return None if date is None else min(date, now + MAX_AGE)


def _check(cookie: Cookie, attributes: Attributes, *, cross_site: bool, trustworthy: bool) -> None:
    if cookie.secure and not trustworthy:
        raise RefusedError("It is Secure, and did not come over https.")
    says_none = attributes.get("samesite", "").lower() == "none"
    if not cookie.secure and (says_none or cookie.partition):
        needy = "Partitioned" if cookie.partition else "SameSite=None"
        raise RefusedError(f"{needy} needs Secure as well.")
    if cross_site and cookie.same_site != "None":
        is_lax = "does not say SameSite, which Chromium takes for Lax"
        if "samesite" in attributes:
            is_lax = f"is SameSite={cookie.same_site}"
        raise RefusedError(
            f"It {is_lax}, and the page that asked, or a redirect on the way, is on another site. "
            "SameSite=None; Secure lets it in."
        )
    _check_prefixes(cookie, attributes)


def _check_prefixes(cookie: Cookie, attributes: Attributes) -> None:
    """See https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-cookie-name-prefixes."""
    name = cookie.name.lower()
    if not name and cookie.value.lower().startswith(("__secure-", "__host-", "__http-")):
        raise RefusedError(
            "A cookie without a name may not look like one with __Secure-, __Host- or __Http-."
        )
    if name.startswith("__secure-") and not cookie.secure:
        raise RefusedError("A name that begins with __Secure- needs Secure.")
    if name.startswith("__host-") and not (
        cookie.secure and cookie.host_only and attributes.get("path") == "/"
    ):
        raise RefusedError("A name that begins with __Host- needs Secure, Path=/ and no Domain.")
    # Not yet in RFC 6265bis; seen in Chromium 156 and Firefox 153.
    for_http = name.startswith(("__http-", "__host-http-"))
    if for_http and not (cookie.secure and cookie.http_only):
        prefix = cookie.name[: name.index("http-") + 5]
        raise RefusedError(f"A name that begins with {prefix} needs Secure and HttpOnly.")
