"""`flask cors explain`: what it says beside an explanation, and where the app explains nothing."""

from __future__ import annotations

import pytest
from flask import Flask
from flask import redirect

from flask_cors import CORS

from .support import ADMIN
from .support import APP
from .support import Said
from .support import flask_cors

ITEMS = "http://127.0.0.1:5000/api/items"
STRANGER = "https://page.example"

NO_FIELD = "No 'Access-Control-Allow-Origin' header is present on the requested resource."
CHROMIUM = f"Access to fetch at '{ITEMS}' from origin '{{}}' has been blocked by CORS policy: {{}}"
OLDER = f"XMLHttpRequest cannot load {ITEMS}. {{}} Origin '{{}}' is therefore not allowed access."
FIREFOX = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource "
    f"at {ITEMS}. (Reason: {{}}). Status code: {{}}."
)
MISSING = "CORS header 'Access-Control-Allow-Origin' missing"
SAFARI = "Origin {} is not allowed by Access-Control-Allow-Origin."
SAFARI_BARE = f"Fetch API cannot load {ITEMS} due to access control checks."
NOT_SO = "This app would not make a browser say that"
IN_PREFLIGHT = "Response to preflight request doesn't pass access control check: "
NO_CREDENTIALS = (
    "Credentials flag is 'true', but the 'Access-Control-Allow-Credentials' header is ''. It must "
    "be 'true' to allow credentials."
)


def explain(message: str, *options: str) -> Said:
    app = Flask("tests", static_folder=None)
    CORS(app, resources={"/api/*": {"origins": APP}, "/public/*": {"origins": ADMIN}})
    for path in ("/api/items", "/public/news"):
        app.add_url_rule(path, path[1:], lambda: "", methods=["GET", "POST"])
    return flask_cors(app, "explain", message, *options)


# The URL that is not named


@pytest.mark.parametrize(
    ("message", "options", "url"),
    [
        pytest.param(SAFARI.format(STRANGER), [], ITEMS, id="Safari: the first line alone"),
        pytest.param(NO_CREDENTIALS, [], ITEMS, id="an older Chromium: the end alone"),
        pytest.param(
            SAFARI.format(APP), [], "http://127.0.0.1:5000/public/news", id="a page of one rule"
        ),
        pytest.param(SAFARI.format(STRANGER), ["--url", "/api/items"], None, id="given"),
        pytest.param(CHROMIUM.format(STRANGER, NO_FIELD), [], None, id="named"),
    ],
)
def test_url_that_stands_for_the_one_that_is_not_named(
    message: str, options: list[str], url: str | None
) -> None:
    said = explain(message, *options)
    assert said.status == 0
    told = f"The message does not name the URL: {url} stands for it. Give it with --url."
    assert (told in said.words) is (url is not None)
    assert ("does not name the URL" in said.words) is (url is not None)


# The status

FAILED = f"{ITEMS} net::ERR_FAILED {{}}"
OF_GATEWAY = "This app would not make a browser say that: it did not answer {}."
OPENED = "Write origins="


@pytest.mark.parametrize(
    ("message", "options", "status", "asks_for_page"),
    [
        pytest.param(FIREFOX.format(MISSING, 413), [], 413, True, id="Firefox"),
        pytest.param(FIREFOX.format(MISSING, 413), ["--origin", APP], 413, False, id="let in"),
        pytest.param(FIREFOX.format(MISSING, 522), [], 522, True, id="Cloudflare"),
        pytest.param(
            FIREFOX.format("CORS preflight response did not succeed", 502),
            [],
            502,
            True,
            id="Firefox: preflight",
        ),
        pytest.param(
            f"Preflight response is not successful. Status code: 503\nFetch API cannot load {ITEMS}"
            " due to access control checks.",
            [],
            503,
            True,
            id="Safari: preflight",
        ),
        pytest.param(f"{SAFARI.format(APP)} Status code: 504", ["--url", "/api/items"], 504, False),
        pytest.param(
            f"{CHROMIUM.format(APP, NO_FIELD)}\nPOST {FAILED.format('413 (Payload Too Large)')}",
            [],
            413,
            False,
            id="Chromium: in a line of its own",
        ),
        pytest.param(
            f"{OLDER.format(NO_FIELD, APP)} The response had HTTP status code 502.",
            [],
            502,
            False,
            id="an older Chromium",
        ),
    ],
)
def test_status_of_a_gateway(
    message: str, options: list[str], status: int, asks_for_page: bool
) -> None:
    """Nothing is opened for a page of which nobody knows, since the app did not answer at all."""
    said = explain(message, *options)
    assert said.status == 1
    assert said.words.startswith(OF_GATEWAY.format(status))
    assert OPENED not in said.words
    assert ("Whether the app lets the page in at all" in said.words) is asks_for_page


