"""`flask cors explain`: messages about what came after a redirect.

Chromium names where that led, and then in parentheses what the page asked for; Firefox and Safari
name where it led.
"""

from __future__ import annotations

import typing as t

import pytest
from flask import Flask
from flask import redirect
from flask import request

from flask_cors import CORS

from .support import APP
from .support import flask_cors

if t.TYPE_CHECKING:
    from werkzeug import Response

API = "https://api.example.com"
HTTP = "http://api.example.com"
LOCAL = "http://localhost:3000"
LOGIN = "https://login.example.net/authorize"
NO_FIELD = "No 'Access-Control-Allow-Origin' header is present on the requested resource."
NOT_EQUAL = (
    "The 'Access-Control-Allow-Origin' header has a value 'https://login.example.net' that is not "
    "equal to the supplied origin."
)
DURING_PREFLIGHT = "Response to preflight request doesn't pass access control check: "
LEFT = (
    "The app redirects to {}, where another server answers: let the page ask that URL, and that "
    "server let the page in."
)
NULL = "A redirect that goes on to another origin makes the browser send Origin: null."
NOT_SO = "This app would not make a browser say that"
FIREFOX = (
    f"Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource "
    f"at {LOGIN}. (Reason: CORS header 'Access-Control-Allow-Origin' missing). Status code: 200."
)
SAFARI = (
    f"Origin {APP} is not allowed by Access-Control-Allow-Origin. Status code: 200\n"
    f"Fetch API cannot load {LOGIN} due to access control checks."
)


def redirecting() -> Flask:
    """An app that redirects from /api/* in several ways, and lets pages in there alone."""
    app = Flask("tests", static_folder=None)
    CORS(app, resources={"/api/*": {"origins": [APP, LOCAL], "allow_headers": "X-Key"}})

    @app.before_request
    def over_https() -> Response | None:
        if request.scheme == "http" and request.path == "/api/secure":
            return redirect(request.url.replace("http:", "https:", 1), 307)
        return None

    leads_to = {
        "/api/me": LOGIN,
        "/api/chain": "/api/me",
        "/api/own-login": "/login",
        "/api/home": "https://login.example.net/",
    }
    for path, target in leads_to.items():
        app.add_url_rule(path, path, lambda target=target: redirect(target, 307))
    for path in ("/", "/login", "/api/secure", "/api/still"):
        app.add_url_rule(path, path, lambda: "")
    return app


def chromium(last: str, first: str, said: str = NO_FIELD, origin: str = APP) -> str:
    return (
        f"Access to fetch at '{last}' (redirected from '{first}') from origin '{origin}' has been "
        f"blocked by CORS policy: {said}"
    )


@pytest.mark.parametrize(
    ("message", "options", "remedy"),
    [
        pytest.param(
            chromium(LOGIN, f"{API}/api/me"), [], LEFT.format(LOGIN), id="to a login elsewhere"
        ),
        pytest.param(
            f"{chromium(LOGIN, f'{API}/api/me')}\nGET {LOGIN} net::ERR_FAILED 200 (OK)",
            [],
            LEFT.format(LOGIN),
            id="to a login elsewhere, with the status of it",
        ),
        pytest.param(
            chromium(LOGIN, f"{API}/api/me", NOT_EQUAL),
            [],
            LEFT.format(LOGIN),
            id="to a login elsewhere, which has fields of its own",
        ),
        pytest.param(
            chromium(LOGIN, f"{API}/api/me", DURING_PREFLIGHT + NO_FIELD),
            ["--header", "X-Key: 1"],
            LEFT.format(LOGIN),
            id="to a login elsewhere, which is sent a preflight",
        ),
        pytest.param(
            chromium(LOGIN, f"{API}/api/me", DURING_PREFLIGHT + NO_FIELD),
            [],
            LEFT.format(LOGIN),
            id="to a login elsewhere, which is sent a preflight for what nobody names",
        ),
        pytest.param(
            chromium(f"{LOGIN}/step?state=4f1", f"{API}/api/me"),
            [],
            LEFT.format(LOGIN),
            id="to a login elsewhere, which redirects itself",
        ),
        pytest.param(
            chromium(LOGIN, f"{API}/api/chain"), [], LEFT.format(LOGIN), id="by two redirects"
        ),
        pytest.param(
            chromium("https://login.example.net/", f"{API}/api/home"),
            [],
            LEFT.format("https://login.example.net/"),
            id="to a path that the app has, too",
        ),
        pytest.param(
            chromium(LOGIN, "https://proxy.example.com/v1/me"),
            ["--url", f"{API}/api/me"],
            LEFT.format(LOGIN),
            id="of a URL that the app knows by another name",
        ),
        pytest.param(
            chromium(f"{API}/api/secure", f"{HTTP}/api/secure", origin=LOCAL),
            [],
            f"{NULL} Redirect within one origin, or let the page ask the last URL. In the page, "
            f'write {{"url": "{API}/api/secure"}}.',
            id="to https, after which the browser does not name the page",
        ),
        pytest.param(
            chromium(f"{API}/login", f"{API}/api/own-login"),
            [],
            'Write CORS(app, resources={"/login": {"origins": ["https://app.example.com"]}})',
            id="to a login of the app's own",
        ),
        pytest.param(
            FIREFOX, ["--url", f"{API}/api/me", "--origin", APP], LEFT.format(LOGIN), id="Firefox"
        ),
        pytest.param(SAFARI, ["--url", f"{API}/api/me"], LEFT.format(LOGIN), id="Safari"),
    ],
)
def test_redirect_is_explained(message: str, options: list[str], remedy: str) -> None:
    said = flask_cors(redirecting(), "explain", message, *options)
    assert (said.status, said.err) == (0, "")
    assert remedy in said.words
    assert "The message" not in said.words


@pytest.mark.parametrize(
    ("message", "told"),
    [
        pytest.param(
            chromium(LOGIN, f"{API}/api/still"),
            f"{NOT_SO}: asked here, it does not redirect to another server. So something before "
            "it did, such as a proxy that sends people to a login: let it answer pages without a "
            f"redirect, or let the page ask {LOGIN} itself, and that server let the page in.",
            id="to a login elsewhere",
        ),
        pytest.param(
            chromium(f"{API}/api/still", f"{API}/login"),
            f"{NOT_SO}. Either another server answered",
            id="within the app, from a URL at which the page is not let in",
        ),
    ],
)
def test_redirect_that_the_app_does_not_make(message: str, told: str) -> None:
    """What would be wrong with the URL that the page asked for is not what the message is about."""
    said = flask_cors(redirecting(), "explain", message)
    assert (said.status, said.err) == (1, "")
    assert said.words.startswith(told)


@pytest.mark.parametrize(
    ("url", "page"),
    [
        pytest.param(f"{API}/api/own-login", APP, id="to a login of the app's own"),
        pytest.param(f"{HTTP}/api/secure", LOCAL, id="to https"),
    ],
)
def test_what_check_prints_is_explained_alike(url: str, page: str) -> None:
    app, form = redirecting(), ("--format", "json")
    checked = flask_cors(app, "check", url, "--origin", page, *form).json
    (line,) = checked["console"]["Chromium"]
    assert f"(redirected from '{url}')" in line
    explained = flask_cors(app, "explain", line, *form).json["explained"]
    assert explained == {name: checked[name] for name in explained}
