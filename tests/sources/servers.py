"""A real Redis, and gunicorn with several workers, on loopback and ports of their own."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import typing as t
from pathlib import Path

import pytest
import redis
from cachelib import RedisCache

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds until a test gives up on what it waits for; no test expects it to take so long."""


def until(is_so: cabc.Callable[[], object], what: str) -> None:
    """Wait for something."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, what
        time.sleep(0.01)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return t.cast(int, server.getsockname()[1])


def redis_server() -> str:
    """The program; tests that need it are skipped loudly without it, and fail in CI."""
    found = shutil.which("redis-server")
    if found is None:
        reason = "There is no redis-server: install it (as root: apt-get install redis-server)."
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail(reason)
        pytest.skip(reason)
    return found


class Redis:
    """A Redis that keeps nothing on disk; it can be ended, started again and held."""

    def __init__(self, *options: str, port: int = 0) -> None:
        self.port = port or free_port()
        self._command = [redis_server(), "--port", str(self.port), "--bind", "127.0.0.1"]
        self._command += ["--save", "", "--appendonly", "no", *options]
        self.client = redis.Redis(port=self.port, socket_timeout=PATIENCE)
        self.start()

    def start(self) -> None:
        """Start it, empty."""
        self.process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        until(self._answers, "Redis does not start")

    def _answers(self) -> bool:
        with contextlib.suppress(redis.ConnectionError):
            return bool(self.client.ping())
        return False

    def end(self) -> None:
        """End it, as if the machine were gone."""
        self.process.kill()
        self.process.wait(30)

    @contextlib.contextmanager
    def held(self) -> cabc.Iterator[None]:
        """Meanwhile it takes connections, and never answers."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def backend(self, **options: t.Any) -> RedisCache:
        """A cache as a program would make it: without any time limit."""
        return RedisCache("127.0.0.1", self.port, **options)


@contextlib.contextmanager
def running_redis(*options: str) -> cabc.Iterator[Redis]:
    """A Redis, ended afterwards."""
    server = Redis(*options)
    try:
        yield server
    finally:
        server.process.send_signal(signal.SIGCONT)
        server.end()
        server.client.close()


class Gunicorn(t.NamedTuple):
    """A gunicorn with several workers."""

    port: int
    workers: int

    def get(self, path: str, origin: str | None = None) -> tuple[int, str | None, str]:
        """The status, the Access-Control-Allow-Origin and the body of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request("GET", path, headers={"Origin": origin} if origin else {})
            response = connection.getresponse()
            allowed = response.getheader("Access-Control-Allow-Origin")
            return response.status, allowed, response.read().decode()

    def by_worker(self, path: str, origin: str) -> dict[str, str | None]:
        """What each of the workers answers now, by its process id, which is the body."""
        answers: dict[str, str | None] = {}
        end = time.monotonic() + PATIENCE
        while len(answers) < self.workers:
            status, allowed, worker = self.get(path, origin)
            assert status == 200
            answers.setdefault(worker, allowed)
            assert time.monotonic() < end, answers
        return answers


@contextlib.contextmanager
def running_gunicorn(
    program: str, *options: str, workers: int = 3, **environment: str
) -> cabc.Iterator[Gunicorn]:
    """The app ``app`` of a program's text in gunicorn."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        Path(folder, "program.py").write_text(program, encoding="utf-8")
        log = Path(folder, "log")
        output = stack.enter_context(log.open("w+", encoding="utf-8"))
        command = [sys.executable, "-m", "gunicorn", "--bind=127.0.0.1:0", f"--workers={workers}"]
        command += ["--worker-tmp-dir", folder, "--graceful-timeout=1", *options, "program:app"]
        own = {**os.environ, **environment, "PYTHONPATH": folder}
        server = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, env=own)
        stack.callback(server.wait, 30)
        stack.callback(server.terminate)

        def is_up() -> bool:
            assert server.poll() is None, log.read_text()
            return log.read_text().count("Booting worker") >= workers

        until(is_up, "gunicorn does not start")
        port = re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", log.read_text())
        assert port
        running = Gunicorn(int(port[1]), workers)
        try:
            yield running
        except AssertionError as error:
            raise AssertionError(log.read_text()) from error
