"""The app and the request that Flask has at hand, as themselves and not as proxies.

A proxy is never identical to what it stands for, and costs a look-up for each attribute.
"""

from __future__ import annotations

import collections.abc as cabc
import logging
import typing as t

from flask import Flask
from flask import Request
from flask import current_app
from flask import has_app_context
from flask import has_request_context
from flask import request
from werkzeug.local import LocalProxy

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from werkzeug.routing import Rule

T = t.TypeVar("T")

logger = logging.getLogger("flask_cors")


# Flask's documentation tells extensions to call this method, despite its name.
this_app = t.cast("LocalProxy[Flask]", current_app)._get_current_object  # pyright: ignore[reportPrivateUsage]
"""The app whose context is the innermost."""

this_request = t.cast("LocalProxy[Request]", request)._get_current_object  # pyright: ignore[reportPrivateUsage]
"""The request whose context is the innermost."""


def own_request(app: Flask, environ: WSGIEnvironment) -> Request | None:
    """The request that `app` made of `environ`; None where something inside answered."""
    asked = environ.get("werkzeug.request")
    rule: Rule | None = getattr(asked, "url_rule", None)
    # Test clients leave a request of their own there, a mounted app its own.
    if rule is not None and rule.map is app.url_map:
        return t.cast("Request", asked)
    # Something inside may have copied environ, and an unmatched request has no rule.
    if has_request_context() and this_app() is app:
        return this_request()
    return None


def request_of(app: Flask, environ: WSGIEnvironment) -> Request:
    """A request of `app`, made of `environ` as Flask makes its own: by this one argument."""
    asked = app.request_class({**environ})  # a copy, where the app's own request is to stay
    asked.environ.pop("werkzeug.request", None)  # else either keeps the other from being freed
    return asked


def in_app_context(app: Flask, ask: cabc.Callable[[], T]) -> T:
    """What is answered in a context of `app`: in the one that is at hand, or else in a new one.

    What tears that down may count on hooks that did not run, and fail; the answer stands.

    :raises Exception: whatever `ask` raises.
    """
    if has_app_context() and this_app() is app:
        return ask()
    answers: list[T] = []
    try:
        with app.app_context():
            answers.append(ask())
    except Exception:
        if not answers:
            raise
        logger.warning("%r: teardown_appcontext failed, no hook having run", app, exc_info=True)
    return answers[0]


def unwrapped(value: T) -> T:
    """`value` itself, where a program has passed a proxy for it, such as `current_app`."""
    if isinstance(t.cast("object", value), LocalProxy):
        return t.cast("LocalProxy[T]", value)._get_current_object()  # pyright: ignore[reportPrivateUsage]
    return value
