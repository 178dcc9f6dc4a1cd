"""The variants of an app that are measured side by side, and requests to them."""

from __future__ import annotations

import collections.abc as cabc
import io
import itertools
import sys
import typing as t
import warnings
from wsgiref.util import FileWrapper

from flask import Blueprint
from flask import Flask

from .by_hand import add_after_request
from .by_hand import wrap_wsgi_app
from .workloads import APP
from .workloads import Ask
from .workloads import Workload

BARE = "bare"
BY_AFTER_REQUEST = "after_request"
BY_LAYER = "layer"
BY_PACKAGE = "package"
"""Whichever Flask-CORS is installed."""

VARIANTS = (BARE, BY_AFTER_REQUEST, BY_LAYER, BY_PACKAGE)

Environ = dict[str, t.Any]
Call = cabc.Callable[[Environ], object]
"""Hands one request to an app, and reads the whole response."""


def build(variant: str, workload: Workload) -> Flask:
    """The app of a workload, with CORS as `variant` has it."""
    app = Flask("benchmarks")
    if variant == BY_PACKAGE:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # 10,000 origins may well be doubtful
            _add_views_with_package(app, workload)
    else:
        _add_views(app, workload)
    for number in range(workload.routes):
        app.add_url_rule(f"/route{number}", f"route{number}", view)
    _add_blueprints(app, workload.blueprints, with_package=variant == BY_PACKAGE)
    if variant == BY_AFTER_REQUEST:
        add_after_request(app, workload)
    elif variant == BY_LAYER:
        wrap_wsgi_app(app, workload)
    return app


def view() -> str:
    """What answers everywhere."""
    return "Hello"


def _add_views(
    app: Flask,
    workload: Workload,
    at_view: t.Any = view,
    prepare: t.Callable[[Blueprint], object] = id,
) -> None:
    shop = Blueprint("shop", __name__, url_prefix="/shop")
    shop.add_url_rule("/items", "items", view, methods=["GET", "PUT"])
    prepare(shop)
    app.register_blueprint(shop)
    app.add_url_rule("/view", "view", at_view, methods=["GET", "PUT"])
    app.add_url_rule("/<any(other):name>", "other", lambda name: name)
    own = workload.own
    articles = (lambda name: (name, own)) if own else (lambda name: name)
    app.add_url_rule("/<any(api):name>/articles", "articles", articles, methods=["GET", "PUT"])


def _add_blueprints(app: Flask, prefixes: t.Iterable[str], *, with_package: bool) -> None:
    for number, prefix in enumerate(prefixes):
        blueprint = Blueprint(f"blueprint{number}", __name__, url_prefix=prefix)
        blueprint.add_url_rule("/items", "items", lambda **_: "Hello", methods=["GET", "PUT"])
        if with_package:
            import flask_cors  # noqa: PLC0415  see below

            flask_cors.CORS(blueprint, origins=APP)
        app.register_blueprint(blueprint)


def _add_views_with_package(app: Flask, workload: Workload) -> None:
    import flask_cors  # noqa: PLC0415  the other variants must do without

    is_6 = flask_cors.__version__.startswith("6.")
    options = (is_6 and workload.options_of_6) or workload.options
    if workload.on == "blueprint":
        _add_views(app, workload, prepare=lambda shop: flask_cors.CORS(shop, **options))
    elif workload.on == "view":
        flask_cors.CORS(app)
        _add_views(app, workload, flask_cors.cross_origin(**options)(view))
    else:
        flask_cors.CORS(app, **options)
        _add_views(app, workload)


def requests(ask: Ask) -> cabc.Iterator[Environ]:
    """The request, over and over; its text is new each time, as it would be from a socket.

    A string that was seen before has its hash at hand and is found by identity, which flatters.
    """
    environ = _as_from_a_browser()
    fields = {
        "REQUEST_METHOD": ask.method,
        "PATH_INFO": ask.path,
        "HTTP_ORIGIN": ask.origin,
        "HTTP_ACCESS_CONTROL_REQUEST_METHOD": ask.wants,
        "HTTP_ACCESS_CONTROL_REQUEST_HEADERS": ask.headers,
    }
    for number in itertools.count(1):
        new = environ.copy()
        for name, value in fields.items():
            if value is not None:
                new[name] = value.replace("{n}", str(number)).encode().decode("latin-1")
        yield new


def _as_from_a_browser() -> Environ:
    """What gunicorn makes of a browser's request: as many entries, since dicts grow in steps."""
    return {
        "wsgi.errors": sys.stderr,
        "wsgi.version": (1, 0),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileWrapper,
        "wsgi.input_terminated": True,
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
        "SERVER_SOFTWARE": "benchmarks",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "REMOTE_ADDR": "127.0.0.1",
        "REMOTE_PORT": "50000",
        "HTTP_HOST": "localhost",
        "HTTP_CONNECTION": "keep-alive",
        "HTTP_USER_AGENT": "Mozilla/5.0",
        "HTTP_ACCEPT": "*/*",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate, br, zstd",
        "HTTP_ACCEPT_LANGUAGE": "en",
        "HTTP_REFERER": "https://app.example.com/",
        "HTTP_SEC_FETCH_SITE": "cross-site",
        "HTTP_SEC_FETCH_MODE": "cors",
        "HTTP_SEC_FETCH_DEST": "empty",
    }


def caller(app: Flask) -> Call:
    """What hands a request to `app`, as a server would."""

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> t.Any:
        return None

    def call(environ: Environ) -> object:
        body = app(environ, start_response)
        text = b"".join(body)
        close = getattr(body, "close", None)
        if close is not None:
            close()
        return text

    return call
