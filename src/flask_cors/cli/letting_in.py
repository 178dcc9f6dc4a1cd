"""Whether pages of one origin are let in at a route, which a source may decide by its URL."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from flask import Flask
from werkzeug.test import create_environ

from ..inventory.governed_routes import GovernedRoute
from ..inventory.route_hosts import VARIABLE
from ..inventory.route_hosts import host_of
from ..inventory.unrouted import UnroutedPath
from ..protocol.decisions import Outcome
from ..protocol.fields import ORIGIN
from ..protocol.requests import CORSRequest
from ..protocol.server import decide_anew
from ..sources.admission import admits
from ..sources.request_query import RequestQuery
from .asking import base_url

Place = t.TypeVar("Place", GovernedRoute, UnroutedPath)


def let_in(
    app: Flask, places: cabc.Iterable[Place], origin: str | None
) -> list[tuple[Place, bool]]:
    """The places at which pages of an origin are let in or may be; without one all of them.

    :returns: each with whether that depends on its URL: a source has looked at what varies there.
    """
    if origin is None:
        return [(place, False) for place in places]
    found: list[tuple[Place, bool]] = []
    for place in places:
        lets_in, depends = _asked(app, place, origin)
        if lets_in or depends:
            found.append((place, depends))
    return found


def _asked(app: Flask, place: GovernedRoute | UnroutedPath, origin: str) -> tuple[bool, bool]:
    """Whether the origin is let in at one URL, and whether that may be otherwise at another."""
    if place.policy is None:
        return False, False
    request = CORSRequest(origin)
    scheme, _, server = base_url(app).partition("://")
    environ = create_environ(
        place.path,
        f"{scheme}://{place.host_on(server)}/",
        method=place.methods[0] if isinstance(place, GovernedRoute) else "GET",
        headers={ORIGIN: origin},
    )
    query = RequestQuery.of(app, request, environ)
    admitted = admits(app, place.policy.origins, query)
    decision = decide_anew(place.policy, request, admitted=admitted)
    looked_at = vars(query)  # where each part is kept once it is worked out
    return decision.outcome is Outcome.ALLOWED, not _varying(place).isdisjoint(looked_at)


def _varying(place: GovernedRoute | UnroutedPath) -> set[str]:
    """The parts of a query that are not the same at every URL of a place."""
    if isinstance(place, UnroutedPath):
        host, path_varies = place.subdomain, place.pattern.exact is None
    else:
        host, path_varies = host_of(place.rule), VARIABLE.search(place.rule.rule) is not None
    varying = {"path", "view_args"} if path_varies else set[str]()
    return varying | ({"host", "view_args"} if VARIABLE.search(host) else set[str]())
