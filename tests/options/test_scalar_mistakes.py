"""What is no time and no switch: refused, and never taken for true."""

from __future__ import annotations

import enum
import typing as t
from datetime import timedelta

import pytest

from tests.support import APP
from tests.support import Options
from tests.support import answer
from tests.support import answered
from tests.support import app_with_extension
from tests.support import get
from tests.support import preflight

from .places import PLACES
from .places import PLACES_AND_CONFIG
from .places import as_config
from .places import as_keyword
from .places import problems
from .places import told

MAX_AGE = [
    pytest.param(-1, id="negative"),
    pytest.param("-1", id="negative, as a string"),
    pytest.param(timedelta(seconds=-1), id="negative, as a timedelta"),
    pytest.param(timedelta(seconds=-0.5), id="negative, less than a second"),
    pytest.param(True, id="True"),
    pytest.param(False, id="False"),
    pytest.param(1.0, id="a float"),
    pytest.param(float("nan"), id="not a number"),
    pytest.param("1.5", id="a float as a string"),
    pytest.param("", id="an empty string"),
    pytest.param("1h", id="an hour in words"),
    pytest.param(" 60", id="a space in front"),
    pytest.param("6_0", id="an underscore"),
    pytest.param("+60", id="a sign"),
    pytest.param("\u0663", id="a digit that is not ASCII"),
    pytest.param("\u00b2", id="a superscript"),
    pytest.param(b"60", id="bytes"),
    pytest.param([60], id="a list"),
    pytest.param({"seconds": 60}, id="a dict"),
]


@pytest.mark.parametrize("give", PLACES_AND_CONFIG.values(), ids=PLACES_AND_CONFIG)
@pytest.mark.parametrize("value", MAX_AGE)
def test_what_is_no_time(value: object, give: t.Callable[[Options], None]) -> None:
    (problem,) = problems(give, {"max_age": value})
    assert problem.code == "max-age-not-seconds"
    assert problem.option in {"max_age", "CORS_MAX_AGE"}
    assert problem.value is value or problem.value == value
    assert f"{problem.option}=3600" in problem.remedy


A_LONG_TIME = [
    pytest.param("9" * 5_000, id="5,000 digits"),
    pytest.param(10**5_000, id="a number of 5,001 digits"),
    pytest.param(86_401, id="a day and a second"),
    pytest.param("604800", id="a week, as a string"),
    pytest.param(timedelta(days=365), id="a year"),
]


@pytest.mark.parametrize("give", PLACES_AND_CONFIG.values(), ids=PLACES_AND_CONFIG)
@pytest.mark.parametrize("value", A_LONG_TIME)
def test_a_time_longer_than_browsers_remember(
    value: object, give: t.Callable[[Options], None]
) -> None:
    (message,) = told(give, {"max_age": value})
    assert "86400" in message


@pytest.mark.parametrize("value", [0, 1, 86_400, "86400", timedelta(days=1), timedelta(0), None])
def test_nothing_is_said_of_a_time(value: object) -> None:
    assert told(as_keyword, {"max_age": value}) == []


SWITCHES = [
    "supports_credentials",
    "send_wildcard",
    "vary_header",
    "always_send",
    "automatic_options",
    "intercept_exceptions",
    "allow_private_network",
    "dangerously_allow_any_origin_with_credentials",
    "dangerously_allow_public_suffix_with_credentials",
]
NEITHER = [
    pytest.param("false", id="false in quotes"),
    pytest.param("False", id="False in quotes"),
    pytest.param("true", id="true in quotes"),
    pytest.param("", id="an empty string"),
    pytest.param("0", id="0 in quotes"),
    pytest.param(2, id="2"),
    pytest.param(-1, id="-1"),
    pytest.param(1.0, id="1.0"),
    pytest.param(0.0, id="0.0"),
    pytest.param(None, id="None"),
    pytest.param([], id="an empty list"),
    pytest.param([True], id="a list"),
    pytest.param({}, id="a dict"),
    pytest.param(b"1", id="bytes"),
    pytest.param(object, id="a class"),
]