@pytest.mark.parametrize(
    ("message", "options", "status"),
    [
        pytest.param(
            FIREFOX.format(MISSING, 413), ["--origin", STRANGER], 413, id="a gateway's, Firefox"
        ),
        pytest.param(
            f"{CHROMIUM.format(STRANGER, NO_FIELD)}\nGET {FAILED.format('502 (Bad Gateway)')}",
            [],
            502,
            id="a gateway's, Chromium",
        ),
        pytest.param(FIREFOX.format(MISSING, 500), [], 500, id="perhaps that of another view"),
        pytest.param(FIREFOX.format(MISSING, 200), [], None, id="the app's own"),
        pytest.param(
            f"{CHROMIUM.format(STRANGER, NO_FIELD)}\nGET {FAILED.format('200 (OK)')}",
            [],
            None,
            id="the app's own, Chromium",
        ),
        pytest.param(f"{SAFARI.format(STRANGER)} Status code: 200", [], None, id="Safari"),
        pytest.param(
            FIREFOX.format(MISSING, 403), [], None, id="the app's own: it refused a preflight"
        ),
    ],
)
def test_status_that_the_app_did_not_answer(
    message: str, options: list[str], status: int | None
) -> None:
    """A page that is not let in is told so; but that may not be all."""
    said = explain(message, *options)
    assert said.status == 0
    assert "The origin is not one that the policy lets in." in said.words
    assert OPENED in said.words
    told = f"tells of the status {status}, which is not what the app answered here"
    assert (told in said.words) is (status is not None)
    assert ("tells of the status" in said.words) is (status is not None)


# What is not named, and matters

CREDENTIALS = "Nor does it say that the page asks with credentials"
CUT = CHROMIUM.format(APP, "")


@pytest.mark.parametrize(
    ("message", "options", "origins", "page", "assumed"),
    [
        pytest.param(SAFARI_BARE, [], APP, STRANGER, False, id="rather the origin"),
        pytest.param(SAFARI_BARE, [], "*", STRANGER, True, id="where every origin is let in"),
        pytest.param(SAFARI_BARE, ["--origin", APP], APP, APP, True, id="where the page is let in"),
        pytest.param(SAFARI_BARE, ["--credentials"], APP, APP, False, id="told"),
        pytest.param(CUT, [], APP, APP, True, id="Chromium, cut"),
        pytest.param(NO_CREDENTIALS, [], APP, APP, False, id="named by the message"),
    ],
)
def test_credentials_of_which_the_message_does_not_speak(
    message: str, options: list[str], origins: str, page: str, assumed: bool
) -> None:
    app = Flask("tests", static_folder=None)
    CORS(app, origins=origins)
    app.add_url_rule("/api/items", "items", lambda: "")
    said = flask_cors(app, "explain", message, *options)
    assert said.status == 0
    assert said.words.startswith(f"A page of {page} asks for GET {ITEMS}")
    assert (CREDENTIALS in said.words) is assumed
    assert ("supports_credentials=True" in said.words) is (page == APP or origins == "*")


# What fails


def failing(*methods: str, **config: bool) -> Flask:
    """An app one of whose views raises."""
    app = Flask("tests", static_folder=None)
    app.config.from_mapping(config)
    CORS(app, origins=APP)

    def fail() -> str:
        raise LookupError

    app.add_url_rule("/fails/items", "fails", fail, methods=methods or ["GET"])
    app.add_url_rule("/works/items", "works", lambda: "", methods=methods or ["GET"])
    return app


