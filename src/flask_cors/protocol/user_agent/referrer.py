"""The Referer field: where a request comes from, as far as the referrer policy tells.

Source: https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer
"""

from __future__ import annotations

from ..origins import Origin
from .departures import Departure
from .header_lists import HeaderList
from .header_lists import get
from .header_lists import normalize_value
from .requests import DEFAULT_REFERRER_POLICY
from .requests import Request
from .sites import is_schemelessly_same_site
from .urls import URL

REFERRER_POLICIES = frozenset(
    {
        *("no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin"),
        *("origin-when-cross-origin", "strict-origin-when-cross-origin", "unsafe-url"),
    }
)
"""https://w3c.github.io/webappsec-referrer-policy/#referrer-policies, but for the empty one."""

_FULL = frozenset({"no-referrer-when-downgrade", "unsafe-url"})
_FULL_AT_HOME = frozenset(
    {"same-origin", "origin-when-cross-origin", "strict-origin-when-cross-origin"}
)
_RELAXED = frozenset({"no-referrer-when-downgrade", "origin-when-cross-origin", "unsafe-url"})
UNLESS_DOWNGRADED = frozenset(
    {"no-referrer-when-downgrade", "strict-origin", "strict-origin-when-cross-origin"}
)


def referrer(request: Request) -> URL | None:
    """The value of Referer, or None where the request carries none.

    Source: https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer
    """
    return _determined(request, obeyed_policy(request))


def narrow(request: Request, headers: HeaderList) -> None:
    """Keep of the referrer what was told: a redirect does not bring back the rest.

    :param request: what is redirected.
    :param headers: those of the redirect, which may set another policy.

    Source: https://fetch.spec.whatwg.org/#concept-main-fetch
    and https://w3c.github.io/webappsec-referrer-policy/#set-requests-referrer-policy-on-redirect
    """
    told, policy = referrer(request), _redirect_policy(headers)
    ignored = obeyed_policy(request) != request.referrer_policy
    # Where Firefox has ignored the policy, it starts anew, unless it told nothing, or has another.
    starts_anew = told is not None and ignored and policy is None
    request.referrer = request.client.referrer if starts_anew else told
    request.referrer_policy = policy or request.referrer_policy


def obeyed_policy(request: Request) -> str:
    """The policy that the browser follows: the request's, but in one browser."""
    policy = request.referrer_policy
    strict = policy in _RELAXED and Departure.RELAXED_POLICIES_END_AT_SITE in request.departures
    if strict and not is_schemelessly_same_site(request.client, request.url):
        return DEFAULT_REFERRER_POLICY
    return policy


def _redirect_policy(headers: HeaderList) -> str | None:
    """The policy that a redirect sets for what follows; None where it sets none.

    Source: https://w3c.github.io/webappsec-referrer-policy/#parse-referrer-policy-from-header
    """
    tokens = (get("Referrer-Policy", headers) or "").lower().split(",")
    known = [token for token in map(normalize_value, tokens) if token in REFERRER_POLICIES]
    return known[-1] if known else None


def is_trustworthy(url: URL) -> bool:
    """Whether nobody on the way can read along.

    Source: https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy
    """
    origin = Origin.parse(url.origin)
    return url.scheme in {"https", "wss", "data"} or (origin is not None and origin.is_loopback)


def _determined(request: Request, policy: str) -> URL | None:
    source, at_home = request.referrer, request.is_same_origin
    if source is None or policy == "no-referrer" or (policy == "same-origin" and not at_home):
        return None
    if policy in UNLESS_DOWNGRADED and _is_downgraded(request, source):
        return None
    if policy in _FULL or (policy in _FULL_AT_HOME and at_home):
        return source
    return source._replace(path="/", query=None)


def _is_downgraded(request: Request, source: URL) -> bool:
    if Departure.SCHEMES_TELL_DOWNGRADES in request.departures:
        return source.scheme == "https" and request.url.scheme != "https"
    return is_trustworthy(source) and not is_trustworthy(request.url)
