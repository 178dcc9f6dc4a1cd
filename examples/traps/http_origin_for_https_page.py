"""Trap: an http:// origin configured for a page that is at https://.

The scheme is part of an origin: ``http://app.example.com`` and ``https://app.example.com`` are two,
and whoever moved a site to https must say so here as well. Until then the page reads nothing. With
credentials the package warns at the start, since anyone on the network between could pose as a page
that came over plain http::

    flask --app examples/traps/http_origin_for_https_page run

Write what the address bar shows, up to the first single slash::

    flask --app "examples/traps/http_origin_for_https_page:create_fixed_app" run
"""

from __future__ import annotations

from flask import Flask

from flask_cors import CORS


def create_app() -> Flask:
    """Step into the trap: this warns, and the https page is refused."""
    return build("http://app.example.com")


def create_fixed_app() -> Flask:
    """Name the origin that the page really has."""
    return build("https://app.example.com")


def build(origin: str) -> Flask:
    """Build an app for one page."""
    app = Flask(__name__)
    CORS(app, origins=origin, supports_credentials=True)

    @app.get("/api/me")
    def me() -> dict[str, str]:
        return {"user": "ada"}

    return app