@pytest.mark.parametrize("methods", [["GET"], ["GET", "POST"]])
@pytest.mark.parametrize(
    ("status", "url"),
    [
        pytest.param(200, "/works/items", id="of the second"),
        pytest.param(500, "/fails/items", id="of the first"),
        pytest.param(201, "/fails/items", id="of none, so the first is as likely as another"),
    ],
)
def test_status_tells_which_url_a_message_is_about(
    status: int, url: str, methods: list[str]
) -> None:
    """What stands for the answer of a view that was not asked tells nothing."""
    app = failing(*methods)
    said = flask_cors(app, "explain", f"{SAFARI.format(STRANGER)} Status code: {status}")
    assert said.status == 0
    assert said.words.startswith(f"A page of {STRANGER} asks for GET http://127.0.0.1:5000{url},")


def test_status_of_a_view_that_is_not_asked() -> None:
    app = failing()
    app.add_url_rule("/fails/items", "add", lambda: "", methods=["POST"])
    message = FIREFOX.format(MISSING, 200).replace("/api/", "/fails/")
    said = flask_cors(app, "explain", message, "--origin", STRANGER)
    assert said.status == 0
    assert "asks for POST" in said.words
    assert "tells of the status" not in said.words


DEBUG = "Asked here, the app raised LookupError. In debug mode not Flask answers that"


def failed(message: str) -> str:
    return message.replace("/api/", "/fails/")


@pytest.mark.parametrize(
    ("message", "options", "app", "status", "is_told"),
    [
        pytest.param(failed(CHROMIUM.format(APP, NO_FIELD)), [], failing(), 1, True, id="Chromium"),
        pytest.param(
            failed(FIREFOX.format(MISSING, 500)),
            [],
            failing(),
            0,
            True,
            id="Firefox, which does not name the page",
        ),
        pytest.param(
            failed(FIREFOX.format(MISSING, 500)),
            ["--origin", APP],
            failing(),
            1,
            True,
            id="Firefox, and the page is given",
        ),
        pytest.param(
            failed(SAFARI_BARE), ["--origin", APP], failing(), 0, True, id="Safari does not say why"
        ),
        pytest.param(
            failed(CHROMIUM.format(STRANGER, NO_FIELD)),
            [],
            failing(),
            0,
            False,
            id="the page is not let in, anyhow",
        ),
        pytest.param(
            failed(FIREFOX.format(MISSING, 404)),
            ["--origin", APP],
            failing(),
            1,
            False,
            id="another status",
        ),
        pytest.param(
            CHROMIUM.format(APP, NO_FIELD).replace("/api/", "/works/"),
            [],
            failing(),
            1,
            False,
            id="nothing fails",
        ),
        pytest.param(
            failed(CHROMIUM.format(APP, NO_CREDENTIALS)), [], failing(), 0, False, id="another step"
        ),
        pytest.param(
            failed(CHROMIUM.format(APP, NO_FIELD)),
            [],
            failing(CORS_DEBUG_ERRORS=True),
            1,
            False,
            id="pages can read what is raised in debug mode",
        ),
        pytest.param(
            failed(FIREFOX.format(MISSING, 500)),
            [],
            failing(PROPAGATE_EXCEPTIONS=True),
            0,
            False,
            id="Flask does not answer here, either",
        ),
    ],
)
def test_app_that_fails_may_have_run_in_debug_mode(
    message: str, options: list[str], app: Flask, status: int, is_told: bool
) -> None:
    said = flask_cors(app, "explain", message, *options)
    assert said.status == status
    assert (DEBUG in said.words) is is_told


def test_app_that_fails_in_debug_mode() -> None:
    message = failed(CHROMIUM.format(APP, NO_FIELD))
    said = flask_cors(failing(), "explain", message, env={"FLASK_DEBUG": "1"})
    assert said.status == 0
    assert "The app let out LookupError" in said.words
    assert "Write CORS_DEBUG_ERRORS=True in the app's config." in said.words
    assert DEBUG not in said.words


MAY_RAISE = "Perhaps the view for another method raises: look for a traceback in the terminal"
WORKS = CHROMIUM.format(APP, NO_FIELD).replace("/api/", "/works/")


