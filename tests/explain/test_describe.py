"""Decisions, policies, problems and exchanges as data: what JSON can have, under stable names."""

from __future__ import annotations

import json
import re
import typing as t

import pytest
from flask import Flask

from flask_cors import CORS
from flask_cors import Reason
from flask_cors.cli.played_data import played_data
from flask_cors.cli.transcript import asked_text
from flask_cors.describing.describe import policy_data
from flask_cors.describing.describe import reason_data
from flask_cors.diagnosing.diagnosis import diagnose
from flask_cors.explaining.cases import Case
from flask_cors.explaining.cases import Known
from flask_cors.explaining.console_reader import ConsoleMessage
from flask_cors.explaining.playing import play
from flask_cors.explaining.reproducing import reproduce
from flask_cors.protocol.origins import Origin
from flask_cors.protocol.policy import Policy
from flask_cors.protocol.problems import Findings
from flask_cors.protocol.user_agent import FetchRequest
from flask_cors.protocol.user_agent import Step
from flask_cors.rules.state import AppState
from flask_cors.sources import CachedOrigins
from flask_cors.sources import OriginQuery

from .setups import APP


def policy_of(**options: t.Any) -> Policy:
    app = Flask("tests")
    app.config["CORS_MAX_AGE"] = "60"
    CORS(app, resources={"/api/*": options}, methods=["GET"])
    policy = AppState.of(app, Findings()).rules.governing["/api/x"]
    assert policy is not None
    return policy


def test_policy() -> None:
    policy = policy_of(
        origins=[APP, "https://*.example.net:*", re.compile(r"https://\w+\.example\.org")],
        allow_headers=["X-One", "X-Shop-*", r"X-\d+"],
        expose_headers=["X-Total-Count"],
    )
    data = policy_data(policy)
    assert json.loads(json.dumps(data)) == data
    assert data == {
        "rule": {
            "kind": "paths",
            "name": "",
            "pattern": "/api/*",
            "text": "resource '/api/*'",
        },
        "origins": [APP, "https://*.example.net:*", r"/https://\w+\.example\.org/"],
        "methods": ["GET"],
        "allow_headers": ["x-one", "x-shop-*", r"/X-\d+/"],
        "expose_headers": ["X-Total-Count"],
        "supports_credentials": False,
        "max_age": 60,
        "send_wildcard": False,
        "vary_header": True,
        "always_send": True,
        "automatic_options": True,
        "allow_private_network": False,
        "sources": data["sources"],
    }
    sources = data["sources"]
    assert {name: sources[name] for name in ("origins", "methods", "max_age", "vary_header")} == {
        "origins": "resource",
        "methods": "keyword",
        "max_age": "config",
        "vary_header": "default",
    }


def test_stars_are_written_as_in_options() -> None:
    data = policy_data(policy_of(methods="*"))
    assert (data["origins"], data["methods"], data["allow_headers"]) == (["*"], ["*"], ["*"])


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_stable_name(reason: Reason) -> None:
    data = reason_data(reason)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", data["code"])
    assert data["text"] == reason.value


@pytest.mark.parametrize("path", ["/api/x", "/other"])
def test_exchange(path: str) -> None:
    app = Flask("tests")
    CORS(app, resources={"/api/*": {"origins": APP}})
    played = play(app, FetchRequest(f"https://api.example.com{path}", "PUT"), APP)
    data = played_data(played, diagnose(AppState.of(app, Findings()), played))
    assert json.loads(json.dumps(data)) == data
    assert asked_text(played).startswith(f"A page of {APP} asks for PUT")


# Origins that are asked for while the app runs


def knows(query: t.Any) -> bool:
    return bool(query.origin == APP)


class Tenants:
    def allows(self, query: OriginQuery) -> bool:
        return knows(query)

    def allow(self, origin: str) -> None:
        raise NotImplementedError


