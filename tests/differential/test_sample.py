"""A sample of what ``make differential`` does: real browsers and the model see the same."""

from __future__ import annotations

import json
import typing as t

import pytest

from .__main__ import run
from .console_messages import FILE
from .failures import FAILURES
from .report import describe

pytestmark = pytest.mark.browser

SEED = 1
CHROMIUM, FIREFOX = 2_000, 500


@pytest.mark.parametrize(
    ("browser", "count"),
    [
        pytest.param("chromium", CHROMIUM, id="Chromium"),
        pytest.param("firefox", FIREFOX, id="Firefox"),
    ],
)
def test_browsers_do_as_the_model_expects(browser: str, count: int) -> None:
    # One for each way to fail: some of them are too rare for a sample.
    failures = [failure for failure in FAILURES if "via" not in failure.request]
    further = [failure.case(number) for number, failure in enumerate(failures, count)]
    report = run(browser, SEED, range(count), further)

    assert len(report.verdicts) == count + len(failures)
    found = [line for verdict in report.disagreements for line in describe(verdict)]
    assert not found, "\n".join(found)
    assert not report.missing_steps
    assert all(report.kinds().values())


def test_every_failure_has_its_console_messages() -> None:
    content: dict[str, t.Any] = json.loads(FILE.read_text(encoding="utf-8"))

    assert [row["failure"] for row in content["failures"]] == [failure.name for failure in FAILURES]
    for row in content["failures"]:
        assert set(content["browsers"]) <= set(row)
