"""Finding the request that a message is about: what is asked of the app, and what is guessed."""

from __future__ import annotations

import typing as t

import pytest
from flask import Flask
from flask import Response
from flask import request

from flask_cors import CORS
from flask_cors.explaining.cases import Case
from flask_cors.explaining.cases import Known
from flask_cors.explaining.console_reader import read_console_messages
from flask_cors.explaining.guessing import SOMEBODY
from flask_cors.explaining.reproducing import paths_of
from flask_cors.explaining.reproducing import reproduce
from flask_cors.protocol.decisions import Decision
from flask_cors.protocol.problems import Findings
from flask_cors.rules.state import AppState
from flask_cors.wsgi import DECISION

if t.TYPE_CHECKING:
    from flask_cors.diagnosing.played import Played

APP = "https://app.example.com"
BASE = "http://127.0.0.1:5000"
MISSING = f"Origin {APP} is not allowed by Access-Control-Allow-Origin."
NO_STATUS = "Preflight response is not successful. Status code: 403"
NO_METHOD = "Method {} is not allowed by Access-Control-Allow-Methods."
NO_HEADER = "Request header field x-debug is not allowed by Access-Control-Allow-Headers."
FIREFOX_MISSING = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
    f"{BASE}/items. (Reason: CORS header 'Access-Control-Allow-Origin' missing)."
)
FIREFOX_FAILED = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
    f"{BASE}/items. (Reason: CORS request did not succeed). Status code: (null)."
)


class Shop(Flask):
    """An app that notes which of its views have run."""

    def __init__(self, *methods: str, **cors: t.Any) -> None:
        super().__init__("tests", static_folder=None)
        self.ran: list[str] = []
        CORS(self, **cors)
        self.add_url_rule("/items", "items", self.serve, methods=methods or ["GET"])
        self.add_url_rule("/orders/<int:n>", "order", self.serve, methods=["DELETE", "PUT"])

    def serve(self, **_: int) -> str:
        self.ran.append(f"{request.method} {request.path}")
        return ""


def reproduced(app: Flask, text: str, known: Known | None = None) -> Played | None:
    (message,), state = read_console_messages(text), AppState.of(app, Findings())
    known = known or Known()
    path = known.url or ("/items" if "url" in message.facts else None)
    paths = paths_of(state) if path is None else [path]
    return reproduce(state, Case(message, known), [f"{BASE}{path}" for path in paths])


# What runs


@pytest.mark.parametrize(
    ("methods", "text", "known", "ran"),
    [
        pytest.param(["GET", "POST"], MISSING, Known(), ["GET /items"], id="GET, once"),
        pytest.param(["POST"], MISSING, Known(), [], id="no POST that is guessed"),
        pytest.param(
            ["POST"], MISSING, Known(method="POST"), [], id="POST is named, but not the URL"
        ),
        pytest.param(
            ["POST"],
            MISSING,
            Known(method="POST", url="/items"),
            ["POST /items"],
            id="POST is named, and the URL",
        ),
        pytest.param(
            ["GET"],
            MISSING,
            Known(method="DELETE", url="/orders/3"),
            ["DELETE /orders/3"],
            id="DELETE is named, and the URL",
        ),
        pytest.param(
            ["GET"],
            NO_METHOD.format("DELETE"),
            Known(url="/orders/3"),
            [],
            id="DELETE is named by a message that is about a preflight",
        ),
        pytest.param(["GET"], NO_STATUS, Known(origin=APP), [], id="a preflight is what failed"),
    ],
)
def test_views_that_run(methods: list[str], text: str, known: Known, ran: list[str]) -> None:
    """The origin is let in, so none of these explains the message, and all is tried."""
    app = Shop(*methods, origins=APP)
    assert reproduced(app, text, known) is None
    assert app.ran == ran


def test_view_runs_for_one_page_where_the_page_is_not_known() -> None:
    app = Shop("POST", origins=[APP, "https://*.example.net"], supports_credentials=True)
    text = "Credentials flag is true, but Access-Control-Allow-Credentials is not"
    assert reproduced(app, text, Known(method="POST", url="/items")) is None
    assert app.ran == ["POST /items"]


def test_view_that_is_not_run_may_write_fields_of_its_own() -> None:
    """Where no rule governs, nothing follows from the answer of a view that was not asked."""
    app = Flask("tests", static_folder=None)
    app.add_url_rule("/items", "items", lambda: "", methods=["GET", "POST"])

    @app.after_request
    def add_fields(response: Response) -> Response:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Headers"] = "*"
        return response

    assert reproduced(app, MISSING, Known(url="/items")) is None


def test_answer_that_stands_for_that_of_a_view_has_the_fields_of_the_rule() -> None:
    app = Shop("POST", origins=APP)
    played = reproduced(app, MISSING.replace("app.", "other."), Known(method="POST"))
    assert played is not None
    decision = played.environs[-1][DECISION]
    assert isinstance(decision, Decision)
    assert played.outcome.exchanges[-1].response == (200, decision.fields, b"")
    assert app.ran == []


