"""Apps whose `wsgi_app` was taken before `CORS(app)` was called: requests come past the layer."""

from __future__ import annotations

import pytest
from flask import Flask
from flask import abort
from flask import request
from flask import request_started
from werkzeug.datastructures import Headers
from werkzeug.test import Client

from flask_cors import CORS
from flask_cors import cross_origin
from flask_cors.signals import cors_allowed

from .support import APP
from .support import EVIL
from .support import NOTHING
from .support import PATH
from .support import REFUSED
from .support import VIEW
from .support import CopyingHoldingLayer
from .support import PassingLayer
from .support import allowed
from .support import assert_passes
from .support import fetch
from .support import fields_of
from .support import marked
from .support import passed
from .support import preflight
from .support import quiet


def create_app(**options):
    """An app, and what has taken its `wsgi_app` before."""
    app = quiet(Flask(__name__))
    taken = app.wsgi_app
    CORS(app, **marked(PATH, **options))

    @app.before_request
    def ask_for_token():
        if request.path == "/secret":
            abort(401)

    app.add_url_rule("/plain", "plain", lambda: "plain", methods=["GET", "PUT"])
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    app.add_url_rule("/fail", "fail", lambda: 1 // 0)
    return app, taken


ROWS = pytest.mark.parametrize(
    ("path", "status", "mark"),
    [
        pytest.param("/plain", 200, PATH, id="a view"),
        pytest.param("/view", 200, VIEW, id="a decorated view"),
        pytest.param("/none", 404, PATH, id="404"),
        pytest.param("/secret", 401, PATH, id="a hook"),
        pytest.param("/fail", 500, PATH, id="an exception"),
    ],
)


@ROWS
@pytest.mark.parametrize("layer", [None, PassingLayer, CopyingHoldingLayer])
def test_answers_have_their_fields(layer, path, status, mark):
    app, taken = create_app()
    client = Client(layer(taken) if layer else taken)
    for _ in range(2):
        response = fetch(client, path)
        assert (response.status_code, fields_of(response)) == (status, allowed(mark))
        response = fetch(client, path, origin=EVIL)
        assert (response.status_code, fields_of(response)) == (status, REFUSED)
        assert_passes(preflight(client, path), passed(mark))
        response = preflight(client, path, origin=EVIL)
        assert (response.status_code, response.data) == (403, b"")
        assert fields_of(response) == REFUSED
    assert app.wsgi_app is not taken


@ROWS
def test_fields_are_seen_to_once(path, status, mark, caplog):
    """However many layers of the app the request has come past."""
    app, taken = create_app()
    app.wsgi_app = PassingLayer(app.wsgi_app)
    CORS(app, resources={"/other": {}})
    decided = []

    def note(_, decision, **others):
        decided.append(decision.reasons)

    with cors_allowed.connected_to(note, app):
        response = fetch(Client(taken), path)
    assert (response.status_code, fields_of(response)) == (status, allowed(mark))
    assert decided == [()]
    assert len(caplog.records) == 1


def test_answer_that_is_the_same_for_every_origin():
    """Nothing tells a cache that it varies, as it would of fields that the app has written."""
    app = Flask(__name__)
    taken = app.wsgi_app
    CORS(app, origins=APP)
    app.wsgi_app = PassingLayer(app.wsgi_app)
    CORS(app, resources={"/other": {}})
    assert fields_of(fetch(Client(taken), "/none")) == {"Access-Control-Allow-Origin": APP}


def test_what_no_rule_governs():
    _, taken = create_app(resources={"/api/*": {}})
    client = Client(taken)
    assert fields_of(fetch(client, "/plain")) == NOTHING
    assert fields_of(preflight(client, "/plain")) == NOTHING
    assert fields_of(fetch(client, "/view")) == allowed(VIEW)


def test_response_that_a_view_hands_out_again():
    app, taken = create_app()
    kept = app.make_response("kept")
    app.add_url_rule("/kept", "kept", lambda: kept)
    client = Client(taken)
    for _ in range(2):
        assert fields_of(fetch(client, "/kept")) == allowed(PATH)
    assert fields_of(kept) == NOTHING


def test_it_is_told_once(caplog):
    _, taken = create_app()
    client = Client(taken)
    for _ in range(2):
        client.get("/plain")
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    assert "call CORS(app) before app.wsgi_app is taken" in record.getMessage()


@pytest.mark.parametrize("ask", [fetch, preflight])
def test_nothing_is_done_once_a_request_has_come_through_the_layer(ask, caplog):
    app, taken = create_app()
    ask(app.test_client(), "/plain")
    assert fields_of(fetch(app.test_client(), "/plain")) == allowed(PATH)
    assert fields_of(fetch(Client(taken), "/plain")) == NOTHING
    assert caplog.records == []
    assert fields_of(fetch(app.test_client(), "/plain", origin=APP)) == allowed(PATH)


@pytest.mark.parametrize("ask", [fetch, preflight])
def test_signal_that_cannot_be_let_go_of(ask, monkeypatch):
    """Blinker goes through all senders, of which another thread may add one meanwhile."""

    def fail(_):
        raise RuntimeError("dictionary changed size during iteration")

    app, taken = create_app()
    monkeypatch.setattr(request_started, "disconnect", fail)
    ask(app.test_client(), "/plain")
    assert fields_of(fetch(app.test_client(), "/plain")) == allowed(PATH)
    assert fields_of(fetch(Client(taken), "/plain")) == NOTHING


def with_the_extension():
    app = Flask("inside")
    CORS(app, **marked(PATH))
    app.add_url_rule("/", "view", lambda: "text", methods=["GET", "PUT"])
    return app


def with_a_decorator():
    app = Flask("inside")
    view = cross_origin(**marked(PATH))(lambda: "text")
    app.add_url_rule("/", "view", view, methods=["GET", "PUT"])
    return app


@pytest.mark.parametrize("make", [with_the_extension, with_a_decorator])
@pytest.mark.parametrize("of_kind", [lambda headers: headers, Headers, dict])
def test_request_that_is_given_its_headers_by_hand(make, of_kind):
    """As a cloud function gives those of its own request to an app's: environ has none of them."""
    inside, runner = make(), Flask("runner")

    @runner.route("/", methods=["GET", "PUT", "OPTIONS"])
    def function():
        context = inside.test_request_context(request.full_path, method=request.method)
        context.request.headers = of_kind(request.headers)
        with context:
            return inside.full_dispatch_request()

    client = runner.test_client()
    for method in ("GET", "PUT"):
        response = fetch(client, "/", method)
        assert (response.text, fields_of(response)) == ("text", allowed(PATH))
        assert fields_of(fetch(client, "/", method, EVIL)) == REFUSED
        assert_passes(
            preflight(client, "/", method, headers={"Access-Control-Request-Headers": "x-a"}),
            {**passed(PATH), "Access-Control-Allow-Headers": "x-a"},
        )
        response = preflight(client, "/", method, EVIL)
        assert (response.status_code, response.data, fields_of(response)) == (403, b"", REFUSED)
