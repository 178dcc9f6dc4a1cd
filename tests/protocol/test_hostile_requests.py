"""Whatever bytes arrive: an answer, with nothing in its header that an attacker wrote.

`ask` checks of every response that its header can be sent: no CR, LF or other control character.
"""

from __future__ import annotations

import re

import pytest

from tests.support import ADMIN
from tests.support import ALL_METHODS
from tests.support import APP
from tests.support import Asked
from tests.support import Options
from tests.support import answer
from tests.support import app_with_extension
from tests.support import ask
from tests.support import cors_fields
from tests.support import get
from tests.support import preflight
from tests.support import send

from .conftest import Edge

VALUES = [
    pytest.param("", id="empty"),
    pytest.param(" ", id="a space"),
    pytest.param("\t", id="a tab"),
    pytest.param("\x00", id="NUL"),
    pytest.param("\n", id="LF"),
    pytest.param("\r\nSet-Cookie: a=b", id="CR LF and a field"),
    pytest.param("\r\n\r\n<script>", id="CR LF CR LF and a body"),
    pytest.param("\n X: folded", id="a folded line"),
    pytest.param("%0d%0aX: y", id="CR LF, percent-encoded"),
    pytest.param("\x0b\x0c\x1c\x1d\x1e\x1f\x7f", id="control characters"),
    pytest.param("\x85\xa0\xad", id="NEL, no-break space, soft hyphen"),
    pytest.param("\xc0\xaf\xff\xfe", id="bytes that are no UTF-8"),
    pytest.param("\xe5\x98\x8a\xe5\x98\x8d", id="UTF-8 that some decode to CR LF"),
    pytest.param("".join(map(chr, range(256))), id="every byte"),
    pytest.param("\u2028\u2029\u560a\u560d", id="what no server sends: beyond Latin-1"),
    pytest.param("\ud800", id="what no server sends: half a surrogate"),
    pytest.param("{7*7}${7*7}{{7*7}}%s%n", id="templates"),
    pytest.param("*", id="a star"),
    pytest.param("*, *", id="two stars"),
    pytest.param("null", id="null"),
    pytest.param("true", id="true"),
    pytest.param("a" * 16_384, id="16 KB of a letter"),
    pytest.param("," * 16_384, id="16 KB of commas"),
    pytest.param(" " * 16_384, id="16 KB of spaces"),
    pytest.param("\xff" * 16_384, id="16 KB of bytes"),
    pytest.param("https://" + "a." * 8_192, id="16 KB of labels"),
    pytest.param("https://" + "[" * 16_384, id="16 KB of brackets"),
    pytest.param("https://a" + ":1" * 8_192, id="16 KB of ports"),
    pytest.param("https://" + "9" * 16_384, id="16 KB of digits"),
    pytest.param("https://[" + ":" * 300 + "]", id="300 colons in brackets"),
    pytest.param("https://[" + "f" * 300 + "]", id="300 digits in brackets"),
    pytest.param("https://" + "1." * 160, id="160 numbers"),
    pytest.param("https://a:" + "9" * 300, id="a port of 300 digits"),
    pytest.param("-" * 300 + "://a", id="a scheme of hyphens"),
]

POLICIES = [
    pytest.param({}, id="any origin"),
    pytest.param({"send_wildcard": True}, id="the star"),
    pytest.param({"origins": APP}, id="one origin"),
    pytest.param(
        {
            "origins": [APP, ADMIN, "null", "https://*.example.org", r"https://\w+\.example\.net"],
            "allow_headers": ["X-*", r"Y-\w+", re.compile("z.*"), "Content-Type"],
            "methods": "*",
            "expose_headers": "X-A",
            "max_age": 5,
        },
        id="everything at once",
    ),
    pytest.param(
        {
            "origins": [APP, "https://*.example.org", r"https://\w+\.example\.net"],
            "supports_credentials": True,
            "allow_private_network": True,
        },
        id="with credentials",
    ),
    pytest.param(
        {"supports_credentials": True, "dangerously_allow_any_origin_with_credentials": True},
        id="any origin with credentials",
    ),
]


@pytest.mark.parametrize("options", POLICIES)
@pytest.mark.parametrize("value", VALUES)
def test_any_bytes_in_origin(options: Options, value: str, edge: Edge) -> None:
    for asked in (get(value), send("OPTIONS", value), preflight(value, "PUT", "x-a")):
        response = edge(options, asked)
        assert response.status in {200, 403}
        assert response.fields.get("Access-Control-Allow-Origin", "*") in {"*", "null"}


