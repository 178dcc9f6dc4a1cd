"""`flask cors explain`: what a console's message means for this app."""

from __future__ import annotations

import contextlib
import typing as t

import pytest
from flask import Flask
from flask import redirect

from flask_cors import CORS
from flask_cors.signals import cors_allowed
from flask_cors.signals import cors_refused
from flask_cors.signals import preflight_answered

from .support import ADMIN
from .support import APP
from .support import Said
from .support import flask_cors

MISSING = "CORS header 'Access-Control-Allow-Origin' missing"
NO_FIELD = "No 'Access-Control-Allow-Origin' header is present on the requested resource."
IN_PREFLIGHT = "Response to preflight request doesn't pass access control check: "
FIREFOX = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource "
    "at http://127.0.0.1:5000/api/items. (Reason: {})."
)
CHROMIUM = (
    "Access to fetch at 'http://127.0.0.1:5000/api/items' from origin '{}' has been blocked by "
    "CORS policy: {}"
)


def make_app() -> Flask:
    app = Flask("tests", static_folder=None)
    CORS(app, origins=[APP, "https://*.example.net"], methods=["GET"], allow_headers=["X-One"])
    app.add_url_rule("/", "index", lambda: "", methods=["GET"])
    app.add_url_rule("/api/items", "items", lambda: "", methods=["GET", "PUT"])
    return app


def explain(message: str, *options: str, **others: str | bytes) -> Said:
    return flask_cors(make_app(), "explain", message, *options, **others)


@pytest.mark.parametrize(
    ("message", "options", "reason", "remedy"),
    [
        pytest.param(
            CHROMIUM.format(
                ADMIN,
                NO_FIELD,
            ),
            [],
            "origin-not-allowed",
            f'origins=["{APP}", "https://*.example.net", "{ADMIN}"]',
            id="Chromium: origin",
        ),
        pytest.param(
            CHROMIUM.format(
                APP,
                "Request header field x-two is not allowed by Access-Control-Allow-Headers in "
                "preflight response.",
            ),
            [],
            "header-not-allowed",
            'allow_headers=["x-one", "x-two"]',
            id="Chromium: header",
        ),
        pytest.param(
            CHROMIUM.format(
                APP,
                "Request header field access-control-allow-origin is not allowed by "
                "Access-Control-Allow-Headers in preflight response.",
            ),
            [],
            "header-not-allowed",
            "",
            id="Chromium: header that only responses have",
        ),
        pytest.param(
            CHROMIUM.format(
                APP,
                "The value of the 'Access-Control-Allow-Credentials' header in the response is '' "
                "which must be 'true' when the request's credentials mode is 'include'.",
            ),
            [],
            "credentials-not-allowed",
            "supports_credentials=True",
            id="Chromium: credentials",
        ),
        pytest.param(
            FIREFOX.format(
                "Did not find method in CORS header 'Access-Control-Allow-Methods'"),
            [],
            "method-not-allowed",
            'methods=["GET", "PUT"]',
            id="Firefox: method, the page and the method unnamed",
        ),
        pytest.param(
            FIREFOX.format(
                "Did not find method in CORS header 'Access-Control-Allow-Methods'"),
            ["--method", "DELETE", "--header", "X-Two", "--credentials", "--origin", APP],
            "credentials-not-allowed",
            None,
            id="Firefox: what is told besides does not fit",
        ),
        pytest.param(
            FIREFOX.format(MISSING),
            ["--origin", ADMIN],
            "origin-not-allowed",
            f'origins=["{APP}", "https://*.example.net", "{ADMIN}"]',
            id="Firefox: origin",
        ),
        pytest.param(
            "Method PUT is not allowed by Access-Control-Allow-Methods.\n"
            "Fetch API cannot load http://127.0.0.1:5000/api/items due to access control checks.",
            [],
            "method-not-allowed",
            'methods=["GET", "PUT"]',
            id="Safari: method",
        ),
        pytest.param(
            f"[Error] Origin {ADMIN} is not allowed by Access-Control-Allow-Origin.",
            [],
            "origin-not-allowed",
            f'origins=["{APP}", "https://*.example.net", "{ADMIN}"]',
            id="Safari: origin, the URL unnamed",
        ),
        pytest.param(
            "Request header field X-Two is not allowed by Access-Control-Allow-Headers.",
            ["--url", "/api/items"],
            "header-not-allowed",
            'allow_headers=["x-one", "x-two"]',
            id="Safari: header, the URL given",
        ),
        pytest.param(
            "Fetch API cannot load http://127.0.0.1:5000/ due to access control checks.",
            ["--origin", ADMIN],
            "origin-not-allowed",
            f'origins=["{APP}", "https://*.example.net", "{ADMIN}"]',
            id="Safari: only the line that does not say why",
        ),
        pytest.param(
            FIREFOX.format(MISSING).replace("127.0.0.1", "192.168.1.10"),
            [],
            "origin-not-allowed",
            f'origins=["{APP}", "https://*.example.net", "http://page.example"]',
            id="Firefox: over http, to another machine",
        ),
        pytest.param(
            "Fetch API cannot load http://api.local:5000/ due to access control checks.",
            [],
            "origin-not-allowed",
            f'origins=["{APP}", "https://*.example.net", "http://page.example"]',
            id="Safari: over http, to another machine",
        ),
        pytest.param(
            CHROMIUM.format(ADMIN, NO_FIELD).replace("fetch at", "CSS stylesheet at"),
            [],
            "origin-not-allowed",
            f'origins=["{APP}", "https://*.example.net", "{ADMIN}"]',
            id="Chromium: what asks has a name of two words",
        ),
        pytest.param(
            CHROMIUM.format(ADMIN, NO_FIELD).replace("items'", "items?q=it's'"),
            [],
            "origin-not-allowed",
            f'origins=["{APP}", "https://*.example.net", "{ADMIN}"]',
            id="Chromium: an apostrophe in the URL",
        ),
        pytest.param(
            CHROMIUM.format(ADMIN, IN_PREFLIGHT + NO_FIELD),
            [],
            "origin-not-allowed",
            f'origins=["{APP}", "https://*.example.net", "{ADMIN}"]',
            id="Chromium: preflight, what makes the browser ask first unnamed",
        ),
    ],
)  # fmt: skip
def test_reason_and_remedy(
    message: str, options: list[str], reason: str, remedy: str | None
) -> None:
    said = explain(message, *options, "--format", "json")
    assert (said.json["version"], said.json["engine"]) == (
        1,
        {"A": "chromium", "C": "firefox"}.get(message[0], "webkit"),
    )
    if remedy is None:
        assert (said.status, said.json["explained"]) == (1, None)
    else:
        assert said.status == 0
        assert said.json["explained"]["reasons"][0]["code"] == reason
        assert said.json["explained"]["remedy"]["python"] == remedy


