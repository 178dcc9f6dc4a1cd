"""A front end on a development server, an API on another port, only /api/ open."""

from __future__ import annotations

from flask import Flask
from flask import request

from demo.exchanges import Fetch
from demo.exchanges import Program
from flask_cors import CORS


def create_app(page_origin: str) -> Flask:
    app = Flask(__name__)
    CORS(
        app,
        resources={
            r"/api/*": {"origins": page_origin},
        },
        supports_credentials=False,
    )

    @app.route("/api/items", methods=["GET", "POST"])
    def items() -> dict[str, object]:
        if request.method == "POST":
            return {"added": request.get_json()}
        return {"items": ["tea", "milk"]}

    @app.get("/other")
    @app.get("/apix")
    def not_open() -> str:
        return "not for other origins"

    return app


LOCAL_FRONT_END = Program(
    id="front-end",
    title="Local front end",
    story="One page may use what lies under /api/. Everything else stays private.",
    create_app=create_app,
    shown=(create_app,),
    exchanges=(
        Fetch(
            id="items",
            title="GET /api/items",
            path="/api/items",
            wire=("GET",),
            expected="readable",
            why="The path is under /api/ and the page has the one origin that the rule names.",
        ),
        Fetch(
            id="add",
            title="POST /api/items with JSON",
            path="/api/items",
            method="POST",
            headers={"Content-Type": "application/json"},
            body='"honey"',
            wire=("OPTIONS", "POST"),
            expected="readable",
            why="The preflight allows POST and Content-Type, so the browser sends the request.",
        ),
        Fetch(
            id="other",
            title="GET /other",
            path="/other",
            wire=("GET",),
            expected="blocked",
            why="No rule covers /other: no CORS fields, so the browser keeps the answer.",
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
            title="GET /api/items from a third origin",
            sender="third",
            path="/api/items",
            wire=("GET",),
            expected="blocked",
            why="127.0.0.1 and localhost are one machine but two origins; one is named.",
        ),
    ),
)
