"""Pages that a mobile app shows in a web view, with origins of their own schemes."""

from __future__ import annotations

from flask import Flask

from demo.exchanges import Fetch
from demo.exchanges import Program
from demo.exchanges import RawRequest
from flask_cors import CORS


def create_app(page_origin: str) -> Flask:
    app = Flask(__name__)
    CORS(
        app,
        origins=[
            "capacitor://localhost",
            "ionic://localhost",
            "https://localhost",
        ],
    )

    @app.route("/feed", methods=["GET", "PUT"])
    def feed() -> str:
        return "three new messages"

    return app


MOBILE = Program(
    id="mobile",
    title="Mobile web views",
    story=(
        "No desktop browser can open capacitor:// or ionic:// pages. For those the demo's server"
        " sends the raw requests and applies the Fetch standard's checks to the answers."
    ),
    create_app=create_app,
    shown=(create_app,),
    exchanges=(
        RawRequest(
            id="capacitor",
            title="GET /feed, capacitor://localhost",
            origin="capacitor://localhost",
            path="/feed",
            wire=("GET",),
            expected="readable",
            why="Any scheme will do for an origin, as long as the policy names it.",
        ),
        RawRequest(
            id="ionic",
            title="PUT /feed, ionic://localhost",
            origin="ionic://localhost",
            path="/feed",
            method="PUT",
            headers={"Content-Type": "application/json"},
            body="{}",
            wire=("OPTIONS", "PUT"),
            expected="readable",
            why="The preflight allows PUT and Content-Type for this origin, too.",
        ),
        RawRequest(
            id="look-alike",
            title="GET /feed, capacitor://localhost.evil",
            origin="capacitor://localhost.evil",
            path="/feed",
            wire=("GET",),
            expected="blocked",
            why="An origin is compared whole; one that begins alike is another one.",
        ),
        Fetch(
            id="page",
            title="GET /feed from this page",
            path="/feed",
            wire=("GET",),
            expected="blocked",
            why="Sent by your browser, at http://localhost: not one of the three origins.",
        ),
    ),
)