@pytest.mark.parametrize("source", [Tenants(), CachedOrigins(Tenants())])
def test_source_that_can_be_told(source: t.Any) -> None:
    app = Flask("tests")
    CORS(app, origins=[knows, source])
    state = AppState.of(app, Findings())
    refused = diagnose(state, play(app, FetchRequest("https://api.example.com/"), "https://x.test"))
    assert refused is not None
    assert str(refused.remedy).endswith(
        ", which is asked while the app runs, has to let it in: run `flask cors origins allow "
        "https://x.test`."
    )


def test_source_of_origins() -> None:
    app = Flask("tests")
    CORS(app, origins=[knows, "https://www.example.com"], methods=["GET"])
    state = AppState.of(app, Findings())
    policy = state.rules.governing["/"]
    assert policy is not None
    assert policy_data(policy)["origins"] == ["https://www.example.com", "asks knows"]

    refused = diagnose(state, play(app, FetchRequest("https://api.example.com/"), "https://x.test"))
    assert refused is not None
    assert refused.reasons == (Reason.ORIGIN_NOT_ALLOWED,)
    assert str(refused.remedy) == "knows, which is asked while the app runs, has to let it in."

    opaque = diagnose(state, play(app, FetchRequest("https://api.example.com/"), "null"))
    assert opaque is not None
    assert opaque.reasons == (Reason.ORIGIN_NOT_ALLOWED,)
    assert str(opaque.remedy) == (
        'No source is asked about this origin: list "null" beside knows in origins. Every website '
        "can have this origin: better serve the page from one of its own."
    )

    asked = FetchRequest("https://api.example.com/", "PUT", credentials="include")
    admitted = diagnose(state, play(app, asked, APP))
    assert admitted is not None
    assert admitted.reasons == (Reason.CREDENTIALS_NOT_ALLOWED, Reason.METHOD_NOT_ALLOWED)
    assert admitted.remedy.python == 'supports_credentials=True, methods=["GET", "PUT"]'


# Requests that a message is about


def reproduced(app: Flask, step: Step, known: Known | None = None, **facts: str) -> t.Any:
    message = ConsoleMessage("firefox", frozenset({step}), facts)
    return reproduce(
        AppState.of(app, Findings()), Case(message, known or Known()), ["http://127.0.0.1:5000/"]
    )


def test_pages_that_a_policy_lets_in_are_tried() -> None:
    app = Flask("tests")
    CORS(app, origins=["https://*.example.net", "http://localhost:*"], methods=["GET"])
    played = reproduced(app, Step.METHOD)
    assert Origin.parse(played.origin) == Origin("https", "page.example.net")
    app = Flask("tests")
    CORS(app, origins="http://localhost:*", methods=["GET"])
    assert reproduced(app, Step.METHOD).origin == "http://localhost"


def test_known_facts_are_kept() -> None:
    app = Flask("tests")
    CORS(app, origins=APP, methods=["GET"])
    known = Known(APP, "PUT", (("X-One", "1"),), credentials=True)
    played = reproduced(app, Step.ALLOW_CREDENTIALS, known)
    assert played.asked == FetchRequest(
        "http://127.0.0.1:5000/", "PUT", [("X-One", "1")], credentials="include"
    )


def test_likely_request_although_the_message_speaks_of_a_preflight() -> None:
    """Firefox says of a redirect what it says of a preflight."""
    app = Flask("tests")
    message = ConsoleMessage("firefox", frozenset({Step.ALLOW_ORIGIN_MISSING}), {}, True)
    state = AppState.of(app, Findings())
    known = Known(method="GET")
    played = reproduce(state, Case(message, known), ["http://127.0.0.1:5000/"])
    assert played is not None
    assert played.outcome.preflight  # type: ignore[union-attr]
    played = reproduce(
        state,
        Case(message, Known(method="GET", headers=(("Accept", "1"),))),
        ["http://127.0.0.1:5000/"],
    )
    assert played is not None
    assert not played.outcome.preflight  # type: ignore[union-attr]
