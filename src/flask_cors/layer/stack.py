"""The layers around an app: what stands between this package's and Flask."""

from __future__ import annotations

import collections.abc as cabc
import copy
import functools
import inspect
import itertools
import sys
import typing as t

from flask.app import Flask

from ..rules.closures import enclosed_by

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def stands_before(app: Flask) -> bool:
    """Whether something stands around Flask that may change a request, or answer it.

    Werkzeug's `ProxyFix` does not, where it is outermost; nor does what a tool has put around the
    class's own method, for every app.
    """
    inside = inside_proxies(app.wsgi_app)
    flasks = inspect.getattr_static(Flask, "wsgi_app")
    is_flasks = inspect.getattr_static(type(app), "wsgi_app") is flasks
    return not (is_flasks and getattr(inside, "__func__", None) in (flasks, inspect.unwrap(flasks)))


def inside_proxies(layer: t.Any) -> WSGIApplication:
    """What is inside of Werkzeug's `ProxyFix`, however many there are."""
    return inside_proxies(layer.app) if _is_proxy(layer) else layer


def proxies_around(layer: t.Any, inside: WSGIApplication) -> WSGIApplication:
    """The proxies that a layer consists of, around something else.

    They only tell which host and scheme the browser has asked for: CORS needs to know, too.
    """
    if not _is_proxy(layer):
        return inside
    proxy = copy.copy(layer)
    proxy.app = proxies_around(layer.app, inside)
    return t.cast("WSGIApplication", proxy)


def held_by(layer: object) -> list[object]:
    """What a layer holds: in its attributes, in the closure of a function, or mounted in it."""
    if isinstance(layer, Flask):
        return [layer.wsgi_app]
    held = [*getattr(layer, "__dict__", {}).values(), getattr(layer, "__self__", None)]
    held += [each for _, each in enclosed_by(layer)]
    if isinstance(layer, functools.partial):
        held += [layer.func, layer.args, layer.keywords]
    return [*held, *itertools.chain(*map(_members, held))]


def _members(value: object) -> cabc.Iterable[object]:
    if isinstance(value, dict):
        return t.cast("dict[object, object]", value).values()
    return t.cast("list[object]", value) if isinstance(value, list | tuple) else ()


def is_layer(value: object) -> bool:
    """Whether a value may be a layer: one that can be called, and is not to make something."""
    return callable(value) and not isinstance(value, type)


def _is_proxy(layer: object) -> bool:
    known = sys.modules.get("werkzeug.middleware.proxy_fix")  # else nothing is one
    return known is not None and type(layer) is known.ProxyFix
