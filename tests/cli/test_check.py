"""`flask cors check`: one request of one page, played as a browser would."""

from __future__ import annotations

import collections.abc as cabc
import itertools

import pytest
from flask import Flask
from flask import Response
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


def test_a_body_may_have_no_end() -> None:
    happened: list[str] = []

    def lines() -> cabc.Iterator[str]:
        try:
            for number in itertools.count(1):
                happened.append(f"line {number}")
                yield "{}\n"
        finally:
            happened.append("closed")

    app = make_app()
    app.add_url_rule("/api/feed", view_func=lambda: Response(lines(), mimetype="text/plain"))
    message = (
        f"Access to fetch at 'http://127.0.0.1:5000/api/feed' from origin '{ADMIN}' has been "
        "blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value "
        f"'{APP}' that is not equal to the supplied origin."
    )
    assert flask_cors(app, "check", "/api/feed", "--origin", APP).status == 0
    assert flask_cors(app, "explain", message).status == 1
    assert happened == ["line 1", "closed"] * 2


def test_page_of_the_app_itself() -> None:
    said = check("/api/items", "--format", "json", origin="http://127.0.0.1:5000")
    assert (said.status, said.json["verdict"]) == (0, "readable")
    assert said.json["hidden_headers"] == []


@pytest.mark.parametrize(
    ("host", "site"),
    [
        pytest.param("api.example.com", "same-site", id="a subdomain beside the page's"),
        pytest.param("api.example.org", "cross-site", id="another domain"),
        pytest.param("api.co.uk", "cross-site", id="another name under a public suffix"),
    ],
)
def test_sites_of_the_page_and_the_app(host: str, site: str) -> None:
    origin = "https://shop.co.uk" if host.endswith(".uk") else APP
    said = check(f"https://{host}/api/items", "--format", "json", origin=origin)
    assert ["Sec-Fetch-Site", site] in said.json["exchanges"][0]["request"]["headers"]


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
        "Hidden:   The page cannot read x-total-count; expose_headers shows it.",
    ):
        assert line.lower() in lines


@pytest.mark.parametrize(
    ("path", "options", "told"),
    [
        pytest.param("/api/items", ["--method", "PUT"], True, id="passed"),
        pytest.param("/api/items", ["--method", "PATCH"], False, id="a method that is refused"),
        pytest.param("/login", ["--header", "X-One", "--mode", "cors"], True, id="a header"),
    ],
)
def test_how_long_a_preflight_is_remembered(path: str, options: list[str], told: bool) -> None:
    """Nothing is remembered of one that has failed."""
    assert ("Chromium remembers it" in check(path, *options).words) is told


@pytest.mark.parametrize(
    ("options", "verdict"),
    [
        pytest.param(
            ["--method", "PATCH"],
            "the preflight fails, and the request is not sent (at the step: method)",
            id="a preflight",
        ),
        pytest.param(
            ["--mode", "same-origin"],
            "the request is not sent (at the step: same-origin mode)",
            id="nothing is sent",
        ),
        pytest.param(
            ["--credentials"],
            "the page cannot read the response (at the step: allow-credentials)",
            id="a response",
        ),
    ],
)
def test_what_is_blocked(options: list[str], verdict: str) -> None:
    assert f"Verdict: Blocked: {verdict}." in check("/api/items", *options).words


def test_port_that_browsers_do_not_ask() -> None:
    said = check("https://127.0.0.1:6000/api/items")
    assert "Verdict: Blocked: the request is not sent (at the step: bad port)." in said.words


def test_header_that_no_page_can_set() -> None:
    said = check("/api/items", "--header", "Cookie: a=1", "--header", "X-One", "--header", "Origin")
    assert said.status == 0
    for words in (
        'Chromium: Refused to set unsafe header "Cookie" Chromium: Refused to set unsafe header',
        "Firefox: Attempt to set a forbidden header was denied: Cookie Firefox: Attempt",
        "Dropped: No page can set Cookie, Origin: browsers leave that out. Chromium's console",
    ):
        assert words in said.words
    document = check("/api/items", "--header", "Cookie: a=1", "--format", "json").json
    assert document["dropped_headers"] == ["Cookie"]
    assert document["console"] == {
        "Chromium": ['Refused to set unsafe header "Cookie"'],
        "Firefox": ["Attempt to set a forbidden header was denied: Cookie"],
    }


