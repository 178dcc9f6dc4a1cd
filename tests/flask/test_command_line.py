"""A policy that cannot be used, under `flask`: one block of sentences."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

MODULE = """
from flask import Flask

from flask_cors import CORS

app = Flask(__name__)
CORS(
    app,
    origins=["example.com", "https://app.example.com/path"],
    supports_credentials="yes",
    max_age=-1,
)
"""

FACTORY = """
from flask import Blueprint, Flask

from flask_cors import CORS

cors = CORS()


def create_app():
    app = Flask(__name__)
    cors.init_app(app, supports_credentials=True)
    return app
"""

DECORATOR = """
from flask import Flask

from flask_cors import cross_origin

app = Flask(__name__)


@app.route("/")
@cross_origin(origin="https://app.example.com")
def view():
    return "view"
"""


def run_flask(folder, text, *arguments):
    """What a person sees; the port is taken from nobody, since the app never gets to listen."""
    (folder / "program.py").write_text(text, encoding="utf-8")
    environ = {key: value for key, value in os.environ.items() if not key.startswith("FLASK_")}
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "program", *arguments],
        cwd=folder,
        env={**environ, "PYTHONPATH": str(folder), "NO_COLOR": "1"},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["run", "--port=0"], id="flask run"),
        pytest.param(["run", "--port=0", "--debug", "--no-reload"], id="flask run --debug"),
        pytest.param(["routes"], id="flask routes"),
    ],
)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            MODULE,
            [
                "(4 problems):",
                "example.com",
                "https://app.example.com/path",
                "supports_credentials",
                "max_age",
            ],
            id="an app",
        ),
        pytest.param(
            FACTORY,
            ["(1 problem):", "supports_credentials=True", 'origins=["https://app.example.com"]'],
            id="a factory",
        ),
        pytest.param(DECORATOR, ["(1 problem):", "origin=", "Did you mean origins?"], id="a view"),
    ],
)
def test_policy_error(tmp_path, arguments, text, said):
    done = run_flask(tmp_path, text, *arguments)

    assert done.returncode != 0
    output = done.stderr + done.stdout
    for words in said:
        assert words in output
    # One traceback, which is Flask's way to show it, and nothing about another exception.
    assert output.count("Traceback (most recent call last)") <= 1
    assert "During handling of" not in output
    assert "direct cause" not in output
    assert "flask_cors.PolicyError: " in output
    block = output[output.index("flask_cors.PolicyError: ") :].strip().splitlines()
    assert block[0].endswith(":")
    numbered = block[1:]
    assert [line[:4] for line in numbered] == [
        f"  {number}." for number in range(1, 1 + len(numbered))
    ]
    assert all(line.isprintable() and line.isascii() and line[-1] in ".?" for line in numbered)


def test_the_traceback_ends_in_the_program(tmp_path):
    """The last line of the person's own program is the one to correct."""
    done = run_flask(tmp_path, DECORATOR, "routes")
    assert "@cross_origin(origin=" in done.stderr


def test_accepted_policy(tmp_path):
    text = FACTORY.replace("supports_credentials=True", 'origins="https://app.example.com"')
    done = run_flask(tmp_path, text, "routes")
    assert (done.returncode, done.stderr) == (0, "")


def test_doubts_reach_the_person(tmp_path):
    """A warning is shown by Python itself, with the line of the program that it is about."""
    text = FACTORY.replace("supports_credentials=True", "origins=[]")
    done = run_flask(tmp_path, text, "routes")
    assert done.returncode == 0
    assert "PolicyWarning" in done.stderr
    assert "program.py" in done.stderr
    assert "origins" in done.stderr
    assert "cors.init_app(app, origins=[])" in done.stderr
