"""The lock file: what stands in it, and what is said of one that cannot be used."""

from __future__ import annotations

import functools
import json
import os
import re
import subprocess
import sys
import typing as t
from pathlib import Path

import pytest
from flask import Flask

from flask_cors import CORS
from flask_cors import cross_origin
from flask_cors.lock.files import LockError
from flask_cors.lock.files import read_lock
from flask_cors.lock.records import Lock
from flask_cors.lock.ruling import governing
from flask_cors.protocol.run_time import Remembering
from flask_cors.sources import CachedOrigins
from flask_cors.sources import SQLiteOrigins
from tests.lock.support import lock_of

POLICY: dict[str, t.Any] = {
    "rule": {"kind": "paths", "name": "", "under": "", "pattern": "/api/*"},
    "origins": ["https://app.example.com"],
    "methods": ["GET"],
    "allow_headers": ["*"],
    "expose_headers": [],
    "supports_credentials": False,
    "max_age": None,
    "send_wildcard": False,
    "vary_header": True,
    "always_send": True,
    "automatic_options": True,
    "allow_private_network": False,
}


def test_what_stands_in_it(tmp_path: Path) -> None:
    app = Flask(__name__, static_folder=None, host_matching=True)
    CORS(app, resources={"/api/*": {"origins": "https://app.example.com", "methods": "GET"}})

    def view(**_: str) -> str:
        return ""

    app.add_url_rule("/api/users", "users", view, methods=["POST", "GET"], host="one.example")
    app.add_url_rule("/<path:page>", "pages", view, host="one.example")
    file = tmp_path / "lock.json"
    file.write_text(Lock.of(app).dumps())
    assert json.loads(file.read_text()) == {
        "version": 1,
        "policies": {"resource '/api/*'": POLICY},
        "routes": {
            "one.example/<path:page> GET": None,
            "one.example/<path:page> GET as /api": "resource '/api/*'",
            "one.example/api/users GET": "resource '/api/*'",
            "one.example/api/users POST": "resource '/api/*'",
        },
    }
    assert read_lock(file) == Lock.of(app)


REGEXES = [
    re.compile("(?i)/api/.+"),
    re.compile("/api/.+ # all of it", re.VERBOSE),
    re.compile(r"/api/\w+", re.ASCII | re.IGNORECASE),
    "(?i)/API/.+",
]


@pytest.mark.parametrize("pattern", REGEXES, ids=str)
def test_a_pattern_with_flags_is_read_as_it_was_written(
    pattern: str | re.Pattern[str], tmp_path: Path
) -> None:
    lock = lock_of("/api/users", resources={pattern: {"origins": "https://app.example.com"}})
    file = tmp_path / "lock.json"
    file.write_text(lock.dumps())
    assert read_lock(file) == lock
    (policy,) = lock.policies.values()
    assert governing({"it": policy["rule"]}, "/api/users") == "it"


def test_policies_of_one_name_are_told_apart() -> None:
    app = Flask(__name__, static_folder=None)
    for method in ("GET", "PUT"):

        @cross_origin(origins="https://app.example.com", methods=[method])
        def view() -> str:
            return ""

        app.add_url_rule(f"/{method}", method, view)
    name = "view 'test_policies_of_one_name_are_told_apart.<locals>.view'"
    lock = Lock.of(app)
    assert lock.routes == {"/GET GET": name, "/PUT GET": f"{name} (2)"}
    assert lock.policies[f"{name} (2)"]["methods"] == ["PUT"]


def test_a_view_whose_options_cannot_be_used() -> None:
    app = Flask(__name__, static_folder=None)
    app.config["CORS_SUPPORTS_CREDENTIALS"] = True
    CORS(app, resources={"/api/*": {"origins": "https://app.example.com"}})

    @app.get("/report")
    @cross_origin()
    def report() -> str:
        return ""

    name = "view 'test_a_view_whose_options_cannot_be_used.<locals>.report'"
    lock = Lock.of(app)
    assert lock.routes == {
        "/report GET": f"{name}, refused",
        "no route as /api/...": "resource '/api/*'",
    }
    assert lock.policies[f"{name}, refused"]["origins"] == []
    assert lock.policies[f"{name}, refused"]["rule"]["kind"] == "view"


def test_what_is_switched_off_lets_nobody_in() -> None:
    app = Flask(__name__, static_folder=None)
    app.config["CORS_ENABLED"] = False
    CORS(app)

    @app.get("/report")
    @cross_origin(origins="https://app.example.com")
    def report() -> str:
        return ""

    assert Lock.of(app) == Lock({}, {"/report GET": None})


def test_it_is_the_same_in_every_process() -> None:
    code = """
from tests.lock.support import lock_of
origins = {f"https://{number}.example" for number in range(50)}
headers = {f"x-{number}" for number in range(50)}
rules = {"/api/*": {"origins": origins, "allow_headers": headers}}
print(lock_of("/a", "/<path:b>", resources=rules).dumps())
"""
    texts = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in "123"
    }
    assert len(texts) == 1


