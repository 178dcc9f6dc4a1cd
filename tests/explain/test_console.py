"""What real browsers said of the table: written as they write it, and read for what it means.

``console_messages.json`` holds what Chromium and Firefox said; its head tells how it was made.
"""

from __future__ import annotations

import json
import pathlib
import re

import pytest

from flask_cors import Reason
from flask_cors.cli.transcript import consoles
from flask_cors.diagnosing.diagnosis import diagnose
from flask_cors.explaining.cases import Case
from flask_cors.explaining.cases import Known
from flask_cors.explaining.console_reader import ConsoleMessage
from flask_cors.explaining.console_reader import read_console_messages
from flask_cors.explaining.reproducing import reproduce
from flask_cors.protocol.problems import Findings
from flask_cors.protocol.user_agent import Step
from flask_cors.rules.state import AppState

from .broken import RECORDED
from .broken import Broken

SAID: dict[str, dict[str, list[str]]] = json.loads(
    pathlib.Path(__file__).with_name("console_messages.json").read_text(encoding="utf-8")
)["said"]
QUICK_START = pathlib.Path(__file__).parents[2] / "docs" / "quickstart.rst"
URL = "http://127.0.0.1:5000/ping"
NOISE = "Failed to load resource: net::ERR_FAILED"
"""What Chromium says of every request that fails."""

LET_IN = [
    each
    for each in RECORDED
    if not {Reason.ORIGIN_NOT_ALLOWED, Reason.NOT_GOVERNED}.intersection(each.reasons)
]
EVERY = pytest.mark.parametrize("broken", [pytest.param(each, id=each.id) for each in RECORDED])


@EVERY
@pytest.mark.parametrize("engine", ["chromium", "firefox"])
def test_message_is_written_as_the_browser_writes_it(broken: Broken, engine: str) -> None:
    played = broken.asked.play(broken.setup.app())
    said = [line for line in SAID[broken.id][engine] if line != NOISE]

    assert consoles(played)[engine.capitalize()] == said


@EVERY
@pytest.mark.parametrize("engine", ["chromium", "firefox"])
def test_message_is_explained_by_the_same_reason(broken: Broken, engine: str) -> None:
    """Firefox does not name the page, which the person knows whose page it is."""
    (message,) = read_console_messages("\n".join(SAID[broken.id][engine]))
    assert message.engine == engine
    state = AppState.of(broken.setup.app(), Findings())
    known = Known(origin=None if "origin" in message.facts else broken.asked.origin)

    played = reproduce(state, Case(message, known), [message.facts["url"]])

    assert played is not None
    diagnosis = diagnose(state, played)
    assert diagnosis is not None
    assert diagnosis.reasons[0] is broken.reasons[0]


@pytest.mark.parametrize("broken", [pytest.param(each, id=each.id) for each in LET_IN])
def test_page_that_firefox_does_not_name_is_taken_for_one_that_is_let_in(broken: Broken) -> None:
    """Else it were the origin that is told to be wrong, and a stranger who is let in."""
    (message,) = read_console_messages("\n".join(SAID[broken.id]["firefox"]))
    state = AppState.of(broken.setup.app(), Findings())

    played = reproduce(state, Case(message, Known()), [message.facts["url"]])

    assert played is not None
    diagnosis = diagnose(state, played)
    assert diagnosis is not None
    assert diagnosis.reasons[0] is broken.reasons[0]
    assert Reason.ORIGIN_NOT_ALLOWED not in diagnosis.reasons


def in_their_frames(said: str) -> tuple[str, str]:
    """What Chromium and Firefox write around what they say of a step."""
    return (
        (
            f"Access to fetch at '{URL}' from origin 'http://localhost:3000' has been blocked by "
            f"CORS policy: {said}"
        ),
        (
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote "
            f"resource at {URL}. (Reason: {said})."
        ),
    )


def test_an_older_firefox_is_understood() -> None:
    _, whole = in_their_frames(
        "missing token 'x-debug' in CORS header 'Access-Control-Allow-Headers' from CORS preflight "
        "channel"
    )
    assert read_console_messages(whole) == [
        ConsoleMessage("firefox", frozenset({Step.HEADER}), {"url": URL, "header": "x-debug"})
    ]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        pytest.param(
            "GET http://127.0.0.1:5000/ping net::ERR_CONNECTION_REFUSED",
            {"method": "GET", "url": "http://127.0.0.1:5000/ping"},
            id="as the console shows it",
        ),
        pytest.param("Failed to load resource: net::ERR_NAME_NOT_RESOLVED", {}, id="no URL"),
        pytest.param("net::ERR_CERT_AUTHORITY_INVALID", {}, id="the certificate"),
        pytest.param("net::ERR_BLOCKED_BY_CLIENT", {}, id="an extension of the browser"),
    ],
)
def test_nobody_answered(text: str, facts: dict[str, str]) -> None:
    (message,) = read_console_messages(text)
    assert message.meaning is not None
    assert message.meaning.startswith("Nobody answered, so this is no matter of CORS")
    assert message == ConsoleMessage(
        "chromium", frozenset({Step.CONNECTION}), facts, meaning=message.meaning
    )


@pytest.mark.parametrize("error", ["FAILED", "ABORTED"])
def test_errors_that_do_not_say_why(error: str) -> None:
    assert read_console_messages(f"Failed to load resource: net::ERR_{error}") == []


def messages_of_the_table() -> list[str]:
    """What the quick start lists."""
    page = QUICK_START.read_text(encoding="utf-8")
    table = page.partition("- The browser says\n")[2]
    cells = re.findall(r"^    \*   - ((?:.*\n)(?: {10}.*\n|\n(?= {10}))*)", table, re.MULTILINE)
    return [
        " ".join(said.split()).replace("\\*", "*")
        for cell in cells
        for said in re.findall(r"(?<!\w)\*((?:[^*]|\\\*)+)(?<!\\)\*", cell)
        if said != "... from origin 'null' ..."  # any of Chromium's may have that
    ]


@pytest.mark.parametrize("said", messages_of_the_table())
def test_explain_knows_what_the_quick_start_lists(said: str) -> None:
    read = [read_console_messages(each) for each in (said, *in_their_frames(said))]
    assert any(not message.names_no_step for messages in read for message in messages)


def test_the_quick_start_lists_what_both_browsers_say() -> None:
    assert len(messages_of_the_table()) > 20
