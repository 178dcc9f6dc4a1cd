"""The page's server: static files, the table of exchanges, and what the browser cannot know."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import typing as t
from importlib.metadata import version

from flask import Flask
from flask import Response
from flask import abort

import flask_cors
from demo import raw
from demo import source
from demo import startup
from demo.exchanges import AnyExchange
from demo.exchanges import Program
from demo.exchanges import RawRequest
from demo.exchanges import StartUp
from demo.origins import Origins
from demo.wire import Recorded
from demo.wire import Wire


def create_page(programs: cabc.Sequence[Program], origins: Origins, wire: Wire) -> Flask:
    """Return the app that serves the page and answers its questions about the wire."""
    app = Flask(__name__)
    exchanges = {
        f"{program.id}.{exchange.id}": exchange
        for program in programs
        for exchange in program.exchanges
    }

    @app.get("/")
    def index() -> Response:
        return app.send_static_file("index.html")

    @app.get("/programs.json")
    def table() -> dict[str, t.Any]:
        return {
            "versions": {"Flask-CORS": flask_cors.__version__, "Flask": version("flask")},
            "origins": origins.as_data(),
            "programs": [_program_as_data(program, origins.page) for program in programs],
        }

    @app.get("/wire/<name>")
    def recorded(name: str) -> list[Recorded]:
        return wire.steps(name)

    @app.post("/raw/<run>.<program>.<name>")
    def send_raw(run: str, program: str, name: str) -> raw.RawOutcome:
        exchange = exchanges.get(f"{program}.{name}")
        if not isinstance(exchange, RawRequest):
            abort(404)
        path = f"/{program}{exchange.path}?exchange={run}.{program}.{name}"
        return raw.send(exchange, origins.api_port, path)

    @app.post("/startup/<key>")
    def start_up(key: str) -> startup.StartUpOutcome:
        exchange = exchanges.get(key)
        if not isinstance(exchange, StartUp):
            abort(404)
        return startup.attempt(exchange)

    return app


def _program_as_data(program: Program, page_origin: str) -> dict[str, t.Any]:
    return {
        "id": program.id,
        "title": program.title,
        "story": program.story,
        "code": source.shown(program.shown, page_origin),
        "exchanges": [_exchange_as_data(exchange, page_origin) for exchange in program.exchanges],
    }


def _exchange_as_data(exchange: AnyExchange, page_origin: str) -> dict[str, t.Any]:
    data = {item.name: getattr(exchange, item.name) for item in dataclasses.fields(exchange)}
    if isinstance(exchange, StartUp):
        data["code"] = source.shown([data.pop("attempt")], page_origin)
    return data
