"""A real server: what a socket carries, and no test client would send."""

from __future__ import annotations

import collections.abc as cabc
import http.client
import typing as t
from types import SimpleNamespace

import pytest

from tests.sources.servers import running_gunicorn

from .support import ADMIN
from .support import APP
from .support import EVIL
from .support import NOTHING
from .support import PATH
from .support import REFUSED
from .support import VIEW
from .support import allowed
from .support import fields_of
from .support import passed

gunicorn = pytest.importorskip("gunicorn", reason="gunicorn does not run on Windows")

PROGRAM = """
from flask import Flask

from flask_cors import CORS, cross_origin

app = Flask(__name__)
origins = {origins!r}
CORS(app, resources={{"/api/*": dict(origins=origins, expose_headers="X-Rule-1", max_age=1)}})


@app.route("/api/<path:rest>", methods=["GET", "POST"])
def api(rest):
    return repr(rest)


@app.route("/view/", methods=["GET", "PUT"])
@cross_origin(origins=origins, expose_headers="X-Rule-3", max_age=3)
def view():
    return "view"


@app.route("/fail/")
def fail():
    1 / 0
"""


@pytest.fixture(scope="module")
def port() -> cabc.Iterator[int]:
    """Where a gunicorn with one worker listens."""
    program = PROGRAM.format(origins=[APP, ADMIN])
    with running_gunicorn(program, "--worker-class=sync", workers=1) as running:
        yield running.port


class Answer(t.NamedTuple):
    """What came back over the socket."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def ask(port: int, method: str, target: str, *fields: tuple[str, str | bytes]) -> Answer:
    """Send a request as it stands: repeated fields, any bytes, no tidying up."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection._validate_path = lambda _: None  # type: ignore[method-assign]
    connection._encode_request = lambda line: line.encode("latin-1")  # type: ignore[attr-defined]
    try:
        connection.putrequest(method, target, skip_accept_encoding=True)
        for name, value in fields:
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        return Answer(response.status, response.getheaders(), response.read())
    finally:
        connection.close()


def fields(answer: Answer) -> dict[str, str]:
    return fields_of(SimpleNamespace(headers=answer.headers))


ASKED = ("Access-Control-Request-Method", "PUT")


@pytest.mark.parametrize(
    ("target", "status", "mark"),
    [
        pytest.param("/api/x", 200, PATH, id="a path"),
        pytest.param("/api/none?a=%0d%0a", 200, PATH, id="a query"),
        pytest.param("/api/%C3%A4", 200, PATH, id="non-ASCII, encoded"),
        pytest.param("/api/%FF%FE", 200, PATH, id="encoded bytes that are no UTF-8"),
        pytest.param("/api/%00", 200, PATH, id="a zero byte"),
        pytest.param("/api/a+b", 200, PATH, id="a plus sign"),
        pytest.param("/view/", 200, VIEW, id="a view"),
        pytest.param("/view", 308, VIEW, id="its strict slash"),
        pytest.param("/api/..%2fsecret", 200, None, id="traversal, encoded slash"),
        pytest.param("/api/%2e%2e/secret", 200, None, id="traversal, encoded dots"),
        pytest.param("/api/../secret", 200, None, id="traversal, raw"),
        pytest.param("/api/..%252fsecret", 200, PATH, id="encoded twice: no traversal"),
        pytest.param("/api/..%5csecret", 200, PATH, id="a backslash: no traversal"),
        pytest.param("/apix", 404, None, id="a longer name"),
        pytest.param("/fail/", 500, None, id="an ungoverned error"),
    ],
)
def test_paths(port, target, status, mark):
    got = ask(port, "GET", target, ("Origin", APP))
    assert (got.status, fields(got)) == (status, allowed(mark) if mark else NOTHING)
    got = ask(port, "GET", target, ("Origin", EVIL))
    assert (got.status, fields(got)) == (status, REFUSED if mark else NOTHING)
    asked = ask(port, "OPTIONS", target, ("Origin", ADMIN), ASKED)
    if mark == VIEW:
        assert (asked.status, asked.body) == (200, b"")
        assert fields(asked) == passed(VIEW, ADMIN)
    elif mark:
        assert (asked.status, asked.body) == (200, b"")
        assert fields(asked) == passed(PATH, ADMIN)
    else:
        assert fields(asked) == NOTHING