@pytest.mark.parametrize("switch", SWITCHES)
@pytest.mark.parametrize("give", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("value", NEITHER)
def test_what_is_neither_true_nor_false(
    value: object, give: t.Callable[[Options], None], switch: str
) -> None:
    found = problems(give, {switch: value})
    assert [(each.code, each.option, each.value) for each in found] == [
        ("switch-not-boolean", switch, value)
    ]
    assert "True or False" in found[0].remedy


@pytest.mark.parametrize("switch", SWITCHES)
@pytest.mark.parametrize("value", [True, False, 0, 1])
def test_what_is_true_or_false(value: object, switch: str) -> None:
    options: Options = {"origins": APP, switch: value}
    assert problems(as_keyword, options) == ()


SPOKEN = ["true", "True", "TRUE", " true ", "1", "false", "False", "FALSE", "0"]


@pytest.mark.parametrize("switch", SWITCHES)
@pytest.mark.parametrize("value", SPOKEN)
def test_the_config_may_hold_it_as_text(value: str, switch: str) -> None:
    assert problems(as_config, {"origins": APP, switch: value}) == ()


UNCLEAR = ["maybe", "", "t", "f", "tru", "none", "null", "2", "-1", "1.0", "truefalse"]


@pytest.mark.parametrize("switch", SWITCHES)
@pytest.mark.parametrize("value", UNCLEAR)
def test_but_not_whatever_text(value: str, switch: str) -> None:
    (problem,) = problems(as_config, {"origins": APP, switch: value})
    assert (problem.code, problem.option) == ("switch-not-boolean", f"CORS_{switch.upper()}")


DOUBTS = [
    pytest.param({"send_wildcard": True, "origins": APP}, "send_wildcard", id="a star for one"),
    pytest.param({"send_wildcard": True, "origins": []}, "send_wildcard", id="a star for nobody"),
    pytest.param(
        {"vary_header": False, "origins": [APP, "https://b.example"]}, "vary_header", id="two"
    ),
    pytest.param(
        {"vary_header": False, "origins": "https://*.example.com"}, "vary_header", id="*."
    ),
    pytest.param({"vary_header": False}, "vary_header", id="no Vary for any origin, echoed"),
    pytest.param(
        {"allow_private_network": True}, "allow_private_network", id="a private network for all"
    ),
]


@pytest.mark.parametrize("give", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize(("options", "option"), DOUBTS)
def test_a_switch_that_is_doubtful(
    options: Options, option: str, give: t.Callable[[Options], None]
) -> None:
    if give is PLACES["@cross_origin(...)"]:
        options = {"origins": "*", **options}  # it does not know its app's config yet
    messages = [text for text in told(give, options) if "origins=" not in text]
    assert len(messages) == 1
    assert f"{option}={options[option]}: " in messages[0]


QUIET = [
    pytest.param({"send_wildcard": True}, id="a star for all"),
    pytest.param({"vary_header": False, "origins": APP}, id="no Vary for one"),
    pytest.param({"vary_header": False, "send_wildcard": True}, id="no Vary for the star"),
    pytest.param({"allow_private_network": True, "origins": APP}, id="a private network for one"),
    pytest.param({"always_send": False}, id="not always"),
    pytest.param({"automatic_options": False}, id="OPTIONS by the app"),
    pytest.param({"automatic_options": True}, id="OPTIONS by the package"),
    pytest.param({"intercept_exceptions": False}, id="an option without effect"),
]


@pytest.mark.parametrize("give", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("options", QUIET)
def test_a_switch_that_is_not(options: Options, give: t.Callable[[Options], None]) -> None:
    assert told(give, options) == []


class Age(int, enum.Enum):
    HOUR = 3600


class Name(str, enum.Enum):
    ORIGIN = APP
    METHOD = "PUT"
    HEADER = "X-A"


def test_members_of_enums_are_their_values() -> None:
    options: Options = {
        "origins": [Name.ORIGIN],
        "methods": [Name.METHOD],
        "allow_headers": [Name.HEADER],
        "expose_headers": [Name.HEADER],
        "max_age": Age.HOUR,
    }
    app = app_with_extension(options)
    assert answered(app, get()) == answer(allow_origin=APP, expose_headers="X-A")
    assert answered(app, preflight(APP, "PUT", "x-a")) == answer(
        allow_origin=APP, allow_methods="PUT", allow_headers="x-a", max_age="3600"
    )
