"""What is said here for a console, beside what browsers said: every failure that was recorded.

The record is made by ``python -m tests.differential.console_messages``.
"""

from __future__ import annotations

import json
import pathlib
import typing as t

import pytest

from flask_cors.protocol.user_agent import CHROMIUM
from flask_cors.protocol.user_agent import FIREFOX
from flask_cors.protocol.user_agent import Client
from flask_cors.protocol.user_agent import FetchRequest
from flask_cors.protocol.user_agent import JavaScriptTypeError
from flask_cors.protocol.user_agent import Kind
from flask_cors.protocol.user_agent import NetworkError
from flask_cors.protocol.user_agent import PreflightCache
from flask_cors.protocol.user_agent import Profile
from flask_cors.protocol.user_agent import Response
from flask_cors.protocol.user_agent import WireRequest
from flask_cors.protocol.user_agent import WireResponse
from flask_cors.protocol.user_agent import fetch
from flask_cors.testing.consoles import console_lines
from flask_cors.testing.consoles import warning_lines

RECORD = pathlib.Path(__file__).parents[1] / "differential" / "console_messages.json"
# Before a page reaches a more private network the person is asked, who is taken to say yes here.
FAILURES = [
    row
    for row in json.loads(RECORD.read_text(encoding="utf-8"))["failures"]
    if row["failure"] != "into a more private network"
]
DESTINATIONS = {"img": "image", "script": "script", "font": "font"}
INITIATORS = {"xhr": "XMLHttpRequest", **DESTINATIONS}

# What browsers add of their own to the lines about CORS.
BESIDE = (
    "Failed to load resource: net::ERR_FAILED",
    "<script>",
    "The script from",
    "downloadable font:",
)


class Recorded:
    """The servers of a record: they answer as they did then."""

    def __init__(self, scripts: dict[str, t.Any]) -> None:
        self.scripts = scripts

    def send(self, request: WireRequest) -> WireResponse | None:
        script = self.scripts.get(request.url[request.url.index("/", 8) :])
        if script is None or ":4443/" in request.url:
            return None
        answers = script["preflights" if request.kind is Kind.PREFLIGHT else "answers"]
        return WireResponse(answers[0]["status"], tuple(map(tuple, answers[0]["fields"])))


def lines_of(case: dict[str, t.Any], profile: Profile) -> list[str]:
    """What is said here."""
    (asked,) = case["fetches"]
    origin = "null" if case["sandboxed"] else case["page"]
    request = FetchRequest(
        asked["url"],
        asked["method"],
        [(name, value) for name, value in asked["headers"]],
        body=asked["body"] and asked["body"].encode(),
        mode=asked["mode"],
        credentials=asked["credentials"],
        redirect=asked["redirect"],
        destination=DESTINATIONS.get(asked["via"], ""),
    )
    page = Client(origin, url=f"{case['page']}/")
    try:
        outcome = fetch(
            request, page, Recorded(case["scripts"]), PreflightCache(lambda: 0), profile
        )
    except JavaScriptTypeError:
        return []
    if isinstance(outcome, Response):
        return warning_lines(outcome, profile)
    assert isinstance(outcome, NetworkError)
    return console_lines(outcome, INITIATORS.get(asked["via"], "fetch"), profile)


@pytest.mark.parametrize("profile", [CHROMIUM, FIREFOX], ids=lambda profile: profile.name)
@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure["failure"])
def test_same_words(failure: dict[str, t.Any], profile: Profile) -> None:
    said = [line for line in lines_of(failure["case"], profile) if not line.startswith(BESIDE)]
    recorded = failure[profile.name]["console"]
    assert said == [line for line in recorded if not line.startswith(BESIDE)]
