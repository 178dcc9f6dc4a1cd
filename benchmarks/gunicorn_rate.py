"""Requests a second of one gunicorn sync worker on loopback, where all else has its cost too.

A sync worker closes each connection after its response, so each request has its own. Some wait in
the socket's queue at any time: the worker is never idle, and the rate is its own, not the client's.
"""

from __future__ import annotations

import collections
import collections.abc as cabc
import contextlib
import random
import socket
import subprocess
import time
import typing as t

from flask import Flask

from .apps import build
from .sides import ROOT
from .sides import SIDES
from .sides import Side
from .sides import environment
from .workloads import WORKLOADS
from .workloads import Ask

_SERVED = WORKLOADS["get-production"]
ASKED = {"GET": _SERVED.ask, "preflight": WORKLOADS["preflight"].ask}
_IN_FLIGHT = 8
_ROUNDS = 25
"""How many rounds the same servers are asked; of two servers, one may be the faster by chance."""

Rates = dict[str, dict[str, list[float]]]
"""Requests a second, by kind of request and side; the same place in two lists is one round."""


def application(variant: str) -> Flask:
    """What gunicorn serves."""
    return build(variant, _SERVED)


def measure(rounds: int, requests: int, tell: t.Callable[[str], object]) -> Rates:
    """Ask every side's server, in turn and in random order.

    :param requests: how many requests make up one figure.
    """
    rates: Rates = {kind: {side.name: [] for side in SIDES} for kind in ASKED}
    for number in range(1, rounds + 1, _ROUNDS):
        with contextlib.ExitStack() as stack:
            addresses = {side.name: stack.enter_context(_server(side, number)) for side in SIDES}
            pairs = [(kind, name) for kind in ASKED for name in addresses]
            for kind, name in pairs:
                _rate(addresses[name], ASKED[kind], 50)
            for one in range(number, min(number + _ROUNDS, rounds + 1)):
                tell(f"gunicorn, round {one} of {rounds}")
                for kind, name in random.sample(pairs, len(pairs)):
                    rates[kind][name].append(_rate(addresses[name], ASKED[kind], requests))
    return rates


@contextlib.contextmanager
def _server(side: Side, seed: int) -> cabc.Iterator[tuple[str, int]]:
    """A server of one side; it inherits the socket, so its port is certain to be free."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        factory = f"benchmarks.gunicorn_rate:application({side.variant!r})"
        options = ["--bind", f"fd://{listening.fileno()}", "--workers", "1", "--log-level", "error"]
        options += ["--no-control-socket"]
        command = [side.python, "-m", "gunicorn", *options, factory]
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment(seed), pass_fds=[listening.fileno()]
        )
        try:
            yield listening.getsockname()
        finally:
            server.terminate()
            server.wait()


def _rate(address: tuple[str, int], ask: Ask, requests: int) -> float:
    message = _message(ask)
    waiting: collections.deque[socket.socket] = collections.deque()
    before = time.perf_counter()
    for _ in range(requests):
        connection = socket.create_connection(address, timeout=30)
        connection.sendall(message)
        waiting.append(connection)
        if len(waiting) == _IN_FLIGHT:
            _read(waiting.popleft())
    while waiting:
        _read(waiting.popleft())
    return requests / (time.perf_counter() - before)


def _read(connection: socket.socket) -> None:
    with connection:
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    if not answer.startswith(b"HTTP/1.1 200 "):
        raise RuntimeError(f"The server answered {answer[:60]!r}.")


def _message(ask: Ask) -> bytes:
    fields = {
        "Host": "localhost",
        "Origin": ask.origin,
        "Access-Control-Request-Method": ask.wants,
        "Access-Control-Request-Headers": ask.headers,
    }
    lines = [f"{name}: {value}" for name, value in fields.items() if value is not None]
    return "\r\n".join([f"{ask.method} {ask.path} HTTP/1.1", *lines, "", ""]).encode()
