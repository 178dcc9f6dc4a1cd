"""`flask cors check`: one request of one page, played as a browser would."""

from __future__ import annotations

import pytest
from flask import Flask
from flask import redirect
from flask import request

from flask_cors import CORS

from .support import ADMIN
from .support import APP
from .support import Said
from .support import flask_cors

URL = "http://127.0.0.1:5000/api/items"


def make_app() -> Flask:
    app = Flask("tests", static_folder=None)
    CORS(
        app,
        resources={
            "/api/*": {"origins": APP, "methods": ["GET", "PUT"], "max_age": 86400},
            "/login": {"origins": APP, "supports_credentials": True},
        },
    )

    @app.route("/api/items", methods=["GET", "PUT", "PATCH"])
    def items() -> tuple[str, dict[str, str]]:
        return "items", {"X-Total-Count": "42"}

    @app.route("/login")
    def login() -> dict[str, str]:
        return dict(request.headers)

    @app.route("/api/moved")
    def moved() -> object:
        return redirect("https://elsewhere.example/items")

    @app.route("/api/secure")
    def secure() -> object:
        return (
            redirect(request.url.replace("http://", "https://")) if not request.is_secure else "x"
        )

    return app


def check(path: str, *options: str, origin: str = APP) -> Said:
    return flask_cors(make_app(), "check", path, "--origin", origin, *options)


@pytest.mark.parametrize(
    ("path", "options", "status", "verdict", "kinds"),
    [
        pytest.param("/api/items", [], 0, "readable", ["request"], id="GET"),
        pytest.param(
            "/api/items", ["--method", "PUT"], 0, "readable", ["preflight", "request"], id="PUT"
        ),
        pytest.param("/api/items", ["--method", "PATCH"], 1, "blocked", ["preflight"], id="PATCH"),
        pytest.param("/api/items", ["--credentials"], 1, "blocked", ["request"], id="credentials"),
        pytest.param("/login", ["--credentials"], 0, "readable", ["request"], id="login"),
        pytest.param("/api/items", ["--mode", "no-cors"], 1, "opaque", ["request"], id="no-cors"),
        pytest.param("/api/items", ["--mode", "same-origin"], 1, "blocked", [], id="same-origin"),
        pytest.param("/api/items?page=2#top", [], 0, "readable", ["request"], id="query"),
        pytest.param(
            "https://api.example.com/api/items", [], 0, "readable", ["request"], id="a whole URL"
        ),
        pytest.param("/api/moved", [], 1, "blocked", ["request", "request"], id="led elsewhere"),
        pytest.param(
            "http://api.example.com:8000/api/items", [], 1, "blocked", [], id="mixed content"
        ),
        pytest.param(
            "/api/items", ["--private-network"], 1, "blocked", ["preflight"], id="network"
        ),
    ],
)
def test_verdict_and_exit_status(
    path: str, options: list[str], status: int, verdict: str, kinds: list[str]
) -> None:
    said = check(path, *options, "--format", "json")
    assert said.status == status
    assert said.json["version"] == 1
    assert said.json["verdict"] == verdict
    assert [exchange["kind"] for exchange in said.json["exchanges"]] == kinds
    assert bool(said.json["reasons"]) is (verdict == "blocked")
    assert check(path, *options).status == status


def test_page_of_the_app_itself() -> None:
    said = check("/api/items", "--format", "json", origin="http://127.0.0.1:5000")
    assert (said.status, said.json["verdict"]) == (0, "readable")
    assert said.json["hidden_headers"] == []


def test_redirect_within_the_host() -> None:
    said = check("http://localhost/api/secure", "--format", "json", origin="http://localhost:3000")
    assert said.status == 1
    assert said.json["reasons"][0]["code"] == "origin-not-allowed"


def test_what_the_page_asked_and_what_went_over_the_wire() -> None:
    said = check("/api/items", "--method", "PUT", "--header", "X-One: 1 2", "--header", "X-Two")
    assert said.status == 0
    assert said.words.startswith(
        f"A page of {APP} asks for PUT http://127.0.0.1:5000/api/items, in the mode cors, with the "
        "credentials mode same-origin and the headers X-One, X-Two."
    )
    lines = said.out.lower().splitlines()  # browsers do not agree on how names are spelt
    for line in (
        "1. The preflight",
        "   > OPTIONS http://127.0.0.1:5000/api/items",
        f"   > Origin: {APP}",
        "   > Access-Control-Request-Method: PUT",
        "   > Access-Control-Request-Headers: x-one,x-two",
        "   < 200 OK",
        f"   < Access-Control-Allow-Origin: {APP}",
        "   < Access-Control-Allow-Methods: GET, PUT",
        "   < Access-Control-Allow-Headers: x-one, x-two",
        "   If it passes, Chromium remembers it for 7200 s, Firefox for 86400 s.",
        "2. The request",
        "   > PUT http://127.0.0.1:5000/api/items",
        "   > x-one: 1 2",
        "   > x-two: 1",
        "   < X-Total-Count: 42",
        "Verdict:  Readable: the page gets the response, with status 200.",
        "Hidden:   The page cannot read x-total-count; expose_headers shows them.",
    ):
        assert line.lower() in lines


def test_one_header() -> None:
    assert "and the header X-One." in check("/api/items", "--header", "X-One").words


