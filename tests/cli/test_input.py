"""Bad input: one clear line, and exit status 2."""

from __future__ import annotations

import collections.abc as cabc
import os
import pathlib
import subprocess
import sys

import click
import pytest
from flask import Flask
from flask.cli import ScriptInfo
from werkzeug.middleware.proxy_fix import ProxyFix

from flask_cors import CORS
from flask_cors import cross_origin
from flask_cors.cli import COMMANDS
from flask_cors.cli import cors

from .support import APP
from .support import flask_cors
from .support import told_of

BAD_POLICY = """
from flask import Flask
from flask.cli import ScriptInfo
from flask_cors import CORS
from flask_cors.cli import COMMANDS
from flask_cors.cli import cors
CORS(Flask("x"), max_age=-1)
"""

PROGRAMS = {
    "lacks a module": (
        "import nowhere_to_be_found",
        "ModuleNotFoundError: No module named 'nowhere_to_be_found' (%, line 1)",
    ),
    "raises": (
        "\n\nraise RuntimeError('a\\x1b[31m\\nb')",
        r"The app does not import: RuntimeError: a\x1b[31m b (%, line 3)",
    ),
    "leaves": (
        "raise SystemExit('Set DATABASE_URL.')",
        "The app does not import: SystemExit: Set DATABASE_URL. (%, line 1)",
    ),
    "is no Python": ("x = = 1", "SyntaxError: invalid syntax (%, line 1)"),
    "has no app": ("x = 1", "Failed to find Flask application"),
    "needs an argument": ("def create_app(x): ...", "Detected factory 'create_app'"),
    "has a bad policy": (
        BAD_POLICY,
        "This CORS configuration was not accepted (1 problem):\n  1. max_age=-1: ",
    ),
}


@pytest.mark.parametrize(
    ("program", "message"), [pytest.param(*row, id=name) for name, row in PROGRAMS.items()]
)
def test_app_that_does_not_import(
    program: str, message: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = f"program_{abs(hash(program))}"
    tmp_path.joinpath(f"{name}.py").write_text(program, encoding="utf-8")

    said = told_of(f"{name}.py")

    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("Error: ")
    assert message.replace("%", f"{name}.py") in said.err
    assert "Traceback" not in said.err
    assert said.err.count("\n") == 1 + message.count("\n")
    sys.modules.pop(name, None)


def test_app_that_is_nowhere() -> None:
    said = told_of("no_such_program")
    assert (said.status, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert "no_such_program" in said.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["routes", "--origin", "x.example"], "x.example is no origin", id="host"),
        pytest.param(
            ["routes", "--origin", f"{APP}/?page"],
            f"{APP}/?page is no origin: a page of that URL has the origin {APP}.",
            id="query",
        ),
        pytest.param(
            ["routes", "--origin", "https://App.example.com:443/page"],
            f"a page of that URL has the origin {APP}.",
            id="URL of a page",
        ),
        pytest.param(
            ["routes", "--origin", "https://a,b"],
            "https://a,b is no origin: write scheme, host and, unless",
            id="a URL whose host is none",
        ),
        pytest.param(["routes", "--origin", "\x1b[31m"], r"\x1b[31m is no origin", id="escape"),
        pytest.param(["check", "/x", "--origin", APP], "No route of the app serves /x", id="route"),
        pytest.param(
            ["check", "/api/item", "--origin", APP],
            "No route of the app serves /api/item; the nearest is /api/items.",
            id="nearly a route",
        ),
        pytest.param(["check", "http://[", "--origin", APP], "http://[ is no URL", id="URL"),
        pytest.param(["check", "ftp://x/", "--origin", APP], "is no URL of an app", id="scheme"),
        pytest.param(
            ["check", "/api/items", "--origin", APP, "--method", "TRACE"],
            "'TRACE' HTTP method is unsupported.",
            id="forbidden method",
        ),
        pytest.param(
            ["check", "/api/items", "--origin", APP, "--header", "a b"], "Invalid name", id="header"
        ),
        pytest.param(["explain", "hello"], "no message of a browser's console", id="no message"),
        pytest.param(
            ["explain", "Method PUT is not allowed by Access-Control-Allow-Methods", "--url", "/x"],
            "No route of the app serves /x.",
            id="explain an unknown route",
        ),
    ],
)  # fmt: skip
def test_question_that_is_wrong(arguments: list[str], message: str) -> None:
    app = Flask("tests", static_folder=None)
    CORS(app)
    app.add_url_rule("/api/items", view_func=lambda: "")

    said = flask_cors(app, *arguments)

    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("Error: ")
    assert message in said.err
    assert said.err.count("\n") == 1
    assert said.err.strip().isprintable()


def put_proxy_around(app: Flask) -> None:
    app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]


@pytest.mark.parametrize("steps", [[CORS, put_proxy_around], [put_proxy_around, CORS]])
def test_a_proxy_serves_nothing_itself(steps: list[cabc.Callable[[Flask], object]]) -> None:
    app = Flask("tests", static_folder=None)
    for step in steps:
        step(app)
    said = flask_cors(app, "check", "/x", "--origin", APP)
    assert said == (2, "", "Error: No route of the app serves /x.\n")


