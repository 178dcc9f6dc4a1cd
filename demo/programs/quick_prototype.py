"""One line, and every page may read every route."""

from __future__ import annotations

from flask import Flask
from flask import request

from demo.exchanges import Fetch
from demo.exchanges import Program
from flask_cors import CORS


def create_app(page_origin: str) -> Flask:
    app = Flask(__name__)
    CORS(app)

    @app.get("/ping")
    def ping() -> str:
        return "pong"

    @app.post("/notes")
    def add_note() -> dict[str, object]:
        return {"saved": request.get_json()}

    return app


QUICK_PROTOTYPE = Program(
    id="prototype",
    title="Quick prototype",
    story="Any page may read any route, as long as it sends no credentials.",
    create_app=create_app,
    shown=(create_app,),
    exchanges=(
        Fetch(
            id="ping",
            title="GET /ping",
            path="/ping",
            wire=("GET",),
            expected="readable",
            why="The answer names the page's origin, so the browser hands it over.",
        ),
        Fetch(
            id="credentials",
            title="GET /ping with credentials",
            path="/ping",
            credentials="include",
            wire=("GET",),
            expected="blocked",
            why="Any origin never means any visitor's session: credentials are not allowed.",
        ),
        Fetch(
            id="json",
            title="POST /notes with JSON",
            path="/notes",
            method="POST",
            headers={"Content-Type": "application/json"},
            body='{"text": "hello"}',
            wire=("OPTIONS", "POST"),
            expected="readable",
            why="No form can send JSON, so the browser asks first; the preflight says yes.",
            unfolded=True,
        ),
        Fetch(
            id="opaque",
            title="GET /ping from an opaque origin",
            sender="opaque",
            path="/ping",
            wire=("GET",),
            expected="readable",
            why="A sandboxed document sends “Origin: null”; any origin includes that one.",
        ),
        Fetch(
            id="missing",
            title="GET /missing",
            path="/missing",
            wire=("GET",),
            expected="readable",
            status=404,
            why="Errors carry the CORS fields too: the page sees the 404, not a CORS failure.",
        ),
    ),
)
