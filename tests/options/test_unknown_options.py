"""Options that do not exist: an error anywhere, with the nearest name that does."""

from __future__ import annotations

import typing as t

import pytest
from flask import Flask

from flask_cors import CORS
from tests.support import APP
from tests.support import Options

from .places import PLACES
from .places import as_decorator
from .places import as_keyword
from .places import as_resource
from .places import problems

UNKNOWN = [
    pytest.param("origin", "origins", id="origin"),
    pytest.param("Origins", "origins", id="a capital"),
    pytest.param("method", "methods", id="method"),
    pytest.param("header", "allow_headers", id="header"),
    pytest.param("headers", "allow_headers", id="headers"),
    pytest.param("allow_header", "allow_headers", id="allow_header"),
    pytest.param("allowed_headers", "allow_headers", id="allowed_headers"),
    pytest.param("exposed_headers", "expose_headers", id="exposed_headers"),
    pytest.param("support_credentials", "supports_credentials", id="support_credentials"),
    pytest.param("credentials", "supports_credentials", id="credentials"),
    pytest.param("maxage", "max_age", id="maxage"),
    pytest.param("allowed_methods", "methods", id="allowed_methods"),
    pytest.param("allow_all_origins", "origins", id="allow_all_origins"),
    pytest.param("allow_all", "origins", id="allow_all"),
    pytest.param("allow_origin_regex", "origins", id="allow_origin_regex, as in Starlette"),
    pytest.param("permitted_origins", "origins", id="permitted_origins"),
    pytest.param("origin_regex_whitelist", "origins", id="origin_regex_whitelist, as in Django"),
    pytest.param("preflight_max_age", "max_age", id="preflight_max_age, as in Django"),
    pytest.param("vary", None, id="vary"),
    pytest.param("send_wildcards", "send_wildcard", id="send_wildcards"),
    pytest.param("automatic_option", "automatic_options", id="automatic_option"),
    pytest.param("private_network", "allow_private_network", id="private_network"),
    pytest.param("rubbish", None, id="nothing like it"),
    pytest.param("CORS_ORIGINS", "origins", id="a config key as a keyword"),
    pytest.param("", None, id="an empty name"),
]


@pytest.mark.parametrize("give", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize(("name", "near"), UNKNOWN)
def test_an_unknown_option(name: str, near: str | None, give: t.Callable[[Options], None]) -> None:
    (problem,) = problems(give, {name: "anything", "origins": APP})
    assert (problem.code, problem.option, problem.value) == ("option-unknown", name, "anything")
    if near is not None:
        assert f"Did you mean {near}?" in problem.remedy
    assert "origins" in problem.remedy or near is not None
    changes_much = near in {"allow_headers", "supports_credentials"}
    assert ("Leave it out" in problem.remedy) is changes_much


@pytest.mark.parametrize("give", PLACES.values(), ids=PLACES)
def test_by_the_right_name_it_would_be_refused(give: t.Callable[[Options], None]) -> None:
    """Without a word of that, the remedy would lead to the next error."""
    (problem,) = problems(give, {"support_credentials": True})
    assert problem.remedy == (
        "Leave it out, as it has no effect. Did you mean supports_credentials? The origins have to "
        "be named for that, as their pages act as the visitor."
    )


@pytest.mark.parametrize("give", [as_decorator, as_resource])
def test_resources_belong_to_the_extension_alone(give: t.Callable[[Options], None]) -> None:
    (problem,) = problems(give, {"resources": "/api/*"})
    assert (problem.code, problem.option) == ("option-unknown", "resources")


def test_an_option_whose_name_is_no_string() -> None:
    (problem,) = problems(as_keyword, {"resources": {"/api/*": {1: 2}}})
    assert problem.code == "option-unknown"


def test_every_unknown_option_is_told() -> None:
    found = problems(
        as_keyword,
        {"origin": APP, "method": "GET", "resources": {"/a": {"header": "X"}, "/b": {"x": 1}}},
    )
    assert {problem.option for problem in found} == {"origin", "method", "header", "x"}


def test_an_unknown_option_and_a_wrong_value_are_told_together() -> None:
    found = problems(as_keyword, {"origin": APP, "max_age": -1, "methods": "TRACE"})
    assert {problem.code for problem in found} == {
        "option-unknown",
        "max-age-not-seconds",
        "method-forbidden",
    }


@pytest.mark.parametrize("value", ["app", None, 5, Flask, object()], ids=repr)
def test_what_is_neither_app_nor_blueprint(value: t.Any) -> None:
    with pytest.raises(TypeError, match="Flask app or a Blueprint"):
        CORS().init_app(value)
