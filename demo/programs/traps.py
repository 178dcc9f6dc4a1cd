"""Mistakes that people make, and what becomes of them."""

from __future__ import annotations

from flask import Flask

from demo.exchanges import Fetch
from demo.exchanges import Program
from demo.exchanges import StartUp
from demo.programs.trap_apps import SHOPS
from demo.programs.trap_apps import create_app
from flask_cors import CORS


def any_origin_with_credentials(app: Flask) -> None:
    CORS(app, supports_credentials=True)


def several_mistakes(app: Flask) -> None:
    CORS(app, origins="app.example.com", method=["GET"], max_age=-1)  # type: ignore[call-arg]


TRAPS = Program(
    id="traps",
    title="Traps",
    story="What is dangerous does not start; what cannot work says so; what is confusing is shown.",
    create_app=create_app,
    shown=tuple(SHOPS.values()),
    exchanges=(
        StartUp(
            id="credentials",
            title="Any origin with credentials",
            attempt=any_origin_with_credentials,
            says=("supports_credentials", "origins"),
            expected="refused",
            why="Every website could read what belongs to a visitor's session, so the app stops.",
            unfolded=True,
        ),
        StartUp(
            id="mistakes",
            title="Three mistakes in one line",
            attempt=several_mistakes,
            says=("app.example.com", "method", "max_age"),
            expected="refused",
            why="All problems come at once, each with what to write instead.",
        ),
        Fetch(
            id="options",
            title="PUT, preflights answered",
            path="/answered/cart",
            method="PUT",
            wire=("OPTIONS", "PUT"),
            expected="readable",
            why="The default: the package answers preflights, whatever the app's routes are.",
        ),
        Fetch(
            id="no-options",
            title="PUT, preflights left to the app",
            path="/left-out/cart",
            method="PUT",
            wire=("OPTIONS",),
            expected="blocked",
            why="No view answers OPTIONS: the preflight comes back 405, and the PUT is not sent.",
        ),
        Fetch(
            id="scheme",
            title="GET, the policy has the other scheme",
            path="/scheme/cart",
            wire=("GET",),
            expected="blocked",
            why="The scheme is a part of the origin: http and https are two different ones.",
        ),
        Fetch(
            id="two-hands",
            title="GET, a gateway adds its field too",
            path="/two-hands/cart",
            wire=("GET",),
            expected="blocked",
            why="Two values of Access-Control-Allow-Origin are as good as none.",
        ),
        Fetch(
            id="one-hand",
            title="GET, only the gateway adds a field",
            path="/one-hand/cart",
            wire=("GET",),
            expected="readable",
            why="CORS_ENABLED = False leaves the fields to the gateway.",
        ),
    ),
)
