"""What real browsers said of the table: written as they write it, and read for what it means.

``console_messages.json`` holds what Chromium and Firefox said; its head tells how it was made.
"""

from __future__ import annotations

import json
import pathlib

import pytest

from flask_cors.console_reader import read_console_message
from flask_cors.diagnosis import diagnose
from flask_cors.protocol.problems import Findings
from flask_cors.reproducing import Known
from flask_cors.reproducing import reproduce
from flask_cors.state import AppState
from flask_cors.transcripts import consoles

from .broken import RECORDED
from .broken import Broken

SAID: dict[str, dict[str, list[str]]] = json.loads(
    pathlib.Path(__file__).with_name("console_messages.json").read_text(encoding="utf-8")
)["said"]
NOISE = "Failed to load resource: net::ERR_FAILED"
"""What Chromium says of every request that fails."""

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
    message = read_console_message("\n".join(SAID[broken.id][engine]))
    assert message is not None
    assert message.engine == engine
    state = AppState.of(broken.setup.app(), Findings())
    known = Known(origin=None if "origin" in message.facts else broken.asked.origin)

    played = reproduce(state, message, known, [message.facts["url"]])

    assert played is not None
    diagnosis = diagnose(state, played)
    assert diagnosis is not None
    assert diagnosis.reasons[0] is broken.reasons[0]
