"""The examples as a set: each is in the table, has a test here, and runs as its docstring says."""

from __future__ import annotations

import ast
import pathlib
import re

import pytest

from .harness.programs import EXAMPLES
from .harness.programs import load_example

HERE = pathlib.Path(__file__).parent
APPS = sorted(
    path.stem if path.suffix else path.name
    for path in EXAMPLES.iterdir()
    if path.suffix == ".py" or (path / "__init__.py").exists()
)
RUNNABLE = [name for name in APPS if name != "traps"]


def test_there_are_nine():
    assert len(APPS) == 9


@pytest.mark.parametrize("name", APPS)
def test_example_is_in_the_table_and_has_a_test(name):
    table = (EXAMPLES / "README.md").read_text(encoding="utf-8")

    assert re.search(rf"^\| \[`{name}(\.py|/)`\]", table, re.MULTILINE)
    assert (HERE / f"test_{name}.py").exists()
    assert (HERE.parent / "examples" / f"test_{name}.py").exists()


@pytest.mark.parametrize("name", RUNNABLE)
def test_example_says_how_to_run_it_and_runs(name):
    source = EXAMPLES / name
    module = source / "__init__.py" if source.is_dir() else source.with_suffix(".py")
    docstring = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))

    assert docstring is not None
    assert f"flask --app examples/{name} run" in docstring
    assert load_example(name).view_functions
