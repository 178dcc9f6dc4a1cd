"""An API that other origins may only read."""

from __future__ import annotations

from flask import Flask

from demo.exchanges import Fetch
from demo.exchanges import Program
from flask_cors import CORS


def create_app(page_origin: str) -> Flask:
    app = Flask(__name__)
    CORS(app, origins=page_origin, methods=["GET"])

    @app.get("/items")
    def show() -> list[str]:
        return ["tea", "milk"]

    @app.put("/items/<int:number>")
    @app.delete("/items/<int:number>")
    def change(number: int) -> str:
        return "other origins never get here"

    @app.post("/items")
    def add() -> str:
        return "a form could have sent this"

    return app


GET_ONLY = Program(
    id="get-only",
    title="GET only",
    story="Pages may read. What would change something is stopped in the browser.",
    create_app=create_app,
    shown=(create_app,),
    exchanges=(
        Fetch(
            id="get",
            title="GET /items",
            path="/items",
            wire=("GET",),
            expected="readable",
            why="GET is the one method that the policy names.",
        ),
        Fetch(
            id="delete",
            title="DELETE /items/1",
            path="/items/1",
            method="DELETE",
            wire=("OPTIONS",),
            expected="blocked",
            why="The preflight does not list DELETE: the browser stops, and nothing is deleted.",
            unfolded=True,
        ),
        Fetch(
            id="put",
            title="PUT /items/1",
            path="/items/1",
            method="PUT",
            headers={"Content-Type": "application/json"},
            body='"coffee"',
            wire=("OPTIONS",),
            expected="blocked",
            why="The same: a preflight, a refusal, no request.",
        ),
        Fetch(
            id="post",
            title="POST /items as a form would",
            path="/items",
            method="POST",
            headers={"Content-Type": "text/plain"},
            body="sugar",
            wire=("POST",),
            expected="readable",
            why="CORS cannot stop what any form may send: there is no preflight to refuse.",
        ),
    ),
)
