"""Origins are let in and revoked under load, and every answer is held against what it should be.

    python -m tests.sources.soak --seconds 60

Several workers of gunicorn answer, by a file of origins and what Redis remembers of it. This
process changes the file: half of the origins with `invalidate`, which holds at once, and half
without, which holds after the ttl. An answer is right if it was so at some moment between its
question (for the other half, the ttl before) and its arrival.
"""

from __future__ import annotations

import argparse
import bisect
import http.client
import itertools
import random
import tempfile
import threading
import time
import typing as t
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flask_cors.sources import CachedOrigins
from flask_cors.sources import SQLiteOrigins

from .servers import Gunicorn
from .servers import Redis
from .servers import running_gunicorn
from .servers import running_redis
from .servers import until

TTL = 2
WORKERS = 3
ASKERS = 6
ORIGINS = [f"https://tenant{number}.example.com" for number in range(20)]
AT_ONCE = frozenset(ORIGINS[::2])
_A_LOAD = 2.0
"""Seconds that reading the file and storing what is found may take on a busy machine."""

PROGRAM = f"""
import os

from cachelib import RedisCache
from flask import Flask

from flask_cors import CORS
from flask_cors.sources import CachedOrigins, SQLiteOrigins

app = Flask(__name__)
backend = RedisCache("127.0.0.1", int(os.environ["REDIS"]))
origins = SQLiteOrigins(os.environ["ORIGINS"])
# A machine that is slow for a while is not what this is about.
cached = CachedOrigins(
    origins,
    ttl={TTL},
    negative_ttl={TTL},
    backend=backend,
    namespace="soak",
    backend_timeout=30,
)
CORS(app, origins=cached, supports_credentials=True)


@app.get("/")
def worker():
    return str(os.getpid())
"""


class History:
    """What may be said of one origin, and since when; while it changes, either."""

    def __init__(self) -> None:
        self._since = [0.0]
        self._right: list[frozenset[bool]] = [frozenset({False})]

    def becomes(self, *right: bool) -> None:
        """From now on these answers are right."""
        self._right.append(frozenset(right))
        self._since.append(time.monotonic())

    def was_right(self, answer: bool, start: float, end: float) -> bool:
        """Whether an answer was right at some moment between these."""
        first = bisect.bisect_right(self._since, start) - 1
        last = bisect.bisect_right(self._since, end)
        return any(answer in right for right in self._right[max(first, 0) : last])


class Report(t.NamedTuple):
    """What came of it.

    :param answers: how many were held against what they should be.
    :param changes: how often an origin was let in or revoked.
    :param strangers: how many questions came from origins that nobody knows.
    :param wrong: answers that were right at no moment.
    :param errors: what went wrong otherwise.
    :param memory: KiB that the workers took together, once all were warm and at the end.
    """

    answers: int
    changes: int
    strangers: int
    wrong: list[str]
    errors: list[str]
    memory: tuple[int, int]


class Soak:
    """One run."""

    def __init__(self, gunicorn: Gunicorn, redis: Redis, path: Path) -> None:
        self.gunicorn = gunicorn
        self.origins = SQLiteOrigins(path)
        self.cached = CachedOrigins(
            self.origins, ttl=TTL, backend=redis.backend(), namespace="soak"
        )
        self.histories = {origin: History() for origin in ORIGINS}
        self.stop = threading.Event()
        self.answers = self.changes = self.strangers = 0
        self.wrong: list[str] = []
        self.errors: list[str] = []
        self.workers: set[str] = set()

    def change(self) -> None:
        """Let origins in and revoke them, one after the other."""
        draw = random.Random(1)
        allowed: set[str] = set()
        while not self.stop.wait(draw.uniform(0, 0.1)):
            origin = draw.choice(ORIGINS)
            history, becomes = self.histories[origin], origin not in allowed
            history.becomes(True, False)
            (self.origins.allow if becomes else self.origins.revoke)(origin)
            if origin in AT_ONCE:
                self.cached.invalidate(origin)
            history.becomes(becomes)
            allowed ^= {origin}
            self.changes += 1

    def ask(self, seed: int) -> None:
        """Ask, by a connection of one's own, as fast as the answers come."""
        draw = random.Random(seed)
        for number in itertools.count():
            if self.stop.is_set():
                return
            try:
                if number % 4:
                    self._ask_about(draw.choice(ORIGINS))
                else:
                    self._ask_as_stranger(f"https://stranger{seed}-{number}.example")
            except (OSError, http.client.HTTPException) as error:
                self.errors.append(repr(error))

    def _ask_about(self, origin: str) -> None:
        start = time.monotonic()
        allowed = self._get(origin)
        end = time.monotonic()
        if origin not in AT_ONCE:
            start -= TTL + _A_LOAD
        self.answers += 1
        if not self.histories[origin].was_right(allowed, start, end):
            self.wrong.append(f"{origin} was {'' if allowed else 'not '}let in at {end:.3f}")

    def _ask_as_stranger(self, origin: str) -> None:
        self.strangers += 1
        if self._get(origin):
            self.wrong.append(f"{origin} was let in")

    def _get(self, origin: str) -> bool:
        status, allowed, worker = self.gunicorn.get("/", origin)
        self.workers.add(worker)
        if status != 200 or allowed not in {None, origin}:
            self.errors.append(f"{status}, {allowed} for {origin}")
        return allowed == origin

    def memory(self) -> int:
        """KiB that the workers take together."""
        status = [Path(f"/proc/{worker}/status").read_text() for worker in self.workers]
        lines = [line for each in status for line in each.splitlines() if "VmRSS" in line]
        return sum(int(line.split()[1]) for line in lines)

    def run(self, seconds: float) -> Report:
        """Go on for so long."""
        with ThreadPoolExecutor(ASKERS + 1) as pool:
            running = [pool.submit(self.change), *(pool.submit(self.ask, n) for n in range(ASKERS))]
            try:
                time.sleep(seconds / 3)
                until(lambda: len(self.workers) == self.gunicorn.workers, "a worker is idle")
                before = self.memory()
                time.sleep(seconds * 2 / 3)
            finally:
                self.stop.set()
            for each in running:
                each.result()
        memory = before, self.memory()
        return Report(self.answers, self.changes, self.strangers, self.wrong, self.errors, memory)


def soak(seconds: float) -> Report:
    """Run it with a Redis and a gunicorn of its own."""
    with tempfile.TemporaryDirectory() as folder, running_redis() as redis:
        path = Path(folder, "origins.db")
        environment = {"REDIS": str(redis.port), "ORIGINS": str(path)}
        options = ("--worker-class=gthread", "--threads=4")
        with running_gunicorn(PROGRAM, *options, workers=WORKERS, **environment) as gunicorn:
            return Soak(gunicorn, redis, path).run(seconds)


def main() -> None:
    """Run it and tell what came of it."""
    parser = argparse.ArgumentParser(description="Soak run-time origins under load.")
    parser.add_argument("--seconds", type=float, default=60)
    report = soak(parser.parse_args().seconds)
    print(  # noqa: T201  it talks to a person
        f"{report.answers} answers, {report.changes} changes, {report.strangers} strangers; "
        f"{len(report.wrong)} wrong, {len(report.errors)} errors; "
        f"memory {report.memory[0]} KiB, at the end {report.memory[1]} KiB"
    )
    raise SystemExit(bool(report.wrong or report.errors))


if __name__ == "__main__":
    main()
