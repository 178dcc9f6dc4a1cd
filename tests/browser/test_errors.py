"""Whatever the app answers, an allowed page reads it, and another page does not."""

from __future__ import annotations

import pytest
from flask import Blueprint
from flask import Flask
from flask import abort
from flask import redirect
from flask import request

from flask_cors import CORS

API = "https://api.example.com"
PAGE = "https://app.example.com"
OTHER = "https://www.example.org"


bp = Blueprint("answers", __name__)


@bp.before_app_request
def fail():
    if request.args.get("fail") == "before":
        raise RuntimeError("the hook fails")


@bp.after_app_request
def fail_late(response):
    if request.args.get("fail") == "after":
        raise RuntimeError("the other hook fails")
    return response


@bp.post("/upload")
def upload():
    return {"length": len(request.get_data())}


@bp.get("/abort/<int:status>")
def give_up(status):
    abort(status)


@bp.get("/crash")
def crash():
    raise RuntimeError("the view fails")


@bp.get("/old")
def old():
    return redirect("/stream")


@bp.get("/stream")
def stream():
    return (f"line {number}\n" for number in range(3)), {"Content-Type": "text/plain"}


@bp.route("/folder/", methods=["GET", "PUT"])
def folder():
    return {"folder": True}


@pytest.fixture
def api(web):
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 1000
    CORS(app, origins=PAGE)
    app.register_blueprint(bp)
    return web.serve(API, app)


answers = pytest.mark.parametrize(
    ("path", "request_init", "status"),
    [
        pytest.param("/nothing", {}, 404, id="404: no such route"),
        pytest.param("/upload", {}, 405, id="405: no such method"),
        pytest.param("/upload", {"method": "POST", "body": "a" * 2000}, 413, id="413: too large"),
        pytest.param("/abort/403", {}, 403, id="403: abort"),
        pytest.param("/abort/418", {}, 418, id="418: abort"),
        pytest.param("/crash", {}, 500, id="500: the view fails"),
        pytest.param("/stream?fail=before", {}, 500, id="500: before_request fails"),
        pytest.param("/stream?fail=after", {}, 500, id="500: after_request fails"),
        pytest.param("/old", {}, 200, id="302, then 200"),
        pytest.param("/folder", {}, 200, id="308 to the URL with a slash, then 200"),
        pytest.param("/stream", {}, 200, id="200: streamed"),
    ],
)


@answers
def test_allowed_page_reads_the_answer(path, request_init, status, api, open_page):
    seen = open_page(PAGE).fetch(API + path, **request_init)

    assert seen.readable
    assert seen.status == status
    assert {exchange.response["Access-Control-Allow-Origin"] for exchange in api.exchanges} == {
        PAGE
    }


@answers
def test_another_page_does_not(path, request_init, status, api, open_page):
    seen = open_page(OTHER).fetch(API + path, **request_init)

    assert seen.blocked
    assert "'Access-Control-Allow-Origin'" in seen.console
    assert api.exchanges[0].response == {"Vary": "Origin"}


@pytest.mark.parametrize(
    ("path", "request_init", "status"),
    [
        pytest.param("/nothing", {"method": "DELETE"}, 404, id="404 after a preflight"),
        pytest.param("/upload", {"method": "DELETE"}, 405, id="405 after a preflight"),
    ],
)
def test_preflight_lets_the_page_read_the_error(path, request_init, status, api, open_page):
    seen = open_page(PAGE).fetch(API + path, **request_init)

    assert seen.status == status
    assert api.log == [f"OPTIONS {path} -> 200", f"DELETE {path} -> {status}"]


def test_put_is_redirected_to_the_url_with_a_slash(api, open_page):
    seen = open_page(PAGE).fetch(f"{API}/folder", method="PUT")

    assert seen.json == {"folder": True}
    assert seen.url == f"{API}/folder/"
    assert api.log == [
        "OPTIONS /folder -> 200",
        "PUT /folder -> 308",
        "OPTIONS /folder/ -> 200",
        "PUT /folder/ -> 200",
    ]
