"""The one warning at the start: in debug mode or where the config asks for it, and only then."""

from __future__ import annotations

import logging
import subprocess
import sys
import typing as t

import pytest
from flask import Flask

from flask_cors import CORS
from flask_cors.start_audit import warn_of_dangers

ESCAPED: dict[str, t.Any] = {
    "supports_credentials": True,
    "dangerously_allow_any_origin_with_credentials": True,
}
STARTS = [
    pytest.param({"DEBUG": True}, ESCAPED, 1, id="debug mode"),
    pytest.param({"CORS_AUDIT": True}, ESCAPED, 1, id="switched on"),
    pytest.param({}, ESCAPED, 0, id="production"),
    pytest.param({"DEBUG": True, "CORS_AUDIT": False}, ESCAPED, 0, id="switched off"),
    pytest.param({"DEBUG": True, "CORS_AUDIT": "maybe"}, ESCAPED, 0, id="neither on nor off"),
    pytest.param({"DEBUG": True}, {"origins": "*"}, 0, id="nothing dangerous"),
]


@pytest.mark.parametrize(("config", "options", "warnings"), STARTS)
def test_one_warning(
    config: dict[str, object],
    options: dict[str, t.Any],
    warnings: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = Flask(__name__)
    app.config.update(config)
    CORS(app, resources={"/a": options, "/b": options})
    warn_of_dangers(app)
    assert len(caplog.records) == warnings
    for record in caplog.records:
        assert record.levelno == logging.WARNING
        assert record.name == "flask_cors"
        assert record.message.count("any-origin-with-credentials at resource '/") == 2
        assert record.message.isprintable()


def test_the_audit_is_not_loaded_where_nobody_asks() -> None:
    code = """
import sys
from flask import Flask
from flask_cors.start_audit import warn_of_dangers
warn_of_dangers(Flask("production"))
print(any(name.startswith("flask_cors.audit") for name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"