@pytest.mark.parametrize("raw", ["\xc3\xa4", "\xff\xfe"])
def test_raw_bytes_in_the_path(port, raw):
    """Some releases of gunicorn refuse them before any app sees them."""
    got = ask(port, "GET", f"/api/{raw}", ("Origin", APP))
    assert (got.status, fields(got)) in ((200, allowed(PATH)), (400, NOTHING))
    got = ask(port, "GET", f"/{raw}/../api/x", ("Origin", EVIL))
    assert fields(got) in (REFUSED, NOTHING)


@pytest.mark.parametrize(
    "origins",
    [
        pytest.param([APP, EVIL], id="an allowed one, then another"),
        pytest.param([EVIL, APP], id="another, then an allowed one"),
        pytest.param([APP, APP], id="the same twice"),
        pytest.param([f"{APP}, {ADMIN}"], id="a list"),
        pytest.param([f"{APP} {ADMIN}"], id="a list as of old"),
        pytest.param([f"{APP},"], id="a comma"),
        pytest.param(["null"], id="null"),
        pytest.param([""], id="empty"),
        pytest.param([f"{APP}/"], id="a slash"),
        pytest.param([f"{APP}."], id="a final dot"),
        pytest.param([APP.upper()], id="upper case"),
        pytest.param([f"{APP}:443"], id="the default port"),
        pytest.param([APP.encode() + b"\xff"], id="a byte that is no ASCII"),
        pytest.param([APP.replace("app", "\xe4pp").encode()], id="a look-alike"),
        pytest.param([f"https://{'a' * 8000}.example"], id="8 KB"),
        pytest.param(["," * 8000], id="8 KB of commas"),
    ],
)
@pytest.mark.parametrize("path", ["/api/x", "/view/"])
def test_origins(port, origins, path):
    repeated = [("Origin", origin) for origin in origins]
    got = ask(port, "GET", path, *repeated)
    asked = ask(port, "OPTIONS", path, *repeated, ASKED)
    assert (got.status, fields(got)) == (200, REFUSED)
    assert (asked.status, fields(asked)) == (403, REFUSED)


def test_fields_of_8_kb(port):
    names = ",".join(f"x-{number:04}" for number in range(1100))
    asked = ("Access-Control-Request-Headers", names)
    answer = ask(port, "OPTIONS", "/view/", ("Origin", APP), ASKED, asked)
    assert (answer.status, fields(answer)) == (200, passed(VIEW))
    long = ("Access-Control-Request-Method", "A" * 8000)
    answer = ask(port, "OPTIONS", "/view/", ("Origin", APP), long)
    assert (answer.status, fields(answer)) == (
        200,
        {"Access-Control-Allow-Origin": APP, "Vary": "Origin"},
    )


def test_split_requested_headers(port):
    lines = [("Access-Control-Request-Headers", name) for name in ("x-two", "x-one, x-three")]
    answer = ask(port, "OPTIONS", "/view/", ("Origin", APP), ASKED, *lines)
    assert answer.status == 200
    assert fields(answer)["Access-Control-Allow-Headers"] == "x-one, x-three, x-two"


def test_repeated_requested_method(port):
    answer = ask(port, "OPTIONS", "/view/", ("Origin", APP), ASKED, ASKED)
    assert (answer.status, fields(answer)) == (
        200,
        {"Access-Control-Allow-Origin": APP, "Vary": "Origin"},
    )


def test_body_of_a_preflight_and_the_next_request(port):
    """The answer comes before the body is read; the connection ends with it, or goes on whole."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Origin": APP, "Access-Control-Request-Method": "PUT"}
    try:
        for _ in range(2):
            connection.request("OPTIONS", "/view/", body=b"x" * 5000, headers=headers)
            response = connection.getresponse()
            assert (response.status, response.read()) == (200, b"")
    finally:
        connection.close()


def test_head(port):
    answer = ask(port, "HEAD", "/view/", ("Origin", APP))
    assert (answer.status, answer.body, fields(answer)) == (200, b"", allowed(VIEW))


def test_asterisk(port):
    """`OPTIONS *` is about the server; it is nobody's URL."""
    answer = ask(port, "OPTIONS", "*", ("Origin", APP), ASKED)
    assert answer.status < 500
    assert "Access-Control-Allow-Origin" not in fields(answer)
