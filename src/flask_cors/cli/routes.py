"""`flask cors routes`: who may call each route."""

from __future__ import annotations

import dataclasses
import typing as t

import click
from flask import Flask
from werkzeug.test import create_environ

from ..describing.describe import headers_of
from ..describing.describe import origins_of
from ..describing.describe import policy_data
from ..describing.describe import rule_text
from ..inventory.governed_routes import GovernedRoute
from ..inventory.governed_routes import governed_routes
from ..inventory.governed_routes import hosts_of
from ..inventory.unrouted import UnroutedPath
from ..inventory.unrouted import unrouted_paths
from ..layer.asking import decide_by_origin
from ..protocol.decisions import Outcome
from ..protocol.fields import ORIGIN
from ..protocol.policy import Policy
from ..protocol.problems import listed
from ..rules.state import AppState
from .asking import base_url
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
    routes = governed_routes(state)
    inner = unrouted_paths(state) if state.holds_layer else []
    if origin is not None:
        routes = [
            dataclasses.replace(route, methods=methods)
            for route in routes
            if (methods := _not_refused(route)) and _lets_in(app, route, origin)
        ]
        inner = [each for each in inner if _lets_in(app, each, origin)]
    if form == "json":
        data = {"routes": list(map(_data, routes)), "inner_layers": list(map(_inner_data, inner))}
        say_json({"version": 1, **data})
    elif routes or inner:
        say(table(_HEAD, [*map(_row, routes), *map(_inner_row, inner)]))
        if any(route.refused_methods for route in routes):
            say()
            say(wrapped(_LEGEND))
        if inner:
            say()
            say(wrapped(_INNER_LEGEND))
    else:
        say("No route." if origin is None else f"No route lets pages of {origin} in.")


def _not_refused(route: GovernedRoute) -> tuple[str, ...]:
    return tuple(name for name in route.methods if name not in route.refused_methods)


def _lets_in(app: Flask, route: GovernedRoute | UnroutedPath, origin: str) -> bool:
    if route.policy is None:
        return False
    scheme, _, server = base_url(app).partition("://")
    environ = create_environ(
        route.path, f"{scheme}://{route.host_on(server)}/", headers={ORIGIN: origin}
    )
    decision = decide_by_origin(app, route.policy, environ)
    return decision.outcome is Outcome.ALLOWED


def _data(route: GovernedRoute) -> dict[str, t.Any]:
    return {
        "route": route.rule.rule,
        "host": hosts_of(route.rule) or None,
        "endpoint": route.rule.endpoint,
        "methods": list(route.methods),
        "refused_methods": list(route.refused_methods),
        "path": route.path,
        "refused": route.is_refused,
        "policy": None if route.policy is None else policy_data(route.policy),
    }


def _inner_data(inner: UnroutedPath) -> dict[str, t.Any]:
    return {
        "path": inner.path,
        "subdomain": inner.subdomain or None,
        "policy": policy_data(inner.policy),
    }


def _row(route: GovernedRoute) -> tuple[str, ...]:
    host = hosts_of(route.rule)
    here = f"{host}|{route.rule.rule}" if host else route.rule.rule
    methods = "\n".join(
        f"({name})" if name in route.refused_methods else name for name in route.methods
    )
    return here, methods, *_cells(route.policy, ", refused" if route.is_refused else "")


def _inner_row(inner: UnroutedPath) -> tuple[str, ...]:
    where = f"{inner.subdomain}|inner layers" if inner.subdomain else "inner layers"
    return where, "", *_cells(inner.policy)


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
