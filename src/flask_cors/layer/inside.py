"""What stands inside the layer, between it and Flask, and whether a request got through it."""

from __future__ import annotations

import inspect
import sys
import typing as t

from flask import Request
from flask.app import Flask

from ..current import this_request

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

REACHED = "flask_cors.reached"
_MOST_LAYERS = 8


class Reached:
    """Whether a request has reached the app, through whatever is inside: left in `environ`.

    A copy of `environ` holds the same object.

    :param app: the app.
    """

    request: Request | None = None
    """The app's request."""

    def __init__(self, app: Flask) -> None:
        self.app = app


def note_reached(app: Flask, **_: object) -> None:
    """Note that a request has reached `app`: a receiver of Flask's signal `request_started`."""
    request = this_request()
    reached = request.environ.get(REACHED)
    if isinstance(reached, Reached) and reached.app is app:
        reached.request = request


def reached_request(environ: WSGIEnvironment) -> Request | None:
    """The app's request, once it was reached."""
    reached = environ.get(REACHED)
    return reached.request if isinstance(reached, Reached) else None


def stands_before(app: Flask) -> bool:
    """Whether something stands around Flask that may change a request, or answer it.

    Werkzeug's `ProxyFix` does not, unless it changes the host and the app cares for that; nor does
    what a tool has put around the class's own method, for every app.
    """
    config = t.cast("dict[str, object]", app.config)
    by_host = app.url_map.host_matching or app.subdomain_matching or config.get("TRUSTED_HOSTS")
    inside = _without_proxies(app.wsgi_app, x_host=not by_host)
    flasks = inspect.getattr_static(Flask, "wsgi_app")
    is_flasks = inspect.getattr_static(type(app), "wsgi_app") is flasks
    return not (is_flasks and getattr(inside, "__func__", None) in (flasks, inspect.unwrap(flasks)))


def _without_proxies(layer: t.Any, *, x_host: bool) -> object:
    """What is inside of proxies: of those that change the host only if `x_host` is true."""
    known = sys.modules.get("werkzeug.middleware.proxy_fix")  # else nothing is one
    if known and type(layer) is known.ProxyFix and (x_host or not layer.x_host):
        return _without_proxies(layer.app, x_host=x_host)
    return layer


def has_debugger(layer: object) -> bool:
    """Whether Werkzeug's debugger is among the layers, by the names that these commonly use."""
    for _ in range(_MOST_LAYERS):
        if type(layer).__name__ == "DebuggedApplication":
            return True
        layer = getattr(layer, "wsgi_app", None) or getattr(layer, "app", None)
    return False
