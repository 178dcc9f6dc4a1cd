"""Remedies help: what the package says is to be written is written, and the page gets in."""

from __future__ import annotations

import pytest

from flask_cors.diagnosing.diagnosis import Diagnosis
from flask_cors.diagnosing.diagnosis import diagnose
from flask_cors.protocol.problems import Findings
from flask_cors.protocol.user_agent import STANDARD
from flask_cors.protocol.user_agent import NetworkError
from flask_cors.rules.state import AppState
from flask_cors.testing import CHROMIUM
from flask_cors.testing import Blocked
from flask_cors.testing import Browser

from .broken import BROKEN
from .broken import Broken
from .setups import API
from .setups import Asked
from .setups import Setup

EVERY = pytest.mark.parametrize("broken", [pytest.param(each, id=each.id) for each in BROKEN])


def diagnosed(setup: Setup, asked: Asked) -> Diagnosis:
    """Why the page is kept out of the app."""
    app = setup.app()
    diagnosis = diagnose(AppState.of(app, Findings()), asked.play(app))
    assert diagnosis is not None
    return diagnosis


def test_the_table_is_long_enough() -> None:
    assert len({broken.id for broken in BROKEN}) == len(BROKEN) >= 40


@EVERY
def test_reason_and_remedy(broken: Broken) -> None:
    diagnosis = diagnosed(broken.setup, broken.asked)
    remedy = diagnosis.remedy

    assert diagnosis.reasons == broken.reasons
    assert remedy.python == broken.remedy
    assert dict(remedy.page) == broken.page
    if broken.remedy:
        assert f"Write {broken.remedy}{broken.place}." in str(remedy)


@EVERY
def test_the_browser_for_tests_says_the_same(broken: Broken) -> None:
    asked, app = broken.asked, broken.setup.app()
    browser = Browser(app, API, profile=STANDARD if asked.private_network else CHROMIUM)
    page = browser.page(asked.origin, reaches_private_network=asked.private_network)
    with pytest.raises(Blocked) as caught:
        page.fetch(
            asked.path,
            method=asked.method,
            headers=dict(asked.request.headers),
            credentials=asked.request.credentials,
        )
    assert caught.value.remedy == str(diagnosed(broken.setup, asked).remedy)


@EVERY
def test_the_remedy_applied_word_for_word_lets_the_page_in(broken: Broken) -> None:
    assert isinstance(broken.asked.play(broken.setup.app()).outcome, NetworkError)

    remedy = diagnosed(broken.setup, broken.asked).remedy
    setup = broken.setup.with_remedy(remedy) if remedy.python else broken.setup
    outcome = broken.asked.with_remedy(remedy).play(setup.app()).outcome

    assert not isinstance(outcome, NetworkError), outcome
    assert outcome.type == "cors"
