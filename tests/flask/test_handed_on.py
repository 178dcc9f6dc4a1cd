"""One environ that goes through apps more than once: handed on by a view, or sent again."""

from __future__ import annotations

import pytest
from flask import Flask
from flask import abort
from flask import request
from werkzeug.test import Client

from flask_cors import CORS
from flask_cors import cross_origin

from .support import EVIL
from .support import NOTHING
from .support import PATH
from .support import REFUSED
from .support import SECOND
from .support import VIEW
from .support import CopyingLayer
from .support import allowed
from .support import fetch
from .support import fields_of
from .support import marked


def answered(wsgi_app, environ):
    """What a server is told, and the body; unlike Werkzeug's client, without a copy of environ."""
    start = []
    body = wsgi_app(environ, lambda *told: start.extend(told))
    return start, body


class Again:
    """A layer that sends a request on until it is answered by something else than an error."""

    def __init__(self, *wsgi_apps):
        self.wsgi_apps = wsgi_apps

    def __call__(self, environ, start_response):
        for wsgi_app in self.wsgi_apps:
            start, body = answered(wsgi_app, environ)
            if start[0].startswith("2"):
                break
        start_response(*start)
        return body


def create_app(with_cors=True, layer=None):
    """An app whose views hand the request on, with the very environ that it came with."""
    app = Flask(__name__)
    if layer:
        app.wsgi_app = layer(app.wsgi_app)
    if with_cors:
        CORS(app, **marked(PATH))
    others = {
        "itself": app,
        "with-cors": other_app(with_cors=True),
        "with-decorators": other_app(with_cors=False),
    }

    def hand_on(name):
        environ = request.environ
        environ["PATH_INFO"], path = "/view", environ["PATH_INFO"]
        answered(others[name], environ)
        environ["PATH_INFO"] = path
        return "text"

    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    app.add_url_rule("/plain/<name>", "plain", hand_on)
    app.add_url_rule("/decorated/<name>", "decorated", cross_origin(**marked(SECOND))(hand_on))
    return app


def other_app(with_cors):
    app = Flask("other")
    if with_cors:
        CORS(app, origins=EVIL)
    app.add_url_rule("/view", "view", cross_origin(origins=EVIL)(lambda: "view"))
    return app


@pytest.mark.parametrize("name", ["itself", "with-cors", "with-decorators"])
@pytest.mark.parametrize(
    ("path", "layers", "mark"),
    [
        pytest.param("/plain", {}, PATH, id="a plain view"),
        pytest.param("/decorated", {}, SECOND, id="a decorated view"),
        pytest.param("/plain", {"layer": CopyingLayer}, PATH, id="plain, a copy inside"),
        pytest.param("/decorated", {"layer": CopyingLayer}, SECOND, id="decorated, a copy inside"),
        pytest.param("/plain", {"with_cors": False}, None, id="plain, without CORS(app)"),
        pytest.param("/decorated", {"with_cors": False}, SECOND, id="decorated, without CORS(app)"),
    ],
)
def test_who_hands_a_request_on_answers_by_rules_of_its_own(path, layers, mark, name):
    client = create_app(**layers).test_client()
    for _ in range(2):
        expected = allowed(mark) if mark else NOTHING
        assert fields_of(fetch(client, f"{path}/{name}")) == expected
        assert fields_of(fetch(client, f"{path}/{name}", origin=EVIL)) == (
            REFUSED if mark else NOTHING
        )


@pytest.mark.parametrize("with_cors", [True, False])
def test_request_that_is_sent_again(with_cors):
    app = Flask(__name__)
    if with_cors:
        CORS(app, **marked(PATH))
    fails = [True, False]

    @app.get("/view")
    @cross_origin(**marked(VIEW))
    def view():
        return abort(503) if fails.pop(0) else "text"

    response = fetch(Client(Again(app, app)), "/view")
    assert (response.status_code, fields_of(response)) == (200, allowed(VIEW))
    assert fails == []


@pytest.mark.parametrize("with_cors", [True, False])
def test_request_that_another_app_answers_in_the_end(with_cors):
    first, second = Flask("first"), Flask("second")
    if with_cors:
        CORS(first, origins=EVIL)
        CORS(second, **marked(PATH))

    @first.get("/<path:path>")
    @cross_origin(origins=EVIL)
    def nothing(path):
        abort(404)

    second.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "text"))
    response = fetch(Client(Again(first, second)), "/view")
    assert (response.status_code, fields_of(response)) == (200, allowed(VIEW))
