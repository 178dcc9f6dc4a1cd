"""`flask cors audit`: what a person reads, what programs read, and the exit status."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

import pytest
from flask import Flask

from flask_cors import __version__
from flask_cors.audit.rules import RULES
from tests.audit.support import load
from tests.audit.support import run
from tests.cli.support import Said

PROGRAM = """
CORS(app, resources={
    "/api/*": {"origins": "*", "max_age": 86400},
    "/auth/*": {"origins": ["http://app.example.com", "https://app.example.com"]},
})

@app.get("/api/report")
def report():
    return "42"

@app.get("/auth/me")
@cross_origin(origins="*", supports_credentials=True,
              dangerously_allow_any_origin_with_credentials=True)
def me():
    return "you"

@app.get("/auth/a,b:%")
def odd():
    return "odd"
"""
REFUSED = "import json\nCORS(app, origins='https://app.example.com/x', max_age=-1)"
IGNORE = """
[[tool.flask-cors.audit.ignore]]
id = "any-origin-with-credentials"
where = "view 'me'"
reason = "A demo; nobody is logged in."

[[tool.flask-cors.audit.ignore]]
id = "null-origin"
where = "*"
reason = "100 % of our pages are sandboxed."
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's folder, which the command is called in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def audit(source: str, folder: Path, *arguments: str) -> tuple[Said, str]:
    """What the command said of a program, and the name of the program's file."""

    def create_app() -> Flask:
        app = load(source, folder).app
        assert isinstance(app, Flask)
        return app

    said = run(create_app, "audit", *arguments)
    for line in said.out.splitlines() if "--format" not in arguments else ():
        assert len(line) <= 100, line
    (file,) = folder.glob("audited_*.py")
    return said, file.name


def test_what_a_person_reads(here: Path) -> None:
    said, file = audit(PROGRAM, here)
    assert said == (
        1,
        f"""\
error  any-origin-with-credentials: Any website acts as the visitor
    at view 'me' ({file}:17)
    dangerously_allow_any_origin_with_credentials=True: The origins are '*', so every website could
    read and change what a visitor is logged in to.
    Remedy: Write origins=["https://app.example.com"] in @cross_origin(...) on the view 'me'.

warning  mixed-schemes: http:// origins are let in beside https:// ones
    at resource '/auth/*' ({file}:10)
    'http://app.example.com': Whoever is on the network can change its pages, and they read the
    same.
    Remedy: Write origins=["https://app.example.com"] on the rule '/auth/*'.

1 error, 1 warning (--strict tells of 2 notes).
Each has a page: https://flask-cors.readthedocs.io/en/latest/audit.html
""",
        "",
    )


def test_what_is_ignored(here: Path) -> None:
    here.joinpath("pyproject.toml").write_text(IGNORE)
    said, _ = audit(PROGRAM, here)
    assert said.status == 0
    assert "any-origin-with-credentials" not in said.out
    assert "pyproject.toml ignores null-origin at *, which is not found (any more)." in said.out
    assert "\n1 warning, 1 ignored (--strict tells of 2 notes).\n" in said.out


def test_strict_fails_at_warnings_and_tells_of_notes(here: Path) -> None:
    source = 'CORS(app, origins=["https://a.example", "null"])'
    for arguments, status in (((), 0), (("--strict",), 1)):
        folder = here / f"status {status}"
        folder.mkdir()
        assert audit(source, folder, *arguments)[0].status == status
    (here / "notes").mkdir()
    strict, _ = audit("CORS(app)", here / "notes", "--strict")
    assert strict.status == 0
    assert strict.out.startswith("note  send-wildcard: A static * would cache better\n")
    assert "\n1 note.\n" in strict.out


def test_an_app_that_does_not_start(here: Path) -> None:
    said, file = audit(REFUSED, here)
    assert said.status == 1
    assert said.err == ""
    assert said.out.count("error  configuration-refused") == 2
    assert f"at every path ({file}:8)" in said.out
    assert "origins='https://app.example.com/x': " in said.out
    assert "max_age=-1: " in said.out


def test_an_app_that_does_not_import() -> None:
    def create_app() -> t.NoReturn:
        raise LookupError("no such\nsetting")

    said = run(create_app, "audit")
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("Error: The app does not import: LookupError: no such")
    assert said.err.count("\n") == 1


def test_an_unknown_format() -> None:
    said = run(lambda: Flask(__name__), "audit", "--format", "xml")
    assert said.status == 2
    assert "'xml' is not one of" in said.err


