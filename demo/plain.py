"""The example's plain page, which does without Node what the React page does."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

PAGE = Path(__file__).parents[1] / "examples" / "local_front_end" / "plain.html"
API_OF_THE_EXAMPLE = "http://127.0.0.1:5000"


def create_plain_page(api: str) -> Flask:
    """Return an app that serves the page alone, with ``api`` for the API of the example."""
    app = Flask(__name__, static_folder=None)
    html = PAGE.read_text(encoding="utf-8").replace(API_OF_THE_EXAMPLE, api)

    @app.get("/")
    def page() -> str:
        return html

    return app