@pytest.mark.parametrize("options", POLICIES)
@pytest.mark.parametrize("value", VALUES)
def test_any_bytes_in_the_other_fields(options: Options, value: str, edge: Edge) -> None:
    requests = (
        preflight(APP, value, "x-a"),
        preflight(APP, "PUT", value),
        preflight(APP, value, value, private_network=value),
        Asked("OPTIONS", "/", value, value, value, value),
        Asked("GET", "/", value, value, value, value),
    )
    for asked in requests:
        assert edge(options, asked).status in {200, 403}


REPEATED = [
    # Servers join the lines of a repeated field with a comma, some with a space behind it.
    pytest.param(get(f"{APP},{APP}"), answer(vary="Origin"), id="Origin twice"),
    pytest.param(get(f"{APP}, {ADMIN}"), answer(vary="Origin"), id="two Origins"),
    pytest.param(get(f"{APP},null"), answer(vary="Origin"), id="Origin and null"),
    pytest.param(get(f"{APP},"), answer(vary="Origin"), id="Origin and an empty line"),
    pytest.param(
        preflight(APP, "PUT,PUT"),
        answer(allow_origin=APP, vary="Origin"),
        id="Access-Control-Request-Method twice",
    ),
    pytest.param(
        preflight(APP, "GET, PUT"),
        answer(allow_origin=APP, vary="Origin"),
        id="two methods",
    ),
    pytest.param(
        preflight(APP, "PUT", "x-a,x-b"),
        answer(
            allow_origin=APP, allow_methods=ALL_METHODS, allow_headers="x-a, x-b", vary="Origin"
        ),
        id="two lines of Access-Control-Request-Headers are one list",
    ),
    pytest.param(
        preflight(APP, "PUT", "x-a, ,x-a"),
        answer(allow_origin=APP, allow_methods=ALL_METHODS, allow_headers="x-a", vary="Origin"),
        id="three lines, one empty, one again",
    ),
    pytest.param(
        preflight(APP, "PUT", private_network="true,true"),
        answer(allow_origin=APP, allow_methods=ALL_METHODS, vary="Origin"),
        id="Access-Control-Request-Private-Network twice",
    ),
]


@pytest.mark.parametrize(("asked", "expected"), REPEATED)
def test_repeated_fields(asked: Asked, expected: object, edge: Edge) -> None:
    assert edge({"origins": [APP, ADMIN]}, asked) == expected


PATHS = [
    pytest.param("", id="empty"),
    pytest.param("/", id="a slash"),
    pytest.param("//", id="two slashes"),
    pytest.param("api", id="no slash in front"),
    pytest.param("/api/\x00", id="NUL"),
    pytest.param("/api/\r\nX: y", id="CR LF"),
    pytest.param("/api/\xff\xfe", id="bytes that are no UTF-8"),
    pytest.param("/api/" + "".join(map(chr, range(256))), id="every byte"),
    pytest.param("/api/%2e%2e/%00", id="percent signs left over"),
    pytest.param("/api/" + "../" * 5_000, id="15 KB of parents"),
    pytest.param("/" * 16_384, id="16 KB of slashes"),
    pytest.param("/api/" + "a" * 16_384, id="16 KB of a letter"),
    pytest.param("/." * 8_192, id="16 KB of dots"),
    pytest.param("*", id="the path of OPTIONS *"),
]


@pytest.mark.parametrize("path", PATHS)
def test_any_path(path: str) -> None:
    app = app_with_extension(
        {"resources": {"/api/*": {}, r"/v\d+/.*": {}, "*.json": {}, "/ping": {}}, "origins": APP}
    )
    for asked in (
        get(APP, path=path),
        preflight(APP, "PUT", path=path),
        Asked("OPTIONS", path, origin="\r\n"),
    ):
        response = ask(app, asked)
        allowed = cors_fields(response).get("Access-Control-Allow-Origin", APP)
        assert (response.status < 500, allowed) == (True, APP)


def test_an_environ_without_a_path() -> None:
    """PATH_INFO may be missing where it would be empty (PEP 3333)."""
    app = app_with_extension({"origins": APP})
    environ = preflight(APP).environ()
    del environ["PATH_INFO"]
    started: list[str] = []
    app(environ, lambda status, headers, exc_info=None: started.append(status))
    assert started == ["200 OK"]
