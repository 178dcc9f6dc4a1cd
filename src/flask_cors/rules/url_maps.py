"""Asking an app's URL map what it serves."""

from __future__ import annotations

import typing as t

from werkzeug.exceptions import MethodNotAllowed
from werkzeug.exceptions import NotFound
from werkzeug.routing import RequestRedirect

if t.TYPE_CHECKING:
    from werkzeug.routing import MapAdapter


def serves(adapter: MapAdapter, path: str | None = None) -> bool:
    """Whether there is any view at a path, for whatever method.

    :param path: the path; None for that of the request which the adapter was made for.
    """
    try:
        adapter.match(path, method="GET")
    except NotFound:
        return False
    except (MethodNotAllowed, RequestRedirect):
        return True
    return True
