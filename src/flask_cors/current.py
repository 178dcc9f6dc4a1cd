"""The app and the request that Flask has at hand, as themselves and not as proxies.

A proxy is never identical to what it stands for, and costs a look-up for each attribute.
"""

from __future__ import annotations

import typing as t

from flask import Flask
from flask import Request
from flask import current_app
from flask import request
from werkzeug.local import LocalProxy

T = t.TypeVar("T")


def this_app() -> Flask:
    """The app whose context is the innermost."""
    return _behind(t.cast("LocalProxy[Flask]", current_app))


def this_request() -> Request:
    """The request whose context is the innermost."""
    return _behind(t.cast("LocalProxy[Request]", request))


def unwrapped(app: T) -> T:
    """`app` itself, where a program has passed `current_app`."""
    is_proxy = isinstance(t.cast("object", app), LocalProxy)
    return _behind(t.cast("LocalProxy[T]", app)) if is_proxy else app


def _behind(proxy: LocalProxy[T]) -> T:
    # Flask's documentation tells extensions to call this method, despite its name.
    return proxy._get_current_object()  # pyright: ignore[reportPrivateUsage]
