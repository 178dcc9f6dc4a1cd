"""Blueprints and a factory: one extension object, one policy for each part of the app.

The extension is made once, without an app (``extensions.py``), and set up in the factory.
Blueprints may come before or after that: rules by path hold for whatever is found under them, so
the blueprints themselves need to know nothing of CORS.

Run it::

    flask --app examples/blueprints_and_factory run
"""

from __future__ import annotations

from flask import Flask

from . import internal
from . import public
from .extensions import cors

__all__ = ["create_app"]


def create_app() -> Flask:
    """Build the app."""
    app = Flask(__name__)
    cors.init_app(
        app,
        resources={
            r"/api/public/*": {"origins": "*"},
            r"/api/internal/*": {
                "origins": ["https://app.example.com", "https://admin.example.com"],
                "methods": ["GET", "PATCH"],
            },
        },
    )
    app.register_blueprint(public.bp, url_prefix="/api/public")
    app.register_blueprint(internal.bp, url_prefix="/api/internal")
    return app
