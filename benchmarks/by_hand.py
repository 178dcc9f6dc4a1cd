"""CORS as a person would write it for one app, who knows its one rule: the floors to measure by.

They check nothing when they are set up, and forget much: errors before dispatch, Vary on refusals,
fields that the app sets itself, routing, the method and the headers that a preflight asks for. So
they show what the least would cost, not what to write.
"""

from __future__ import annotations

import collections.abc as cabc
import re
import typing as t

from flask import Flask
from flask import Response
from flask import request

from .workloads import TENANTS
from .workloads import Workload

Fields = list[tuple[str, str]]
Find = t.Callable[[t.Any], Fields | None]
"""What is to be added for an Origin; None where nothing is."""


class Rule(t.NamedTuple):
    """The one rule of an app: under which path it holds, and what it adds."""

    under: str
    find: Find
    preflight: Fields


def rule_of(workload: Workload) -> Rule:
    """The rule of a workload, prepared so that a request costs the least."""
    options = next(iter(workload.options.get("resources", {}).values()), workload.options)
    under = workload.ask.path.rpartition("/")[0] + "/"
    if workload.name.startswith("get-no-rule"):
        under = "/api/"
    fixed: Fields = []
    preflight: Fields = [("Access-Control-Allow-Methods", "DELETE, GET, POST, PUT")]
    if "expose_headers" in options:
        fixed = [
            ("Access-Control-Allow-Credentials", "true"),
            ("Access-Control-Expose-Headers", "X-Total-Count"),
        ]
        preflight += [("Access-Control-Max-Age", "3600")]
        preflight += [("Access-Control-Allow-Headers", "Authorization, Content-Type")]
    return Rule(under, _find(workload, options, fixed), preflight)


def _find(workload: Workload, options: cabc.Mapping[str, t.Any], fixed: Fields) -> Find:
    origins = options.get("origins", "*")
    if origins == "*":
        return lambda origin: [("Access-Control-Allow-Origin", origin or "*")]
    vary = [] if isinstance(origins, str) else [("Vary", "Origin")]
    if origins == [TENANTS]:
        fullmatch = re.compile(TENANTS).fullmatch
        return lambda origin: (
            [("Access-Control-Allow-Origin", origin), *vary]
            if origin and len(origin) < 300 and fullmatch(origin)
            else None
        )
    if workload.name.startswith("patterns"):
        parents = frozenset(origin.partition(".")[2] for origin in origins)
        return lambda origin: (
            [("Access-Control-Allow-Origin", origin), *vary]
            if origin and origin.partition(".")[2] in parents
            else None
        )
    names = [origins] if isinstance(origins, str) else origins
    return {name: [("Access-Control-Allow-Origin", name), *fixed, *vary] for name in names}.get


def add_after_request(app: Flask, workload: Workload) -> None:
    """The smallest `after_request` that does the job."""
    under, find, preflight = rule_of(workload)

    @app.after_request
    def add_fields(response: Response) -> Response:
        environ = request.environ
        if environ["PATH_INFO"].startswith(under):
            fields = find(environ.get("HTTP_ORIGIN"))
            if fields is not None:
                if "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ:
                    fields = fields + preflight
                for name, value in fields:
                    response.headers.add(name, value)
        return response


def wrap_wsgi_app(app: Flask, workload: Workload) -> None:
    """The smallest layer around `app.wsgi_app` that does the job, preflights included."""
    under, find, preflight = rule_of(workload)
    wsgi_app = app.wsgi_app

    def layer(environ: dict[str, t.Any], start_response: t.Any) -> cabc.Iterable[bytes]:
        if not environ["PATH_INFO"].startswith(under):
            return wsgi_app(environ, start_response)
        fields = find(environ.get("HTTP_ORIGIN"))
        if "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ:
            if fields is None:
                start_response("403 FORBIDDEN", [("Content-Length", "0")])
            else:
                start_response("200 OK", [*fields, *preflight, ("Content-Length", "0")])
            return []
        if fields is None:
            return wsgi_app(environ, start_response)

        def start(status: str, headers: Fields, exc_info: t.Any = None) -> t.Any:
            return start_response(status, headers + fields, exc_info)

        return wsgi_app(environ, start)

    app.wsgi_app = layer  # type: ignore[method-assign]
