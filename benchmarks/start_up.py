"""What the package costs before the first request: its import, and setting up many rules.

Each figure comes from an interpreter of its own, since a second import costs nothing.
"""

from __future__ import annotations

import collections.abc as cabc
import random
import subprocess
import typing as t

from .set_ups import SHAPES
from .sides import PACKAGES
from .sides import ROOT
from .sides import Side
from .sides import environment

IMPORT_TIME = """
import time, flask
before = time.process_time_ns()
import flask_cors
print(time.process_time_ns() - before)
"""

IMPORT_MEMORY = """
import flask, tracemalloc
tracemalloc.start()
import flask_cors
print(tracemalloc.get_traced_memory()[0])
"""

IMPORT_AND_SET_UP_TIME = """
import time, flask
app = flask.Flask("app")
before = time.process_time_ns()
import flask_cors
flask_cors.CORS(app, origins="https://app.example.com")
print(time.process_time_ns() - before)
"""

RULES_TIME = """
import time, flask, flask_cors
from benchmarks.set_ups import SHAPES
keywords = SHAPES["{shape}"](1000)
flask_cors.CORS(flask.Flask("warm"), resources={{"/api/*": {{"origins": "https://a.example"}}}})
app = flask.Flask("app")
before = time.process_time_ns()
flask_cors.CORS(app, **keywords)
print(time.process_time_ns() - before)
"""

RULES_OPCODES = """
import flask, flask_cors, itertools
from benchmarks import opcodes
from benchmarks.set_ups import SHAPES
keywords = SHAPES["{shape}"]({size})
flask_cors.CORS(flask.Flask("warm"), resources={{"/api/*": {{"origins": "https://a.example"}}}})
app = flask.Flask("app")
print(opcodes.count(lambda _: flask_cors.CORS(app, **keywords), itertools.repeat({{}}), warm_up=0))
"""

BLUEPRINTS_OPCODES = """
import flask, flask_cors, itertools
from benchmarks import opcodes
app = flask.Flask("app")
def register(blueprint):
    if {with_cors}:
        flask_cors.CORS(blueprint, origins="https://app.example.com")
    app.register_blueprint(blueprint)
register(flask.Blueprint("warm", "warm"))
made = [flask.Blueprint(f"b{{n}}", "b", url_prefix=f"/b{{n}}") for n in range({size})]
print(opcodes.count(lambda _: [*map(register, made)], itertools.repeat({{}}), warm_up=0))
"""

QUESTIONS = {
    "import-time": ("import after flask, ms", IMPORT_TIME, 1e6),
    "import-memory": ("import after flask, KB", IMPORT_MEMORY, 1024),
    "import-and-set-up-time": ("import and CORS(app), ms", IMPORT_AND_SET_UP_TIME, 1e6),
    **{
        f"rules-{shape}-time": (
            f"1,000 rules, {shape.replace('-', ' ')}, ms",
            RULES_TIME.format(shape=shape),
            1e6,
        )
        for shape in SHAPES
    },
}
"""A title, what an interpreter is to run, and how many of what it prints make one of the unit."""

Figures = dict[str, dict[str, list[int]]]
"""What was printed, by question and side."""


def measure(rounds: int, tell: t.Callable[[str], object]) -> Figures:
    """Ask each package each question, in turn and in random order."""
    figures: Figures = {name: {side.name: [] for side in PACKAGES} for name in QUESTIONS}
    for side in PACKAGES:
        ask(side.python, IMPORT_TIME)  # so that everything is compiled
    for number in range(1, rounds + 1):
        tell(f"start-up, round {number} of {rounds}")
        for name, side in _shuffled():
            figures[name][side.name].append(ask(side.python, QUESTIONS[name][1]))
    return figures


def _shuffled() -> cabc.Sequence[tuple[str, Side]]:
    pairs = [(name, side) for name in QUESTIONS for side in PACKAGES]
    return random.sample(pairs, len(pairs))


def ask(python: str, code: str) -> int:
    """The number that an interpreter prints which runs `code`."""
    done = subprocess.run(
        [python, "-c", code],
        cwd=ROOT,
        env=environment(),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return int(done.stdout)
