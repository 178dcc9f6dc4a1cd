"""What the package costs before the first request.

Every count comes from an interpreter of its own: a second import costs nothing, and what measures
the coverage of the tests would be counted too.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks import budgets
from benchmarks import start_up
from benchmarks.set_ups import SHAPES

ENTRANCE = {"flask_cors", "flask_cors.decorator", "flask_cors.extension"}
"""All that is loaded until a program calls something."""

OPTIONAL = set(
    """audit cli core describing diagnosing explaining inspector lock probe pytest_plugin sources
    testing""".split()
)


def loaded_after_flask(code: str) -> set[str]:
    """The modules that `code` loads, once Flask is there."""
    command = [
        sys.executable,
        "-I",
        "-c",
        f"import flask, sys; before = {{*sys.modules}}; {code}; print(*{{*sys.modules}} - before)",
    ]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "code",
    ["import flask_cors", "from flask_cors import CORS; from flask_cors import cross_origin"],
)
def test_an_import_loads_the_entrance_alone(code: str) -> None:
    assert loaded_after_flask(code) == ENTRANCE


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("CORS(flask.Flask('app'))", id="an app"),
        pytest.param("CORS(flask.Blueprint('api', 'api'))", id="a blueprint"),
        pytest.param("cross_origin()", id="a decorator"),
    ],
)
def test_a_first_call_loads_nothing_optional(code: str) -> None:
    loaded = loaded_after_flask(f"import flask_cors; flask_cors.{code}")
    assert loaded >= ENTRANCE | {"flask_cors.options.policy_reader"}
    assert not {f"flask_cors.{name}" for name in OPTIONAL} & loaded
    assert {name for name in loaded if name.partition(".")[0] != "flask_cors"} == set()


@pytest.mark.parametrize(
    "options",
    ["", ", origins=['https://app.example.com'], supports_credentials=True"],
    ids=["any origin", "written origins with credentials"],
)
def test_what_needs_no_closer_look_loads_nothing_that_takes_one(options: str) -> None:
    loaded = loaded_after_flask(f"import flask_cors; flask_cors.CORS(flask.Flask('app'){options})")
    closer = {
        "options.credentials",
        "protocol.origin_reader",
        "protocol.origin_syntax",
        "protocol.regex_crowds",
        "protocol.samples",
    }
    assert not {f"flask_cors.{name}" for name in closer} & loaded


def test_an_import_takes_little_memory() -> None:
    start_up.ask(sys.executable, start_up.IMPORT_MEMORY)  # so that everything is compiled
    assert start_up.ask(sys.executable, start_up.IMPORT_MEMORY) <= budgets.IMPORT_MEMORY


def opcodes_of_set_up(shape: str, size: int) -> int:
    """The opcodes of ``CORS(app)`` with so many rules."""
    code = start_up.RULES_OPCODES.format(shape=shape, size=size)
    return start_up.ask(sys.executable, code)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_rule_takes_few_opcodes_and_the_next_no_more(shape: str) -> None:
    least, most = (20, 120) if shape == "a-regex-each" else (50, 300)  # to compile takes long
    few, many = opcodes_of_set_up(shape, least), opcodes_of_set_up(shape, most)
    assert many <= most * budgets.A_RULE[shape]
    assert many - few <= (most - least) * 1.05 * few / least


def opcodes_for_blueprints(size: int) -> int:
    """The opcodes that ``CORS(blueprint)`` adds to the registration of so many blueprints."""
    without, taken = (
        start_up.ask(
            sys.executable, start_up.BLUEPRINTS_OPCODES.format(with_cors=with_cors, size=size)
        )
        for with_cors in (False, True)
    )
    return taken - without


def test_a_blueprint_takes_few_opcodes_and_the_next_no_more() -> None:
    few, many = opcodes_for_blueprints(50), opcodes_for_blueprints(300)
    assert many <= 300 * budgets.A_BLUEPRINT
    assert many - few <= 250 * 1.05 * few / 50
