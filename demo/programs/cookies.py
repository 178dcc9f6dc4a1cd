"""A login and a session cookie, across origins.

The cookie is ``SameSite=Lax``, for which the API must be on the page's site: here that is
``http://localhost`` with another port. Across sites a cookie needs https on both sides,
``SESSION_COOKIE_SAMESITE="None"`` and ``SESSION_COOKIE_SECURE=True``: too much to ask on loopback.
"""

from __future__ import annotations

import secrets

from flask import Flask
from flask import abort
from flask import request
from flask import session

from demo.exchanges import Fetch
from demo.exchanges import Program
from flask_cors import CORS


def create_app(page_origin: str) -> Flask:
    app = Flask(__name__)
    app.secret_key = secrets.token_bytes()
    app.config["SESSION_COOKIE_NAME"] = "flask-cors-demo"
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    CORS(
        app,
        origins=page_origin,
        supports_credentials=True,
    )

    @app.post("/login")
    def login() -> dict[str, str]:
        session["user"] = request.get_json()["user"]
        return {"welcome": session["user"]}

    @app.get("/api/me")
    def me() -> dict[str, str]:
        if "user" not in session:
            abort(401)
        return {"user": session["user"]}

    return app


COOKIES = Program(
    id="cookies",
    title="Cookies",
    story=(
        "The page logs in and the browser sends its session cookie along. The API is http://localhost"
        " here, the page's own site, so that loopback needs neither https nor third-party cookies."
    ),
    create_app=create_app,
    shown=(create_app,),
    exchanges=(
        Fetch(
            id="login",
            title="POST /login with credentials",
            api="sameSiteApi",
            path="/login",
            method="POST",
            headers={"Content-Type": "application/json"},
            body='{"user": "ada"}',
            credentials="include",
            wire=("OPTIONS", "POST"),
            expected="readable",
            why="Credentials are allowed for this origin, so the browser stores the cookie.",
        ),
        Fetch(
            id="fetch",
            title="GET /api/me by fetch, credentials",
            api="sameSiteApi",
            path="/api/me",
            credentials="include",
            wire=("GET",),
            expected="readable",
            why="The cookie travels, and Access-Control-Allow-Credentials lets the page read.",
            unfolded=True,
        ),
        Fetch(
            id="xhr",
            title="GET /api/me by XHR withCredentials",
            api="sameSiteApi",
            path="/api/me",
            credentials="include",
            through="XMLHttpRequest",
            wire=("GET",),
            expected="readable",
            why="The older interface follows the same rules.",
        ),
        Fetch(
            id="omit",
            title="GET /api/me without credentials",
            api="sameSiteApi",
            path="/api/me",
            credentials="omit",
            wire=("GET",),
            expected="readable",
            status=401,
            why="Without “include” no cookie is sent: the page reads a 401.",
        ),
        Fetch(
            id="third",
            title="GET /api/me from a third origin",
            sender="third",
            api="sameSiteApi",
            path="/api/me",
            credentials="include",
            wire=("GET",),
            expected="blocked",
            why="Nobody but the named origin reads what belongs to a session.",
        ),
    ),
)
