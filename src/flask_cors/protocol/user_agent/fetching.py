"""Fetching: the standard's algorithms in their order, with the network as a parameter.

Source: https://fetch.spec.whatwg.org/#fetching
"""

from __future__ import annotations

import dataclasses

from .blocking import blocked
from .blocking import upgraded
from .cache import PreflightCache
from .cache import failed_url
from .cache import max_age
from .carrier import Carrier
from .checks import cors_check
from .clients import Client
from .construction import construct
from .data_urls import data_response
from .departures import Departure
from .filtering import filtered
from .filtering import opaque_redirect
from .header_lists import get
from .outcomes import Failure
from .outcomes import NetworkError
from .outcomes import Response
from .outcomes import Step
from .preflights import is_remembered
from .preflights import needs_preflight
from .preflights import preflight_check
from .preflights import preflight_headers
from .profiles import CHROMIUM
from .profiles import Profile
from .redirects import follow
from .redirects import is_redirect
from .redirects import location_url
from .requests import FetchRequest
from .requests import Request
from .resource_policy import resource_policy_check
from .wire import Network
from .wire import WireResponse


def fetch(
    asked: FetchRequest,
    client: Client,
    network: Network,
    cache: PreflightCache,
    profile: Profile = CHROMIUM,
) -> Response | NetworkError:
    """What a page gets that asks for something.

    :param asked: what it hands to ``fetch``.
    :param client: the page.
    :param network: whoever carries requests.
    :param cache: what earlier preflights have allowed; this fetch may add to it.
    :param profile: the browser.
    :raises JavaScriptTypeError: where the call throws before anything is sent.

    Source: https://fetch.spec.whatwg.org/#fetch-method

    .. versionadded:: 7.0
    """
    return Fetch(construct(asked, client, profile.departures), network, cache, profile).run()


class Fetch:
    """One fetch under way.

    Source: https://fetch.spec.whatwg.org/#concept-fetch
    """

    def __init__(
        self, request: Request, network: Network, cache: PreflightCache, profile: Profile
    ) -> None:
        self._request = request
        self._carrier = Carrier(network)
        self._cache = cache
        self._profile = profile
        self._in_preflight = False
        self._departures: list[Departure] = []

    def run(self) -> Response | NetworkError:
        """Fetch, and say what came of it (https://fetch.spec.whatwg.org/#concept-fetch)."""
        if get("Accept", self._request.headers) is None:
            self._request.headers.append(("Accept", "*/*"))
        if Departure.FORGETS_OPAQUE_ORIGINS in self._profile.departures:
            self._cache.forget_opaque_origins()
        outcome = self._main_fetch()
        exchanges = tuple(self._carrier.exchanges)
        if isinstance(outcome, Response):
            departures = tuple(dict.fromkeys(self._departures))
            return dataclasses.replace(outcome, departures=departures, exchanges=exchanges)
        request = self._request
        return NetworkError(
            step=outcome.step,
            url=request.url.serialize(),
            first_url=request.urls[0].serialize(),
            origin=request.client.origin,
            page=request.client.url or f"{request.client.origin}/",
            preflight=self._in_preflight,
            field=outcome.field,
            value=outcome.value,
            wanted=outcome.wanted,
            exchanges=exchanges,
        )

    def _main_fetch(self) -> Response | Failure:
        """See https://fetch.spec.whatwg.org/#concept-main-fetch."""
        request = self._request
        request.urls[-1] = upgraded(request)
        failure = blocked(request)
        if failure is not None:
            return failure
        if request.url.scheme == "data":
            return data_response(request.url)
        private_network = request.client.reaches_private_network
        if request.is_basic:
            return self._http_fetch(with_preflight=private_network)
        if request.mode == "no-cors":
            request.tainting = "opaque"
            return self._http_fetch(with_preflight=private_network)
        request.tainting = "cors"
        with_preflight = needs_preflight(request) or private_network
        request.was_asked_about = request.was_asked_about or with_preflight
        outcome = self._http_fetch(with_preflight=with_preflight)
        clears = with_preflight or Departure.CLEARS_OTHERWISE in request.departures
        if clears and isinstance(outcome, Failure):
            url = failed_url(request, outcome)
            if url is not None:
                self._cache.clear(request, url)
        return outcome

    def _http_fetch(self, *, with_preflight: bool) -> Response | Failure:
        """See https://fetch.spec.whatwg.org/#http-fetch."""
        request = self._request
        if with_preflight and not self._may_skip_preflight():
            failure = self._preflight_fetch()
            if failure is not None:
                return failure
        response = self._carrier.send_request(request)
        if response is None:
            return Failure(Step.CONNECTION)
        failure = self._check(response)
        if failure is not None:
            return failure
        if not is_redirect(request, response):
            return filtered(request, response)
        return self._redirect_fetch(response)

    def _check(self, response: WireResponse) -> Failure | None:
        request = self._request
        if Departure.READS_LOCATION_FIRST in request.departures and is_redirect(request, response):
            location = location_url(request, response)
            if isinstance(location, Failure):
                return location
        failure = cors_check(request, response.headers) if request.tainting == "cors" else None
        return failure or resource_policy_check(request, response.headers)

    def _redirect_fetch(self, response: WireResponse) -> Response | Failure:
        """See https://fetch.spec.whatwg.org/#http-redirect-fetch."""
        request = self._request
        if request.redirect == "error":
            return Failure(Step.REDIRECT_MODE, "Location", get("Location", response.headers))
        if request.redirect == "manual":
            return opaque_redirect(request, response)
        location = location_url(request, response)
        if location is None:
            return filtered(request, response)
        if isinstance(location, Failure):
            return location
        return follow(request, response, location) or self._main_fetch()

    def _preflight_fetch(self) -> Failure | None:
        """See https://fetch.spec.whatwg.org/#cors-preflight-fetch-0."""
        request = self._request
        self._in_preflight = True
        if Departure.REPLACES_PREFLIGHTS in request.departures:
            self._cache.clear(request, request.url)
        response = self._carrier.send_preflight(request, preflight_headers(request))
        if response is None:
            return Failure(Step.CONNECTION)
        checked = preflight_check(request, response, self._profile)
        if isinstance(checked, Failure):
            return checked
        self._in_preflight = False
        self._departures += checked.departures(request)
        age = max_age(response.headers, self._profile)
        self._cache.add(request, checked.methods, checked.names, age)
        return None

    def _may_skip_preflight(self) -> bool:
        request = self._request
        if request.is_tainted and Departure.FORGETS_OPAQUE_ORIGINS in request.departures:
            return False
        remembered = is_remembered(request, self._cache)
        return remembered and not request.client.reaches_private_network
