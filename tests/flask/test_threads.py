"""Threads: every answer is whole, from the first request on."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Blueprint
from flask import Flask

from flask_cors import CORS
from flask_cors import cross_origin
from flask_cors.rules.view_options import OPTIONS_ATTRIBUTE
from flask_cors.rules.view_options import options_of_view

from .support import ADMIN
from .support import APP
from .support import BLUEPRINT
from .support import EVIL
from .support import PATH
from .support import REFUSED
from .support import VIEW
from .support import CopyingLayer
from .support import allowed
from .support import fetch
from .support import fields_of
from .support import marked
from .support import passed
from .support import preflight

THREADS = 8
ROUNDS = 60


def create_app(inside=None):
    app = Flask(__name__)
    if inside:
        app.wsgi_app = inside(app.wsgi_app)
    CORS(app, **marked(PATH))
    blueprint = Blueprint("api", __name__, url_prefix="/api")
    CORS(blueprint, **marked(BLUEPRINT))
    app.register_blueprint(blueprint)
    app.add_url_rule("/plain", "plain", lambda: "plain")
    app.add_url_rule("/view/", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    return app


def plain_app():
    """Without the extension, where the view answers for itself."""
    app = Flask(__name__)
    app.add_url_rule("/view/", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    return app


def test_view_that_comes_while_another_thread_looks_through_the_views(monkeypatch):
    """What that thread finds is of the views before, and must not pass for more."""
    app = Flask(__name__)
    CORS(app, origins="*")
    app.add_url_rule("/plain", "plain", lambda: "plain")
    late = cross_origin(**marked(VIEW))(lambda: "late")
    looks, may_go_on = threading.Event(), threading.Event()

    def look_slowly(view):
        if threading.current_thread() is thread:
            looks.set()
            may_go_on.wait(10)
        return options_of_view(view)

    monkeypatch.setattr("flask_cors.rules.state.options_of_view", look_slowly)
    thread = threading.Thread(target=preflight, args=(app.test_client(), "/plain"))
    thread.start()
    assert looks.wait(10)
    app.add_url_rule("/late", "late", late, methods=["GET"])
    preflight(app.test_client(), "/plain")
    may_go_on.set()
    thread.join()

    response = fetch(app.test_client(), "/late", "PUT", origin=EVIL)
    assert response.status_code == 405
    assert fields_of(response) == REFUSED


@pytest.mark.parametrize(
    ("make", "marks"),
    [
        pytest.param(
            create_app,
            {"/plain": PATH, "/none": PATH, "/view/": VIEW, "/view": VIEW, "/api/x": BLUEPRINT},
            id="the layer",
        ),
        pytest.param(
            lambda: create_app(CopyingLayer),
            {"/plain": PATH, "/view/": VIEW, "/api/x": BLUEPRINT},
            id="another layer inside",
        ),
        pytest.param(plain_app, {"/view/": VIEW}, id="@cross_origin alone"),
    ],
)
def test_no_torn_answers(make, marks):
    app = make()
    start = threading.Barrier(THREADS)
    origins = [APP, ADMIN, EVIL, None, *(f"https://x{number}.example" for number in range(40))]

    def hammer(seed):
        client = app.test_client()
        start.wait()
        for number in range(ROUNDS):
            origin = origins[(seed + number) % len(origins)]
            path = list(marks)[(seed * 3 + number) % len(marks)]
            mark, lets_in = marks[path], origin in (APP, ADMIN)
            fields = fields_of(fetch(client, path, origin=origin))
            assert fields == (allowed(mark, origin) if lets_in else REFUSED), (path, origin)
            if origin:
                fields = fields_of(preflight(client, path, origin=origin))
                assert fields == (passed(mark, origin) if lets_in else REFUSED), (path, origin)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(hammer, range(THREADS)))


class Slow:
    """A view whose options take their time when they are looked for the first time."""

    def __init__(self):
        self.entered, self.go_on = threading.Event(), threading.Event()

    def __call__(self):
        return "slow"

    def __getattr__(self, name):
        if name == OPTIONS_ATTRIBUTE and not self.entered.is_set():
            self.entered.set()
            assert self.go_on.wait(30)
        raise AttributeError(name)


@pytest.mark.parametrize("ask", [fetch, preflight])
def test_strict_view_while_another_thread_looks_through_the_views(ask):
    """Until it is known which views have policies of their own, none is taken to have none."""
    app, slow = Flask(__name__), Slow()
    CORS(app, origins="*")
    app.add_url_rule("/slow", "slow", slow)
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(fetch, app.test_client(), "/none", origin=EVIL)
        assert slow.entered.wait(30)
        mine = ask(app.test_client(), "/view", origin=EVIL)
        slow.go_on.set()
        assert fields_of(mine) == REFUSED
        assert fields_of(other.result(30)) == fields_of(fetch(app.test_client(), "/", origin=EVIL))
