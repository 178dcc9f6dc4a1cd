"""`flask cors explain`: what it says beside an explanation, and where the app explains nothing."""

from __future__ import annotations

import pytest
from flask import Flask

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
