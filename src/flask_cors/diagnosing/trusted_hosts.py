"""The hosts that an app trusts; at any other it answers 400 to everything."""

from __future__ import annotations

import collections.abc as cabc
import json
import typing as t

from flask import Flask
from werkzeug.exceptions import SecurityError

from ..current import in_app_context
from ..current import request_of

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_KEY = "TRUSTED_HOSTS"


def trusts(app: Flask, environ: WSGIEnvironment) -> bool:
    """Whether an app trusts the host of a request."""
    if not _trusted_hosts(app):
        return True
    try:
        in_app_context(app, lambda: app.create_url_adapter(request_of(app, environ)))
    except SecurityError:
        return False
    return True


def at_trusted_host(app: Flask, environ: WSGIEnvironment) -> WSGIEnvironment:
    """A request as it is, or would be at the first host that the app trusts, if it trusts any."""
    hosts = (host.removeprefix(".").partition(":")[0] for host in _trusted_hosts(app))
    requests = (environ, *({**environ, "HTTP_HOST": host} for host in hosts))
    return next((request for request in requests if trusts(app, request)), environ)


def advice_on_host(app: Flask, environ: WSGIEnvironment) -> str:
    """What to do where an app does not trust the host of a request."""
    hosts = [*_trusted_hosts(app), environ["HTTP_HOST"].partition(":")[0]]
    return (
        f"Ask the app at a host that it trusts, or write {_KEY}={json.dumps(hosts)} in the app's "
        "config."
    )


def _trusted_hosts(app: Flask) -> list[str]:
    given = t.cast("dict[str, str | cabc.Iterable[str] | None]", app.config).get(_KEY) or ()
    return [given] if isinstance(given, str) else list(given)
