"""What the consoles of Chromium 156 and Firefox 153 said, and what is said here for them."""

from __future__ import annotations

import typing as t

import pytest

from flask_cors.testing import CHROMIUM
from flask_cors.testing import FIREFOX
from flask_cors.testing import Blocked
from flask_cors.testing import Browser
from flask_cors.testing import Profile

APP = "https://app.example.com"
API = "https://api.example.com"
URL = f"{API}/x"

Init = dict[str, t.Any]
Field = tuple[str, str]

ORIGIN = "Access-Control-Allow-Origin"
CREDENTIALS = "Access-Control-Allow-Credentials"
METHODS = "Access-Control-Allow-Methods"
HEADERS = "Access-Control-Allow-Headers"

OURS = (ORIGIN, APP)
PUT: Init = {"method": "PUT"}
COOKIES: Init = {"credentials": "include"}
TWO: Init = {"headers": {"X-Token": "1", "X-Trace": "2"}}


def answering(*fields: Field, status: int = 200) -> t.Any:
    """An app that gives every request the same answer."""

    def app(environ: t.Any, start_response: t.Any) -> list[bytes]:
        start_response(f"{status} X", list(fields))
        return [b""]

    return app


def said(app: t.Any, profile: Profile, url: str, init: Init, page: str = APP) -> list[str]:
    """What the console says."""
    opened = Browser({API: app, APP: app}, profile=profile).page(page)
    with pytest.raises(Blocked) as caught:
        opened.fetch(url, **init)
    assert caught.value.console == "\n".join(opened.console)
    return opened.console


CHECK = "Response to preflight request doesn't pass access control check: "
VALID = " Have the server send the header with a valid value."
INCLUDE = "when the request's credentials mode is 'include'."

# Fields and status of every answer, what is asked, and the words of both.
CASES = [
    pytest.param(
        [],
        200,
        {},
        f"No '{ORIGIN}' header is present on the requested resource.",
        f"CORS header ‘{ORIGIN}’ missing). Status code: 200.",
        id="no field",
    ),
    pytest.param(
        [],
        404,
        PUT,
        f"{CHECK}No '{ORIGIN}' header is present on the requested resource.",
        f"CORS header ‘{ORIGIN}’ missing). Status code: 404.",
        id="no field on a preflight",
    ),
    *(
        pytest.param(
            [(ORIGIN, value)],
            200,
            {},
            f"The '{ORIGIN}' header {words}.{VALID}",
            f"CORS header ‘{ORIGIN}’ does not match ‘{value}’).",
            id=repr(value),
        )
        for value, words in {
            "https://b.example": "has a value 'https://b.example' that is not equal to the supplied origin",
            "null": "has a value 'null' that is not equal to the supplied origin",
            "yes": "contains the invalid value 'yes'",
            "": "contains the invalid value ''",
            f"{APP}, *": f"contains multiple values '{APP}, *', but only one is allowed",
        }.items()
    ),
    pytest.param(
        [OURS, OURS],
        200,
        {},
        f"The '{ORIGIN}' header contains multiple values '{APP}, {APP}', but only one is allowed.{VALID}",
        f"Multiple CORS header ‘{ORIGIN}’ not allowed).",
        id="two fields",
    ),
    pytest.param(
        [OURS],
        200,
        COOKIES,
        f"The value of the '{CREDENTIALS}' header in the response is '' which must be 'true' {INCLUDE}",
        f"expected ‘true’ in CORS header ‘{CREDENTIALS}’).",
        id="no credentials",
    ),
    pytest.param(
        [OURS, (CREDENTIALS, "True")],
        200,
        COOKIES | PUT,
        f"{CHECK}The value of the '{CREDENTIALS}' header in the response is 'True' which must be 'true' {INCLUDE}",
        f"expected ‘true’ in CORS header ‘{CREDENTIALS}’).",
        id="True on a preflight",
    ),
    pytest.param(
        [OURS],
        405,
        PUT,
        f"{CHECK}It does not have HTTP ok status.",
        "CORS preflight response did not succeed). Status code: 405.",
        id="a preflight's status",
    ),
    pytest.param(
        [OURS, (METHODS, "GET")],
        200,
        PUT,
        f"Method PUT is not allowed by {METHODS} in preflight response.",
        f"Did not find method in CORS header ‘{METHODS}’).",
        id="a method",
    ),
    pytest.param(
        [OURS, (METHODS, "PUT; GET")],
        200,
        PUT,
        f"Cannot parse {METHODS} response header field in preflight response.",
        f"invalid token ‘PUT; GET’ in CORS header ‘{METHODS}’).",
        id="no list of methods",
    ),
    pytest.param(
        [OURS, (HEADERS, "a b")],
        200,
        TWO,
        f"Cannot parse {HEADERS} response header field in preflight response.",
        f"invalid token ‘a b’ in CORS header ‘{HEADERS}’).",
        id="no list of headers",
    ),
    pytest.param(
        [OURS, (HEADERS, "x-token")],
        200,
        TWO,
        f"Request header field x-trace is not allowed by {HEADERS} in preflight response.",
        f"header ‘x-trace’ is not allowed according to header ‘{HEADERS}’ from CORS preflight response).",
        id="a header",
    ),
]


