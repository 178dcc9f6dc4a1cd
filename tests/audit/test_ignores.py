"""What a program lives with: `pyproject.toml` says which findings, where, and why."""

from __future__ import annotations

import json
import re
import sys
import textwrap
from pathlib import Path

import pytest

from flask_cors.audit.findings import finding
from flask_cors.audit.ignores import Ignore
from tests.audit.support import load
from tests.audit.support import run

IGNORE = '[[tool.flask-cors.audit.ignore]]\nid = "max-age-over-a-day"\n'
PROGRAM = """
CORS(app, resources={"/api/*": {"origins": "https://app.example.com", "max_age": 604800}})

@app.get("/api/report")
def report():
    return "42"
"""


NEWSLETTER = """
CORS(app)

@app.get("/newsletter/unsubscribe")
def unsubscribe():
    return "Good-bye."
"""


def audit(folder: Path, pyproject: str, *arguments: str) -> tuple[int, dict[str, list[str]], str]:
    """The exit status, the names of what was found, ignored and ignored in vain, and stderr."""
    app = load(PROGRAM, folder).app
    folder.joinpath("pyproject.toml").write_text(pyproject)
    said = run(lambda: app, "audit", "--format", "json", *arguments)
    report = json.loads(said.out) if said.out else {}
    names = {
        kind: [each["id"] for each in report.get(kind, ())]
        for kind in ("findings", "ignored", "unused_ignores")
    }
    return said.status, {kind: found for kind, found in names.items() if found}, said.err


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's folder, which the command is called in or below."""
    below = tmp_path / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    return tmp_path


WHERE = [
    pytest.param("resource '/api/*'", id="the rule as the audit names it"),
    pytest.param("/api/*", id="the pattern alone"),
    pytest.param("*/audited_*.py", id="the file"),
    pytest.param("*", id="everywhere"),
]


@pytest.mark.parametrize("where", WHERE)
def test_a_finding_is_left_unsaid(where: str, folder: Path) -> None:
    found = audit(folder, f'{IGNORE}where = "{where}"\nreason = "Old clients."', "--strict")
    assert found == (0, {"ignored": ["max-age-over-a-day"]}, "")


NAMES = [
    pytest.param("blueprint 'shop', resource '/api/*'", "/api/*", id="a rule of a blueprint"),
    pytest.param("blueprint 'shop', resource '/api/*'", "shop", id="its blueprint"),
    pytest.param("after_request hook 'allow'", "allow", id="a hook after the request"),
    pytest.param("before_request hook 'allow'", "allow", id="a hook before the request"),
    pytest.param("error handler 'allow'", "allow", id="an error handler"),
    pytest.param("""view "it's" """, "it's", id="other quotes"),
    pytest.param("layer Gate", "Gate", id="no quotes"),
]


@pytest.mark.parametrize(("told", "where"), NAMES)
def test_what_stands_between_the_quotes(told: str, where: str) -> None:
    found = finding("reflected-origin", told, "It echoes.", "Leave it out.")
    assert Ignore("reflected-origin", where, "Old.").covers(found)
    assert not Ignore("reflected-origin", "hook", "Old.").covers(found)


def test_the_example_of_the_documentation_is_needed(folder: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "audit.rst").read_text()
    entry = re.search(r"\[\[tool(?:.+\n)+", page)
    assert entry is not None
    app = load(NEWSLETTER, folder).app
    folder.joinpath("pyproject.toml").write_text(textwrap.dedent(f"    {entry[0]}"))
    said = run(lambda: app, "audit", "--format", "json")
    assert [each["where"] for each in json.loads(said.out)["ignored"]] == [
        "route '/newsletter/unsubscribe'"
    ]


def test_a_finding_elsewhere_is_told() -> None:
    found = audit(Path.cwd(), f'{IGNORE}where = "/other/*"\nreason = "Old clients."')
    names = ["max-age-over-a-day"]
    assert found == (0, {"findings": names, "unused_ignores": names}, "")


