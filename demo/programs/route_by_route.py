"""A rule for a part of the site, and one view with a policy of its own."""

from __future__ import annotations

from flask import Flask

from demo.exchanges import Fetch
from demo.exchanges import Program
from flask_cors import CORS
from flask_cors import cross_origin


def create_app(page_origin: str) -> Flask:
    app = Flask(__name__)
    CORS(
        app,
        resources={
            r"/api/private/*": {"origins": page_origin},
        },
    )

    @app.get("/api/private/report")
    def report() -> str:
        return "for one origin"

    @app.get("/api/status")
    @cross_origin(origins="*")
    def status() -> str:
        return "for everybody"

    @app.get("/admin")
    def admin() -> str:
        return "for no other origin"

    return app


ROUTE_BY_ROUTE = Program(
    id="routes",
    title="Route by route",
    story="A private area for one page, one route for everybody, the rest for nobody.",
    create_app=create_app,
    shown=(create_app,),
    exchanges=(
        Fetch(
            id="private",
            title="GET /api/private/report",
            path="/api/private/report",
            wire=("GET",),
            expected="readable",
            why="The path rule names the page's origin.",
        ),
        Fetch(
            id="private-third",
            title="GET /api/private/report, third origin",
            sender="third",
            path="/api/private/report",
            wire=("GET",),
            expected="blocked",
            why="The open route beside it opens nothing here.",
        ),
        Fetch(
            id="public-third",
            title="GET /api/status from a third origin",
            sender="third",
            path="/api/status",
            wire=("GET",),
            expected="readable",
            why="The view's own @cross_origin lets any origin read.",
        ),
        Fetch(
            id="admin",
            title="GET /admin",
            path="/admin",
            wire=("GET",),
            expected="blocked",
            why="Neither rule nor decorator: no CORS fields.",
        ),
    ),
)
