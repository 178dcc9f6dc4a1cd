"""Programs that are written to a file and imported, as a user's own are."""

from __future__ import annotations

import collections.abc as cabc
import importlib.util
import itertools
import sys
import textwrap
import types
import warnings
from pathlib import Path

from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo

from flask_cors import PolicyError
from flask_cors import PolicyWarning
from flask_cors.audit import Finding
from flask_cors.audit import audit
from flask_cors.audit.survey import findings_of_error
from flask_cors.cli import cors
from tests.cli.support import Said

HEAD = """
import re
from flask import Blueprint, Flask, request
from flask_cors import CORS, cross_origin

app = Flask(__name__)
"""

_numbers = itertools.count()


def load(source: str, folder: Path) -> types.ModuleType:
    """Import a program, with what every one begins with; what it warns of is not under test."""
    name = f"audited_{next(_numbers)}"
    path = folder / f"{name}.py"
    path.write_text(HEAD + textwrap.dedent(source))
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PolicyWarning)
        spec.loader.exec_module(module)
    return module


def found_in(source: str, folder: Path) -> list[Finding]:
    """What the audit finds in a program, whether it starts or not."""
    try:
        app = load(source, folder).app
    except PolicyError as error:
        return findings_of_error(error)
    assert isinstance(app, Flask)
    return audit(app)


def run(create_app: cabc.Callable[[], Flask], *arguments: str) -> Said:
    """Run ``flask cors`` on what `create_app` makes or raises."""
    info = ScriptInfo(create_app=create_app)
    result = CliRunner().invoke(cors, arguments, obj=info)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Said(result.exit_code, result.stdout, result.stderr)