@pytest.mark.parametrize(("fields", "status", "init", "chromium", "firefox"), CASES)
def test_checks(fields: list[Field], status: int, init: Init, chromium: str, firefox: str) -> None:
    app = answering(*fields, status=status)
    assert said(app, CHROMIUM, URL, init) == [
        f"Access to fetch at '{URL}' from origin '{APP}' has been blocked by CORS policy: {chromium}"
    ]
    preflight = "method" in init or "headers" in init
    expected = [firefox_line(firefox)] + [firefox_line(NO_SUCCESS)] * preflight
    assert said(app, FIREFOX, URL, init) == expected


NO_SUCCESS = "CORS request did not succeed). Status code: (null)."


def firefox_line(reason: str, url: str = URL) -> str:
    return (
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote "
        f"resource at {url}. (Reason: {reason}"
    )


def test_a_star_with_credentials() -> None:
    """The one case in which Firefox puts the URL in quotes."""
    app = answering((ORIGIN, "*"))
    assert said(app, FIREFOX, URL, COOKIES) == [
        firefox_line(
            f"Credential is not supported if the CORS header ‘{ORIGIN}’ is ‘*’).", f"‘{URL}’"
        )
    ]
    (line,) = said(app, CHROMIUM, URL, COOKIES)
    assert line.endswith(
        f": The value of the '{ORIGIN}' header in the response must not be the wildcard '*' {INCLUDE}"
    )


def test_xhr_with_credentials() -> None:
    page = Browser(answering((ORIGIN, "*")), API).page(APP)
    with pytest.raises(Blocked):
        page.xhr("GET", "/x", with_credentials=True)
    assert page.console[0].endswith(
        f"{INCLUDE} The credentials mode of requests initiated by the XMLHttpRequest is "
        "controlled by the withCredentials attribute."
    )


def location(target: str, *fields: Field, status: int = 302) -> t.Any:
    """An app that redirects ``/x``, and allows everything else that a page asks."""

    def app(environ: t.Any, start_response: t.Any) -> list[bytes]:
        moved = environ["PATH_INFO"] == "/x"
        named = [*fields, ("Location", target)] if moved else []
        start_response(f"{status if moved else 200} X", named)
        return [b""]

    return app


@pytest.mark.parametrize(
    ("app", "init", "chromium", "firefox"),
    [
        pytest.param(
            location("/y", OURS, status=308),
            PUT,
            f"Access to fetch at '{URL}' from origin '{APP}' has been blocked by CORS policy: "
            f"{CHECK}Redirect is not allowed for a preflight request.",
            [
                firefox_line("CORS request external redirect not allowed)."),
                firefox_line("CORS preflight response did not succeed). Status code: 308."),
                firefox_line(NO_SUCCESS),
            ],
            id="a preflight is redirected",
        ),
        pytest.param(
            location("/y"),
            PUT,
            f"Access to fetch at '{URL}' from origin '{APP}' has been blocked by CORS policy: "
            f"{CHECK}Redirect is not allowed for a preflight request.",
            [
                firefox_line(f"CORS header ‘{ORIGIN}’ missing). Status code: 302."),
                firefox_line(NO_SUCCESS),
                firefox_line(NO_SUCCESS),
            ],
            id="a preflight is redirected without a field",
        ),
        pytest.param(
            location("/y", OURS),
            {},
            f"Access to fetch at '{API}/y' (redirected from '{URL}') from origin '{APP}' has been "
            f"blocked by CORS policy: No '{ORIGIN}' header is present on the requested resource.",
            [firefox_line(f"CORS header ‘{ORIGIN}’ missing). Status code: 200.", f"{API}/y")],
            id="the target says nothing",
        ),
        pytest.param(
            location("/y"),
            {},
            f"Access to fetch at '{URL}' from origin '{APP}' has been blocked by CORS policy: "
            f"No '{ORIGIN}' header is present on the requested resource.",
            [
                firefox_line(f"CORS header ‘{ORIGIN}’ missing). Status code: 302."),
                firefox_line(NO_SUCCESS),
            ],
            id="the redirect says nothing",
        ),
        pytest.param(
            location("https://u:p@api.example.com/y", OURS),
            {},
            f"Access to fetch at '{URL}' from origin '{APP}' has been blocked by CORS policy: "
            "Redirect location '' contains a username and password, which is disallowed for "
            "cross-origin requests.",
            [firefox_line(NO_SUCCESS)],
            id="a user in the target",
        ),
        pytest.param(
            location("ftp://api.example.com/", OURS),
            {},
            f"Access to fetch at 'ftp://api.example.com/' (redirected from '{URL}') from origin "
            f"'{APP}' has been blocked by CORS policy: Cross origin requests are only supported "
            "for protocol schemes: chrome, chrome-experimental-site-token-provider, "
            "chrome-extension, chrome-untrusted, data, http, https, isolated-app.",
            [firefox_line(NO_SUCCESS)],
            id="to another scheme",
        ),
        pytest.param(
            location("data:,x", OURS),
            {},
            "Failed to load resource: net::ERR_UNSAFE_REDIRECT",
            [firefox_line(NO_SUCCESS)],
            id="to data",
        ),
        pytest.param(
            location("https://[broken/", OURS),
            {},
            "Failed to load resource: net::ERR_INVALID_REDIRECT",
            [firefox_line(NO_SUCCESS)],
            id="to no URL",
        ),
        pytest.param(
            location("/x", OURS),
            {},
            "Failed to load resource: net::ERR_TOO_MANY_REDIRECTS",
            [firefox_line(NO_SUCCESS)],
            id="without end",
        ),
        pytest.param(
            location("/y", OURS),
            {"redirect": "error"},
            "Failed to load resource: net::ERR_FAILED",
            [],
            id="where the page forbids it",
        ),
        pytest.param(
            location("http://api.example.com/y", OURS),
            {},
            f"Mixed Content: The page at '{APP}/' was loaded over HTTPS, but requested an insecure "
            "resource 'http://api.example.com/y'. This request has been blocked; the content must "
            "be served over HTTPS.",
            [
                "Blocked loading mixed active content “http://api.example.com/y”",
                firefox_line(NO_SUCCESS),
            ],
            id="to plain http",
        ),
    ],
)
def test_redirects(app: t.Any, init: Init, chromium: str, firefox: list[str]) -> None:
    assert said(app, CHROMIUM, URL, init) == [chromium]
    assert said(app, FIREFOX, URL, init) == firefox