def test_app_where_everything_is_switched_off() -> None:
    app = Flask("tests", static_folder=None)
    app.config["CORS_ENABLED"] = False
    CORS(app, origins=APP)
    app.add_url_rule("/items", "items", lambda: "", methods=["POST"])
    played = reproduced(app, MISSING, Known(method="POST"))
    assert played is not None
    assert played.environs[-1].get(DECISION) is None


# What is guessed


@pytest.mark.parametrize(
    ("methods", "cors", "text", "known", "method"),
    [
        pytest.param(
            ["GET", "POST"],
            {"origins": APP},
            FIREFOX_MISSING,
            Known(),
            "GET",
            id="the usual method first",
        ),
        pytest.param(
            ["GET", "POST", "PUT"],
            {"origins": APP, "methods": ["PUT"]},
            FIREFOX_MISSING,
            Known(origin="https://other.example"),
            "PUT",
            id="a method that the policy allows first",
        ),
        pytest.param(
            ["GET", "POST"],
            {"origins": APP, "methods": ["GET", "POST"], "allow_headers": ["X-One"]},
            NO_HEADER,
            Known(origin=APP),
            "GET",
            id="a header that the policy does not allow",
        ),
        pytest.param(
            ["GET", "POST"],
            {"origins": APP, "methods": ["POST"], "allow_headers": ["X-One"]},
            NO_HEADER,
            Known(origin=APP),
            "POST",
            id="rather the header than a method for which no header is allowed",
        ),
        pytest.param(
            ["GET"],
            {"origins": APP, "methods": ["GET"]},
            NO_HEADER,
            Known(origin=APP),
            "POST",
            id="rather another method than HEAD",
        ),
        pytest.param(
            ["GET", "POST"],
            {"origins": APP, "methods": ["GET", "POST"]},
            NO_HEADER,
            Known(origin=APP),
            "HEAD",
            id="HEAD, where nothing else explains it",
        ),
    ],
)
def test_method_that_is_guessed(
    methods: list[str], cors: t.Any, text: str, known: Known, method: str
) -> None:
    played = reproduced(Shop(*methods, **cors), text, known)
    assert played is not None
    assert played.asked.method == method
    assert played.assumes_method


def test_method_that_is_known() -> None:
    played = reproduced(Shop(origins=APP), MISSING.replace("app.", "other."), Known(method="GET"))
    assert played is not None
    assert not played.assumes_method


# What Safari says


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        pytest.param(NO_STATUS, SOMEBODY, id="the refusal of an origin: 403"),
        pytest.param(f"{NO_STATUS}\nFetch API cannot load {BASE}/items", SOMEBODY, id="and a URL"),
    ],
)
def test_safari_looks_at_the_status_first(text: str, origin: str) -> None:
    played = reproduced(Shop(origins=APP), text)
    assert played is not None
    assert played.outcome.preflight  # type: ignore[union-attr]
    assert played.origin == origin


@pytest.mark.parametrize(
    ("text", "known", "is_reproduced"),
    [
        pytest.param(NO_STATUS, Known(), True, id="that of a refusal"),
        pytest.param(NO_STATUS.replace("403", "404"), Known(), False, id="another, Safari"),
        pytest.param(
            f"{FIREFOX_MISSING} Status code: 404\n{FIREFOX_FAILED}",
            Known(),
            False,
            id="another, Firefox",
        ),
        pytest.param(
            NO_STATUS.replace("403", "404"),
            Known(origin="https://other.example"),
            True,
            id="another, but the page is known, and not let in",
        ),
        pytest.param(
            f"{FIREFOX_MISSING} Status code: 404",
            Known(),
            True,
            id="another, which a view may have answered",
        ),
    ],
)
def test_status_of_a_preflight(text: str, known: Known, is_reproduced: bool) -> None:
    """It tells whether a page was refused of which nothing is known."""
    assert (reproduced(Shop(origins=APP), text, known) is not None) is is_reproduced


def test_safari_says_nothing_of_the_origin_where_the_status_is_refused() -> None:
    app = Shop("PUT", origins=APP)
    known = Known(method="PUT", url="/items")
    text = MISSING.replace("app.", "other.")
    assert reproduced(app, text, known) is None
    assert reproduced(app, NO_STATUS, Known("https://other.example.com", "PUT")) is not None
    assert app.ran == []


def test_chromium_looks_at_the_origin_first() -> None:
    text = (
        f"Access to fetch at '{BASE}/items' from origin 'https://other.example' has been blocked "
        "by CORS policy: Response to preflight request doesn't pass access control check: {}"
    )
    app = Shop(origins=APP)
    assert reproduced(app, text.format("It does not have HTTP ok status.")) is None
    no_field = "No 'Access-Control-Allow-Origin' header is present on the requested resource."
    assert reproduced(app, text.format(no_field)) is not None
