"""Problems as data and as text."""

from __future__ import annotations

import pickle
import re

import pytest
from flask import Flask

from flask_cors import CORS
from flask_cors import PolicyError
from flask_cors import PolicyWarning
from flask_cors import Problem
from tests.support import APP

from .places import as_keyword
from .places import problems
from .places import told


def test_an_error_is_a_value_error() -> None:
    assert issubclass(PolicyError, ValueError)
    with pytest.raises(ValueError, match="1 problem"):
        CORS(Flask("tests"), origins="nonsense")


def test_a_warning_is_shown_by_default() -> None:
    """`UserWarning` is; `DeprecationWarning` and its like are not."""
    assert issubclass(PolicyWarning, UserWarning)


def test_the_text_counts_and_numbers_the_problems() -> None:
    with pytest.raises(PolicyError) as caught:
        CORS(Flask("tests"), origins=["a", "b"], max_age=-1)
    head, *lines = str(caught.value).splitlines()
    assert "3 problems" in head
    assert [line.split(".")[0] for line in lines] == ["  1", "  2", "  3"]


def test_a_problem_reads_as_sentences() -> None:
    problem = Problem("x-y", "origins", "a\nb", "It is so.", "Write so.", "resource '/a'")
    assert str(problem) == r"resource '/a': origins='a\nb': It is so. Write so."
    assert str(problem._replace(rule="")) == r"origins='a\nb': It is so. Write so."


def test_a_problem_cannot_be_changed() -> None:
    problem = Problem("x-y", "origins", 5, "It is so.", "Write so.")
    with pytest.raises(AttributeError):
        problem.code = "other"


SHOWN = [
    pytest.param("\x1b[31m\r\n", id="control characters"),
    pytest.param("\u202e\u2066evil", id="characters that turn the line around"),
    pytest.param("b\u00fccher \U0001f600", id="beyond ASCII"),
    pytest.param("x" * 100_000, id="a long text"),
    pytest.param(["\n"] * 10_000, id="a long list"),
    pytest.param({"\n": "\r"}, id="a dict"),
    pytest.param(re.compile(b"\n"), id="a regex of bytes"),
]


@pytest.mark.parametrize("value", SHOWN)
def test_a_value_is_shown_in_printable_text_of_some_length(value: object) -> None:
    for option in ("origins", "methods", "allow_headers", "expose_headers", "max_age"):
        for problem in problems(as_keyword, {option: value}):
            assert re.fullmatch(r"[\x20-\x7e]{1,600}", str(problem))


class Unprintable:
    def __repr__(self) -> str:
        raise RuntimeError("no")


def test_a_value_that_cannot_be_shown() -> None:
    with pytest.raises(PolicyError) as caught:
        CORS(Flask("tests"), max_age=Unprintable(), methods=[Unprintable()])
    assert len(caught.value.problems) == 2


def test_the_same_mistake_in_several_rules_is_told_once() -> None:
    options = {"resources": ["/a", "/b", "/c"], "max_age": -1, "origins": "nonsense"}
    assert len(problems(as_keyword, options)) == 2


def test_a_doubt_about_origins_that_several_rules_share_is_told_once() -> None:
    options = {"resources": ["/a", "/b"], "origins": "http://a.example", "supports_credentials": 1}
    assert len(told(as_keyword, options)) == 1


def test_an_app_whose_configuration_was_refused_has_no_policy() -> None:
    app = Flask("tests")
    with pytest.raises(PolicyError):
        CORS(app, origins=[APP, "nonsense"])
    response = app.test_client().get("/", headers={"Origin": APP})
    assert "Access-Control-Allow-Origin" not in response.headers


def test_an_error_can_be_sent_to_another_process() -> None:
    with pytest.raises(PolicyError) as caught:
        CORS(Flask("tests"), origins="nonsense")
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value)
    assert again.problems == caught.value.problems
