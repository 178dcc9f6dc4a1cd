"""The documents are what the page on the command line says that they are."""

from __future__ import annotations

import re
import textwrap
import typing as t
from pathlib import Path

import pytest
from flask import Flask

from flask_cors import CORS

from .support import ADMIN
from .support import APP
from .support import flask_cors

PAGE = Path(__file__).parents[2] / "docs" / "command_line.rst"

_SHAPE = re.compile(r"\.\. code-block:: text\n +:name: json-(\w+)\n((?:\n| +.*\n)+)")


class _Optional(t.NamedTuple):
    shape: t.Any


class _Null:
    """What may be left out: ``str | null``."""

    def __ror__(self, shape: t.Any) -> _Optional:
        return _Optional(shape)


def shapes() -> dict[str, t.Any]:
    """What the page says of each document, by its name."""
    names: dict[str, t.Any] = {"null": _Null()}
    texts = {name: textwrap.dedent(text).strip() for name, text in _SHAPE.findall(PAGE.read_text())}
    for name in ("rule", "policy", "routes", "check", "explain"):
        names[name] = eval(texts[name], {**names, "check": _without_version(names.get("check"))})
    return names


def _without_version(shape: dict[str, t.Any] | None) -> dict[str, t.Any]:
    return {name: each for name, each in (shape or {}).items() if name != "version"}


def assert_has(shape: t.Any, value: t.Any, place: str = "") -> None:
    """Compare a document with what is said of it, member by member."""
    if isinstance(shape, _Optional):
        if value is not None:
            assert_has(shape.shape, value, place)
    elif isinstance(shape, (list, dict)):
        assert type(value) is type(shape), place
        if isinstance(shape, dict) and str not in shape:
            assert set(value) == set(shape), place
        for key, each in enumerate(value) if isinstance(value, list) else value.items():
            assert_has(_member(shape, key), each, f"{place}.{key}")
    else:
        assert type(value) is shape, place


def _member(shape: t.Any, key: t.Any) -> t.Any:
    """What is said of a member: of each of a list, of each of a mapping, or of that one."""
    if isinstance(shape, list):
        return shape[0]
    return shape[str] if str in shape else shape[key]


def make_app() -> Flask:
    app = Flask("tests")
    CORS(app, resources={"/api/*": {"origins": APP, "max_age": 60}})
    app.add_url_rule("/api/items", "items", lambda: ("", {"X-One": "1"}))
    app.add_url_rule("/other", "other", lambda: "")
    return app


MESSAGE = "Origin {} is not allowed by Access-Control-Allow-Origin."


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["routes"], id="routes"),
        pytest.param(["check", "/api/items", "--origin", APP], id="check: readable"),
        pytest.param(["check", "/api/items", "--origin", ADMIN], id="check: blocked"),
        pytest.param(["check", "/other", "--origin", ADMIN], id="check: not governed"),
        pytest.param(["explain", MESSAGE.format(ADMIN)], id="explain"),
        pytest.param(["explain", MESSAGE.format(APP), "--url", "/api/items"], id="explain: not so"),
    ],
)
def test_document(arguments: list[str]) -> None:
    said = flask_cors(make_app(), *arguments, "--format", "json")
    assert said.err == ""
    assert said.out.isascii()
    assert_has(shapes()[arguments[0]], said.json)