def test_for_people() -> None:
    said = explain(CHROMIUM.format(ADMIN, NO_FIELD))
    assert said.status == 0
    assert said.words.startswith(f"A page of {ADMIN} asks for GET http://127.0.0.1:5000/api/items")
    assert "Reason: The origin is not one that the policy lets in." in said.words
    assert "stands for" not in said.out


def test_nobody_is_told_of_what_no_page_asked(caplog: pytest.LogCaptureFixture) -> None:
    heard: list[str] = []

    def hear(sender: Flask, **_: object) -> None:
        heard.append(sender.name)

    signals = (cors_allowed, cors_refused, preflight_answered)
    app = make_app()
    app.debug = True
    with contextlib.ExitStack() as stack:
        for signal in signals:
            stack.enter_context(signal.connected_to(hear))
        assert flask_cors(app, "explain", FIREFOX.format(MISSING)).status == 0
        assert (heard, caplog.messages) == ([], [])
        app.test_client().get("/", headers={"Origin": APP})
        assert heard == ["tests"]


def test_page_that_is_not_named() -> None:
    said = explain(FIREFOX.format(MISSING))
    assert said.status == 0
    assert "https://page.example stands for its origin. Give it with --origin." in said.words


def test_page_that_is_not_named_and_came_over_http() -> None:
    """A page that came over https could not have sent this at all."""
    said = explain(FIREFOX.format(MISSING).replace("127.0.0.1", "192.168.1.10"))
    assert said.status == 0
    assert "http://page.example stands for its origin. Give it with --origin." in said.words


@pytest.mark.parametrize(
    ("message", "options"),
    [
        pytest.param(
            "Method PUT is not allowed by Access-Control-Allow-Methods.", [], id="nothing"
        ),
        pytest.param(
            f"Origin {ADMIN} is not allowed by Access-Control-Allow-Origin.", [], id="the page"
        ),
        pytest.param(
            "Method PUT is not allowed by Access-Control-Allow-Methods.",
            ["--url", "/api/items", "--origin", APP],
            id="the path",
        ),
    ],
)
def test_scheme_of_the_url_that_is_not_named(message: str, options: list[str]) -> None:
    """The config says at which host, and the page came over https."""
    app = make_app()
    app.config["SERVER_NAME"] = "api.example.com"
    said = flask_cors(app, "explain", message, *options)
    assert said.status == 0
    assert "https://api.example.com/" in said.words


