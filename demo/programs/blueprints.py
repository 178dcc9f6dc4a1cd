"""An application factory with blueprints that are registered after the policy."""

from __future__ import annotations

from flask import Blueprint
from flask import Flask

from demo.exchanges import Fetch
from demo.exchanges import Program
from flask_cors import CORS


def create_app(page_origin: str) -> Flask:
    cors = CORS()
    app = Flask(__name__)
    cors.init_app(
        app,
        resources={
            r"/api/public/*": {"origins": "*"},
            r"/api/internal/*": {
                "origins": [page_origin],
            },
        },
    )

    public = Blueprint("public", __name__)
    internal = Blueprint("internal", __name__)

    @public.get("/news")
    def news() -> str:
        return "nothing new"

    @internal.get("/stats")
    def stats() -> dict[str, int]:
        return {"orders": 42}

    app.register_blueprint(public, url_prefix="/api/public")
    app.register_blueprint(internal, url_prefix="/api/internal")
    return app


BLUEPRINTS = Program(
    id="blueprints",
    title="Blueprints",
    story="One policy for each part of the API, set before the blueprints are registered.",
    create_app=create_app,
    shown=(create_app,),
    exchanges=(
        Fetch(
            id="public",
            title="GET /api/public/news, third origin",
            sender="third",
            path="/api/public/news",
            wire=("GET",),
            expected="readable",
            why="The public rule lets any origin read.",
        ),
        Fetch(
            id="internal",
            title="GET /api/internal/stats",
            path="/api/internal/stats",
            wire=("GET",),
            expected="readable",
            why="The internal rule names the page's origin.",
        ),
        Fetch(
            id="internal-third",
            title="GET /api/internal/stats, third origin",
            sender="third",
            path="/api/internal/stats",
            wire=("GET",),
            expected="blocked",
            why="The public rule does not reach into the internal part.",
        ),
        Fetch(
            id="not-found",
            title="GET /api/internal/nothing",
            path="/api/internal/nothing",
            wire=("GET",),
            expected="readable",
            status=404,
            why="The rule governs the whole prefix, so the page can read the 404.",
        ),
        Fetch(
            id="not-allowed",
            title="PUT /api/internal/stats",
            path="/api/internal/stats",
            method="PUT",
            wire=("OPTIONS", "PUT"),
            expected="readable",
            status=405,
            why="The policy allows PUT, the view does not: the page reads the real 405.",
        ),
    ),
)