@pytest.mark.parametrize(
    ("url", "init", "chromium", "firefox"),
    [
        pytest.param(
            URL,
            {"mode": "same-origin"},
            f'Fetch API cannot load {URL}. Request mode is "same-origin" but the URL\'s origin is '
            f"not same as the request origin {APP}.",
            [f"Security Error: Content at {APP}/ may not load data from {URL}."],
            id="same-origin",
        ),
        pytest.param(
            URL,
            {"mode": "no-cors", "redirect": "manual"},
            f'Fetch API cannot load {URL}. Request mode is "no-cors" but the redirect mode is not '
            '"follow".',
            [],
            id="no-cors and a redirect mode",
        ),
        pytest.param(
            "capacitor://localhost/x",
            {},
            'Fetch API cannot load capacitor://localhost/x. URL scheme "capacitor" is not supported.',
            [firefox_line("CORS request not http).", "capacitor://localhost/x")],
            id="another scheme",
        ),
        pytest.param(
            "https://nobody.example/",
            {},
            "Failed to load resource: net::ERR_NAME_NOT_RESOLVED",
            [firefox_line(NO_SUCCESS, "https://nobody.example/")],
            id="nobody answers",
        ),
        pytest.param(
            "https://nobody.example/",
            PUT,
            "Failed to load resource: net::ERR_NAME_NOT_RESOLVED",
            [firefox_line(NO_SUCCESS, "https://nobody.example/")] * 2,
            id="nobody answers a preflight",
        ),
        pytest.param(
            "http://api.example.com/x",
            {},
            f"Mixed Content: The page at '{APP}/' was loaded over HTTPS, but requested an insecure "
            "resource 'http://api.example.com/x'. This request has been blocked; the content must "
            "be served over HTTPS.",
            ["Blocked loading mixed active content “http://api.example.com/x”"],
            id="plain http",
        ),
    ],
)
def test_what_is_not_sent(url: str, init: Init, chromium: str, firefox: list[str]) -> None:
    assert said(answering(), CHROMIUM, url, init) == [chromium]
    assert said(answering(), FIREFOX, url, init) == firefox


def test_out_of_same_origin() -> None:
    app = location(f"{API}/y")
    url, init = f"{APP}/x", {"mode": "same-origin"}
    (line,) = said(app, CHROMIUM, url, init)
    assert line.startswith(
        f"Unsafe attempt to load URL {API}/y from frame with URL {APP}/. Domains,"
    )


def test_a_sandboxed_frame_is_null() -> None:
    (line,) = said(answering(OURS), CHROMIUM, URL, {}, page="null")
    assert f"from origin 'null' has been blocked by CORS policy: The '{ORIGIN}' header has" in line
