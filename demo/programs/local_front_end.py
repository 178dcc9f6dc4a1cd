"""A front end on a development server, an API on another port, only /api/ open."""

from __future__ import annotations

from flask import Flask
from flask import request

from demo.exchanges import Fetch
from demo.exchanges import Program
from flask_cors import CORS


def create_app(page_origin: str, react_origin: str) -> Flask:
    app = Flask(__name__)
    CORS(
        app,
        resources={
            r"/api/*": {
                "origins": [
                    page_origin,
                    react_origin,
                ]
            },
        },
        supports_credentials=False,
    )

    tasks = ["Buy tea", "Buy milk"]

    @app.get("/api/tasks")
    def list_tasks() -> list[str]:
        return tasks

    @app.post("/api/tasks")
    def add_task() -> tuple[list[str], int]:
        tasks.append(request.get_json()["title"])
        return tasks, 201

    @app.get("/health")
    @app.get("/apix")
    def not_open() -> str:
        return "not for other origins"

    return app


LOCAL_FRONT_END = Program(
    id="front-end",
    title="Local front end",
    story="Two pages may use what lies under /api/. Everything else stays private.",
    create_app=create_app,
    shown=(create_app,),
    has_react_page=True,
    exchanges=(
        Fetch(
            id="tasks",
            title="GET /api/tasks",
            path="/api/tasks",
            wire=("GET",),
            expected="readable",
            why="The path is under /api/ and the page has an origin that the rule names.",
        ),
        Fetch(
            id="add",
            title="POST /api/tasks with JSON",
            path="/api/tasks",
            method="POST",
            headers={"Content-Type": "application/json"},
            body='{"title": "Buy honey"}',
            wire=("OPTIONS", "POST"),
            expected="readable",
            status=201,
            why="The preflight allows POST and Content-Type, so the browser sends the request.",
        ),
        Fetch(
            id="health",
            title="GET /health",
            path="/health",
            wire=("GET",),
            expected="blocked",
            why="No rule covers /health: no CORS fields, so the browser keeps the answer.",
            unfolded=True,
        ),
        Fetch(
            id="apix",
            title="GET /apix",
            path="/apix",
            wire=("GET",),
            expected="blocked",
            why="“/api/*” means what lies under /api/, not every path that starts with “/api”.",
        ),
        Fetch(
            id="third",
            title="GET /api/tasks from a third origin",
            sender="third",
            path="/api/tasks",
            wire=("GET",),
            expected="blocked",
            why="The page under its other name, 127.0.0.1, is of an origin that is not named.",
        ),
    ),
)