def test_an_ignore_in_vain_fails_strictly() -> None:
    other = IGNORE.replace("max-age-over-a-day", "null-origin")
    both = f'{IGNORE}where = "*"\nreason = "Old."\n{other}where = "*"\nreason = "Frames."'
    status, found, _ = audit(Path.cwd(), both, "--strict")
    assert status == 1
    assert found == {"ignored": ["max-age-over-a-day"], "unused_ignores": ["null-origin"]}


NOTHING = [
    pytest.param("", id="an empty file"),
    pytest.param("[project]\nname = 'flask-cors-demo'", id="a file about something else"),
    pytest.param("[tool.flask-cors]", id="no audit"),
]


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_ignored(text: str) -> None:
    assert audit(Path.cwd(), text)[1] == {"findings": ["max-age-over-a-day"]}


TABLE = "[[tool.flask-cors.audit.ignore]]"
BAD = [
    pytest.param("flask-cors = [", "pyproject.toml is no TOML: ", id="no TOML"),
    pytest.param(
        "[[tool.flask_cors.audit.ignore]]",
        f"The table in pyproject.toml is written with a hyphen: {TABLE}.",
        id="the name of the module",
    ),
    pytest.param("tool = 1 # flask-cors", f"is no table: write {TABLE}.", id="a number"),
    pytest.param(
        "[tool.flask-cors]\naudit = 1",
        f"audit in pyproject.toml is no table: write {TABLE}.",
        id="1",
    ),
    pytest.param(
        "[tool.flask-cors.audit]\nignores = []",
        "[tool.flask-cors.audit] in pyproject.toml has only ignore, not ignores.",
        id="another key",
    ),
    pytest.param(
        "[tool.flask-cors.audit]\nignore = 'all'",
        f"ignore in pyproject.toml is a list of tables: write {TABLE}.",
        id="a string",
    ),
    pytest.param(
        "[tool.flask-cors.audit]\nignore = ['all']", f"{TABLE} needs id: the name of", id="strings"
    ),
    pytest.param(
        f'{IGNORE}where = "*"',
        f"{TABLE} (id 'max-age-over-a-day') needs reason: why the finding is no matter.",
        id="no reason",
    ),
    pytest.param(
        f'{IGNORE}where = "*"\nreason = "  "',
        "needs reason: why the finding is no matter.",
        id="an empty reason",
    ),
    pytest.param(
        f'{IGNORE}reason = "Old."',
        'needs where: what the finding is about, or "*" for everywhere.',
        id="no place",
    ),
    pytest.param(
        f'{IGNORE}reason = "Old."\nfile = "app.py"',
        f"{TABLE} has id, where and reason, not file.",
        id="a key too many",
    ),
    pytest.param(
        f'{TABLE}\nid = "max-age-over-day"\nwhere = "*"\nreason = "Old."',
        "there is no rule 'max-age-over-day'. Did you mean max-age-over-a-day?",
        id="a mistyped name",
    ),
    pytest.param(
        f'{TABLE}\nid = "W001"\nwhere = "*"\nreason = "Old."',
        "there is no rule 'W001'. The documentation lists them.",
        id="a name of another program",
    ),
]


@pytest.mark.parametrize(("text", "message"), BAD)
def test_one_line_tells_what_is_wrong(text: str, message: str) -> None:
    status, found, err = audit(Path.cwd(), text)
    assert (status, found) == (2, {})
    assert err.startswith("Error: ")
    assert message in err
    assert err.count("\n") == 1


def test_python_3_10_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tomllib", None)
    monkeypatch.setitem(sys.modules, "tomli", None)
    status, _, err = audit(Path.cwd(), f'{IGNORE}where = "*"\nreason = "Old."')
    assert status == 2
    assert 'pip install "flask-cors[audit]"' in err
    assert audit(Path.cwd(), "[project]")[0] == 0
