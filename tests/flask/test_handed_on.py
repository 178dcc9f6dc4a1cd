"""One environ that goes through apps more than once: handed on by a view, or sent again."""

from __future__ import annotations

from wsgiref.util import shift_path_info

import pytest
from flask import Flask
from flask import Response
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
from .support import CopyingHoldingLayer
from .support import CopyingLayer
from .support import HoldingLayer
from .support import PassingLayer
from .support import allowed
from .support import fetch
from .support import fields_of
from .support import marked
from .support import passed
from .support import preflight

METHODS = ["GET", "PUT"]


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


def handing_on(layer, asked):
    """An app whose views hand a request on in place, as `wsgiref.util.shift_path_info` does."""
    app, mounted = Flask(__name__), Flask("mounted")
    mounted.add_url_rule("/<path:path>", "view", lambda path: f"mounted {path}", methods=METHODS)

    def hand_on(path):
        shift_path_info(request.environ)
        return Response.from_app(mounted, request.environ)

    def source(query):
        asked.append((query.path, query.endpoint, query.view_args, query.host))
        return query.path.startswith("/asked/")

    decorated = cross_origin(**marked(VIEW, origins=source))(hand_on)
    app.add_url_rule("/strict/<path:path>", "strict", hand_on, methods=METHODS)
    app.add_url_rule("/asked/<path:path>", "asked", decorated, methods=METHODS)
    if layer:
        app.wsgi_app = layer(app.wsgi_app)
    rules = {"/strict/*": marked(PATH), "/*": {"origins": EVIL, "supports_credentials": True}}
    CORS(app, resources=rules)
    return app.test_client()


@pytest.mark.parametrize(
    "layer", [None, PassingLayer, CopyingLayer, HoldingLayer, CopyingHoldingLayer]
)
@pytest.mark.parametrize("end", ["view", "view/more", "vi\u00ebw"])
@pytest.mark.parametrize(("start", "mark"), [("/strict", PATH), ("/asked", VIEW)])
def test_view_that_hands_its_very_environ_on(layer, end, start, mark):
    """The path that it leaves in there is not its own: rules and sources go by what came."""
    asked = []
    client = handing_on(layer, asked)
    path = f"{start}/{end}"
    for _ in range(2):
        response = fetch(client, path)
        assert (response.text, fields_of(response)) == (f"mounted {end}", allowed(mark))
        assert fields_of(preflight(client, path)) == passed(mark)
        if mark is PATH:
            assert fields_of(fetch(client, path, origin=EVIL)) == REFUSED
            assert preflight(client, path, origin=EVIL).status_code == 403
    assert set(map(repr, asked)) == (
        {repr((path, "asked", {"path": end}, "localhost"))} if mark is VIEW else set()
    )