def test_reason_and_remedy() -> None:
    said = check("/api/items", "--method", "PATCH")
    assert said.status == 1
    for words in (
        "Verdict: Blocked: the preflight fails, and the request is not sent (at the step: method).",
        f"Chromium: Access to fetch at '{URL}' from origin '{APP}' has been blocked by CORS",
        "policy: Method PATCH is not allowed by Access-Control-Allow-Methods in preflight",
        "Firefox: Cross-Origin Request Blocked: ",
        f"Rule: resource '/api/*': origins {APP} (resource), methods GET PUT (resource),",
        "allow_headers * (default), supports_credentials no (default).",
        "Reason: The method is not one that the policy allows.",
        'Remedy: Write methods=["GET", "PUT", "PATCH"] on the rule \'/api/*\'.',
    ):
        assert words in said.words


def test_long_lists_are_cut() -> None:
    """For people; a program gets all of them."""
    origins = [f"https://{number}.example.com" for number in range(5000)]
    app = Flask("tests", static_folder=None)
    CORS(app, origins=origins)
    app.add_url_rule("/", "view", lambda: "")
    asked = ("check", "/", "--origin", APP)
    said = flask_cors(app, *asked)
    assert "https://1000.example.com and 4995 more (keyword), methods DELETE GET " in said.words
    assert f'Remedy: Write origins=[..., "{APP}"] in CORS(app, ...).' in said.words
    assert len(said.out.splitlines()) < 30
    document = flask_cors(app, *asked, "--format", "json").json
    assert document["policy"]["origins"] == sorted(origins)
    assert eval(f"dict({document['remedy']['python']})") == {"origins": [*sorted(origins), APP]}


def test_page_without_a_rule() -> None:
    app = Flask("tests", static_folder=None)
    app.add_url_rule("/", "view", lambda: "")
    said = flask_cors(app, "check", "/", "--origin", APP)
    assert said.status == 1
    assert "Reason: No rule of the app governs this URL." in said.words
    assert "Rule:" not in said.out
    assert f'Remedy: Write CORS(app, origins=["{APP}"]).' in said.words


def test_where_the_config_says_the_app_is() -> None:
    app = make_app()
    app.config.update(SERVER_NAME="api.example.com", PREFERRED_URL_SCHEME="https")
    said = flask_cors(app, "check", "/api/items", "--origin", APP, "--format", "json")
    assert said.json["request"]["url"] == "https://api.example.com/api/items"
    assert said.status == 0


@pytest.mark.parametrize(
    ("url", "origin", "scheme"),
    [
        pytest.param("/api/items", APP, "https", id="a path, and a page over https"),
        pytest.param("/api/items", "http://app.example.com", "http", id="a page over http"),
        pytest.param("http://api.example.com/api/items", APP, "http", id="a whole URL stays"),
    ],
)
def test_scheme_that_the_config_leaves_open(url: str, origin: str, scheme: str) -> None:
    """A path shall not be blocked for the scheme that nobody has written."""
    app = make_app()
    app.config["SERVER_NAME"] = "api.example.com"
    said = flask_cors(app, "check", url, "--origin", origin, "--format", "json")
    assert said.json["request"]["url"] == f"{scheme}://api.example.com/api/items"


@pytest.mark.skipif(
    "TRUSTED_HOSTS" not in Flask.default_config, reason="TRUSTED_HOSTS came with Flask 3.1"
)
@pytest.mark.parametrize(
    ("hosts", "base"),
    [
        pytest.param(["api.example.com"], "https://api.example.com", id="another"),
        pytest.param(".example.com:8000", "https://example.com", id="with subdomains"),
        pytest.param(["127.0.0.1", "api.example.com"], "http://127.0.0.1:5000", id="the usual"),
        pytest.param(["b\xfccher.example"], "http://127.0.0.1:5000", id="none that is one"),
    ],
)
def test_host_that_the_app_trusts(hosts: object, base: str) -> None:
    app = make_app()
    app.config["TRUSTED_HOSTS"] = hosts
    said = flask_cors(app, "check", "/api/items", "--origin", APP, "--format", "json")
    assert said.json["request"]["url"] == f"{base}/api/items"


def test_url_that_a_layer_inside_serves() -> None:
    """What stands inside may serve URLs that Flask knows nothing of."""

    def inside(environ: object, start_response: object) -> list[bytes]:
        start_response("200 OK", [])  # type: ignore[operator]
        return [b"served inside"]

    app = Flask("tests", static_folder=None)
    app.wsgi_app = inside  # type: ignore[method-assign, assignment]
    CORS(app, origins=ADMIN)
    said = flask_cors(app, "check", "/socket", "--origin", ADMIN)
    assert (said.status, said.err) == (0, "")


# Colours


def test_colours_go_where_they_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ("check", "/api/items", "--origin", ADMIN)
    monkeypatch.delenv("NO_COLOR", raising=False)
    plain = flask_cors(make_app(), *asked)
    monkeypatch.setenv("NO_COLOR", "1")
    silenced = make_app().test_cli_runner().invoke(command(), asked, color=True)
    monkeypatch.setenv("NO_COLOR", "")
    coloured = make_app().test_cli_runner().invoke(command(), asked, color=True)

    assert silenced.output == plain.out
    assert "\x1b[31m" in coloured.output


def command():
    from flask_cors.cli import cors

    return cors
