"""How much work a request is: counted in opcodes, since time is noise.

At most linear in what is sent, and no more for ten thousand origins or rules than for a few.
"""

from __future__ import annotations

import typing as t

import pytest
from flask import Flask

from flask_cors import CORS
from tests.support import APP
from tests.support import Asked
from tests.support import app_with_extension
from tests.support import ask
from tests.support import preflight

from .opcodes import counted
from .strategies import policy_of


@pytest.fixture(autouse=True, scope="module")
def flask_has_answered() -> None:
    """What Flask imports and compiles for its first request is no work of the second."""
    ask(app_with_extension({"resources": "/api/*"}), preflight(APP, path="/elsewhere"))


def work_of(app: Flask, asked: Asked) -> int:
    """The opcodes of one preflight, which the layer answers without Flask."""
    environ = asked.environ()
    with counted() as count:
        app.wsgi_app(environ, lambda status, headers, exc_info=None: bytes)
    return count[0]


POLICY = {
    "origins": [APP, "https://*.example.org", r"https://\w+\.example\.net", "http://localhost:*"],
    "allow_headers": ["X-*", r"Y-\w+", "Content-Type"],
    "methods": "*",
    "resources": {
        "/*": {},
        "/api/*": {},
        "/api/*/items": {},
        r"/v\d+/.*": {},
        "*.json": {},
        "/a/b/c/d/e/f": {},
    },
}

SHAPES = [
    pytest.param(lambda n: preflight("a" * n), id="Origin: letters"),
    pytest.param(lambda n: preflight("https://" + "a" * n), id="Origin: a host"),
    pytest.param(lambda n: preflight("https://" + "a." * (n // 2)), id="Origin: labels"),
    pytest.param(lambda n: preflight("https://" + "1." * (n // 2)), id="Origin: numbers"),
    pytest.param(lambda n: preflight("https://[" + ":" * n), id="Origin: colons"),
    pytest.param(lambda n: preflight("https://a:" + "1" * n), id="Origin: a port"),
    pytest.param(lambda n: preflight(APP, "A" * n), id="method: letters"),
    pytest.param(lambda n: preflight(APP, "," * n), id="method: commas"),
    pytest.param(lambda n: preflight(APP, "PUT", "x" * n), id="headers: one name"),
    pytest.param(lambda n: preflight(APP, "PUT", "," * n), id="headers: commas"),
    pytest.param(lambda n: preflight(APP, "PUT", " " * n), id="headers: spaces"),
    pytest.param(lambda n: preflight(APP, "PUT", "x," * (n // 2)), id="headers: one name often"),
    pytest.param(
        lambda n: preflight(APP, "PUT", ",".join(f"x-{i}" for i in range(n // 5))),
        id="headers: many names",
    ),
    pytest.param(lambda n: preflight(APP, path="/api/" + "a" * n), id="path: a segment"),
    pytest.param(lambda n: preflight(APP, path="/api/" + "a/" * (n // 2)), id="path: segments"),
    pytest.param(lambda n: preflight(APP, path="/" * n), id="path: slashes"),
    pytest.param(lambda n: preflight(APP, path="/a/.." * (n // 5)), id="path: parents"),
    pytest.param(lambda n: preflight(APP, path="/." * (n // 2)), id="path: dots"),
    pytest.param(lambda n: preflight(APP, path="/" + "\xff" * n), id="path: bytes"),
]


@pytest.mark.parametrize("shape", SHAPES)
def test_work_is_linear_in_what_is_sent(shape: t.Callable[[int], Asked]) -> None:
    app = app_with_extension(POLICY)
    for length in (64, 256, 1_024, 4_096, 16_384):
        once = work_of(app, shape(length))
        twice = work_of(app, shape(2 * length))
        # Twice the length, at most twice the work, and what a limit adds once.
        assert twice <= 2 * once + 2_000


def test_work_is_the_same_for_ten_thousand_origins() -> None:
    few = policy_of({"origins": [APP, "https://b.example.com", "https://*.a.example"]})
    listed = [f"https://{n}.example.com" for n in range(10_000)]
    patterns = [f"https://*.tenant-{n}.example" for n in range(10_000)]
    many = policy_of({"origins": [APP, "https://*.a.example", *listed, *patterns]})
    for origin in (APP, "https://x.a.example", "https://evil.example", "null", "nonsense"):
        with counted() as of_few:
            few.origins.allows(origin)
        with counted() as of_many:
            many.origins.allows(origin)
        assert of_many[0] <= of_few[0] + 50


def test_work_is_the_same_for_a_thousand_resources() -> None:
    def app_of(number: int) -> Flask:
        app = Flask("tests")
        resources = {f"/tenant-{n}/*": {"origins": APP} for n in range(number)}
        CORS(app, resources={**resources, "/last": {"origins": APP}, "/*": {"origins": APP}})
        return app

    few, many = app_of(10), app_of(1_000)
    for path in ("/tenant-9/a/b/c", "/last", "/elsewhere"):
        assert (
            work_of(many, preflight(APP, path=path)) <= work_of(few, preflight(APP, path=path)) + 50
        )


def test_a_second_request_is_less_work() -> None:
    app = app_with_extension(POLICY)
    asked = preflight("https://word.example.net", "PUT", "x-a,y-b,content-type")
    first = work_of(app, asked)
    assert work_of(app, asked) < first / 2
