"""The log: decisions for those who ask for them, refusals for whoever debugs."""

from __future__ import annotations

import logging
import typing as t

import pytest
from flask import Flask
from flask import Response

from flask_cors import CORS
from flask_cors import cross_origin

from .support import ADMIN
from .support import APP
from .support import EVIL
from .support import fetch
from .support import preflight


def make_app(**config: t.Any) -> Flask:
    app = Flask("tests")
    app.config.update(config)
    CORS(app, origins=[APP], methods=["GET"], allow_headers=["X-One"])
    app.add_url_rule("/<path:path>", view_func=lambda path: "view")
    return app


def logged(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """Levels and messages; every one in one printable line."""
    found = [
        (each.levelname, each.getMessage()) for each in caplog.records if each.name == "flask_cors"
    ]
    assert all(message.isprintable() for _, message in found)
    return found


def test_nothing_is_logged_of_ordinary_requests(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    client = make_app().test_client()
    for origin in (APP, EVIL, None):
        fetch(client, "/x", origin=origin)
        preflight(client, "/x", "PUT", origin or ADMIN)
    assert logged(caplog) == []


def test_line_is_short_however_many_origins_there_are(caplog: pytest.LogCaptureFixture) -> None:
    app = Flask("tests")
    app.debug = True
    CORS(app, origins=[f"https://{number}.example.com" for number in range(5000)])
    app.add_url_rule("/x", view_func=lambda: "view")
    fetch(app.test_client(), "/x", origin=EVIL)
    text = (
        f"GET /x from {EVIL}: refused by every path, since the origin is not one that the policy "
        f'lets in. Write origins=[..., "{EVIL}"] in CORS(app, ...).'
    )
    assert logged(caplog) == [("WARNING", text)]


def test_refusal_for_want_of_a_rule_that_could_be_used(caplog: pytest.LogCaptureFixture) -> None:
    """It is not the origin that is at fault, nor is there a rule to name."""
    app = Flask("tests")
    app.debug = True
    CORS(app, resources={r"/api/\d+": {"origins": APP}})
    path = "/api/".ljust(4097, "1")
    fetch(app.test_client(), path)
    text = (
        f"GET {path} from {APP}: refused, since the path is too long to be tried against every "
        "pattern that may govern it. Ask for a path of at most 4096 characters, or govern it by "
        "plain paths and subtrees such as /api/* alone."
    )
    assert logged(caplog) == [("WARNING", text)]


NO_RULE = (
    f"{{}} from {APP}: the browser blocks this, since no rule of the app governs this URL. What to "
    "write is told by flask cors check."
)


@pytest.mark.parametrize("decorated", [False, True])
@pytest.mark.parametrize(
    ("path", "options", "asked"),
    [
        pytest.param("/x", {}, "GET /x", id="a page on another origin"),
        pytest.param("/x", {"method": "POST"}, "POST /x", id="a method that no view has"),
        pytest.param(
            "/x",
            {"method": "OPTIONS", "headers": {"Access-Control-Request-Method": "PUT"}},
            "Preflight for PUT /x",
            id="a preflight",
        ),
        pytest.param("/nowhere", {}, "GET /nowhere", id="no view"),
        pytest.param(
            "/x", {"headers": {"Sec-Fetch-Mode": "cors"}}, "GET /x", id="a browser that says so"
        ),
        pytest.param("/x", {"headers": {"Sec-Fetch-Mode": "navigate"}}, None, id="a form"),
        pytest.param("/x", {"base_url": APP}, None, id="a page of the app"),
        pytest.param("/own", {}, None, id="the app writes the fields"),
    ],
)
def test_want_of_a_rule(
    path: str,
    options: dict[str, t.Any],
    asked: str | None,
    decorated: bool,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It is told to whoever debugs, whether the path decides or the view."""
    app = Flask("tests")
    app.debug = True
    CORS(app, resources={"/api/*": {"origins": APP}})
    app.add_url_rule("/x", view_func=lambda: "view", endpoint="x")
    app.add_url_rule(
        "/own", view_func=lambda: ("", {"access-control-allow-origin": "*"}), endpoint="own"
    )
    if decorated:
        app.add_url_rule("/decorated", view_func=cross_origin(origins=APP)(lambda: ""))
    client = app.test_client()
    fetch(client, "/x", origin=None)  # now it is known whether the path decides
    client.open(path, **{**options, "headers": {"Origin": APP, **options.get("headers", {})}})
    expected = [] if asked is None else [("WARNING", NO_RULE.format(asked))]
    assert logged(caplog) == expected


NO_METHOD = "No rule can allow a method of this name."
NO_HEADER = 'No rule can allow a header called "*", nor one whose name is no token.'


@pytest.mark.parametrize(
    ("method", "headers", "remedy"),
    [
        pytest.param("TRACE", None, NO_METHOD, id="a method that browsers let nobody use"),
        pytest.param("a b", None, NO_METHOD, id="a method that is no token"),
        pytest.param("", None, NO_METHOD, id="no method"),
        pytest.param("*", None, NO_METHOD, id="a method called *"),
        pytest.param("PUT", "x b", NO_HEADER, id="a header that is no token"),
        pytest.param("PUT", "*", NO_HEADER, id="a header called *"),
        pytest.param(
            "PUT",
            "x b, x-c",
            f'{NO_HEADER} Write allow_headers=["x-a", "x-c"] in CORS(app, ...).',
            id="one of two headers",
        ),
    ],
)
def test_what_no_rule_can_allow(
    method: str, headers: str | None, remedy: str, caplog: pytest.LogCaptureFixture
) -> None:
    """No remedy names what would be refused."""
    app = Flask("tests")
    app.debug = True
    CORS(app, origins=APP, allow_headers=["x-a"])
    asked = {"Origin": APP, "Access-Control-Request-Method": method}
    if headers is not None:
        asked["Access-Control-Request-Headers"] = headers
    app.test_client().options("/", headers=asked)
    ((level, message),) = logged(caplog)
    assert level == "WARNING"
    assert message.partition("that the policy allows. ")[2] == remedy


@pytest.mark.parametrize(
    ("debug", "origin"),
    [
        pytest.param(False, APP, id="nobody debugs"),
        pytest.param(True, None, id="no page asks"),
    ],
)
def test_want_of_a_rule_that_is_not_told(
    debug: bool, origin: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    app = Flask("tests")
    app.debug = debug
    CORS(app, resources={"/api/*": {"origins": APP}})
    app.add_url_rule("/x", view_func=lambda: "view")
    client = app.test_client()
    for _ in range(2):
        fetch(client, "/x", origin=origin)
    assert logged(caplog) == []


@pytest.mark.parametrize("debug", [False, True])
def test_decisions(debug: bool, caplog: pytest.LogCaptureFixture) -> None:
    client = make_app(DEBUG=debug).test_client()
    fetch(client, "/before")
    caplog.set_level(logging.DEBUG)
    fetch(client, "/x")
    fetch(client, "/x", origin=None)
    preflight(client, "/x")
    assert logged(caplog) == [
        ("DEBUG", f"GET /x from {APP}: allowed by every path."),
        ("DEBUG", f"Preflight for GET /x from {APP}: allowed by every path."),
    ]


REFUSED = [
    pytest.param(
        lambda client: fetch(client, "/x", origin=EVIL),
        f"GET /x from {EVIL}: refused by every path, since the origin is not one that the policy "
        "lets in.",
        f'Write origins=["{APP}", "{EVIL}"] in CORS(app, ...).',
        id="origin",
    ),
    pytest.param(
        lambda client: preflight(client, "/x", "PUT"),
        f"Preflight for PUT /x from {APP}: refused by every path, since the method is not one that "
        "the policy allows.",
        'Write methods=["GET", "PUT"] in CORS(app, ...).',
        id="method",
    ),
    pytest.param(
        lambda client: preflight(
            client, "/x", headers={"Access-Control-Request-Headers": "x-one, ,X-Two"}
        ),
        f"Preflight for GET /x from {APP}: refused by every path, since a requested header is not "
        "one that the policy allows.",
        'Write allow_headers=["x-one", "x-two"] in CORS(app, ...).',
        id="header",
    ),
    pytest.param(
        lambda client: preflight(
            client, "/x", headers={"Access-Control-Request-Headers": ",".join(["x-one"] * 200)}
        ),
        f"Preflight for GET /x from {APP}: refused by every path, since more header names were "
        "requested than are read.",
        "Send fewer headers: at most 128 names, of 8192 characters in all.",
        id="too many headers",
    ),
    pytest.param(
        lambda client: fetch(client, "/x", origin="javascript:\x1b[31malert"),
        r"GET /x from javascript:\x1b[31malert: refused by every path, since the origin is not one "
        "that the policy lets in.",
        "No browser sends such an Origin.",
        id="no origin",
    ),
    pytest.param(
        lambda client: fetch(
            client, "/x", headers={"Access-Control-Request-Private-Network": "true"}
        ),
        f"GET /x from {APP}: refused by every path, since the policy does not let pages in from a "
        "less private network.",
        "Write allow_private_network=True in CORS(app, ...).",
        id="private network",
    ),
]


@pytest.mark.parametrize(("ask", "reason", "remedy"), REFUSED)
def test_refusal_in_debug_mode(
    ask: t.Any, reason: str, remedy: str, caplog: pytest.LogCaptureFixture
) -> None:
    ask(make_app(DEBUG=True).test_client())
    assert logged(caplog) == [("WARNING", f"{reason} {remedy}")]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": "http://localhost"}, id="by its address"),
        pytest.param({"Origin": EVIL, "Sec-Fetch-Site": "same-origin"}, id="as a browser says"),
        pytest.param({"Origin": EVIL, "Sec-Fetch-Mode": "websocket"}, id="no matter of CORS"),
    ],
)
@pytest.mark.parametrize("debug", [False, True])
def test_no_refusal_of_the_apps_own_page(
    debug: bool, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    """The answer is the same, and a remedy would be a mistake."""
    caplog.set_level(logging.DEBUG)
    response = make_app(DEBUG=debug).test_client().post("/x", headers=headers)
    assert "Access-Control-Allow-Origin" not in response.headers
    assert logged(caplog) == []


@pytest.mark.parametrize(("ask", "reason", "remedy"), REFUSED)
def test_refusal_for_those_who_ask(
    ask: t.Any, reason: str, remedy: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ask(make_app().test_client())
    assert logged(caplog) == [("DEBUG", reason)]


def test_fields_of_the_apps_own_in_debug_mode(caplog: pytest.LogCaptureFixture) -> None:
    app = make_app(DEBUG=True)

    @app.after_request
    def add_field(response: Response) -> Response:
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    fetch(app.test_client(), "/x")
    ((level, message),) = logged(caplog)
    assert level == "WARNING"
    assert message == (
        f"GET /x from {APP}: allowed by every path; but the app's response carries CORS fields of "
        "its own. Take out the CORS fields that the app itself writes."
    )


def test_control_characters_are_escaped(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    fetch(make_app().test_client(), "/x%0d%0aINFO:%20all%20is%20well%1b[31m")
    ((_, message),) = logged(caplog)
    assert message.startswith(r"GET /x\r\nINFO: all is well\x1b[31m from ")
