"""Signals: what is sent of a decision, and to whom."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import logging
import typing as t

import pytest
from flask import Flask

from flask_cors import CORS
from flask_cors import Decision
from flask_cors import Outcome
from flask_cors import Reason
from flask_cors import cross_origin
from flask_cors.signals import cors_allowed
from flask_cors.signals import cors_refused
from flask_cors.signals import preflight_answered

from .support import ADMIN
from .support import APP
from .support import EVIL
from .support import HoldingLayer
from .support import fetch
from .support import preflight

SIGNALS = (cors_allowed, cors_refused, preflight_answered)


class Received(t.NamedTuple):
    """A signal that came in."""

    name: str
    sender: Flask
    decision: Decision
    path: str


@contextlib.contextmanager
def listening() -> cabc.Iterator[list[Received]]:
    """Everything that is sent meanwhile."""
    received: list[Received] = []
    with contextlib.ExitStack() as stack:
        for signal in SIGNALS:

            def receive(sender: Flask, name: str = signal.name, **data: t.Any) -> None:
                received.append(
                    Received(name, sender, data["decision"], data["environ"]["PATH_INFO"])
                )

            stack.enter_context(signal.connected_to(receive))
        yield received


def with_extension() -> Flask:
    app = Flask("tests")
    CORS(app, origins=[APP, ADMIN], methods=["GET"])
    app.add_url_rule("/", view_func=lambda: "view")
    return app


def with_decorator() -> Flask:
    app = Flask("tests")
    app.add_url_rule(
        "/", view_func=cross_origin(origins=[APP, ADMIN], methods=["GET"])(lambda: "view")
    )
    return app


def with_layer_inside() -> Flask:
    app = Flask("tests")
    app.wsgi_app = HoldingLayer(app.wsgi_app)  # type: ignore[method-assign]
    CORS(app, origins=[APP, ADMIN], methods=["GET"])
    app.add_url_rule("/", view_func=lambda: "view")
    return app


EDGES = pytest.mark.parametrize("make_app", [with_extension, with_decorator, with_layer_inside])


@EDGES
@pytest.mark.parametrize(
    ("ask", "sent"),
    [
        pytest.param(lambda client: fetch(client, "/"), ["cors_allowed"], id="allowed"),
        pytest.param(
            lambda client: fetch(client, "/", origin=EVIL), ["cors_refused"], id="refused"
        ),
        pytest.param(lambda client: fetch(client, "/", origin=None), [], id="no page"),
        pytest.param(
            lambda client: fetch(client, "/", "GET", "http://localhost"), [], id="its own page"
        ),
        pytest.param(
            lambda client: fetch(
                client, "/", "GET", EVIL, headers={"Sec-Fetch-Site": "same-origin"}
            ),
            [],
            id="its own page, behind a proxy",
        ),
        pytest.param(
            lambda client: fetch(client, "/", "GET", EVIL, headers={"Sec-Fetch-Mode": "navigate"}),
            [],
            id="a form on another's page",
        ),
        pytest.param(
            lambda client: fetch(
                client,
                "/",
                "GET",
                EVIL,
                headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"},
            ),
            ["cors_refused"],
            id="refused, and a browser that says so",
        ),
        pytest.param(
            lambda client: fetch(client, "/", "GET", "https://localhost"),
            ["cors_refused"],
            id="another scheme",
        ),
        pytest.param(
            lambda client: preflight(client, "/"),
            ["preflight_answered"],
            id="preflight that passes",
        ),
        pytest.param(
            lambda client: preflight(client, "/", "GET", EVIL),
            ["preflight_answered", "cors_refused"],
            id="preflight of another origin",
        ),
        pytest.param(
            lambda client: preflight(client, "/", "PUT"),
            ["preflight_answered", "cors_refused"],
            id="preflight for a method that is refused",
        ),
    ],
)
def test_what_is_sent(make_app: t.Any, ask: t.Any, sent: list[str]) -> None:
    app = make_app()
    with listening() as received:
        ask(app.test_client())
    assert [each.name for each in received] == sent
    for each in received:
        assert each.sender is app
        assert isinstance(each.decision, Decision)
        assert each.path == "/"
        assert (each.decision.outcome is Outcome.REFUSED) is ("cors_refused" in sent)


def test_decision_says_why() -> None:
    with listening() as received:
        preflight(with_extension().test_client(), "/", "PUT")
    assert received[-1].decision.reasons == (Reason.METHOD_NOT_ALLOWED,)


def test_what_no_rule_governs_is_not_told() -> None:
    app = Flask("tests")
    CORS(app, resources="/api/*")
    with listening() as received:
        fetch(app.test_client(), "/")
    assert received == []


def test_one_app_of_two() -> None:
    first, second = with_extension(), with_extension()
    received: list[Flask] = []

    def receive(sender: Flask, **_: t.Any) -> None:
        received.append(sender)

    cors_allowed.connect(receive, first)
    fetch(second.test_client(), "/")
    fetch(first.test_client(), "/")
    assert received == [first]


def test_receiver_that_fails_is_logged_and_the_request_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(sender: Flask, **_: t.Any) -> None:
        raise RuntimeError("the database of figures is gone")

    with cors_allowed.connected_to(fail):
        response = fetch(with_extension().test_client(), "/")
    assert response.headers["Access-Control-Allow-Origin"] == APP
    (record,) = caplog.records
    assert (record.name, record.levelno) == ("flask_cors", logging.ERROR)
    assert record.getMessage() == "A receiver of the signal cors_allowed failed."
    assert record.exc_info is not None
