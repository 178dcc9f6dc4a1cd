"""WSGI layers that let in whatever origin asks: found wherever they stand around the app."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from flask_cors.audit import audit
from flask_cors.testing import Blocked
from flask_cors.testing import Browser
from tests.audit.support import load
from tests.audit.test_layers import notes

EVIL = "https://evil.example"
ECHOES = "It answers every Origin with its own name, so any website reads what it sends."
MADE_UP = "It answered https://made-up.example with its own name, though no policy lets it in."
REMEDY = 'Leave the field to CORS(app, origins=["https://app.example.com"]).'

VIEW = """
@app.get("/report")
def report():
    return "42"
"""
LAYER = """
class Echo:
    def __init__(self, inner):
        self.inner = inner

    def __call__(self, environ, start_response):
        def start(status, headers, exc_info=None):
            headers = [each for each in headers if "access-control" not in each[0].lower()]
            {}
            return start_response(status, headers, exc_info)

        return self.inner(environ, start)
"""
OBJECT = LAYER.format(
    """if environ.get("HTTP_ORIGIN"):
                headers += [
                    ("Access-Control-Allow-Origin", environ["HTTP_ORIGIN"]),
                    ("Access-Control-Allow-Credentials", "true"),
                ]"""
)
FUNCTION = """
def Echo(inner):
    def layer(environ, start_response):
        def start(status, headers, exc_info=None):
            if not any(name == "Access-Control-Allow-Origin" for name, _ in headers):
                origin = environ.get("HTTP_ORIGIN", "*")
                headers = [*headers, ("Access-Control-Allow-Origin", origin)]
            return start_response(status, headers, exc_info)

        return inner(environ, start)

    return layer
"""
CHOOSING = LAYER.format(
    """if environ.get("HTTP_ORIGIN") in {"https://app.example.com"}:
                headers.append(("Access-Control-Allow-Origin", environ["HTTP_ORIGIN"]))"""
)
HIDDEN = LAYER.format(
    """fields = dict.fromkeys(["Access-Control-Allow-Origin"], environ.get("HTTP_ORIGIN", "*"))
            headers += fields.items()"""
)
CORS_HERE = 'CORS(app, origins="https://app.example.com")'
PUT_ON = "app.wsgi_app = Echo(app.wsgi_app)"
PROXY = "from werkzeug.middleware.proxy_fix import ProxyFix\napp.wsgi_app = ProxyFix(app.wsgi_app)"

INSIDE = (PUT_ON, CORS_HERE)
OUTSIDE = (CORS_HERE, PUT_ON)
OUTER = ("preflight-answered-outside", "reflected-origin")
"""What is found of a layer outside that changes the fields of answers to preflights, too."""


@pytest.mark.parametrize(
    ("layer", "statements", "found"),
    [
        pytest.param(OBJECT, [PUT_ON], ["reflected-origin"], id="an object, alone"),
        pytest.param(OBJECT, INSIDE, ["reflected-origin"], id="an object inside"),
        pytest.param(OBJECT, OUTSIDE, OUTER, id="an object outside"),
        pytest.param(
            OBJECT, [PUT_ON, PROXY, CORS_HERE, PROXY], ["reflected-origin"], id="among others"
        ),
        pytest.param(FUNCTION, [PUT_ON], ["reflected-origin"], id="a function, alone"),
        pytest.param(FUNCTION, INSIDE, ["reflected-origin"], id="a function inside"),
        pytest.param(FUNCTION, OUTSIDE, ["reflected-origin"], id="a function outside"),
        pytest.param(CHOOSING, [PUT_ON], [], id="one that chooses, alone"),
        pytest.param(CHOOSING, INSIDE, [], id="one that chooses, inside"),
    ],
)
def test_what_lets_every_website_in_is_found(
    layer: str, statements: list[str], found: list[str], tmp_path: Path
) -> None:
    source = "\n".join([layer, *statements, VIEW])
    app = load(source, tmp_path).app
    told = notes(app)
    assert [rule for rule, *_ in told] == [*found]
    if found:
        name = "Echo" if layer is OBJECT else "layer"
        assert told[-1] == ("reflected-origin", f"layer {name}", ECHOES, REMEDY)
    assert reads(app) is bool(found)


def reads(app: Flask) -> bool:
    """Whether a website that nobody knows reads what the app answers."""
    page = Browser(app, "https://api.example.com").page(EVIL)
    try:
        return page.fetch("https://api.example.com/report").text() == "42"
    except Blocked:
        return False


def test_place_of_a_layer_is_that_of_its_code(tmp_path: Path) -> None:
    for layer, line in ((OBJECT, "def __call__("), (FUNCTION, "def layer(")):
        (found,) = audit(load("\n".join([layer, *INSIDE, VIEW]), tmp_path).app)
        assert found.place is not None
        text = Path(found.place.file).read_text().splitlines()[found.place.line - 1]
        assert text.strip().startswith(line)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        pytest.param("allow-origin", ["reflected-origin"], id="and lets all that passes pass"),
        pytest.param("access-control", OUTER, id="and lets nothing else through"),
    ],
)
def test_layer_whose_code_does_not_tell_is_asked_outside(
    changed: str, found: list[str], tmp_path: Path
) -> None:
    layer = HIDDEN.replace("access-control", changed)
    told = notes(load("\n".join([layer, *OUTSIDE, VIEW]), tmp_path).app)
    assert [rule for rule, *_ in told] == [*found]
    assert told[-1] == ("reflected-origin", "layer Echo", MADE_UP, REMEDY)


def test_app_whose_own_class_echoes(tmp_path: Path) -> None:
    source = """
        class Open(Flask):
            def wsgi_app(self, environ, start_response):
                def start(status, headers, exc_info=None):
                    headers.append(("Access-Control-Allow-Origin", environ["HTTP_ORIGIN"]))
                    return start_response(status, headers, exc_info)

                return super().wsgi_app(environ, start)

        app = Open(__name__)
        """
    assert notes(load(source, tmp_path).app) == [
        ("reflected-origin", "method 'Open.wsgi_app'", ECHOES, REMEDY)
    ]
