"""Trap: cookies for any origin.

With credentials, "any origin" means that every page on the web can act as the visitor and read what
comes back. The app does not start, and the message says what to write instead::

    flask --app examples/traps/any_origin_with_credentials run

Name the origins::

    flask --app "examples/traps/any_origin_with_credentials:create_fixed_app" run
"""

from __future__ import annotations

from flask import Flask

from flask_cors import CORS


def create_app() -> Flask:
    """Step into the trap: this raises ``PolicyError``."""
    app = Flask(__name__)
    CORS(app, supports_credentials=True)
    return app


def create_fixed_app() -> Flask:
    """Say whose pages may use the visitor's cookies."""
    app = Flask(__name__)
    CORS(app, origins="https://app.example.com", supports_credentials=True)

    @app.get("/api/me")
    def me() -> dict[str, str]:
        return {"user": "ada"}

    return app
