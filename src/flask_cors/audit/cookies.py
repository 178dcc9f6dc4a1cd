"""Whether the app's session cookie can come with the requests that credentials are for."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import typing as t

from ..options.public_suffixes import registrable_domain
from ..protocol.origins import Origin
from ..protocol.policy import Policy
from .findings import Finding
from .findings import finding
from .subject import Subject


def check_cookies(subject: Subject) -> cabc.Iterator[Finding]:
    """What the session cookie lacks, where pages of other sites may use it."""
    config = t.cast("dict[str, t.Any]", subject.app.config)
    if not subject.app.secret_key:
        return
    own = config.get("SESSION_COOKIE_DOMAIN") or config.get("SERVER_NAME") or ""
    site = registrable_domain(own.lstrip(".").partition(":")[0]) if own else None
    cross_site = [
        each.where
        for each in subject.in_force
        if each.policy.allow_credentials and not _is_near(each.policy, site)
    ]
    # None, the default, leaves the attribute out, which is no SameSite=None.
    same_site = str(config.get("SESSION_COOKIE_SAMESITE") or "").lower() == "none"
    if cross_site and not (same_site and config.get("SESSION_COOKIE_SECURE")):
        found = finding("session-cookie", cross_site[0], *_told(own))
        clues = ("SESSION_COOKIE_SAMESITE", "SESSION_COOKIE_SECURE", "supports_credentials")
        yield dataclasses.replace(found, clues=clues)


def _told(own: str) -> tuple[str, str]:
    """What is the matter, and what to do about it; `own` is the app's own host, if it is known."""
    terms = "only if it is SameSite=None and Secure"
    remedy = 'app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)'
    if own:
        message = "Credentials are allowed to pages of other sites, and browsers send them a cookie"
        return f"{message} {terms}.", remedy
    message = "Credentials are allowed to pages that may be of another site than the app, of which"
    known = (
        'If they share its site, name it: app.config["SERVER_NAME"] = "api.example.com" (before '
        "Flask 3.1 the app then answers that host alone: let the audit ignore this there)"
    )
    return (
        f"{message} nothing is known; then browsers send them a cookie {terms}.",
        f"{known}. If not: {remedy}",
    )


def _is_near(policy: Policy, site: str | None) -> bool:
    """Whether all origins are of the app's own site, or of the developer's own machine."""
    origins = policy.origins
    if origins.any or origins.regexes:
        return False
    listed = [Origin.parse(text) for text in origins.exact]
    listed += [pattern.origin for pattern in origins.patterns]
    return all(
        origin is not None
        and (origin.is_loopback or (site is not None and registrable_domain(origin.host) == site))
        for origin in listed
    )
