"""The examples, loaded the way ``flask --app examples/... run`` loads them."""

from __future__ import annotations

import pathlib
import typing as t

from flask.cli import ScriptInfo

if t.TYPE_CHECKING:
    from flask import Flask

EXAMPLES = pathlib.Path(__file__).parents[3] / "examples"


def load_example(name: str) -> Flask:
    """Load an example; one with a ``create_app`` is a new app each time."""
    return ScriptInfo(app_import_path=str(EXAMPLES / name)).load_app()