def test_the_whole_app_is_named() -> None:
    lock = lock_of(origins="https://app.example.com")
    assert lock.routes == {"/report GET": "every path"}


class Tenants:
    """A source of origins."""

    def allows(self, query: object) -> bool:
        """Whether an origin is let in."""
        return False


def test_a_source_stands_there_by_name() -> None:
    lock = lock_of(origins=[Tenants(), lambda query: False, "https://app.example.com"])
    assert lock.policies["every path"]["origins"] == [
        "https://app.example.com",
        "asks Tenants",
        "asks <lambda>",
    ]


class Shops(Tenants):
    """Sources that say themselves which they are."""

    def __init__(self, label: object) -> None:
        self.label = label


class Remembers(Remembering, Shops):
    """A source that remembers for no other one."""


class Lost(Tenants):
    """A source of which more cannot be told now."""

    @property
    def label(self) -> str:
        """What tells it from others."""
        raise RuntimeError


def is_customer(query: object) -> bool:
    """Whether an origin is let in."""
    return False


def test_sources_of_one_class_are_told_apart(tmp_path: Path, monkeypatch: t.Any) -> None:
    monkeypatch.chdir(tmp_path)
    lock = lock_of(
        origins=[
            CachedOrigins(is_customer),
            CachedOrigins(functools.partial(is_customer)),
            CachedOrigins(SQLiteOrigins("a.db")),
            SQLiteOrigins(tmp_path / "b.db"),
            Shops("north"),
            Shops(1),
            Remembers("south"),
            Lost(),
        ]
    )
    assert lock.policies["every path"]["origins"] == [
        "asks CachedOrigins(is_customer)",
        "asks CachedOrigins(partial(is_customer))",
        "asks CachedOrigins(SQLiteOrigins(a.db))",
        f"asks SQLiteOrigins({tmp_path}/b.db)",
        "asks Shops(north)",
        "asks Shops",
        "asks Remembers(south)",
        "asks Lost",
    ]


UNUSABLE = [
    pytest.param(
        None, "There is no lock.json: `flask cors lock --file lock.json` writes it.", id="no file"
    ),
    pytest.param("{", "lock.json cannot be read: Expecting ", id="no JSON"),
    pytest.param("[" * 100_000, "lock.json cannot be read: ", id="JSON without end"),
    pytest.param("[]", "lock.json is no lock file", id="another file"),
    pytest.param("{}", "lock.json is no lock file", id="an object without a version"),
    pytest.param(
        '{"version": 9}',
        "lock.json has version 9, and this Flask-CORS reads 1: use the Flask-CORS that wrote it",
        id="a later one",
    ),
    pytest.param(
        '{"version": 0}',
        "or write it anew with `flask cors lock --file lock.json`.",
        id="an earlier one",
    ),
    pytest.param(
        "<<<<<<< HEAD",
        "(char 0). `flask cors lock --file lock.json` writes it",
        id="a merge conflict",
    ),
    pytest.param('{"version": 1}', "policies or routes are missing", id="half a file"),
    pytest.param(
        json.dumps({"version": 1, "policies": {"every path": []}, "routes": {}}),
        "the policy 'every path' is not whole",
        id="a policy that is no object",
    ),
    pytest.param(
        json.dumps({"version": 1, "policies": {"p": {**POLICY, "origins": [1]}}, "routes": {}}),
        "the policy 'p' is not whole",
        id="an origin that is a number",
    ),
    pytest.param(
        json.dumps({"version": 1, "policies": {"p": {**POLICY, "max_age": "x"}}, "routes": {}}),
        "the policy 'p' is not whole",
        id="a max-age that is a word",
    ),
    *(
        pytest.param(
            json.dumps({"version": 1, "policies": {"p": {**POLICY, "rule": rule}}, "routes": {}}),
            "the policy 'p' is not whole",
            id=f"a rule that is {what}",
        )
        for what, rule in (
            ("a string", "/api/*"),
            ("of no kind", {**POLICY["rule"], "kind": "route"}),
            ("without a name", {"kind": "paths", "under": "", "pattern": "/api/*"}),
            ("without a prefix", {"kind": "paths", "name": "", "pattern": "/api/*"}),
            ("without a pattern", {"kind": "paths", "name": "", "under": ""}),
            ("no regex", {**POLICY["rule"], "pattern": "/api/("}),
        )
    ),
    pytest.param(
        json.dumps({"version": 1, "policies": {}, "routes": {"/x GET": "p"}}),
        "the route '/x GET' has the policy 'p', which is not there",
        id="a route whose policy is missing",
    ),
]


@pytest.mark.parametrize(("text", "message"), UNUSABLE)
def test_files_that_cannot_be_used(
    text: str | None, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = Path("lock.json")
    if text is not None:
        file.write_text(text)
    with pytest.raises(LockError) as raised:
        read_lock(file)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)