def test_json(here: Path) -> None:
    here.joinpath("pyproject.toml").write_text(IGNORE)
    said, file = audit(PROGRAM, here, "--format", "json")
    report = json.loads(said.out)
    assert (said.status, report["version"], report["fails"]) == (0, 1, False)
    assert report["findings"] == [
        {
            "id": "mixed-schemes",
            "severity": "warning",
            "title": RULES["mixed-schemes"].title,
            "where": "resource '/auth/*'",
            "message": "'http://app.example.com': Whoever is on the network can change its "
            "pages, and they read the same.",
            "remedy": "Write origins=[\"https://app.example.com\"] on the rule '/auth/*'.",
            "file": file,
            "line": 10,
            "page": "https://flask-cors.readthedocs.io/en/latest/audit/mixed-schemes.html",
        }
    ]
    (ignored,) = report["ignored"]
    assert ignored["id"] == "any-origin-with-credentials"
    assert ignored["reason"] == "A demo; nobody is logged in."
    assert report["unused_ignores"] == [
        {"id": "null-origin", "where": "*", "reason": "100 % of our pages are sandboxed."}
    ]


def test_sarif(here: Path) -> None:
    here.joinpath("pyproject.toml").write_text(IGNORE)
    said, file = audit(PROGRAM, here, "--format", "sarif", "--strict")
    log = json.loads(said.out)
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run_,) = log["runs"]
    driver = run_["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("Flask-CORS", __version__)
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"] == RULES[rule["id"]].title
        assert rule["helpUri"] == RULES[rule["id"]].page
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
    for result in run_["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == RULES[result["ruleId"]].severity.value
        assert result["message"]["text"]
        (location,) = result["locations"]
        assert location["logicalLocations"][0]["fullyQualifiedName"]
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uri"] == file
        assert place["region"]["startLine"] >= 1
    levels = [result["level"] for result in run_["results"]]
    assert levels == ["warning", "note", "note", "error"]
    assert run_["results"][-1]["suppressions"] == [
        {"kind": "external", "justification": "A demo; nobody is logged in."}
    ]
    (invocation,) = run_["invocations"]
    assert invocation["executionSuccessful"] is True
    (told,) = invocation["toolExecutionNotifications"]
    assert told["message"]["text"] == "Nothing is found that this ignores: null-origin at *"


def test_a_file_elsewhere_has_an_absolute_uri(
    here: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    said, file = audit(PROGRAM, here, "--format", "sarif")
    result = json.loads(said.out)["runs"][0]["results"][0]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == here.joinpath(file).as_uri()


def test_a_finding_without_a_line(here: Path) -> None:
    source = PROGRAM + '\nfrom functools import partial\napp.view_functions["me"] = partial(me)\n'
    outside = "\napp.wsgi_app = type('Layer', (), {'__call__': lambda s, e, r: app.no(e, r)})()\n"
    said, _ = audit(source + outside, here, "--format", "sarif")
    by_rule = {each["ruleId"]: each for each in json.loads(said.out)["runs"][0]["results"]}
    assert "physicalLocation" not in by_rule["preflight-answered-outside"]["locations"][0]
    for form in ("text", "github"):
        assert "preflight-answered-outside" in audit_again(source + outside, here, form)


def audit_again(source: str, folder: Path, form: str) -> str:
    """What is said of a program in a folder of its own."""
    own = folder / form
    own.mkdir()
    return audit(source, own, "--format", form)[0].out


def test_annotations(here: Path) -> None:
    here.joinpath("pyproject.toml").write_text(IGNORE)
    said, file = audit(PROGRAM, here, "--format", "github", "--strict")
    warning, *notices, unused = said.out.splitlines()
    assert warning == (
        f"::warning file={file},line=10,title=mixed-schemes::resource '/auth/*': "
        "'http://app.example.com': Whoever is on the network can change its pages, and they read "
        "the same. Remedy: Write origins=[\"https://app.example.com\"] on the rule '/auth/*'."
    )
    assert [each.partition(" ")[0] for each in notices] == ["::notice", "::notice"]
    assert unused == (
        "::warning file=pyproject.toml::Nothing is found that this ignores: null-origin at *"
    )


def test_annotations_are_escaped(here: Path) -> None:
    odd = here / "a,b:100%"
    odd.mkdir()
    said, file = audit(
        'CORS(app, resources={"/100%": {"origins": "null"}})', odd, "--format", "github"
    )
    _, unused = said.out.splitlines()
    assert f"file=a%2Cb%3A100%25/{file},line=7,title=unused-rule::" in unused
    assert "::resource '/100%25': No route" in unused