def test_header_that_chromium_drops_and_others_ask_about() -> None:
    said = check("/api/items", "--header", "User-Agent: mine", "--format", "json")
    preflight, request = said.json["exchanges"]
    assert ["Access-Control-Request-Headers", "user-agent"] in preflight["request"]["headers"]
    assert ["User-Agent", "mine"] in request["request"]["headers"]
    assert said.json["dropped_headers"] == []


def test_header_that_no_page_can_set_in_a_request_that_is_blocked() -> None:
    said = check("/api/items", "--header", "Cookie: a=1", "--format", "json", origin=ADMIN)
    for browser in ("Chromium", "Firefox"):
        first, second = said.json["console"][browser]
        assert ("Cookie" in first, "Access-Control-Allow-Origin" in second) == (True, True)


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


def test_pattern_with_a_backslash() -> None:
    """It reads as in routes."""
    app = Flask("tests", static_folder=None)
    CORS(app, resources={r"/v\d+/.*": {"origins": APP, "methods": ["GET"]}})
    app.add_url_rule("/v1/items", "items", lambda: "", methods=["PUT"])
    said = flask_cors(app, "check", "/v1/items", "--origin", APP, "--method", "PUT")
    assert rf"Rule: resource '/v\d+/.*': origins {APP} (resource)" in said.words
    assert r"""Write methods=["GET", "PUT"] on the rule '/v\d+/.*'.""" in said.words


# Headers that are hidden


def test_hidden_headers_and_the_option_that_shows_them() -> None:
    said = check("/api/items")
    assert said.status == 0
    assert (
        "Hidden: The page cannot read x-total-count; expose_headers shows it. Rule: resource "
        f"'/api/*': origins {APP}" in said.words
    )
    assert "Remedy: Write expose_headers=[\"x-total-count\"] on the rule '/api/*'." in said.words
    document = check("/api/items", "--format", "json").json
    assert document["hidden_headers"] == ["x-total-count"]
    assert document["reasons"] == []
    assert document["remedy"]["python"] == 'expose_headers=["x-total-count"]'
    assert document["policy"]["rule"] == document["remedy"]["rule"]


@pytest.mark.parametrize(
    ("cors", "fields", "credentials", "python"),
    [
        pytest.param(
            {"expose_headers": ["X-One"]}, {}, False, 'expose_headers=["X-One", "x-two"]', id="more"
        ),
        pytest.param({"expose_headers": "*"}, {}, False, None, id="all are shown"),
        pytest.param(
            {"expose_headers": "*", "supports_credentials": True},
            {},
            True,
            'expose_headers=["x-one", "x-two"]',
            id="all, which does nothing with credentials",
            marks=pytest.mark.filterwarnings("ignore::flask_cors.PolicyWarning"),
        ),
        pytest.param(
            {}, {"Access-Control-Allow-Origin": APP}, False, None, id="the app writes the fields"
        ),
        pytest.param(None, {"Access-Control-Allow-Origin": APP}, False, None, id="no rule"),
    ],
)
def test_option_that_shows_hidden_headers(
    cors: dict[str, object] | None, fields: dict[str, str], credentials: bool, python: str | None
) -> None:
    app = Flask("tests", static_folder=None)
    if cors is not None:
        CORS(app, origins=APP, **cors)
    app.add_url_rule("/", "view", lambda: ("", {"X-One": "1", "X-Two": "2", **fields}))
    options = ["--credentials"] if credentials else []
    document = flask_cors(app, "check", "/", "--origin", APP, "--format", "json", *options).json
    assert document["verdict"] == "readable"
    assert (document["remedy"] and document["remedy"]["python"]) == python


def test_what_a_page_has_no_use_for_is_not_hidden() -> None:
    app = Flask("tests", static_folder=None)
    CORS(app, origins=APP)
    app.add_url_rule("/", "view", lambda: ("", {"X-One": "1", "X-Two": "2"}))
    said = flask_cors(app, "check", "/", "--origin", APP)
    assert "Hidden: The page cannot read x-one, x-two; expose_headers shows them." in said.words
    said = flask_cors(app, "check", "/", "--origin", APP, "--method", "PUT")
    assert "with status 405." in said.words
    assert "Hidden:" not in said.words


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
