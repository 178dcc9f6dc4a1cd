"""Flask-SocketIO stands on `app.wsgi_app` too: its own answers stay its own."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_socketio import SocketIO

from flask_cors import CORS
from flask_cors import cross_origin

from .support import APP
from .support import EVIL
from .support import PATH
from .support import REFUSED
from .support import VIEW
from .support import allowed
from .support import assert_passes
from .support import fetch
from .support import fields_of
from .support import marked
from .support import passed
from .support import preflight

POLLING = "/socket.io/?EIO=4&transport=polling"
ITS_OWN = {
    "Access-Control-Allow-Origin": APP,
    "Access-Control-Allow-Credentials": "true",
}


def cors_first(app, socket, cors):
    CORS(app, **cors)
    return SocketIO(app, **socket)


def socketio_first(app, socket, cors):
    socketio = SocketIO(app, **socket)
    CORS(app, **cors)
    return socketio


def later(app, socket, cors):
    socketio = SocketIO(**socket)
    CORS(app, **cors)
    socketio.init_app(app)
    return socketio


orders = pytest.mark.parametrize("order", [cors_first, socketio_first, later])


def create_app(order, cors, decorated=False, lets_in=(APP,)):
    app = Flask(__name__)
    app.secret_key = "made up"
    order(app, {"async_mode": "threading", "cors_allowed_origins": list(lets_in)}, cors)
    app.add_url_rule("/api/items/", "items", lambda: "items", methods=["GET", "PUT"])
    if decorated:
        app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    return app


@orders
@pytest.mark.parametrize(
    ("decorated", "path", "mark"),
    [
        pytest.param(False, "/api/items/", PATH, id="a view"),
        pytest.param(False, "/api/items", PATH, id="a strict slash"),
        pytest.param(False, "/api/none", PATH, id="404"),
        pytest.param(True, "/api/items/", PATH, id="a view beside a decorated one"),
        pytest.param(True, "/api/items", PATH, id="a strict slash beside a decorated one"),
        pytest.param(True, "/api/none", PATH, id="404 beside a decorated one"),
        pytest.param(True, "/view", VIEW, id="a decorated view"),
    ],
)
def test_the_apps_own_answers(order, decorated, path, mark):
    app = create_app(order, {"resources": {"/api/*": marked(PATH)}}, decorated)
    client = app.test_client()

    assert fields_of(fetch(client, path)) == allowed(mark)
    assert fields_of(fetch(client, path, origin=EVIL)) == REFUSED
    assert_passes(preflight(client, path), passed(mark))
    assert preflight(client, path, origin=EVIL).status_code == 403


@orders
@pytest.mark.parametrize("decorated", [True, False])
def test_its_own_answers(order, decorated):
    """No rule governs its path."""
    app = create_app(order, {"resources": {"/api/*": marked(PATH)}}, decorated)
    client = app.test_client()

    opened = fetch(client, POLLING)
    assert opened.status_code == 200
    assert opened.data.startswith(b'0{"sid":')
    assert fields_of(opened) == ITS_OWN
    refused = fetch(client, POLLING, origin=EVIL)
    assert refused.status_code == 400
    assert "Access-Control-Allow-Origin" not in fields_of(refused)
    asked = preflight(client, POLLING, "POST")
    assert asked.status_code == 200
    assert fields_of(asked) == {
        **ITS_OWN,
        "Access-Control-Allow-Methods": "OPTIONS, GET, POST",
    }


@orders
def test_a_session_of_polling(order):
    """Open, send, receive: every answer is the library's, and every one is readable."""
    app = create_app(order, {"resources": {"/api/*": marked(PATH)}})
    client = app.test_client()

    sid = fetch(client, POLLING).text.partition('"sid":"')[2].partition('"')[0]
    sent = fetch(client, f"{POLLING}&sid={sid}", "POST", data=b"40")
    assert (sent.data, fields_of(sent)) == (b"OK", ITS_OWN)
    received = fetch(client, f"{POLLING}&sid={sid}")
    assert received.data.startswith(b'40{"sid":')
    assert fields_of(received) == ITS_OWN


@orders
@pytest.mark.parametrize("decorated", [True, False])
def test_a_rule_for_all_paths(order, decorated):
    """The library has decided for itself: at most Vary is added, and never a second field."""
    app = create_app(order, {"origins": "*"}, decorated)
    client = app.test_client()

    opened = fields_of(fetch(client, POLLING))
    assert {name: opened[name] for name in ITS_OWN} == ITS_OWN
    assert set(opened) - set(ITS_OWN) <= {"Vary"}
    asked = preflight(client, POLLING, "POST")
    assert asked.status_code == 200
    assert {name: fields_of(asked)[name] for name in ITS_OWN} == ITS_OWN


@orders
@pytest.mark.parametrize("decorated", [True, False])
def test_preflight_that_the_library_refuses(order, decorated):
    """The layer does not pass what only the library can tell."""
    client = create_app(order, {"origins": "*"}, decorated).test_client()
    assert preflight(client, POLLING, "POST", EVIL).status_code == 400


@orders
def test_real_client(order):
    """The library's own test client still gets its events."""
    app = Flask(__name__)
    app.secret_key = "made up"
    socketio = order(app, {"async_mode": "threading"}, marked(PATH))
    socketio.on_event("ping", lambda word: f"{word} back")
    client = socketio.test_client(app)
    assert client.emit("ping", "there and", callback=True) == "there and back"
    client.disconnect()
