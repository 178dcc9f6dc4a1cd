"""`flask cors lock` and `flask cors diff`: what is written, printed, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from flask_cors.lock.records import Lock
from tests.cli.support import Said
from tests.cli.support import flask_cors
from tests.lock.support import app_of

ONE = "https://app.example.com"
TWO = "https://b.example.com"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the command is called in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def app() -> Flask:
    """An app with two routes."""
    return app_of("/orders", "/users", origins=ONE, methods=["GET"])


def wider() -> Flask:
    """The same app, more open."""
    return app_of("/orders", "/users", origins=[ONE, TWO], methods=["GET"])


def narrower() -> Flask:
    """The same app, less open: one route is gone."""
    return app_of("/users", origins=ONE, methods=["GET"], vary_header=True, always_send=False)


def test_lock_writes_and_checks(here: Path) -> None:
    assert flask_cors(app(), "lock") == Said(0, "cors.lock.json has 2 routes and 1 policy.\n", "")
    text = here.joinpath("cors.lock.json").read_text()
    assert json.loads(text)["routes"] == {"/orders GET": "every path", "/users GET": "every path"}
    assert flask_cors(app(), "lock", "--check") == Said(0, "cors.lock.json is up to date.\n", "")
    told = "cors.lock.json is not up to date: run `flask cors lock`.\n"
    assert flask_cors(wider(), "lock", "--check") == Said(1, told, "")
    assert here.joinpath("cors.lock.json").read_text() == text


def test_a_route_is_one_whatever_methods_and_policies_it_has() -> None:
    several = app_of("/<path:page>", resources={"/a/*": {"origins": ONE}, "/b": {"origins": ONE}})
    several.add_url_rule("/users", "users", lambda: "", methods=["GET", "PUT"])
    assert len(Lock.of(several).routes) == 5
    said = flask_cors(several, "lock")
    assert said == Said(0, "cors.lock.json has 2 routes and 2 policies.\n", "")


def test_another_file() -> None:
    others = "--file", "the others.json"
    assert flask_cors(app(), "lock", *others).status == 0
    assert flask_cors(app(), "diff", *others).status == 0
    assert flask_cors(app(), "diff").status == 2
    command = "`flask cors lock --file 'the others.json'`"
    said = flask_cors(wider(), "lock", "--check", *others)
    assert said.words == f"the others.json is not up to date: run {command}."
    said = flask_cors(wider(), "diff", *others)
    assert said.words.endswith(f"Then run {command} and commit the others.json.")


def test_nothing_has_changed() -> None:
    flask_cors(app(), "lock")
    told = "Nothing has changed since cors.lock.json was written.\n"
    assert flask_cors(app(), "diff", "--strict") == Said(0, told, "")


def test_route_without_a_rule_that_has_gone() -> None:
    resources = {"/orders": {"origins": ONE}}
    flask_cors(app_of("/orders", "/health", resources=resources), "lock")
    gone = app_of("/orders", resources=resources)
    assert flask_cors(gone, "lock", "--check").status == 1
    assert flask_cors(gone, "diff", "--strict") == Said(
        0,
        "Nothing that pages may do has changed since cors.lock.json was written, but the file is "
        "not up to\ndate: run `flask cors lock`.\n",
        "",
    )
    document = flask_cors(gone, "diff", "--strict", "--format", "json").json
    assert document == {"version": 1, "fails": False, "changes": []}


def test_what_opens_up_fails() -> None:
    flask_cors(app(), "lock")
    assert flask_cors(wider(), "diff") == Said(
        1,
        """\
This opens something up:
  origins: + https://b.example.com
    at /orders GET
    at /users GET
Is that what you want? Then run `flask cors lock` and commit cors.lock.json.
""",
        "",
    )


def test_what_closes_does_not_fail_unless_strict() -> None:
    flask_cors(app(), "lock")
    told = """\
This closes something:
  route: closes to https://app.example.com
    at /orders GET
This changes how answers are sent:
  always_send: True -> False
    at /users GET
Is that what you want? Then run `flask cors lock` and commit cors.lock.json.
"""
    assert flask_cors(narrower(), "diff") == Said(0, told, "")
    assert flask_cors(narrower(), "diff", "--strict") == Said(1, told, "")


def test_json() -> None:
    flask_cors(app(), "lock")
    said = flask_cors(wider(), "diff", "--format", "json")
    assert said.status == 1
    assert json.loads(said.out) == {
        "version": 1,
        "fails": True,
        "changes": [
            {"route": route, "kind": "wider", "option": "origins", "text": f"+ {TWO}"}
            for route in ("/orders GET", "/users GET")
        ],
    }


BAD = [
    pytest.param(["diff"], "There is no cors.lock.json: `flask cors lock` writes it.", id="diff"),
    pytest.param(["lock", "--check"], "There is no cors.lock.json", id="check"),
    pytest.param(
        ["diff", "--file", "other.json"],
        "There is no other.json: `flask cors lock --file other.json` writes it.",
        id="another file",
    ),
    pytest.param(
        ["lock", "--check", "--file", "other.json"],
        "There is no other.json: `flask cors lock --file other.json` writes it.",
        id="check of another file",
    ),
    pytest.param(
        ["lock", "--file", "no/such/folder.json"],
        "no/such/folder.json cannot be written: No such file or directory.",
        id="no folder",
    ),
]


@pytest.mark.parametrize(("arguments", "message"), BAD)
def test_one_line_tells_what_is_wrong(arguments: list[str], message: str) -> None:
    said = flask_cors(app(), *arguments)
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith(f"Error: {message}")
    assert said.err.count("\n") == 1
