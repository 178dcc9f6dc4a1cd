"""The pytest plug-in, in a pytest of its own."""

from __future__ import annotations

import importlib.metadata
import pathlib
import subprocess
import sys

import pytest

API = "https://api.example.com"

TEST = """
import pytest
from flask import Flask
from flask_cors import CORS

{app}

def test_page(cors_browser):
    assert cors_browser.page("https://app.example.com").fetch("/").url == "{base}/"
"""
APP_FIXTURE = """
@pytest.fixture
def app():
    app = Flask("app")
    CORS(app)
    app.add_url_rule("/", view_func=lambda: "")
    return app
"""


def run(folder: pathlib.Path, test: str, setting: str = "") -> str:
    (folder / "pytest.ini").write_text(f"[pytest]\n{setting}\n")
    (folder / "test_it.py").write_text(test)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly"]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("setting", "base"),
    [("", "http://127.0.0.1:5000"), (f"cors_base = {API}", API)],
    ids=["by default", "where the setting says"],
)
def test_fixture(tmp_path: pathlib.Path, setting: str, base: str) -> None:
    assert "1 passed" in run(tmp_path, TEST.format(app=APP_FIXTURE, base=base), setting)


def test_without_an_app(tmp_path: pathlib.Path) -> None:
    said = run(tmp_path, TEST.format(app="", base=""))
    assert "1 error" in said
    assert "cors_browser needs a fixture named app" in said


def test_entry_point() -> None:
    points = importlib.metadata.entry_points(group="pytest11")
    (point,) = (each for each in points if each.name == "flask_cors")
    assert point.value == "flask_cors.pytest_plugin"


def test_the_plug_in_loads_nothing_until_it_is_asked() -> None:
    code = (
        "import flask_cors, pytest, sys; old = {*sys.modules}; import flask_cors.pytest_plugin; "
        "print(*{*sys.modules} - old)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["flask_cors.pytest_plugin"]


def test_without_an_app_it_says_what_to_do(request: pytest.FixtureRequest) -> None:
    with pytest.raises(pytest.fail.Exception, match=r"flask_cors\.testing\.Browser\(app\)"):
        request.getfixturevalue("cors_browser")


class TestAnAppThatNeedsWhatIsNotThere:
    """It is that which is missing, not the app."""

    @pytest.fixture
    def app(self, database: object) -> object:
        return database

    def test_it(self, request: pytest.FixtureRequest) -> None:
        with pytest.raises(pytest.FixtureLookupError) as caught:
            request.getfixturevalue("cors_browser")
        assert caught.value.argname == "database"
