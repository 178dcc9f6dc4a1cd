"""However the app is put together, the page that is allowed gets through, and no other."""

from __future__ import annotations

import pytest
from flask import Blueprint
from flask import Flask
from flask.views import MethodView
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from flask_cors import CORS

API = "https://api.example.com"
PAGE = "https://app.example.com"
OTHER = "https://www.example.org"


class Item(MethodView):
    def put(self, number):
        return {"put": number}


async def wait_and_see():
    return {"put": "async"}


def create_app(folder):
    app = Flask(__name__, static_folder=folder, static_url_path="/files")
    CORS(app, origins=PAGE)
    app.add_url_rule("/items/<int:number>", view_func=Item.as_view("item"))
    app.add_url_rule("/async", view_func=wait_and_see, methods=["PUT"])
    outer, inner = Blueprint("outer", __name__), Blueprint("inner", __name__)
    inner.add_url_rule("/async", view_func=wait_and_see, methods=["PUT"])
    outer.register_blueprint(inner, url_prefix="/inner")
    app.register_blueprint(outer, url_prefix="/outer")
    return app


@pytest.fixture
def api(web, tmp_path):
    (tmp_path / "notes.txt").write_text("static", encoding="utf-8")
    app = create_app(str(tmp_path))
    mounts = DispatcherMiddleware(NotFound(), {"/v1": app, "/v2": create_app(None)})
    return web.serve(API, mounts)


calls = pytest.mark.parametrize(
    ("path", "request_init", "body"),
    [
        pytest.param("/v1/files/notes.txt", {}, "static", id="a static file"),
        pytest.param(
            "/v1/files/notes.txt",
            {"headers": {"If-None-Match": '"other"'}},
            "static",
            id="a static file, after a preflight",
        ),
        pytest.param("/v1/items/7", {"method": "PUT"}, '{"put":7}\n', id="a class-based view"),
        pytest.param("/v2/items/7", {"method": "PUT"}, '{"put":7}\n', id="another mount"),
        pytest.param("/v1/async", {"method": "PUT"}, '{"put":"async"}\n', id="an async view"),
        pytest.param(
            "/v1/outer/inner/async",
            {"method": "PUT"},
            '{"put":"async"}\n',
            id="a blueprint in a blueprint",
        ),
    ],
)


@calls
def test_allowed_page_gets_through(path, request_init, body, api, open_page):
    seen = open_page(PAGE).fetch(API + path, **request_init)

    assert seen.body == body
    assert [str(preflight) for preflight in api.preflights] == (
        [f"OPTIONS {path} -> 200"] if request_init else []
    )


@calls
def test_another_page_does_not(path, request_init, body, api, open_page):
    seen = open_page(OTHER).fetch(API + path, **request_init)

    assert seen.blocked
    assert len(api.exchanges) == 1
    assert api.exchanges[0].response == {"Vary": "Origin"}
