"""Sending requests, and watching what they call."""

from __future__ import annotations

import collections.abc as cabc
import sys
import types
import typing as t

from flask import Flask

from benchmarks.apps import BY_PACKAGE
from benchmarks.apps import build
from benchmarks.apps import caller
from benchmarks.apps import requests
from benchmarks.workloads import Ask
from benchmarks.workloads import Workload


def app_with(**options: t.Any) -> Flask:
    """An app with ``CORS(app, **options)``."""
    return build(BY_PACKAGE, Workload("app", "app", options=options))


def send(app: Flask, ask: Ask, times: int) -> None:
    """Send a request over and over, for what it leaves behind."""
    call = caller(app)
    for _, environ in zip(range(times), requests(ask), strict=False):
        call(environ)


def c_calls(call: cabc.Callable[[], object]) -> list[t.Any]:
    """The built-in functions and methods that Python code calls meanwhile, in order."""
    called: list[t.Any] = []

    def profile(frame: types.FrameType, event: str, argument: t.Any) -> None:
        if event == "c_call":
            called.append(argument)

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        call()
    finally:
        sys.setprofile(before)
    return called