def test_header_that_is_not_named() -> None:
    """Nothing follows from the header that stands for it: the policy allows only X-One."""
    said = explain(CHROMIUM.format(ADMIN, IN_PREFLIGHT + NO_FIELD))
    assert said.status == 0
    assert "the header X-Requested-With stands for it." in said.words
    assert "A requested header" not in said.words


def test_method_that_is_not_named() -> None:
    """No view runs for the one that stands for it."""
    said = explain(
        FIREFOX.format("Did not find method in CORS header 'Access-Control-Allow-Methods'")
    )
    assert said.status == 0
    assert "asks for PUT" in said.words
    assert "does not name the method: PUT stands for it, for which no view was run." in said.words
    assert f"does not name the page: {APP} stands for its origin." in said.words


def test_header_that_stands_for_another_explains_nothing() -> None:
    """A page that is let in is not blocked, whatever Safari's line may be about."""
    app = Flask("tests", static_folder=None)
    CORS(app, origins=APP, supports_credentials=True, methods=["GET"], allow_headers=["X-One"])
    app.add_url_rule("/", "index", lambda: "", methods=["GET"])
    message = "Fetch API cannot load http://127.0.0.1:5000/ due to access control checks."
    said = flask_cors(app, "explain", message, "--origin", APP, "--method", "GET")
    assert (said.status, "This app would not" in said.words) == (1, True)


def test_message_that_this_app_does_not_cause() -> None:
    said = explain(
        FIREFOX.format(
            "Credential is not supported if the CORS header 'Access-Control-Allow-Origin' is '*'",
            "",
        )
    )
    assert said.status == 1
    assert "This app would not make a browser say that." in said.words
    assert "another server answered (a proxy, an older version, AirPlay on port 5000" in said.words


def test_message_about_a_view_that_was_not_asked() -> None:
    """What GET does not explain, another method may; which is said where it could help."""
    unexplained = f"Origin {APP} is not allowed by Access-Control-Allow-Origin."
    for options, tells in (
        (["--url", "/api/items"], True),
        (["--method", "PUT"], True),
        (["--url", "/api/items", "--method", "PUT"], False),
    ):
        said = explain(unexplained, *options)
        assert said.status == 1
        assert ("Its views were asked for GET only" in said.words) is tells
    said = explain("Preflight response is not successful.", "--origin", APP)
    assert said.status == 1
    assert "Its views were asked" not in said.words


def test_message_of_a_server_that_is_not_there() -> None:
    said = explain(FIREFOX.format("CORS request did not succeed") + " Status code: (null).")
    assert said.status == 1
    assert "Nobody answered, so this is no matter of CORS" in said.words


ACCOUNT = CHROMIUM.format(APP, NO_FIELD).replace("/api/items", "/account")
NO_DELETE = CHROMIUM.format(
    APP, "Method DELETE is not allowed by Access-Control-Allow-Methods in preflight response."
)


def shop() -> Flask:
    app = Flask("tests", static_folder=None)
    rules = {"/account": {"methods": ["GET"]}, "/api/*": {"methods": ["GET", "POST"]}}
    CORS(app, origins=APP, resources=rules)
    app.add_url_rule("/account", "account", lambda: "")
    app.add_url_rule("/api/items", "items", lambda: "", methods=["GET", "DELETE"])
    return app


@pytest.mark.parametrize(
    ("messages", "others"),
    [
        pytest.param([NO_DELETE], "", id="one"),
        pytest.param([NO_DELETE, NO_DELETE], "", id="one, twice"),
        pytest.param([ACCOUNT, NO_DELETE], "1 more message was there", id="first one unexplained"),
        pytest.param([NO_DELETE, ACCOUNT], "1 more message was there", id="second one unexplained"),
        pytest.param(
            [ACCOUNT.replace("/account", "/nowhere"), ACCOUNT, NO_DELETE],
            "2 more messages were there",
            id="one about a URL of another app, too",
        ),
    ],
)
def test_several_messages(messages: list[str], others: str) -> None:
    """No rule is opened for a request that nobody has sent."""
    said = flask_cors(shop(), "explain", "\n".join(messages))
    assert said.status == 0
    assert said.words.startswith(f"A page of {APP} asks for DELETE http://127.0.0.1:5000/api/items")
    assert """methods=["GET", "POST", "DELETE"] on the rule '/api/*'.""" in said.words
    assert (
        said.words.endswith(
            f"{others}, of which nothing is said here: each says something by itself."
        )
        if others
        else "nothing is said here" not in said.words
    )


