"""WSGI layers that were put around the app after this package's own.

What they do to a preflight is found out by sending one: this package's layer answers it, so
no hook and no view of the app runs.
"""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder
from werkzeug.test import run_wsgi_app

from flask_cors.middleware import CORSMiddleware
from flask_cors.protocol import fields
from flask_cors.protocol.policy import Policy
from flask_cors.protocol.requests import Preflight
from flask_cors.protocol.server import decide

from .caches import caches
from .findings import Finding
from .findings import finding
from .made_up import MADE_UP
from .made_up import an_origin_of
from .subject import Subject

_HARMLESS = frozenset(
    {"DispatcherMiddleware", "LintMiddleware", "ProfilerMiddleware", "ProxyFix", "CORSMiddleware"}
)
"""Layers of Werkzeug that answer nothing, or only for the apps that are mounted in them."""

_INSIDE = "Add the layer before CORS(app): app.wsgi_app = {name}(app.wsgi_app), then CORS(app)."


def check_layers(subject: Subject) -> cabc.Iterator[Finding]:
    """What is wrong with the layers around the app."""
    outermost = t.cast("object", subject.app.wsgi_app)
    if not subject.state.layered or isinstance(outermost, CORSMiddleware):
        return
    name = getattr(outermost, "__name__", type(outermost).__name__)
    where, remedy = f"layer {name}", _INSIDE.format(name=name)
    if caches(f"{type(outermost).__module__}.{name}"):
        message = "It stores responses with the CORS fields that are for one origin."
        yield finding("cached-fields", where, message, remedy)
    reason = _what_it_does(subject)
    if reason:
        yield finding("preflight-answered-outside", where, reason, remedy)
    elif _echoes(subject):
        message = f"It answered {MADE_UP} with its own name, though no policy lets it in."
        yield finding("reflected-origin", where, message, 'origins=["https://app.example.com"]')
    elif name not in _HARMLESS:
        message = "It handed a preflight on; whether it does so always, only its code tells."
        yield finding("layer-outside", where, message, remedy)


def _probes(subject: Subject) -> cabc.Iterator[tuple[str, Policy, Preflight]]:
    """A path, its policy, and a preflight that it passes."""
    for route in subject.routes:
        if route.policy and route.policy.automatic_options and not route.rule.host:
            origin = an_origin_of(route.policy)
            if origin and not route.rule.subdomain:
                method = min(route.policy.methods.names, default="GET")
                yield route.path, route.policy, Preflight(origin, False, method)


def _what_it_does(subject: Subject) -> str:
    """What comes of a preflight that the app lets pass; empty where all is well."""
    for path, policy, preflight in _probes(subject):
        try:
            status, headers = _send(subject, path, preflight.origin, preflight.method)
        except Exception as error:
            return f"It answered a preflight to {path} with {type(error).__name__}."
        expected = dict(decide(policy, preflight).fields)[fields.ALLOW_ORIGIN]
        if not 200 <= status < 300:
            return f"It answered a preflight to {path} with status {status}."
        given = headers.getlist(fields.ALLOW_ORIGIN)
        if given != [expected]:
            told = ", ".join(given) or "none"
            return f"A preflight to {path} needs one {fields.ALLOW_ORIGIN}, and came with: {told}."
        return ""
    return ""


def _echoes(subject: Subject) -> bool:
    """Whether an origin that no policy lets in is let in after all."""
    for path, policy, preflight in _probes(subject):
        if not policy.origins.allows(MADE_UP):
            _, headers = _send(subject, path, MADE_UP, preflight.method)
            return MADE_UP in headers.getlist(fields.ALLOW_ORIGIN)
    return False


def _host(subject: Subject) -> str:
    """A host that the app answers for."""
    config = t.cast("dict[str, t.Any]", subject.app.config)
    trusted = config.get("TRUSTED_HOSTS") or ["localhost"]
    return str(config.get("SERVER_NAME") or trusted[0].removeprefix("."))


def _send(subject: Subject, path: str, origin: str, method: str) -> tuple[int, Headers]:
    headers = [(fields.ORIGIN, origin), (fields.REQUEST_METHOD, method)]
    base_url = f"http://{_host(subject)}/"
    environ = EnvironBuilder(path, base_url, method="OPTIONS", headers=headers).get_environ()
    body, status, answered = run_wsgi_app(subject.app.wsgi_app, environ)
    for _ in body:
        pass
    return int(status.partition(" ")[0]), answered
