"""Asking Flask apps, and telling from an answer which rule gave it.

A *marked* policy says its mark in every answer: in Access-Control-Expose-Headers where the
request got through to the app, in Access-Control-Max-Age where it was a preflight. So one
comparison of all CORS fields also shows that the right rule governed.
"""

from __future__ import annotations

import io
import sys
import typing as t
from types import SimpleNamespace

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client
from werkzeug.test import TestResponse

from flask_cors import Decision
from tests.support import ADMIN
from tests.support import ALL_METHODS
from tests.support import APP
from tests.support import EVIL
from tests.support import cors_fields

__all__ = ["ADMIN", "ALL_METHODS", "APP", "EVIL"]

Fields = dict[str, str]

PATH, BLUEPRINT, VIEW, SECOND = 1, 2, 3, 4
"""Marks of rules: a path's, a blueprint's, a view's, and another one's."""

REFUSED: Fields = {"Vary": "Origin"}
"""What an origin gets that a policy with several origins does not let in."""

NOTHING: Fields = {}
"""What a response carries that no policy governs."""


def marked(mark: int, **others: t.Any) -> dict[str, t.Any]:
    """Options that let in two origins, and by whose answers the rule is known."""
    return {
        "origins": [APP, ADMIN],
        "expose_headers": f"X-Rule-{mark}",
        "max_age": mark,
        **others,
    }


def allowed(mark: int, origin: str = APP) -> Fields:
    """What a response carries that a marked policy governs."""
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Expose-Headers": f"X-Rule-{mark}",
        "Vary": "Origin",
    }


def passed(mark: int, origin: str = APP, methods: str = ALL_METHODS) -> Fields:
    """What the answer to a preflight carries that a marked policy lets pass."""
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Max-Age": str(mark),
        "Vary": "Origin",
    }


def fields_of(response: t.Any) -> Fields:
    """All CORS fields of a response; the lines of Vary joined, no member of it twice."""
    lines = [value for name, value in response.headers if name.lower() == "vary"]
    members = [member.strip().lower() for line in lines for member in line.split(",")]
    assert len(set(members)) == len(members), f"Vary repeats a member: {lines}"
    others = [(name, value) for name, value in response.headers if name.lower() != "vary"]
    joined = [("Vary", ", ".join(lines))] if lines else []
    return cors_fields(SimpleNamespace(headers=[*others, *joined]))


def fetch(
    client: FlaskClient, path: str, method: str = "GET", origin: str | None = APP, **others: t.Any
) -> TestResponse:
    """A request by a page with that origin; None for a request by no page."""
    headers = {**others.pop("headers", {}), **({} if origin is None else {"Origin": origin})}
    return client.open(path, method=method, headers=headers, buffered=True, **others)


def preflight(
    client: FlaskClient, path: str, method: str = "GET", origin: str = APP, **others: t.Any
) -> TestResponse:
    """The CORS-preflight request that a browser sends before `method`."""
    asked = {"Access-Control-Request-Method": method, **others.pop("headers", {})}
    return fetch(client, path, "OPTIONS", origin, headers=asked, **others)


def fetch_decided(app: Flask, *arguments: t.Any, **others: t.Any) -> tuple[TestResponse, Decision]:
    """A response and the decision on it; test clients give the app a copy of their environ."""
    environs: list[dict[str, t.Any]] = []

    def recording(environ: dict[str, t.Any], start_response: t.Any) -> t.Any:
        environs.append(environ)
        return app(environ, start_response)

    response = fetch(t.cast("FlaskClient", Client(recording)), *arguments, **others)
    return response, environs[-1]["flask_cors.decision"]


def assert_passes(response: TestResponse, fields: Fields) -> None:
    """A preflight that passes: 200, an empty body, these fields."""
    assert (response.status_code, response.data) == (200, b"")
    assert fields_of(response) == fields


def quiet(app: Flask) -> Flask:
    """`app`, without its log of the errors that a test means to happen."""
    app.logger.disabled = True
    return app


# Layers that programs put inside the CORS layer


class PassingLayer:
    """Hands everything on as it is."""

    def __init__(self, wsgi_app: t.Any) -> None:
        self.wsgi_app = wsgi_app

    def __call__(self, environ: t.Any, start_response: t.Any) -> t.Any:
        return self.wsgi_app(environ, start_response)


class CopyingLayer(PassingLayer):
    """Gives the app a copy of `environ`, so that nothing the app writes there comes back."""

    def __call__(self, environ: t.Any, start_response: t.Any) -> t.Any:
        return self.wsgi_app(dict(environ), start_response)


class HoldingLayer(PassingLayer):
    """Starts the response only when the app is done with the request, as a buffer does."""

    def inner_environ(self, environ: t.Any) -> t.Any:
        return environ

    def __call__(self, environ: t.Any, start_response: t.Any) -> t.Any:
        started: list[t.Any] = []

        def hold(*arguments: t.Any) -> t.Any:
            started[:] = arguments
            return io.BytesIO().write

        body = self.wsgi_app(self.inner_environ(environ), hold)
        try:
            content = b"".join(body)
        finally:
            getattr(body, "close", lambda: None)()
        start_response(*started)
        return [content]


class CopyingHoldingLayer(HoldingLayer):
    """Both: a copy of `environ`, and the response started late."""

    def inner_environ(self, environ: t.Any) -> t.Any:
        return dict(environ)


class AnsweringLayer(PassingLayer):
    """Serves one path by itself, without the app, as Flask-SocketIO does."""

    path = "/served-inside"
    headers: t.ClassVar[list[tuple[str, str]]] = [("Content-Type", "text/plain")]

    def __call__(self, environ: t.Any, start_response: t.Any) -> t.Any:
        if environ["PATH_INFO"] == self.path:
            start_response("200 OK", self.headers)
            return [b"inside"]
        return self.wsgi_app(environ, start_response)


def wsgi_headers(app: Flask, environ: dict[str, t.Any]) -> list[tuple[str, str]]:
    """The header fields that a WSGI server gets when it calls `app`."""
    given: list[tuple[str, str]] = []

    def start_response(status: str, headers: t.Any, exc_info: object = None) -> t.Any:
        given[:] = headers
        return sys.stdout.write

    body = app(environ, start_response)
    getattr(body, "close", lambda: None)()
    return given