def test_several_messages_of_which_none_is_explained() -> None:
    said = flask_cors(
        shop(), "explain", f"{ACCOUNT}\n{ACCOUNT.replace(APP, 'null')}", "--origin", APP
    )
    assert said.status == 1
    assert said.words.startswith("This app would not make a browser say that.")
    assert "1 more message was there" in said.words


def test_other_messages_for_programs() -> None:
    said = flask_cors(shop(), "explain", f"{ACCOUNT}\n{NO_DELETE}", "--format", "json")
    assert said.json["other_messages"] == 1
    assert said.json["explained"]["request"]["method"] == "DELETE"


def test_message_that_was_cut() -> None:
    """What is guessed then is said."""
    said = explain(CHROMIUM.format(ADMIN, ""))
    assert said.status == 0
    assert "Reason: The origin is not one that the policy lets in." in said.words
    assert "The message does not say what is wrong, or it was cut" in said.words


def redirecting(location: str) -> Flask:
    app = Flask("tests", static_folder=None)
    CORS(app, origins=APP)
    app.add_url_rule("/api/items", "items", lambda: redirect(location), methods=["GET", "PUT"])
    return app


@pytest.mark.parametrize(
    ("app", "options", "reason"),
    [
        pytest.param(make_app, ["--origin", ADMIN], "origin-not-allowed", id="origin"),
        pytest.param(
            make_app, ["--origin", APP, "--method", "PUT"], "method-not-allowed", id="method"
        ),
        pytest.param(
            make_app, ["--origin", APP, "--header", "X-Two"], "header-not-allowed", id="header"
        ),
        pytest.param(
            make_app,
            ["--origin", APP, "--credentials"],
            "credentials-not-allowed",
            id="credentials",
        ),
        pytest.param(
            make_app,
            ["--origin", APP, "--private-network"],
            "private-network-not-allowed",
            id="private network",
        ),
        pytest.param(
            lambda: redirecting("/api/items"),
            ["--origin", APP],
            "never-allowed",
            id="redirects without end",
        ),
        pytest.param(
            lambda: redirecting("https://u:p@127.0.0.1/"),
            ["--origin", APP],
            "never-allowed",
            id="a redirect to a URL with a password",
        ),
        pytest.param(
            lambda: redirecting("ftp://127.0.0.1/"),
            ["--origin", APP],
            "never-allowed",
            id="a redirect to another scheme",
        ),
        pytest.param(
            lambda: redirecting("https://other.example/"),
            ["--origin", APP],
            "left-the-app",
            id="a redirect to another app",
        ),
    ],
)
@pytest.mark.parametrize("browser", ["Chromium", "Firefox"])
def test_what_check_prints(
    app: t.Callable[[], Flask], options: list[str], reason: str, browser: str
) -> None:
    checked = flask_cors(app(), "check", "/api/items", *options, "--format", "json")
    assert checked.status == 1
    lines = "\n".join(checked.json["console"][browser])

    said = flask_cors(
        app(), "explain", lines, "--url", "/api/items", *options[:2], "--format", "json"
    )

    assert (said.status, said.json["engine"]) == (0, browser.lower())
    explained = said.json["explained"]
    assert explained["step"] == checked.json["step"]
    assert [each["code"] for each in explained["reasons"]] == [reason]
    assert explained["remedy"] == checked.json["remedy"]


def test_message_about_a_local_network() -> None:
    """The app was not asked, so it does not matter that it serves no such URL."""
    said = explain(
        CHROMIUM.format(
            APP,
            "Permission was denied for this request to access the `loopback` address space.",
        ).replace("/api/items", "/nowhere")
    )
    assert said.status == 1
    assert said.words.startswith("Chromium asks the person whether a page may reach their own")


def test_message_on_standard_input() -> None:
    message = CHROMIUM.format(
        ADMIN, "No 'Access-Control-Allow-Origin' header is\npresent on the requested resource."
    )
    assert explain("-", input=message).status == 0


