"""Counting what one call does, whatever machine it runs on."""

from __future__ import annotations

import collections.abc as cabc
import sys
import types
import typing as t

from flask import Flask

from benchmarks import opcodes
from benchmarks.apps import BARE
from benchmarks.apps import BY_PACKAGE
from benchmarks.apps import build
from benchmarks.apps import caller
from benchmarks.apps import requests
from benchmarks.workloads import WORKLOADS
from benchmarks.workloads import Ask
from benchmarks.workloads import Workload

_apps: dict[tuple[str, str], Flask] = {}


def app_of(workload: Workload, variant: str = BY_PACKAGE) -> Flask:
    """The app of a workload; those with thousands of routes are made once a session."""
    if workload.name not in WORKLOADS:
        return build(variant, workload)
    key = variant, workload.name
    if key not in _apps:
        _apps[key] = build(variant, workload)
    return _apps[key]


def counted(workload: Workload) -> tuple[int, int]:
    """The opcodes of a request without CORS, and with it."""
    bare, mine = (app_of(workload, variant) for variant in (BARE, BY_PACKAGE))
    return opcodes_of(bare, workload.ask), opcodes_of(mine, workload.ask)


def opcodes_of(app: Flask, ask: Ask) -> int:
    """The opcodes of one request to `app`."""
    return opcodes.count(caller(app), requests(ask))


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
