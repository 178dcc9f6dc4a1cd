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
from demo.react import ReactPage
from demo.wire import Recorded
from demo.wire import Wire


def create_page(
    programs: cabc.Sequence[Program], origins: Origins, wire: Wire, react: ReactPage | None
) -> Flask:
    """Return the app that serves the page and answers its questions about the wire.

    :param react: the React page, if one of the programs has one.
    """
    app = Flask(__name__)
    _add_programs(app, programs, origins, react)
    _add_exchanges(app, programs, origins, wire)
    return app


def _add_programs(
    app: Flask, programs: cabc.Sequence[Program], origins: Origins, react: ReactPage | None
) -> None:
    @app.get("/")
    def index() -> Response:
        return app.send_static_file("index.html")

    @app.get("/programs.json")
    def table() -> dict[str, t.Any]:
        return {
            "versions": {"Flask-CORS": flask_cors.__version__, "Flask": version("flask")},
            "origins": origins.as_data(),
            "programs": [_program_as_data(program, origins) for program in programs],
        }

    @app.get("/react.json")
    def react_status() -> dict[str, str]:
        if react is None:
            abort(404)
        return dataclasses.asdict(react.status)


def _add_exchanges(
    app: Flask, programs: cabc.Sequence[Program], origins: Origins, wire: Wire
) -> None:
    exchanges = {
        f"{program.id}.{exchange.id}": exchange
        for program in programs
        for exchange in program.exchanges
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


def _program_as_data(program: Program, origins: Origins) -> dict[str, t.Any]:
    pages = program.pages(origins)
    return {
        "id": program.id,
        "title": program.title,
        "story": program.story,
        "code": source.shown(program.shown, pages),
        "hasReactPage": program.has_react_page,
        "exchanges": [_exchange_as_data(exchange, pages) for exchange in program.exchanges],
    }


def _exchange_as_data(exchange: AnyExchange, pages: cabc.Mapping[str, str]) -> dict[str, t.Any]:
    data = {item.name: getattr(exchange, item.name) for item in dataclasses.fields(exchange)}
    if isinstance(exchange, StartUp):
        data["code"] = source.shown([data.pop("attempt")], pages)
    return data
