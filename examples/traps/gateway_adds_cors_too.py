"""Trap: a gateway in front of the app adds CORS fields of its own.

Two fields ``Access-Control-Allow-Origin`` in one response, even two equal ones, and the browser
refuses it. The app cannot see what is added after it::

    flask --app examples/traps/gateway_adds_cors_too run

One of the two must be silent. Take the ``add_header`` lines out of the gateway, or turn the package
off where that gateway stands, in the configuration and without a change of code::

    flask --app "examples/traps/gateway_adds_cors_too:create_fixed_app" run
"""

from __future__ import annotations

import typing as t

from flask import Flask

from flask_cors import CORS

if t.TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIApplication
    from _typeshed.wsgi import WSGIEnvironment


def create_app() -> Flask:
    """Step into the trap: both of them speak."""
    return build(cors_enabled=True)


def create_fixed_app() -> Flask:
    """Leave it to the gateway."""
    return build(cors_enabled=False)


def build(*, cors_enabled: bool) -> Flask:
    """Build an app behind a gateway."""
    app = Flask(__name__)
    app.config["CORS_ENABLED"] = cors_enabled
    CORS(app, origins="https://app.example.com")
    app.wsgi_app = Gateway(app.wsgi_app)  # type: ignore[method-assign]

    @app.get("/api/news")
    def news() -> list[str]:
        return ["The gateway is up"]

    return app


class Gateway:
    """Stands for a proxy that adds a field to all that passes, as ``add_header`` in nginx does."""

    def __init__(self, app: WSGIApplication) -> None:
        """Stand in front of an app."""
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> t.Any:
        """Pass the request on, and add the field to the response."""

        def add_header(status: str, headers: list[tuple[str, str]], *args: t.Any) -> t.Any:
            headers.append(("Access-Control-Allow-Origin", "https://app.example.com"))
            return start_response(status, headers, *args)

        return self.app(environ, add_header)
