"""An app, and the pages that ask it."""

from __future__ import annotations

import typing as t

import pytest
from flask import Flask
from flask import Response
from flask import redirect
from flask import request
from flask import session
from werkzeug.wrappers import Response as Redirect

from flask_cors import CORS
from flask_cors.testing import Browser
from flask_cors.testing import Page

APP = "https://app.example.com"
API = "https://api.example.com"


def make_app(**options: t.Any) -> Flask:
    """An app with a few views, and those options of `CORS`."""
    app = Flask("tests")
    app.config.update(
        SECRET_KEY="x",
        TESTING=True,
        SESSION_COOKIE_SAMESITE="None",
        SESSION_COOKIE_SECURE=True,
    )
    CORS(app, **({"origins": APP} | options))

    @app.route("/echo", methods=["GET", "POST", "PUT", "DELETE"])
    def echo() -> dict[str, t.Any]:
        return {
            "method": request.method,
            "host": request.host,
            "query": request.query_string.decode(),
            "headers": dict(request.headers),
            "body": request.get_data(as_text=True),
        }

    @app.get("/items")
    def items() -> Response:
        response = Response('["a"]', content_type="application/json")
        response.headers["X-Total-Count"] = "1"
        response.headers["X_Odd"] = "2"
        response.headers["X-Hidden"] = "3"
        response.set_cookie("seen", "1")
        return response

    @app.get("/moved")
    def moved() -> Redirect:
        return redirect(request.args["to"], 307)

    @app.get("/broken")
    def broken() -> str:
        raise LookupError("no such thing")

    @app.post("/login")
    def login() -> str:
        session["user"] = "ada"
        return "welcome"

    @app.get("/me")
    def me() -> str:
        return str(session.get("user"))

    return app


@pytest.fixture
def app() -> Flask:
    return make_app(expose_headers=["X-Total-Count", "X_Odd"], supports_credentials=True)


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app, API)


@pytest.fixture
def page(browser: Browser) -> Page:
    return browser.page(APP)