@pytest.mark.parametrize(
    ("message", "options", "config", "is_told"),
    [
        pytest.param(WORKS, [], {}, True, id="Chromium"),
        pytest.param(
            FIREFOX.format(MISSING, 500).replace("/api/", "/works/"),
            ["--origin", APP],
            {},
            True,
            id="Firefox",
        ),
        pytest.param(
            FIREFOX.format(MISSING, 404).replace("/api/", "/works/"),
            ["--origin", APP],
            {},
            False,
            id="another status",
        ),
        pytest.param(
            WORKS, ["--method", "POST", "--url", "/works/items"], {}, False, id="it was asked"
        ),
        pytest.param(
            CHROMIUM.format(APP, IN_PREFLIGHT + NO_FIELD), [], {}, False, id="no view was called"
        ),
        pytest.param(WORKS, [], {"CORS_DEBUG_ERRORS": True}, False, id="pages can read it"),
        pytest.param(
            CHROMIUM.replace(f"'{ITEMS}'", f"'{STRANGER}' (redirected from '{ITEMS}')")
            .replace("/api/", "/works/")
            .format(APP, NO_FIELD),
            [],
            {},
            False,
            id="another server answered",
        ),
    ],
)
def test_view_that_is_not_asked_may_fail_in_debug_mode(
    message: str,
    options: list[str],
    config: dict[str, bool],
    is_told: bool,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Requests that are only guessed are not told of in the log."""
    app = failing("GET", "POST", **config)
    said = flask_cors(app, "explain", message, *options, env={"FLASK_DEBUG": "1"})
    assert said.status == 1
    assert said.words.startswith(MAY_RAISE if is_told else NOT_SO)
    assert ("write CORS_DEBUG_ERRORS=True in the app's config" in said.words) is is_told
    assert [each for each in caplog.records if each.name == "flask_cors"] == []


# Several values


@pytest.mark.parametrize("value", ["*, *", f"{APP}, {APP}", f"*, {APP}"])
def test_field_that_is_added_twice(value: str) -> None:
    several = f"The 'Access-Control-Allow-Origin' header contains multiple values '{value}', but"
    for message in (
        CHROMIUM.format(APP, f"{several} only one is allowed."),
        OLDER.format(f"{several} only one is allowed.", APP),
        FIREFOX.format("Multiple CORS header 'Access-Control-Allow-Origin' not allowed", "200"),
    ):
        said = explain(message)
        assert said.status == 1
        assert "one of the two has to be silent" in said.words
        assert "CORS_ENABLED=False" in said.words
        assert "an older version" not in said.words


# What no field of a server decides

SCHEMES_ONLY = (
    "Cross origin requests are only supported for protocol schemes: chrome, data, http, https."
)
MIXED = (
    "Mixed Content: The page at 'https://a.example/' was loaded over HTTPS, but requested an "
    "insecure "
)
BLOCKED = (
    "'http://api.example.com/things/'. This request has been blocked; the content must be served "
    "over HTTPS."
)
INSECURE = "[Warning] [blocked] The page at https://a.example/"
PROXY_FIX = (
    "let the page ask for the URL with the slash, and write app.wsgi_app = ProxyFix(app.wsgi_app, "
    "x_proto=1)."
)
NOT_AT = "localhost:5000/api/items"


@pytest.mark.parametrize(
    ("message", "means"),
    [
        pytest.param(f"{MIXED}resource {BLOCKED}", PROXY_FIX, id="mixed content"),
        pytest.param(
            f"{MIXED}XMLHttpRequest endpoint {BLOCKED}", PROXY_FIX, id="of XMLHttpRequest"
        ),
        pytest.param(f"{MIXED}EventSource endpoint {BLOCKED}", PROXY_FIX, id="of EventSource"),
        pytest.param(
            'Blocked loading mixed active content "http://api.example.com/things/"',
            PROXY_FIX,
            id="mixed content, Firefox",
        ),
        pytest.param(
            f"{INSECURE} requested insecure content from http://api.example.com/things/. This "
            "content was blocked and must be served over HTTPS.",
            PROXY_FIX,
            id="mixed content, Safari",
        ),
        pytest.param(
            f"{INSECURE} requested insecure content from http://api.example.com/things/. This "
            "content was blocked and must",
            PROXY_FIX,
            id="mixed content, Safari, cut",
        ),
        pytest.param(
            f"{INSECURE} was not allowed to display insecure content from {ITEMS}. (app.js, line 1)"
            f"\n[Error] Not allowed to request resource\n[Error] {SAFARI_BARE}",
            PROXY_FIX,
            id="mixed content, Safari, with what it says besides",
        ),
        pytest.param(
            f"{INSECURE} was not allowed to run insecure content from {ITEMS}.",
            PROXY_FIX,
            id="mixed content, an older Safari",
        ),
        pytest.param(
            'Refused to get unsafe header "X-Total-Count"',
            "name the header in expose_headers.",
            id="a response header that is hidden",
        ),
        pytest.param(
            "app.js:7 Refused to get unsafe header X-Total-Count",
            "name the header in expose_headers.",
            id="a response header that is hidden, without what a shell takes away",
        ),
        pytest.param(
            f"{CHROMIUM.format('http://localhost:3000', SCHEMES_ONLY).replace(ITEMS, NOT_AT)}",
            "Write the whole URL in the page",
            id="no scheme, of XMLHttpRequest",
        ),
        pytest.param(
            f"XMLHttpRequest cannot load {NOT_AT}. {SCHEMES_ONLY}",
            "Write the whole URL in the page",
            id="no scheme, of XMLHttpRequest, older",
        ),
        pytest.param(
            f'Fetch API cannot load {NOT_AT}. URL scheme "localhost" is not supported.',
            "Write the whole URL in the page",
            id="no scheme, of fetch",
        ),
        pytest.param(
            "Access to script at 'file:///C:/x/app.js' from origin 'null' has been blocked by CORS "
            f"policy: {SCHEMES_ONLY}",
            "opened from the disk has to come from a web server",
            id="a page that was opened from the disk",
        ),
        pytest.param(
            f"GET {ITEMS.replace('items', 'nothing')} net::ERR_CONNECTION_REFUSED",
            "Nobody answered",
            id="a URL that the app does not serve",
        ),
    ],
)
def test_what_a_message_means_whatever_the_app(message: str, means: str) -> None:
    said = explain(message)
    assert (said.status, said.err) == (1, "")
    assert means in said.words


def test_url_that_is_given_has_to_be_one_of_the_app() -> None:
    message = CHROMIUM.format(APP, SCHEMES_ONLY).replace(ITEMS, NOT_AT)
    said = explain(message, "--url", "/nowhere")
    assert (said.status, said.out) == (2, "")
    assert "No route of the app serves /nowhere" in said.err


def test_redirect_to_another_scheme() -> None:
    """The message names where it leads; what the page asked for is the app's."""
    app = Flask("tests", static_folder=None)
    CORS(app, origins=APP)
    app.add_url_rule("/api/items", "items", lambda: redirect("ftp://127.0.0.1/"))
    checked = flask_cors(app, "check", "/api/items", "--origin", APP, "--format", "json")
    (line,) = checked.json["console"]["Chromium"]
    assert line.startswith("Access to fetch at 'ftp://127.0.0.1/' (redirected from ")
    said = flask_cors(app, "explain", line)
    assert said.status == 0
    assert "Redirect to an http:// or https:// URL" in said.words
    assert "does not name" not in said.words


# What names no cause


@pytest.mark.parametrize(
    ("message", "names_none"),
    [
        pytest.param("net::ERR_FAILED", True, id="Chromium"),
        pytest.param("Failed to load resource: net::ERR_FAILED", True, id="Chromium: a resource"),
        pytest.param(f"GET {ITEMS} net::ERR_FAILED 200 (OK)", True, id="Chromium: with a URL"),
        pytest.param("Uncaught (in promise) TypeError: Failed to fetch", True, id="of fetch"),
        pytest.param(
            "TypeError: NetworkError when attempting to fetch resource.", True, id="Firefox"
        ),
        pytest.param("Unhandled Promise Rejection: TypeError: Load failed", True, id="Safari"),
        pytest.param("AxiosError: Network Error", True, id="axios"),
        pytest.param("net::ERR_ABORTED", False, id="which the page itself may have done"),
        pytest.param("Uncaught TypeError: x is not a function", False, id="of something else"),
        pytest.param(
            "Quellübergreifende (Cross-Origin) Anfrage blockiert: [...] (Grund: CORS-Kopfzeile "
            "'Access-Control-Allow-Origin' fehlt). Statuscode: 200.",
            False,
            id="Firefox in another language",
        ),
    ],
)
def test_error_that_names_no_cause(message: str, names_none: bool) -> None:
    """What to look for is said, and what else tells; it is no message about CORS in any case."""
    said = explain(message)
    assert (said.status, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.startswith("Error: This names no cause") is names_none
    assert f"flask cors check URL --origin {STRANGER}" in said.err
    for sought in ("blocked by CORS policy", "Cross-Origin Request Blocked"):
        assert (sought in said.err) is names_none
