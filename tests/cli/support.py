"""Asking `flask cors` about an app of the test's own."""

from __future__ import annotations

import typing as t

from flask import Flask

from flask_cors.cli import cors


class Said(t.NamedTuple):
    """What the command line did: its exit status, and what it wrote where."""

    status: int
    out: str
    err: str


def flask_cors(app: Flask, *arguments: str) -> Said:
    """Run ``flask cors`` with these arguments; whatever it prints must fit the page."""
    result = app.test_cli_runner().invoke(cors, arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    for line in result.output.splitlines():
        assert len(line) <= 100, line
        assert line.isprintable(), line
    return Said(result.exit_code, result.stdout, result.stderr)
