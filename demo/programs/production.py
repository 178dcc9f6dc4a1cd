"""Two front ends, chosen methods and fields, preflights remembered for an hour."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask import Response
from flask import abort
from flask import jsonify
from flask import request

from demo.exchanges import Fetch
from demo.exchanges import Program
from flask_cors import CORS


def create_app(page_origin: str) -> Flask:
    app = Flask(__name__)
    CORS(
        app,
        origins=[
            page_origin,
            "https://admin.example.com",
        ],
        methods=["GET", "POST", "PUT", "DELETE"],
        allow_headers=["Authorization", "Content-Type"],
        expose_headers=["X-Total-Count"],
        max_age=timedelta(hours=1),
    )

    @app.before_request
    def require_token() -> None:
        if "Authorization" not in request.headers:
            abort(401)

    @app.get("/orders")
    def orders() -> Response:
        answer = jsonify(["order 1", "order 2"])
        answer.headers["X-Total-Count"] = "42"
        answer.headers["X-Backend"] = "blue-7"
        return answer

    @app.put("/orders/<int:number>")
    def replace(number: int) -> dict[str, int]:
        return {"replaced": number}

    return app


TOKEN = {"Authorization": "Bearer demo"}
JSON = {"Content-Type": "application/json"}

PRODUCTION = Program(
    id="production",
    title="Production API",
    story="Two named front ends; every request needs a token; pages may read the total count.",
    create_app=create_app,
    shown=(create_app,),
    exchanges=(
        Fetch(
            id="orders",
            title="GET /orders with a token",
            path="/orders",
            headers=TOKEN,
            wire=("OPTIONS", "GET"),
            expected="readable",
            reads={"X-Total-Count": "42", "X-Backend": None},
            why="The page reads X-Total-Count, which is exposed, and not X-Backend.",
            unfolded=True,
        ),
        Fetch(
            id="again",
            title="GET /orders once more",
            path="/orders",
            headers=TOKEN,
            again="orders",
            wire=("GET",),
            expected="readable",
            why="No second preflight for an hour (unless the developer tools disable the cache).",
        ),
        Fetch(
            id="no-token",
            title="GET /orders without a token",
            path="/orders",
            wire=("GET",),
            expected="readable",
            status=401,
            why="The hook answers 401 and the page can read that; preflights never meet the hook.",
        ),
        Fetch(
            id="replace",
            title="PUT /orders/7 with JSON",
            path="/orders/7",
            method="PUT",
            headers={**TOKEN, **JSON},
            body='{"items": 3}',
            wire=("OPTIONS", "PUT"),
            expected="readable",
            why="The preflight allows PUT and both request fields.",
        ),
        Fetch(
            id="method",
            title="PATCH /orders/7",
            path="/orders/7",
            method="PATCH",
            headers=TOKEN,
            wire=("OPTIONS",),
            expected="blocked",
            why="PATCH is not among the methods, so the browser never sends the request.",
        ),
        Fetch(
            id="header",
            title="GET /orders with X-Debug",
            path="/orders",
            headers={**TOKEN, "X-Debug": "1"},
            wire=("OPTIONS",),
            expected="blocked",
            why="X-Debug is not an allowed request field; the browser's console names it.",
        ),
        Fetch(
            id="third",
            title="GET /orders from a third origin",
            sender="third",
            path="/orders",
            headers=TOKEN,
            wire=("OPTIONS",),
            expected="blocked",
            why="The preflight is answered 403, without CORS fields; the request is not sent.",
        ),
        Fetch(
            id="third-plain",
            title="GET /orders, third origin, no token",
            sender="third",
            path="/orders",
            wire=("GET",),
            expected="blocked",
            why="This request needs no preflight and arrives; its answer is kept from the page.",
        ),
    ),
)
