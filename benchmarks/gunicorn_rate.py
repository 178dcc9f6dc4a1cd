"""Requests a second of one gunicorn sync worker on loopback, where all else has its cost too.

A sync worker closes each connection after its response, so each request has its own. Some wait in
the socket's queue at any time, and each client has closed its side once it has sent its request, as
gunicorn waits for that before it goes on (RFC 9112, 9.6). So the worker is never idle, and the rate
is its own, not the client's.
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

ASKED = ("get-one-origin", "get-production", "preflight")
"""The workloads; each app answers one of them."""

_IN_FLIGHT = 8
_ROUNDS = 5
"""How many rounds the same servers are asked; of two servers, one may be the faster by chance."""

Rates = dict[str, dict[str, list[float]]]
"""Requests a second, by workload and side; the same place in two lists is one round."""


def application(variant: str, name: str) -> Flask:
    """What gunicorn serves."""
    return build(variant, WORKLOADS[name])


def measure(starts: int, requests: int, tell: t.Callable[[str], object]) -> Rates:
    """Ask every side's server, in turn and in random order.

    :param starts: how many times the servers are started afresh.
    :param requests: how many requests make up one figure.
    """
    rates: Rates = {name: {side.name: [] for side in SIDES} for name in ASKED}
    for start in range(1, starts + 1):
        for name in random.sample(ASKED, len(ASKED)):
            tell(f"gunicorn, start {start} of {starts}: {WORKLOADS[name].title}")
            _ask_servers(name, start, requests, rates[name])
    return rates


def _ask_servers(name: str, seed: int, requests: int, rates: dict[str, list[float]]) -> None:
    ask = WORKLOADS[name].ask
    with contextlib.ExitStack() as stack:
        addresses = {each.name: stack.enter_context(_server(each, name, seed)) for each in SIDES}
        for address in addresses.values():
            _rate(address, ask, 50)
        for _ in range(_ROUNDS):
            for side in random.sample(list(addresses), len(addresses)):
                rates[side].append(_rate(addresses[side], ask, requests))


@contextlib.contextmanager
def _server(side: Side, name: str, seed: int) -> cabc.Iterator[tuple[str, int]]:
    """A server of one side; it inherits the socket, so its port is certain to be free."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        factory = f"benchmarks.gunicorn_rate:application({side.variant!r}, {name!r})"
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
        connection.shutdown(socket.SHUT_WR)
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
