"""The shops of ``traps``: one app, set up well and badly."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from flask import Flask
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from flask_cors import CORS

if t.TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIApplication
    from _typeshed.wsgi import WSGIEnvironment


def shop() -> Flask:
    app = Flask(__name__)
    app.add_url_rule(
        "/cart",
        methods=["GET", "PUT"],
        provide_automatic_options=False,
        view_func=lambda: "empty",
    )
    return app


def preflights_answered(page_origin: str) -> WSGIApplication:
    """Preflights are answered by the package: the default."""
    app = shop()
    CORS(
        app,
        origins=page_origin,
        automatic_options=True,
    )
    return app


def preflights_left_out(page_origin: str) -> WSGIApplication:
    """Preflights are left to the app, which has no view for them."""
    app = shop()
    CORS(
        app,
        origins=page_origin,
        automatic_options=False,
    )
    return app


def other_scheme(page_origin: str) -> WSGIApplication:
    """The page is http, the policy says https."""
    app = shop()
    page = page_origin.replace("http:", "https:")
    CORS(app, origins=page)
    return app


def two_hands(page_origin: str) -> WSGIApplication:
    """Behind a gateway that adds CORS fields, too."""
    app = shop()
    CORS(app, origins=page_origin)
    return gateway(app)


def one_hand(page_origin: str) -> WSGIApplication:
    """The same, with the package turned off."""
    app = shop()
    app.config["CORS_ENABLED"] = False
    CORS(app, origins=page_origin)
    return gateway(app)


def gateway(app: WSGIApplication) -> WSGIApplication:
    """Add a CORS field to every answer, as some gateways and proxies are set up to do."""

    def handle(environ: WSGIEnvironment, start_response: StartResponse) -> cabc.Iterable[bytes]:
        def start(
            status: str, headers: list[tuple[str, str]], *exc_info: t.Any
        ) -> cabc.Callable[[bytes], object]:
            fields = [*headers, ("Access-Control-Allow-Origin", "*")]
            return start_response(status, fields, *exc_info)

        return app(environ, start)

    return handle


SHOPS: dict[str, cabc.Callable[[str], WSGIApplication]] = {
    "/answered": preflights_answered,
    "/left-out": preflights_left_out,
    "/scheme": other_scheme,
    "/two-hands": two_hands,
    "/one-hand": one_hand,
}


def create_app(page_origin: str) -> WSGIApplication:
    return DispatcherMiddleware(
        NotFound(), {mount: create(page_origin) for mount, create in SHOPS.items()}
    )
