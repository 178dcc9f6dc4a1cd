"""Asking an app's URL map what it serves: at the URL of a request, or by an adapter of the map."""

from __future__ import annotations

import collections.abc as cabc
import re
import typing as t
from urllib.parse import unquote
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.exceptions import NotFound
from werkzeug.routing import MapAdapter
from werkzeug.routing import RequestRedirect

from ..current import in_app_context
from ..current import logger
from ..current import request_of
from ..protocol.problems import shown
from .path_patterns import path_info_of

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

Answer = t.TypeVar("Answer")

MOST_REDIRECTS = 3

Found = t.Union["str", RequestRedirect, MethodNotAllowed, NotFound]
"""What a URL leads to: an endpoint, or what is raised instead."""
View = tuple["str | None", "cabc.Mapping[str, object] | None"]
"""The endpoint of a view, and the values in the URL."""

_WHATEVER = r"(?:/<[^<>]*>)*/<path[:(]|/<[^<>]*>/?\Z"
"""How a route begins that may serve every URL, of some depth at least, or all of one segment."""

_NO_VIEW: View = (None, None)

_NO_REQUEST = (
    "%r: its URL map cannot be asked before Flask is, so no rule is known at %s: a converter may "
    "use current_app, but neither request nor session"
)


def ask_map(
    app: Flask,
    environ: WSGIEnvironment,
    question: cabc.Callable[[MapAdapter], Answer],
    otherwise: Answer,
) -> Answer:
    """What an app's URL map answers about a request; `otherwise` where Flask itself would fail.

    It is told of where Flask would not: a converter may count on the request that it has at hand.
    """

    def ask() -> Answer:
        adapter = app.create_url_adapter(request_of(app, environ))
        return question(t.cast("MapAdapter", adapter))

    try:
        return in_app_context(app, ask)  # which converters may look for
    except RuntimeError:
        logger.warning(_NO_REQUEST, app, shown(environ.get("PATH_INFO")), exc_info=True)
    except Exception:  # noqa: S110  Flask will meet it, and answer
        pass
    return otherwise


def serves(app: Flask, environ: WSGIEnvironment) -> bool:
    """Whether the app has any view at the URL of `environ`, for whatever method."""
    return ask_map(app, environ, _is_served, otherwise=True)


def subdomain_at(app: Flask, environ: WSGIEnvironment) -> str | None:
    """The subdomain that the URL of `environ` is on."""
    return ask_map(app, environ, lambda url: url.subdomain, None)


def view_at(app: Flask, environ: WSGIEnvironment, method: str) -> View:
    """The view that would serve `method` at the URL of `environ`, wherever that redirects to."""
    return ask_map(app, environ, lambda url: _view_of(url, method), _NO_VIEW)


def route_at(app: Flask, environ: WSGIEnvironment) -> tuple[str, list[str]] | None:
    """The route at the URL of `environ` as it was declared, and the methods that it serves."""
    return ask_map(app, environ, _route_of, None)


def has_place(app: Flask, environ: WSGIEnvironment) -> bool:
    """Whether the URL of `environ` is that of a view, and not of one for whatever URL there is."""
    route = route_at(app, environ)
    return route is not None and re.match(_WHATEVER, route[0]) is None


def redirected_path(app: Flask, environ: WSGIEnvironment, method: str) -> str | None:
    """The path, as WSGI has it, that Flask redirects to by itself, most often for a slash."""
    return ask_map(app, environ, lambda url: _redirected_path(url, method), None)


def find(adapter: MapAdapter, method: str, path: str | None = None) -> Found:
    """What a path leads to for one method.

    :param path: the path; None for that of the request which the adapter was made for.
    """
    try:
        endpoint: str = adapter.match(path, method=method)[0]
    except (RequestRedirect, MethodNotAllowed, NotFound) as met:
        return met
    return endpoint


def has_view(adapter: MapAdapter, path: str) -> bool:
    """Whether any view is served at that very path, and not merely a redirect from there."""
    methods = {"GET", *adapter.allowed_methods(path)}
    return any(isinstance(find(adapter, method, path), str) for method in methods)


def target_of(adapter: MapAdapter, redirect: RequestRedirect) -> str | None:
    """The path that a redirect leads to; None where it leaves the host."""
    target = urlsplit(redirect.new_url)
    if target.netloc != adapter.get_host(None):
        return None
    return unquote(target.path)[len(adapter.script_name) - 1 :]


def _is_served(adapter: MapAdapter) -> bool:
    return not isinstance(find(adapter, "GET"), NotFound)


def _route_of(adapter: MapAdapter) -> tuple[str, list[str]]:
    methods = sorted(adapter.allowed_methods())
    return adapter.match(method=methods[0], return_rule=True)[0].rule, methods


def _view_of(adapter: MapAdapter, method: str) -> View:
    path: str | None = None
    for _ in range(MOST_REDIRECTS):
        try:
            return adapter.match(path, method=method)
        except RequestRedirect as redirect:
            path = target_of(adapter, redirect)
            if path is None:
                break
    return _NO_VIEW


def _redirected_path(adapter: MapAdapter, method: str) -> str | None:
    found = find(adapter, method)
    path = target_of(adapter, found) if isinstance(found, RequestRedirect) else None
    return path and path_info_of(path)
