"""WSGI layers that were put around the app after this package's own.

What they do to preflights is found out by sending some: this package's layer answers them, so
no hook and no view of the app runs.
"""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import logging
import typing as t

from flask.app import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder
from werkzeug.test import run_wsgi_app

from flask_cors.layer.middleware import CORSMiddleware
from flask_cors.protocol import fields
from flask_cors.protocol.policy import Policy
from flask_cors.protocol.requests import Preflight
from flask_cors.protocol.server import decide
from flask_cors.signals import cors_refused
from flask_cors.signals import preflight_answered

from .caches import caches
from .findings import Finding
from .findings import finding
from .findings import reflected_origin
from .made_up import MADE_UP
from .made_up import an_origin_of
from .program import enclosed_by
from .subject import Subject

_HARMLESS = frozenset(
    {"DispatcherMiddleware", "LintMiddleware", "ProfilerMiddleware", "ProxyFix", "CORSMiddleware"}
)
"""Layers of Werkzeug that answer nothing, or only for the apps that are mounted in them."""

_DEEPEST = 5
_MOST_ROUTES = 100
_INSIDE = "Add the layer before CORS(app): app.wsgi_app = {name}(app.wsgi_app), then CORS(app)."


def check_layers(subject: Subject) -> cabc.Iterator[Finding]:
    """What is wrong with the layers around the app."""
    outermost = t.cast("object", subject.app.wsgi_app)
    if not subject.state.layered or isinstance(outermost, CORSMiddleware):
        return
    names = {_name(layer): layer for layer in _layers(outermost)[:-1] or [outermost]}
    for name, layer in names.items():
        if caches(f"{type(layer).__module__}.{name}"):
            message = "It stores responses with the CORS fields that are for one origin."
            yield _found("cached-fields", name, message)
    unknown = [name for name in names if name not in _HARMLESS]
    first = next(iter(unknown), _name(outermost))
    reason = _what_it_does(subject)
    if reason:
        yield _found("preflight-answered-outside", first, reason)
    elif _echoes(subject):
        message = f"It answered {MADE_UP} with its own name, though no policy lets it in."
        yield reflected_origin(f"layer {first}", message)
    else:
        message = "It handed preflights on; whether it does so always, only its code tells."
        yield from (_found("layer-outside", name, message) for name in unknown)


def _layers(layer: object, depth: int = 0) -> list[object]:
    """The layers from one to this package's own, the latter included; empty if it is not seen."""
    if isinstance(layer, CORSMiddleware):
        return [layer]
    if depth < _DEEPEST:
        for held in filter(_is_layer, _held(layer)):
            if inner := _layers(held, depth + 1):
                return [layer, *inner]
    return []


def _held(layer: object) -> list[object]:
    """What a layer holds: in its attributes, or in the closure of a function."""
    return [*getattr(layer, "__dict__", {}).values(), *enclosed_by(layer)]


def _is_layer(value: object) -> bool:
    return callable(value) and not isinstance(value, type | Flask)


def _name(layer: object) -> str:
    return str(getattr(layer, "__name__", type(layer).__name__))


def _found(rule_id: str, name: str, message: str) -> Finding:
    return finding(rule_id, f"layer {name}", message, _INSIDE.format(name=name))


def _probes(subject: Subject) -> cabc.Iterator[tuple[str, Policy, Preflight]]:
    """A path, its policy, and a preflight that it passes: for the first routes."""
    for route in subject.routes[:_MOST_ROUTES]:
        if route.policy and route.policy.automatic_options and not route.rule.host:
            origin = an_origin_of(route.policy)
            if origin and not route.rule.subdomain:
                method = min(route.policy.methods.names, default="GET")
                yield route.path, route.policy, Preflight(origin, False, method)


def _what_it_does(subject: Subject) -> str:
    """What comes of the preflights that the app lets pass; empty where all is well."""
    reasons = (_what_comes_of(subject, *probe) for probe in _probes(subject))
    return next(filter(None, reasons), "")


def _what_comes_of(subject: Subject, path: str, policy: Policy, preflight: Preflight) -> str:
    try:
        status, headers = _send(subject, path, preflight.origin, preflight.method)
    except Exception as error:
        return f"It answered a preflight to {path} with {type(error).__name__}."
    if not 200 <= status < 300:
        return f"It answered a preflight to {path} with status {status}."
    for field, value in decide(policy, preflight).fields:
        given = headers.getlist(field)
        if field.startswith("Access-Control-") and given != [value]:
            told = ", ".join(given) or "none"
            return f"A preflight to {path} needs one {field}: {value}, and came with: {told}."
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
    with _unheard():
        body, status, answered = run_wsgi_app(subject.app.wsgi_app, environ)
        for _ in body:
            pass
    return int(status.partition(" ")[0]), answered


@contextlib.contextmanager
def _unheard() -> cabc.Generator[None]:
    """Neither log nor signal what no browser has asked for."""
    logger = logging.getLogger("flask_cors")
    was, logger.disabled = logger.disabled, True
    try:
        with cors_refused.muted(), preflight_answered.muted():
            yield
    finally:
        logger.disabled = was
