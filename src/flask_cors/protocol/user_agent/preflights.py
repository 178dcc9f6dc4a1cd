"""The CORS-preflight fetch: asking before a request is sent that the server may not expect.

Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch
"""

from __future__ import annotations

import typing as t

from .. import fields
from .cache import PreflightCache
from .checks import cors_check
from .departures import Departure
from .header_lists import ListSyntaxError
from .header_lists import extract_tokens
from .header_lists import get
from .outcomes import Failure
from .outcomes import Step
from .profiles import Profile
from .redirects import REDIRECTS
from .requests import Request
from .safelist import NON_WILDCARD_HEADERS
from .safelist import SAFELISTED_METHODS
from .wire import WireResponse


def needs_preflight(request: Request) -> bool:
    """Whether the request is none that a form could send, so that the server must agree first.

    Source: https://fetch.spec.whatwg.org/#main-fetch, step 12
    """
    return request.use_preflight or (
        request.unsafe
        and (
            request.method not in SAFELISTED_METHODS
            or bool(request.unsafe_names)
            or request.asks_again
        )
    )


def is_remembered(request: Request, cache: PreflightCache) -> bool:
    """Whether an earlier preflight already allows the request.

    Source: https://fetch.spec.whatwg.org/#concept-http-fetch, step 3
    """
    asks_for_method = request.method not in SAFELISTED_METHODS or request.use_preflight
    if request.method == "HEAD" and Departure.HEAD_IS_FORGOTTEN in request.departures:
        asks_for_method = True
    if asks_for_method and not cache.has_method(request):
        return False
    if request.asks_again and not cache.knows(request):
        return False
    return all(cache.has_header(request, name) for name in request.unsafe_names)


def preflight_headers(request: Request) -> list[fields.Field]:
    """What the preflight says about the request to come; names sorted, in lower case.

    Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, steps 2 to 5
    """
    headers = [("Accept", "*/*"), (fields.REQUEST_METHOD, request.method)]
    if names := request.unsafe_names:
        headers.append((fields.REQUEST_HEADERS, ",".join(names)))
    if request.client.reaches_private_network:
        headers.append((fields.REQUEST_PRIVATE_NETWORK, "true"))
    return headers


class Allowed(t.NamedTuple):
    """What a preflight allows: methods, and names of headers."""

    methods: list[str]
    names: list[str]

    def departures(self, request: Request) -> list[Departure]:
        """Where the browser has let the request pass, and the standard would not.

        Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, step 7.6
        """
        listed = {name.lower() for name in self.names}
        if any(name not in listed for name in NON_WILDCARD_HEADERS & {*request.unsafe_names}):
            return [Departure.WILDCARD_COVERS_AUTHORIZATION]
        return []


def preflight_check(
    request: Request, response: WireResponse, profile: Profile
) -> Allowed | Failure:
    """What the answer to a preflight allows, or what in it keeps the request from being sent.

    Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, step 7
    """
    failure = _check_response(request, response)
    if failure is not None:
        return failure
    methods = _tokens(response, fields.ALLOW_METHODS, Step.ALLOW_METHODS_SYNTAX)
    names = _tokens(response, fields.ALLOW_HEADERS, Step.ALLOW_HEADERS_SYNTAX)
    if isinstance(methods, Failure):
        return methods
    if isinstance(names, Failure):
        return names
    if methods is None and request.use_preflight:
        methods = [request.method]
    allowed = Allowed(methods or [], names or [])
    failure = _check_method(request, allowed, response)
    return failure or _check_names(request, allowed, response, profile) or allowed


def _check_response(request: Request, response: WireResponse) -> Failure | None:
    if response.status in REDIRECTS:
        return Failure(Step.PREFLIGHT_REDIRECT, None, str(response.status))
    # Firefox, which asks for the page, finds nothing to check on the page's own origin.
    own = request.tainting == "cors" and request.preflight_origin == request.url.origin
    failure = None if own else cors_check(request, response.headers, request.preflight_origin)
    if failure is not None:
        return failure
    if not 200 <= response.status <= 299:
        return Failure(Step.PREFLIGHT_STATUS, None, str(response.status))
    is_private = request.client.reaches_private_network
    return _check_private_network(response) if is_private else None


def _check_private_network(response: WireResponse) -> Failure | None:
    """See https://wicg.github.io/private-network-access/#cors-preflight."""
    value = get(fields.ALLOW_PRIVATE_NETWORK, response.headers)
    if value == "true":
        return None
    return Failure(Step.PRIVATE_NETWORK, fields.ALLOW_PRIVATE_NETWORK, value, "true")


def _tokens(response: WireResponse, name: str, step: Step) -> list[str] | Failure | None:
    try:
        return extract_tokens(name, response.headers)
    except ListSyntaxError as error:
        return Failure(step, name, get(name, response.headers), error.member)


def _check_method(request: Request, allowed: Allowed, response: WireResponse) -> Failure | None:
    """See https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, step 7.5."""
    if request.method in allowed.methods or request.method in SAFELISTED_METHODS:
        return None
    if "*" in allowed.methods and not request.with_credentials:
        return None
    value = get(fields.ALLOW_METHODS, response.headers)
    return Failure(Step.METHOD, fields.ALLOW_METHODS, value, request.method)


def _check_names(
    request: Request, allowed: Allowed, response: WireResponse, profile: Profile
) -> Failure | None:
    """See https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, steps 7.6 and 7.7."""
    listed = {name.lower() for name in allowed.names}
    everything = "*" in listed and not request.with_credentials
    missing = [
        name
        for name in request.unsafe_names
        if name not in listed and not (everything and profile.wildcard_covers(name))
    ]
    if not missing:
        return None
    value = get(fields.ALLOW_HEADERS, response.headers)
    return Failure(Step.HEADER, fields.ALLOW_HEADERS, value, ",".join(missing))
