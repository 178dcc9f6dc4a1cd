"""The faults that earlier releases of Flask-CORS were known for, one test each."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from werkzeug.test import create_environ

from flask_cors import CORS
from tests.support import ADMIN
from tests.support import APP
from tests.support import EVIL
from tests.support import answer
from tests.support import answered
from tests.support import app_with_extension
from tests.support import ask
from tests.support import cors_fields
from tests.support import get
from tests.support import preflight


def fields_at(app: Flask, path: str, origin: str = APP) -> dict[str, str]:
    return cors_fields(ask(app, get(origin, path=path)))


def test_cve_2020_25032() -> None:
    """A path with dot segments was matched as it stood: `/public/../private` counted as public."""
    app = app_with_extension(
        {"resources": {"/public/*": {"origins": "*"}, "/private/*": {"origins": ADMIN}}}
    )
    for url in ("/public/../private/x", "/public/%2e%2e/private/x", "/public/..%2fprivate/x"):
        path = create_environ(url)["PATH_INFO"]
        assert fields_at(app, path, EVIL) == {"Vary": "Origin"}
    assert fields_at(app, "/public/x", EVIL)["Access-Control-Allow-Origin"] == EVIL


def test_cve_2024_1681(caplog: pytest.LogCaptureFixture) -> None:
    """A path or an Origin with CR LF wrote lines of its own into the debug log."""
    caplog.set_level(logging.DEBUG)
    app = Flask("tests")
    app.config["DEBUG"] = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    CORS(app, origins=[APP, ADMIN])

    @app.route("/<path:rest>")
    def fail(rest: str) -> str:
        raise ZeroDivisionError

    forged = "\r\n\x1b[31mCRITICAL root: all is lost"
    for path in (f"/x{forged}", "/x"):
        for origin in (APP, f"{APP}{forged}", forged):
            for asked in (
                get(origin, path=path),
                preflight(origin, f"PUT{forged}", f"x-a{forged}", path=path),
            ):
                ask(app, asked)
    for record in caplog.records:
        if record.name.startswith("flask_cors"):
            assert not set("\r\n\x1b") & set(record.getMessage())


def test_cve_2024_6221() -> None:
    """`Access-Control-Allow-Private-Network: true` was sent by default."""
    app = app_with_extension({"send_wildcard": True})
    asked = preflight(EVIL, private_network="true")
    assert answered(app, asked).fields["Access-Control-Allow-Private-Network"] == "false"
    assert "Access-Control-Allow-Private-Network" not in answered(app, preflight(EVIL)).fields


def test_cve_2024_6839() -> None:
    """The longer regex governed, not the more specific pattern."""
    app = app_with_extension(
        {
            "resources": {
                "/api/a/b/*": {"origins": ADMIN},
                r"/api/a/(bb|b|c|d|e|f|g|h|i|j|k)/.*": {"origins": "*"},
                "/api/a/b/secret": {"origins": "https://vault.example"},
                "/*": {"origins": "*"},
            }
        }
    )
    assert fields_at(app, "/api/a/b/c", EVIL) == {"Vary": "Origin"}
    assert fields_at(app, "/api/a/b/secret", ADMIN) == {"Vary": "Origin"}
    assert fields_at(app, "/api/a/c/x", EVIL)["Access-Control-Allow-Origin"] == EVIL


def test_cve_2024_6844() -> None:
    """A `+` in a path was taken for a space, so another rule governed than the view's."""
    app = app_with_extension(
        {"resources": {"/a+b/*": {"origins": ADMIN}, "/a b/*": {"origins": "*"}}}
    )
    for url in ("/a+b/x", "/a%2bb/x"):
        path = create_environ(url)["PATH_INFO"]
        assert fields_at(app, path, EVIL) == {"Vary": "Origin"}
        assert fields_at(app, path, ADMIN) == {"Access-Control-Allow-Origin": ADMIN}
    assert fields_at(app, "/a b/x", EVIL)["Access-Control-Allow-Origin"] == EVIL


def test_cve_2024_6866() -> None:
    """Paths were matched without case, though Flask routes with case."""
    app = app_with_extension(
        {"resources": {"/API/*": {"origins": "*"}, r"/Api/\w+": {"origins": "*"}}}
    )
    assert fields_at(app, "/api/x", EVIL) == {}
    assert fields_at(app, "/aPI/x", EVIL) == {}
    assert (
        answered(app, get(EVIL, path="/API/x")).fields
        == answer(allow_origin=EVIL, vary="Origin").fields
    )