def test_method_that_pages_cannot_use() -> None:
    said = explain(FIREFOX.format(MISSING), "--method", "TRACE")
    assert said.status == 1


@pytest.mark.parametrize(
    ("url", "told"),
    [
        pytest.param("http://127.0.0.1:5000/nowhere", "/nowhere.", id="like no route"),
        pytest.param(
            "http://localhost:8000/api/item", "/api/item; the nearest is /api/items.", id="mistyped"
        ),
        pytest.param("http://127.0.0.1:5000/api/items", None, id="which a route does serve"),
    ],
)
def test_url_that_nobody_serves(url: str, told: str | None) -> None:
    """The page would meet a 404 next."""
    said = explain(
        f"Access to fetch at '{url}' from origin 'https://evil.example' has "
        "been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the "
        "requested resource."
    )
    assert said.status == 0
    assert "The origin is not one that the policy lets in." in said.words
    assert ("No route of the app serves" in said.words) is (told is not None)
    assert said.words.endswith(
        f"No route of the app serves {told}" if told else "in CORS(app, ...)."
    )


@pytest.mark.parametrize(
    ("message", "options", "error"),
    [
        pytest.param(
            CHROMIUM.format(ADMIN, NO_FIELD).replace(
                "http://127.0.0.1:5000/api/items", "https://api.other.example/v1/chat"
            ),
            [],
            "No route of the app serves /v1/chat. If https://api.other.example is another server",
            id="Chromium",
        ),
        pytest.param(
            FIREFOX.format(MISSING).replace("127.0.0.1:5000/", "10.0.0.7:8000/v1/"),
            [],
            "No route of the app serves /v1/api/items; the nearest is /api/items. If "
            "http://10.0.0.7:8000 is another server",
            id="Firefox, perhaps of a URL of the app",
        ),
        pytest.param(
            CHROMIUM.format(ADMIN, NO_FIELD),
            ["--url", "https://login.example/x"],
            "No route of the app serves /x; the nearest is /. If https://login.example is another "
            "server",
            id="given",
        ),
    ],
)
def test_url_of_another_server(message: str, options: list[str], error: str) -> None:
    """A rule for every path speaks for it, but letting the page in here helps nobody."""
    said = explain(message, *options)
    assert (said.status, said.out) == (2, "")
    assert said.err == (
        f"Error: {error}, that one has to let the page in; else give with --url what the app "
        "is asked for, behind a proxy or before a redirect.\n"
    )


def test_url_at_the_host_of_the_app() -> None:
    """The config says that it is no other server's."""
    app = make_app()
    app.config["SERVER_NAME"] = "api.example.com"
    message = CHROMIUM.format(ADMIN, NO_FIELD).replace(
        "http://127.0.0.1:5000/api/", "https://api.example.com/"
    )
    said = flask_cors(app, "explain", message)
    assert said.status == 0
    assert said.words.endswith("No route of the app serves /items; the nearest is /api/items.")


def test_url_that_nobody_serves_and_no_rule_governs() -> None:
    app = Flask("tests", static_folder=None)
    CORS(app, resources={"/api/*": {"origins": APP}})
    app.add_url_rule("/api/items", "items", lambda: "")
    said = flask_cors(app, "explain", CHROMIUM.format(APP, NO_FIELD).replace("/api/", "/apis/"))
    assert (said.status, said.out) == (2, "")
    assert said.err == "Error: No route of the app serves /apis/items; the nearest is /api/items.\n"


def test_standard_input_that_is_no_text() -> None:
    said = explain("-", input=b"\xff\xfe")
    assert (said.status, said.out, said.err.count("\n")) == (2, "", 1)
    assert "This is no message of a browser's console about CORS" in said.err


@pytest.mark.skipif(
    "TRUSTED_HOSTS" not in Flask.default_config, reason="TRUSTED_HOSTS came with Flask 3.1"
)
def test_host_of_which_the_app_knows_nothing() -> None:
    app = Flask("tests", static_folder=None, host_matching=True)
    app.config["TRUSTED_HOSTS"] = ["api.example.com"]
    message = CHROMIUM.format("http://localhost:3000", NO_FIELD)
    message = message.replace("127.0.0.1:5000", "elsewhere.example")
    said = flask_cors(app, "explain", message)
    assert said.status == 0
    assert "Reason: The app does not trust the host that it is asked at. Reason: No" in said.words
    assert 'write TRUSTED_HOSTS=["api.example.com", "elsewhere.example"] in the' in said.words
