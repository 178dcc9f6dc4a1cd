"""What ``import flask_cors`` loads, once Flask is there."""

from __future__ import annotations

import subprocess
import sys

OPTIONAL = {"audit", "cli", "core", "inspector", "probe", "testing"}


def loaded_after_flask(*, then: str = "") -> set[str]:
    """The modules that a fresh interpreter has after the import and had not before."""
    code = f"""
import flask, sys
before = set(sys.modules)
import flask_cors
{then}
print(*set(sys.modules) - before)
"""
    command = [sys.executable, "-I", "-c", code]
    return set(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())


def test_nothing_optional() -> None:
    loaded = loaded_after_flask()
    assert "flask_cors" in loaded
    assert not {f"flask_cors.{name}" for name in OPTIONAL} & loaded


def test_no_other_package_and_nothing_of_the_standard_library() -> None:
    assert {name for name in loaded_after_flask() if not name.startswith("flask_cors")} == set()


def test_setting_up_an_app_loads_no_more_than_it_needs() -> None:
    loaded = loaded_after_flask(then="flask_cors.CORS(flask.Flask('app'))")
    assert {name for name in loaded if not name.startswith("flask_cors")} == set()
    assert not {f"flask_cors.{name}" for name in OPTIONAL} & loaded
