"""What the recording layer remembers, and what it leaves alone."""

from __future__ import annotations

import pytest
from flask import Flask
from flask import Response
from flask.testing import FlaskClient

from demo.wire import Wire


@pytest.fixture
def wire() -> Wire:
    return Wire(limit=3)


@pytest.fixture
def client(wire: Wire) -> FlaskClient:
    app = Flask(__name__)

    @app.route("/login", methods=["GET", "PUT"])
    def login() -> Response:
        response = Response("body", 202)
        response.set_cookie("session", "secret", httponly=True)
        response.headers["Vary"] = "Origin"
        response.headers.add("Access-Control-Allow-Origin", "http://one.example")
        response.headers.add("Access-Control-Allow-Origin", "*")
        return response

    app.wsgi_app = wire.tap(app.wsgi_app)  # type: ignore[assignment, method-assign]
    return app.test_client()


def test_a_preflight_is_recorded_before_its_request(wire: Wire, client: FlaskClient) -> None:
    asked = {"Origin": "http://page.example", "Access-Control-Request-Method": "PUT"}
    client.options("/login?exchange=one", headers=asked)
    client.put("/login?exchange=one", headers={"Origin": "http://page.example"})

    preflight, request = wire.steps("one")
    assert (preflight["method"], preflight["path"]) == ("OPTIONS", "/login")
    assert preflight["sent"] == list(asked.items())
    assert preflight["status"] == "200 OK"
    assert (request["method"], request["status"]) == ("PUT", "202 ACCEPTED")


def test_repeated_fields_stay_repeated(wire: Wire, client: FlaskClient) -> None:
    client.get("/login?exchange=one")

    (step,) = wire.steps("one")
    values = [value for name, value in step["came"] if name == "Access-Control-Allow-Origin"]
    assert values == ["http://one.example", "*"]
    assert ("Vary", "Origin") in step["came"]
    assert "Content-Length" not in dict(step["came"])


def test_cookies_are_shown_without_their_values(wire: Wire, client: FlaskClient) -> None:
    client.get("/login")  # The client keeps the cookie.
    client.get("/login?exchange=one")

    (step,) = wire.steps("one")
    assert dict(step["sent"])["Cookie"] == "session=…"
    assert dict(step["came"])["Set-Cookie"].startswith("session=…; ")
    assert "secret" not in str(step)


def test_a_request_without_a_name_is_not_recorded(wire: Wire, client: FlaskClient) -> None:
    assert client.get("/login").status_code == 202
    assert wire.steps("") == []


def test_the_oldest_exchanges_are_forgotten(wire: Wire, client: FlaskClient) -> None:
    for name in ("one", "two", "three", "four"):
        client.get(f"/login?exchange={name}")

    assert wire.steps("one") == []
    assert len(wire.steps("four")) == 1
