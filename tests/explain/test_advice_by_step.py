"""What to change, by step."""

from __future__ import annotations

import pathlib
import re

import pytest

from flask_cors.diagnosing.advice import advice_on_error
from flask_cors.protocol.user_agent import NetworkError
from flask_cors.testing import Step

APP = "https://app.example.com"


def error(step: Step, **details: str) -> NetworkError:
    return NetworkError(
        step, "https://api.example.com/x", "https://api.example.com/x", APP, **details
    )  # type: ignore[arg-type]


@pytest.mark.parametrize("step", Step, ids=lambda step: step.name)
def test_every_step_has_one(step: Step) -> None:
    sentence = advice_on_error(error(step, value="1", wanted="x"))
    assert sentence[0].isupper()
    assert sentence.endswith((".", ").", "]"))
    assert "{" not in sentence


def test_the_table_of_the_docs_lists_every_step() -> None:
    page = (pathlib.Path(__file__).parents[2] / "docs" / "testing.rst").read_text(encoding="utf-8")
    listed = re.findall(r"^    \* - ``(.+)``$", page.replace("``step``", ""), re.MULTILINE)
    assert sorted(listed) == sorted(step.value for step in Step)


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (error(Step.ALLOW_ORIGIN_MISSING, wanted=APP), f'CORS(app, origins=["{APP}"])'),
        (error(Step.ALLOW_ORIGIN_MISMATCH, value="x, x", wanted=APP), "several values"),
        (error(Step.ALLOW_ORIGIN_MISMATCH, value="x", wanted="null"), "A redirect that goes on"),
        (
            NetworkError(Step.ALLOW_ORIGIN_MISSING, "", "", "null", wanted="null"),
            "no origin of its own",
        ),
        (error(Step.METHOD, wanted="PUT"), 'methods=[..., "PUT"]'),
        (error(Step.METHOD, wanted="patch"), 'Ask with method="PATCH"'),
        (error(Step.HEADER, wanted="x-a,x-b"), 'allow_headers=[..., "x-a", "x-b"]'),
    ],
)
def test_it_names_what_is_missing(found: NetworkError, says: str) -> None:
    assert says in advice_on_error(found)
