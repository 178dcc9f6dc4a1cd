"""The command line where no browser is needed, or none is there."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from demo import browser
from demo import cli
from demo.origins import Origins

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.usefixtures("without_node")


def test_help_is_short_and_complete(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["--help"])

    said = capsys.readouterr().out
    assert stopped.value.code == 0
    for option in ("--check", "--screenshot FILE", "--port N", "--api-port N", "--react-port N"):
        assert option in said


def test_a_taken_port_is_told_in_one_line(
    origins: Origins, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--port", str(origins.page_port)]) == cli.CANNOT_RUN
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert "in use" in said.err


def test_a_missing_browser_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("playwright")
    monkeypatch.setattr(browser, "COMMANDS", ())
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))

    assert cli.main(["--check"]) == cli.CANNOT_RUN
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 1
    assert "no Chromium was found" in said.err


def test_a_missing_playwright_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)

    assert cli.main(["--check"]) == cli.CANNOT_RUN
    assert capsys.readouterr().err == (
        "demo: Playwright is not installed: run `pip install playwright`.\n"
    )


@pytest.mark.parametrize(
    ("number", "status"),
    [
        pytest.param(signal.SIGINT, cli.AS_EXPECTED, id="Ctrl-C"),
        pytest.param(signal.SIGTERM, cli.AS_EXPECTED, id="a request to end"),
    ],
)
def test_the_demo_says_where_it_is_and_ends_when_told(number: signal.Signals, status: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "demo"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as demo:
        assert demo.stdout is not None
        said = [demo.stdout.readline() for _ in range(8)]
        demo.send_signal(number)
        assert demo.wait(timeout=10) == status

    text = "".join(said)
    assert "page   http://localhost:" in text
    assert "React  http://localhost:" in text
    assert "http://127.0.0.1:" in text
    assert "Ctrl-C" in text
