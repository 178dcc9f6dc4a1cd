"""Asking `flask cors` about an app of the test's own."""

from __future__ import annotations

import json
import typing as t

from flask import Flask
from flask.cli import ScriptInfo

from flask_cors.cli import cors

APP = "https://app.example.com"
ADMIN = "https://admin.example.com"


class Said(t.NamedTuple):
    """What the command line did: its exit status, and what it wrote where."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> t.Any:
        """The document that it wrote."""
        return json.loads(self.out)

    @property
    def words(self) -> str:
        """What it wrote, in one line."""
        return " ".join(self.out.split())


def flask_cors(app: Flask, *arguments: str, charset: str = "utf-8", **others: t.Any) -> Said:
    """Run ``flask cors`` with these arguments; what it prints for people must fit the page."""
    result = app.test_cli_runner(charset=charset).invoke(cors, arguments, **others)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    said = Said(result.exit_code, result.stdout, result.stderr)
    for line in () if "json" in arguments else said.out.splitlines():
        assert len(line) <= 100, line
        assert line.isprintable(), line
    return said


def told_of(path: str) -> Said:
    """What ``flask cors routes`` says of the app at an import path."""
    return flask_cors(Flask("runner"), "routes", obj=ScriptInfo(app_import_path=path))
