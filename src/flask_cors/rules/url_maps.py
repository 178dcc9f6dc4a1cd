"""Asking an app's URL map what it serves."""

from __future__ import annotations

import collections.abc as cabc
import typing as t
from urllib.parse import unquote
from urllib.parse import urlsplit

from werkzeug.exceptions import MethodNotAllowed
from werkzeug.exceptions import NotFound
from werkzeug.routing import MapAdapter
from werkzeug.routing import RequestRedirect

from .path_patterns import path_info_of

MOST_REDIRECTS = 3

Found = t.Union["str", RequestRedirect, MethodNotAllowed, NotFound]
"""What a URL leads to: an endpoint, or what is raised instead."""
View = tuple["str | None", "cabc.Mapping[str, object] | None"]
"""The endpoint of a view, and the values in the URL."""

NO_VIEW: View = (None, None)


def find(adapter: MapAdapter, method: str, path: str | None = None) -> Found:
    """What a path leads to for one method.

    :param path: the path; None for that of the request which the adapter was made for.
    """
    try:
        endpoint: str = adapter.match(path, method=method)[0]
    except (RequestRedirect, MethodNotAllowed, NotFound) as met:
        return met
    return endpoint


def serves(adapter: MapAdapter, path: str | None = None) -> bool:
    """Whether there is any view at a path, for whatever method."""
    return not isinstance(find(adapter, "GET", path), NotFound)


def route_of(adapter: MapAdapter) -> tuple[str, list[str]]:
    """The route of a request as it was declared, and the methods that are served there."""
    methods = sorted(adapter.allowed_methods())
    return adapter.match(method=methods[0], return_rule=True)[0].rule, methods


def view_of(adapter: MapAdapter, method: str) -> View:
    """The view that serves `method`, wherever the URL redirects to."""
    path: str | None = None
    for _ in range(MOST_REDIRECTS):
        try:
            return adapter.match(path, method=method)
        except RequestRedirect as redirect:
            path = target_of(adapter, redirect)
            if path is None:
                break
    return NO_VIEW


def redirected_path(adapter: MapAdapter, method: str) -> str | None:
    """The path, as WSGI has it, that is redirected to, most often for a slash."""
    found = find(adapter, method)
    path = target_of(adapter, found) if isinstance(found, RequestRedirect) else None
    return path and path_info_of(path)


def target_of(adapter: MapAdapter, redirect: RequestRedirect) -> str | None:
    """The path that a redirect leads to; None where it leaves the host."""
    target = urlsplit(redirect.new_url)
    if target.netloc != adapter.get_host(None):
        return None
    return unquote(target.path)[len(adapter.script_name) - 1 :]
