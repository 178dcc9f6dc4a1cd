"""A `@cross_origin` that misses its view: that is told, and not a rule that opens other views."""

from __future__ import annotations

import collections.abc as cabc
import functools
import sys
import typing as t

import pytest
from flask import Flask
from flask import Response

from flask_cors import CORS
from flask_cors import Reason
from flask_cors import cross_origin
from flask_cors.audit import audit
from flask_cors.diagnosing.diagnosis import diagnose
from flask_cors.explaining.playing import play
from flask_cors.protocol.problems import Findings
from flask_cors.protocol.user_agent import FetchRequest
from flask_cors.rules.state import AppState

from .setups import ADMIN
from .setups import API
from .setups import APP

ABOVE = (
    "The route was made before @cross_origin came, so it serves the bare function. Write "
    "@app.route(...) first, and @cross_origin(...) below it."
)
HIDDEN = (
    "The decorator 'plain' hides @cross_origin: answers go by its options, and preflights do not "
    "where a rule governs the path, or the route does not serve OPTIONS. Write "
    "@functools.wraps(view) in that decorator, of what @cross_origin has returned, or "
    "@cross_origin(...) above it."
)
OWN_FIELDS = "Take out the CORS fields that the app itself writes."


def plain(view: cabc.Callable[[], str]) -> cabc.Callable[[], str]:
    def wrapper() -> str:
        return view()

    return wrapper


def make_app() -> Flask:
    app = Flask("tests", static_folder=None)

    @cross_origin(origins=APP)
    @app.route("/above", methods=["GET", "PUT"])
    def above() -> str:
        return ""

    @app.route("/hidden", methods=["GET", "PUT"], endpoint="hidden")
    @plain
    @cross_origin(origins=APP)
    def hidden() -> str:
        return ""

    @app.get("/bare")
    def bare() -> str:
        return ""

    @app.get("/in-place")
    @cross_origin(origins=ADMIN)
    def in_place() -> str:
        return ""

    return app


def app_beside_a_rule() -> Flask:
    app = make_app()
    CORS(app, origins=ADMIN)
    return app


def app_with_own_fields() -> Flask:
    app = make_app()

    @app.after_request
    def add_field(response: Response) -> Response:
        response.headers["Access-Control-Allow-Origin"] = ADMIN
        return response

    return app


UNGOVERNED = (Reason.NOT_GOVERNED,)
NO_ORIGIN = (Reason.ORIGIN_NOT_ALLOWED,)


@pytest.mark.parametrize(
    ("app", "path", "method", "reasons", "remedy"),
    [
        pytest.param(make_app, "/above", "GET", UNGOVERNED, ABOVE, id="above the route"),
        pytest.param(make_app, "/above", "PUT", UNGOVERNED, ABOVE, id="above, in a preflight"),
        pytest.param(make_app, "/hidden", "PUT", UNGOVERNED, HIDDEN, id="hidden, in a preflight"),
        pytest.param(
            app_with_own_fields,
            "/above",
            "GET",
            (Reason.RESPONSE_HAS_OWN_FIELDS, Reason.NOT_GOVERNED),
            f"{OWN_FIELDS} {ABOVE}",
            id="above, and the app writes fields of its own",
        ),
        pytest.param(
            app_beside_a_rule, "/above", "GET", NO_ORIGIN, ABOVE, id="above, and a rule governs"
        ),
        pytest.param(
            app_beside_a_rule, "/hidden", "PUT", NO_ORIGIN, HIDDEN, id="hidden, and a rule governs"
        ),
        pytest.param(
            make_app,
            "/bare",
            "GET",
            UNGOVERNED,
            f'Write CORS(app, resources={{"/bare": {{"origins": ["{APP}"]}}}}).',
            id="no decorator at all",
        ),
        pytest.param(
            make_app,
            "/nowhere",
            "GET",
            UNGOVERNED,
            f'Write CORS(app, resources={{"/nowhere": {{"origins": ["{APP}"]}}}}).',
            id="no view at all",
        ),
        pytest.param(
            app_beside_a_rule,
            "/in-place",
            "GET",
            NO_ORIGIN,
            f'Write origins=["{ADMIN}", "{APP}"] in @cross_origin(...) on the view '
            "'make_app.<locals>.in_place'.",
            id="a decorator in its place",
        ),
    ],
)
def test_what_is_told(
    app: t.Callable[[], Flask], path: str, method: str, reasons: tuple[Reason, ...], remedy: str
) -> None:
    broken = app()
    asked = FetchRequest(f"{API}{path}", method)
    diagnosis = diagnose(AppState.of(broken, Findings()), play(broken, asked, APP))
    assert diagnosis is not None
    assert (diagnosis.reasons, str(diagnosis.remedy)) == (reasons, remedy)


def test_nothing_was_ever_decorated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the audit is not asked, for which much is imported."""
    monkeypatch.setattr("flask_cors.rules.view_options.ViewOptions.exist", False)
    monkeypatch.setitem(sys.modules, "flask_cors.diagnosing.misplaced", None)
    app = Flask("tests", static_folder=None)
    app.add_url_rule("/items", view_func=lambda: "", endpoint="items")
    asked = FetchRequest(f"{API}/items")
    diagnosis = diagnose(AppState.of(app, Findings()), play(app, asked, APP))
    assert diagnosis is not None
    assert str(diagnosis.remedy) == f'Write CORS(app, origins=["{APP}"]).'


def plain_in_a_factory() -> cabc.Callable[[cabc.Callable[[], str]], cabc.Callable[[], str]]:
    def inner(view: cabc.Callable[[], str]) -> cabc.Callable[[], str]:
        def wrapper() -> str:
            return view()

        return wrapper

    return inner


def text() -> str:
    return "text"


class Plain:
    def __init__(self, view: cabc.Callable[[], str]) -> None:
        self.view = view

    def __call__(self) -> str:
        return self.view()


@pytest.mark.parametrize(
    ("decorator", "name"),
    [
        pytest.param(plain, "The decorator 'plain'", id="a function"),
        pytest.param(
            plain_in_a_factory(),
            "The decorator 'plain_in_a_factory.inner'",
            id="what a function made",
        ),
        pytest.param(Plain, "The decorator 'Plain'", id="a class"),
        pytest.param(
            lambda view: functools.wraps(text)(plain(view)),
            "A decorator",
            id="one that gives the view another's name",
        ),
    ],
)
def test_decorator_that_hides_is_named(
    decorator: cabc.Callable[[cabc.Callable[[], str]], cabc.Callable[[], str]], name: str
) -> None:
    """It is the one to write functools.wraps in."""
    app = Flask("tests", static_folder=None)
    CORS(app, origins=ADMIN)
    decorated = cross_origin(origins=APP)(lambda: "text")
    app.add_url_rule("/hidden", "hidden", decorator(decorated))
    (message,) = [each.message for each in audit(app) if each.rule.id == "cross-origin-hidden"]
    assert message.startswith(f"{name} hides @cross_origin: ")
