"""The whole demo in a real browser: every verdict as expected, and a wrong one is noticed."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import typing as t
from pathlib import Path

import pytest

from demo import cli
from demo import react_check
from demo.programs import PROGRAMS
from tests.browser.harness.requirements import lacking

ROOT = Path(__file__).parents[2]
PNG = b"\x89PNG"

pytestmark = pytest.mark.browser


def test_every_verdict_is_as_expected(tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    check = subprocess.run(
        [sys.executable, "-m", "demo", "--check", "--screenshot", str(picture)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if check.returncode == cli.CANNOT_RUN:
        lacking("the demo's page", remedy=check.stderr.strip())

    exchanges = [exchange for program in PROGRAMS for exchange in program.exchanges]
    lines = check.stdout.splitlines()
    assert check.returncode == cli.AS_EXPECTED, check.stdout + check.stderr
    assert lines[0].split() == ["program", "exchange", "sent", "verdict", "expected", "ok"]
    assert max(map(len, lines)) <= 100
    for exchange in exchanges:
        assert any(exchange.title in line and line.endswith("yes") for line in lines)
    assert picture.read_bytes().startswith(PNG)
    for line in lines:
        if line.startswith("Skipped: "):
            assert f"{len(exchanges)} of {len(exchanges)} as expected." in lines
            lacking("the demo's React page", remedy=line)
    for path in react_check.EXPECTED:
        assert any(f"React page: GET {path} " in line and line.endswith("yes") for line in lines)
    count = len(exchanges) + len(react_check.EXPECTED)
    assert f"{count} of {count} as expected." in lines


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param(
            {"expected": "blocked"}, "verdict: readable instead of blocked", id="the verdict"
        ),
        pytest.param(
            {"wire": ("OPTIONS", "GET")}, "sent: GET instead of OPTIONS, GET", id="the wire"
        ),
        pytest.param({"status": 404}, "status: 200 instead of 404", id="the status"),
        pytest.param({"reads": {"X-Nothing": "1"}}, "X-Nothing: null instead of 1", id="a field"),
    ],
)
def test_a_wrong_expectation_fails_and_is_named(
    changes: dict[str, t.Any], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    program = PROGRAMS[0]
    right = program.exchanges[0]
    wrong = dataclasses.replace(right, id="wrong", title="Wrong on purpose", **changes)
    injected = dataclasses.replace(program, exchanges=(right, wrong))

    status = cli.main(["--check"], programs=(injected,))

    captured = capsys.readouterr()
    if status == cli.CANNOT_RUN:
        lacking("the demo's page", remedy=captured.err.strip())
    assert status == cli.NOT_AS_EXPECTED
    assert "1 of 2 as expected." in captured.out
    assert f"NOT as expected: Quick prototype, Wrong on purpose: {said}\n" in captured.out