@pytest.mark.parametrize(
    ("app", "place"),
    [
        pytest.param(
            {"host_matching": True},
            "at http://127.0.0.1:5000; the nearest is /x at api.example.com.",
            id="host",
        ),
        pytest.param(
            {"subdomain_matching": True},
            "at http://example.com; the nearest is /x on the subdomain api.",
            id="subdomain",
        ),
    ],
)
def test_route_of_another_host(app: dict[str, bool], place: str) -> None:
    hosts = Flask("tests", static_folder=None, **app)  # type: ignore[arg-type]
    if "subdomain_matching" in app:
        hosts.config["SERVER_NAME"] = "example.com"
        hosts.add_url_rule("/x", view_func=lambda: "", subdomain="api")
    else:
        hosts.add_url_rule("/x", view_func=lambda: "", host="api.example.com")
    said = flask_cors(hosts, "check", "/x", "--origin", "http://app.example.com")
    assert said == (2, "", f"Error: No route of the app serves /x {place}\n")


@pytest.mark.parametrize(
    "written", [APP, f"{APP}/", "https://App.example.com", "HTTPS://app.example.com:443"]
)
def test_origin_as_people_write_it(written: str) -> None:
    app = Flask("tests", static_folder=None)
    app.add_url_rule("/x", view_func=lambda: "")
    said = flask_cors(app, "check", "/x", "--origin", written)
    assert said.out.startswith(f"A page of {APP} asks for GET ")


def test_unknown_subcommand() -> None:
    said = flask_cors(Flask("tests"), "nonsense")
    assert said.status == 2
    assert "No such command 'nonsense'" in said.err


def test_help() -> None:
    said = flask_cors(Flask("tests"), "--help")
    assert said.status == 0
    for name in COMMANDS:
        assert f"  {name}  " in said.out
        told = flask_cors(Flask("tests"), name, "--help")
        assert told.status == 0
        assert "Exit status: 0" in told.out


def test_shells_complete_the_names() -> None:
    assert set(cors.list_commands(click.Context(cors))) >= {"routes", "check", "explain"}


def test_flask_finds_the_command_and_loads_no_subcommand(tmp_path: pathlib.Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import sys\nfrom flask import Flask\napp = Flask(__name__)\n"
        "print([name for name in sys.modules if name.startswith('flask_cors.cli.')])\n"
    )
    environ = {key: value for key, value in os.environ.items() if not key.startswith("FLASK_")}
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "program", "routes"],
        cwd=tmp_path, env=environ, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.startswith("[]\n")
    done = subprocess.run(
        [sys.executable, "-m", "flask", "cors", "--help"],
        cwd=tmp_path, env=environ, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert "Ask an app about its CORS set-up" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["check", "/things", "--origin", APP, "--method", "PUT"], id="check"),
        pytest.param(
            [
                "explain",
                (
                    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the "
                    "remote resource at http://127.0.0.1:5000/things. (Reason: CORS header "
                    "'Access-Control-Allow-Origin' missing). Status code: 308."
                ),
            ],
            id="explain",
        ),
    ],
)
def test_url_that_flask_only_redirects_from(arguments: list[str]) -> None:
    """It does so for PUT alone, which is served behind the slash; for GET it answers 404."""
    app = Flask("tests", static_folder=None)
    view = cross_origin(origins=APP)(lambda: "")
    app.add_url_rule("/things/", "things", view, methods=["PUT"])
    said = flask_cors(app, *arguments)
    assert said.err == ""
    assert f'Write CORS(app, resources=["/things", "/things/"], origins=["{APP}"]).' in said.words


@pytest.mark.filterwarnings("ignore:Current server name")  # as Flask warns of it
def test_route_of_the_app_that_is_asked_for_at_another_host() -> None:
    app = Flask("tests", static_folder=None, subdomain_matching=True)
    app.config["SERVER_NAME"] = "api.example.com"
    app.add_url_rule("/x/<int:n>", view_func=lambda n: "")
    said = flask_cors(app, "check", "https://other.example/x/1", "--origin", APP)
    served = "The app serves /x/1 at http://api.example.com, and not at https://other.example."
    assert said == (2, "", f"Error: {served}\n")


@pytest.mark.parametrize("status", [None, 0, 3])
@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "/leaves", "--origin", APP),
        ("check", "/", "--origin", "https://b.example"),
        ("routes", "--origin", "https://b.example"),
        ("audit",),
    ],
    ids=" ".join,
)
def test_app_that_ends_the_program_while_it_is_asked(
    arguments: tuple[str, ...], status: int | None
) -> None:
    """Its own status would be taken for an answer."""
    app = Flask(__name__)
    CORS(app, origins=[APP, lambda query: sys.exit(status)])
    app.add_url_rule("/leaves", "leaves", lambda: sys.exit(status))
    app.add_url_rule("/", "index", lambda: "index")
    said = flask_cors(app, *arguments, obj=ScriptInfo(create_app=lambda: app))
    assert (said.status, said.out) == (2, "")
    assert f"ended the program while it was asked: SystemExit({status})" in said.err
