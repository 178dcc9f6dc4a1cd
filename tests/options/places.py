"""Where an option can be given, and what is said there."""

from __future__ import annotations

import ast
import re
import typing as t
import warnings

from flask import Blueprint
from flask import Flask

from flask_cors import CORS
from flask_cors import PolicyError
from flask_cors import PolicyWarning
from flask_cors import Problem
from flask_cors import cross_origin
from tests.support import Options


def as_keyword(options: Options) -> None:
    CORS(Flask("tests"), **options)


def as_constructor_keyword(options: Options) -> None:
    CORS(**options).init_app(Flask("tests"))


def as_init_app_keyword(options: Options) -> None:
    CORS().init_app(Flask("tests"), **options)


def as_resource(options: Options) -> None:
    CORS(Flask("tests"), resources={"/api/*": options})


def as_config(options: Options) -> None:
    app = Flask("tests")
    app.config.update({f"CORS_{name.upper()}": value for name, value in options.items()})
    CORS(app)


def as_decorator(options: Options) -> None:
    cross_origin(**options)


def as_blueprint(options: Options) -> None:
    blueprint = Blueprint("blueprint", "tests", url_prefix="/api")
    CORS(blueprint, **options)
    Flask("tests").register_blueprint(blueprint)


PLACES = {
    "CORS(app, ...)": as_keyword,
    "CORS(...).init_app(app)": as_constructor_keyword,
    "CORS().init_app(app, ...)": as_init_app_keyword,
    "resources": as_resource,
    "@cross_origin(...)": as_decorator,
    "CORS(blueprint, ...)": as_blueprint,
}
"""Every place for keywords; strings mean something else in the config."""

PLACES_AND_CONFIG = {**PLACES, "app.config": as_config}


def told(give: t.Callable[[Options], None], options: Options) -> list[str]:
    """The warnings that `give` shows; an error is an error."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        give(options)
    assert all(warning.category is PolicyWarning for warning in caught)
    return [str(warning.message) for warning in caught]


def problems(give: t.Callable[[Options], None], options: Options) -> tuple[Problem, ...]:
    """What `give` refuses; nothing is warned of where something is refused."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            give(options)
        except PolicyError as error:
            assert not caught
            assert_reads_as_one_block(error)
            return error.problems
    return ()


def assert_reads_as_one_block(error: PolicyError) -> None:
    """Every problem is told, as sentences, with its option and value, in printable text."""
    head, *lines = str(error).splitlines()
    assert head.endswith(":")
    assert len(lines) == len(error.problems) >= 1
    for line, problem in zip(lines, error.problems, strict=True):
        assert re.fullmatch(r"[\x20-\x7e]+", line)
        for sentence in (problem.reason, problem.remedy):
            assert re.match(r"[A-Z0-9]", sentence), sentence
            assert re.search(r"[.?]\Z", sentence), sentence
            assert sentence in line
        assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", problem.code)
        assert f"{problem.option}=" in line
        assert isinstance(problem.value, int) or ascii(problem.value)[:50] in line


def named_values(remedy: str) -> list[t.Any]:
    """The values that a remedy names: a list or a dict, else every string in quotes."""
    if whole := re.search(r'\["?.*"\]|\{.*\}', remedy):
        return [ast.literal_eval(whole[0].replace("...", "{}"))]
    return [ast.literal_eval(quoted) for quoted in re.findall(r'r?"[^"]+"', remedy)]
