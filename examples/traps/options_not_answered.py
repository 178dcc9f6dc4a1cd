"""Trap: nobody answers OPTIONS.

Before it sends a PUT the browser sends a preflight, an OPTIONS request to the same URL. With
``automatic_options=False`` the app has said that it answers those itself, and here it does not: 405
(or 404, where a catch-all view gets there first) without a CORS field, so the PUT is never sent::

    flask --app examples/traps/options_not_answered run

Leave preflights to the package. ``automatic_options=True`` is the default, and may be spelled out::

    flask --app "examples/traps/options_not_answered:create_fixed_app" run
"""

from __future__ import annotations

from flask import Flask

from flask_cors import CORS


def create_app() -> Flask:
    """Step into the trap: preflights go to a view that is not there."""
    return build(automatic_options=False)


def create_fixed_app() -> Flask:
    """Let the package answer preflights."""
    return build(automatic_options=True)


def build(*, automatic_options: bool) -> Flask:
    """Build an app whose view does not answer OPTIONS, either way."""
    app = Flask(__name__)
    CORS(app, origins="https://app.example.com", automatic_options=automatic_options)

    @app.put("/settings", provide_automatic_options=False)
    def save() -> dict[str, bool]:
        return {"saved": True}

    return app
