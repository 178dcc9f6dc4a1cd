"""The decorator's own validation: keywords only, judged when it decorates."""

from __future__ import annotations

import functools
import typing as t
import warnings
from pathlib import Path

import pytest
from flask import Flask

import flask_cors
from flask_cors import CORS
from flask_cors import PolicyError
from flask_cors import PolicyWarning
from flask_cors import cross_origin
from tests.support import APP
from tests.support import Options
from tests.support import answer
from tests.support import answered
from tests.support import get
from tests.support import view

from .places import as_decorator
from .places import problems
from .places import told

POSITIONAL = [
    pytest.param((APP,), id="an origin"),
    pytest.param(([APP],), id="a list of origins"),
    pytest.param((None,), id="None"),
    pytest.param((APP, "GET"), id="two"),
]


@pytest.mark.parametrize("values", POSITIONAL)
def test_it_takes_keywords_only(values: tuple[t.Any, ...]) -> None:
    with pytest.raises(PolicyError) as caught:
        cross_origin(*values)
    assert {problem.code for problem in caught.value.problems} == {"positional-argument"}
    assert len(caught.value.problems) == len(values)


def test_a_positional_argument_and_a_wrong_keyword_are_told_together() -> None:
    with pytest.raises(PolicyError) as caught:
        cross_origin(APP, methods="TRACE")
    codes = [problem.code for problem in caught.value.problems]
    assert codes == ["positional-argument", "method-forbidden"]


def test_without_parentheses_it_has_no_keywords() -> None:
    app = Flask("tests")
    app.add_url_rule("/", view_func=cross_origin(view))
    assert answered(app, get(APP)) == answer(allow_origin=APP, vary="Origin")


@pytest.mark.parametrize(
    "value", [None, 5, "view", {}, classmethod(view)], ids=lambda value: type(value).__name__
)
def test_what_cannot_be_called_is_refused(value: t.Any) -> None:
    with pytest.raises(TypeError, match="return the function"):
        cross_origin(origins=APP)(value)


def test_a_class_is_no_view() -> None:
    with pytest.raises(TypeError, match="decorators = "):
        cross_origin(Flask)


def test_what_it_cannot_know_yet_is_not_told() -> None:
    """Its app's config may name the origins."""
    assert told(as_decorator, {"send_wildcard": True}) == []
    assert told(as_decorator, {"vary_header": False}) == []
    assert told(as_decorator, {"allow_private_network": True}) == []
    assert problems(as_decorator, {"supports_credentials": True}) == ()


def test_what_it_knows_is_told_at_once() -> None:
    (message,) = told(as_decorator, {"origins": APP, "send_wildcard": True})
    assert message.startswith("@cross_origin: send_wildcard=True: ")


def test_its_doubts_are_told_once() -> None:
    def give(options: Options) -> None:
        app = Flask("tests")
        app.add_url_rule("/", view_func=cross_origin(**options)(view))
        CORS(app, origins=APP)
        answered(app, get("null"))

    assert len(told(give, {"origins": "null"})) == 1


def test_what_the_config_makes_doubtful_is_told_with_the_first_set_up_that_is_accepted() -> None:
    app = Flask("tests")
    app.add_url_rule("/", view_func=cross_origin(vary_header=False)(view))
    app.config["CORS_ORIGINS"] = [APP, "https://admin.example.com"]

    def told_of_the_view() -> int:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", PolicyWarning)
            CORS(app, origins=APP)
        return sum("view" in str(warning.message) for warning in caught)

    with pytest.raises(PolicyError):
        CORS(app, max_age=-1)
    assert [told_of_the_view(), told_of_the_view()] == [1, 0]
    app.config["CORS_ORIGINS"] = [APP, "https://other.example.com"]
    assert told_of_the_view() == 1


def test_what_is_wrong_is_told_each_time() -> None:
    app = Flask("tests")
    app.add_url_rule("/", view_func=cross_origin(supports_credentials=True)(view))
    for _ in range(2):
        with pytest.raises(PolicyError, match="supports_credentials"):
            CORS(app, origins=APP)


def doubts(decorate: t.Callable[[t.Any], object]) -> list[str]:
    """What is told where a decorator comes to a view called ``rates``."""

    def rates() -> str:
        return "EUR"

    rates.__qualname__ = "rates"
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", PolicyWarning)
        decorate(rates)
    return [str(warning.message) for warning in caught]


def test_a_second_one_is_told_of() -> None:
    (message,) = doubts(lambda rates: cross_origin(origins="*")(cross_origin(origins=APP)(rates)))
    assert message == (
        "view 'rates': cross_origin={'origins': '*'}: The function has cross_origin={'origins': "
        f"'{APP}'}} already, and the innermost alone counts, so this one does nothing. "
        "Write @cross_origin once."
    )


SECOND_ONES = [
    pytest.param({"origins": APP}, {"origins": "*"}, 1, id="other values"),
    pytest.param({"origins": APP}, {}, 1, id="none"),
    pytest.param({"origins": APP}, {"origins": APP, "max_age": 5}, 1, id="one more"),
    pytest.param({"origins": APP}, {"origins": APP}, 0, id="the same"),
    pytest.param({"origins": [APP]}, {"origins": [APP]}, 0, id="the same list"),
    pytest.param({}, {}, 0, id="none twice"),
]


@pytest.mark.parametrize(("inner", "outer", "told_of"), SECOND_ONES)
def test_a_second_one_is_told_of_unless_it_is_written_alike(
    inner: Options, outer: Options, told_of: int
) -> None:
    decorated = cross_origin(**inner)(view)
    again: list[object] = []
    messages = doubts(lambda _: again.append(cross_origin(**outer)(decorated)))
    assert len(messages) == told_of
    assert again == [decorated], "it does nothing"


WAYS = [
    pytest.param(lambda: cross_origin(origins=[]), id="@cross_origin"),
    pytest.param(lambda: CORS(Flask("tests"), origins=[]), id="CORS(app)"),
    pytest.param(lambda: CORS(origins=[]).init_app(Flask("tests")), id="init_app"),
]


@pytest.mark.parametrize("way", WAYS)
def test_a_warning_points_at_the_program(way: t.Callable[[], object]) -> None:
    with pytest.warns(PolicyWarning) as caught:
        way()
    assert [warning.filename for warning in caught] == [__file__]


def test_a_program_may_stand_beside_the_package_under_a_name_like_its_own() -> None:
    filename = f"{Path(flask_cors.__file__).parent}_program/app.py"
    program = compile("way()", filename, "exec")
    with pytest.warns(PolicyWarning) as caught:
        exec(program, {"way": lambda: cross_origin(origins=[])})
    assert [warning.filename for warning in caught] == [__file__]
    with pytest.warns(PolicyWarning) as caught:
        exec(program, {"way": functools.partial(cross_origin, origins=[])})
    assert [warning.filename for warning in caught] == [filename]
