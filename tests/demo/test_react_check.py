"""What is made of the React page, or of its absence."""

from __future__ import annotations

import typing as t

import pytest

from demo.react_check import Status
from demo.react_check import judged
from demo.react_check import without_page

REFUSED = "Access to fetch at 'http://127.0.0.1:1/front-end/health' ... by CORS policy: ..."


def status(state: t.Literal["plain", "broken"], short: str) -> Status:
    return Status(
        program="Local front end", state=state, url="", short=short, reason=f"{short}, it seems"
    )


@pytest.mark.parametrize(
    ("path", "verdict", "sent", "console", "differences"),
    [
        pytest.param("/api/tasks", "readable", ["GET"], [], [], id="readable, as it should be"),
        pytest.param("/health", "blocked", ["GET"], [REFUSED], [], id="blocked, as it should be"),
        pytest.param(
            "/health",
            "readable",
            ["GET"],
            [],
            ["verdict: readable instead of blocked"],
            id="readable, which it should not be",
        ),
        pytest.param(
            "/apix",
            "blocked",
            ["GET"],
            [REFUSED],
            ["the browser's console does not name CORS"],
            id="a failure that has nothing to do with CORS",
        ),
        pytest.param(
            "/api/tasks",
            "failed",
            [],
            [],
            ["verdict: failed instead of readable", "sent:  instead of GET"],
            id="a page that shows nothing",
        ),
    ],
)
def test_a_path_is_judged_by_what_the_page_shows(
    path: str, verdict: str, sent: list[str], console: list[str], differences: list[str]
) -> None:
    result = judged("Local front end", path, verdict, sent, console)

    assert result["differences"] == differences
    assert result["ok"] is (differences == [])


@pytest.mark.parametrize(
    ("state", "ci", "told"),
    [
        pytest.param(
            "plain", "", ("React page (skipped: no Node)", "skipped", True), id="a skip at home"
        ),
        pytest.param(
            "plain", "true", ("React page (skipped: no Node)", "skipped", False), id="a fault in CI"
        ),
        pytest.param(
            "broken", "", ("React page (no Node)", "failed", False), id="a broken build anywhere"
        ),
    ],
)
def test_a_missing_page_is_told(
    monkeypatch: pytest.MonkeyPatch,
    state: t.Literal["plain", "broken"],
    ci: str,
    told: tuple[str, str, bool],
) -> None:
    monkeypatch.setenv("CI", ci)
    result = without_page(status(state, "no Node"))

    assert (result["exchange"], result["verdict"], result["ok"]) == told
    assert result["differences"][0].startswith("no Node, it seems")
