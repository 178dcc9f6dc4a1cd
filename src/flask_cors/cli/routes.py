"""`flask cors routes`: who may call each route."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import typing as t

import click
from flask import Flask

from ..describing.describe import headers_of
from ..describing.describe import origins_of
from ..describing.describe import policy_data
from ..describing.describe import rule_text
from ..inventory.governed_routes import GovernedRoute
from ..inventory.governed_routes import governed_routes
from ..inventory.route_hosts import host_of
from ..inventory.unrouted import UnroutedPath
from ..inventory.unrouted import unrouted_paths
from ..protocol.policy import Policy
from ..protocol.problems import listed
from ..rules.state import AppState
from .letting_in import let_in
from .loading import as_origin
from .loading import with_app
from .output import say
from .output import say_json
from .output import table
from .output import wrapped

_HEAD = ("Route", "Methods", "Rule", "Origins", "Credentials", "Headers", "Max-Age")
_LEGEND = (
    "A method in parentheses is refused: it needs a preflight, and the rule does not allow it."
)
_DEPENDING_LEGEND = (
    "A source of origins looks at what is variable in the URL of {places}, so pages of {origin} "
    "may be let in at some URLs there and not at others: ask flask cors check URL --origin "
    "{origin}."
)
_INNER_LEGEND = (
    "What stands for inner layers holds for URLs that Flask has no route for: a layer inside "
    "CORS(app) may answer there, such as a mounted app."
)


@click.command("routes", short_help="Show who may call each route.")
@click.option(
    "--origin",
    type=as_origin,
    metavar="ORIGIN",
    help="Show only what pages of this origin may call.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "table"]),  # the last is an older name of the first
    metavar="[text|json]",
    default="text",
    show_default=True,
    help="For people, or for programs.",
)
@with_app
def command(app: Flask, origin: str | None, form: str) -> None:
    """Show each route with the rule that governs it and what that rule allows.

    A route stands there once for each policy that governs some of its methods or URLs. A
    method is refused where it needs a preflight, and the policy does not allow it. Where a
    layer inside CORS(app) may answer, such as a mounted app, each rule stands there for it.

    Exit status: 0, also where there is no route to show; 2 where the question is wrong.
    """
    state = AppState.as_it_is(app)
    all_routes = governed_routes(state)
    if origin is not None:
        all_routes = _without_refused_methods(all_routes)
    routes = let_in(app, all_routes, origin)
    inner = let_in(app, unrouted_paths(state) if state.holds_layer else [], origin)
    if form == "json":
        routes_data = [_data(*each) for each in routes]
        inner_data = [_inner_data(*each) for each in inner]
        say_json({"version": 1, "routes": routes_data, "inner_layers": inner_data})
    elif routes or inner:
        _tell(routes, inner, origin)
    else:
        say("No route." if origin is None else f"No route lets pages of {origin} in.")


def _without_refused_methods(routes: cabc.Iterable[GovernedRoute]) -> list[GovernedRoute]:
    kept = [
        (route, tuple(name for name in route.methods if name not in route.refused_methods))
        for route in routes
    ]
    return [dataclasses.replace(route, methods=methods) for route, methods in kept if methods]


def _tell(
    routes: list[tuple[GovernedRoute, bool]],
    inner: list[tuple[UnroutedPath, bool]],
    origin: str | None,
) -> None:
    say(
        table(
            _HEAD, [*(_row(each) for each, _ in routes), *(_inner_row(each) for each, _ in inner)]
        )
    )
    legends: list[str] = []
    if any(route.refused_methods for route, _ in routes):
        legends.append(_LEGEND)
    depending = [_where(route) for route, depends in routes if depends]
    depending += [_where_inside(each) for each, depends in inner if depends]
    if depending:
        places = ", ".join(listed(list(dict.fromkeys(depending))))
        legends.append(_DEPENDING_LEGEND.format(origin=origin, places=places))
    if inner:
        legends.append(_INNER_LEGEND)
    for legend in legends:
        say()
        say(wrapped(legend))


def _data(route: GovernedRoute, depends: bool) -> dict[str, t.Any]:
    return {
        "route": route.rule.rule,
        "host": host_of(route.rule) or None,
        "endpoint": route.rule.endpoint,
        "methods": list(route.methods),
        "refused_methods": list(route.refused_methods),
        "path": route.path,
        "refused": route.is_refused,
        "depends_on_url": depends,
        "policy": None if route.policy is None else policy_data(route.policy),
    }


def _inner_data(inner: UnroutedPath, depends: bool) -> dict[str, t.Any]:
    return {
        "path": inner.path,
        "subdomain": inner.subdomain or None,
        "depends_on_url": depends,
        "policy": policy_data(inner.policy),
    }


def _where(route: GovernedRoute) -> str:
    host = host_of(route.rule)
    return f"{host}|{route.rule.rule}" if host else route.rule.rule


def _where_inside(inner: UnroutedPath) -> str:
    return f"{inner.subdomain}|inner layers" if inner.subdomain else "inner layers"


def _row(route: GovernedRoute) -> tuple[str, ...]:
    methods = "\n".join(
        f"({name})" if name in route.refused_methods else name for name in route.methods
    )
    return _where(route), methods, *_cells(route.policy, ", refused" if route.is_refused else "")


def _inner_row(inner: UnroutedPath) -> tuple[str, ...]:
    return _where_inside(inner), "", *_cells(inner.policy)


def _cells(policy: Policy | None, suffix: str = "") -> tuple[str, ...]:
    """What a rule allows, behind its name and `suffix`."""
    if policy is None:
        return "none", "none", "", "", ""
    return (
        f"{policy.rule.pattern or rule_text(policy.rule)}{suffix}",
        "\n".join(listed(origins_of(policy))) or "none",
        "yes" if policy.allow_credentials else "no",
        "\n".join(listed(headers_of(policy.allow_headers))) or "none",
        "" if policy.max_age is None else str(policy.max_age),
    )
