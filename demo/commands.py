"""Programs that the demo starts, each with a time limit, and none of them outlives it."""

from __future__ import annotations

import collections.abc as cabc
import os
import signal
import subprocess
import sys
import threading
import time
import typing as t
from contextlib import contextmanager
from contextlib import suppress
from pathlib import Path

LISTENING_CHECK_S = 0.2
GRACE_S = 5.0


class CommandFailed(Exception):
    """A program did not do what it was started for; the message says how it ended."""


class Stopped(Exception):
    """The demo ends, so what was going on is given up."""


def run(
    command: cabc.Sequence[str],
    folder: Path,
    environment: cabc.Mapping[str, str],
    stop: threading.Event,
    limit_s: float,
) -> None:
    """Run a program to its end.

    :param environment: variables on top of the demo's own.
    :param stop: set from outside to give up.
    :param limit_s: the seconds after which the program is ended.
    :raises CommandFailed: if it fails or takes too long.
    :raises Stopped: if ``stop`` was set.
    """
    deadline = time.monotonic() + limit_s
    with _started(command, folder, environment, subprocess.PIPE) as process:
        said = None
        while said is None:
            try:
                said, _ = process.communicate(timeout=LISTENING_CHECK_S)
            except subprocess.TimeoutExpired:
                if stop.is_set():
                    raise Stopped from None
                if time.monotonic() > deadline:
                    raise CommandFailed(f"took longer than {limit_s:g} seconds") from None
        if process.returncode != 0:
            raise CommandFailed(f"ended with {process.returncode}: {_gist(said)}")


@contextmanager
def serving(
    command: cabc.Sequence[str],
    folder: Path,
    stop: threading.Event,
    is_up: cabc.Callable[[], bool],
    limit_s: float,
) -> cabc.Iterator[None]:
    """Keep a server running until the block ends.

    :raises CommandFailed: if it does not come up.
    :raises Stopped: if ``stop`` was set before it came up.
    """
    deadline = time.monotonic() + limit_s
    with _started(command, folder, {}, subprocess.DEVNULL) as process:
        while not is_up():
            if process.poll() is not None:
                raise CommandFailed(f"ended with {process.returncode}")
            if time.monotonic() > deadline:
                raise CommandFailed(f"did not answer within {limit_s:g} seconds")
            if stop.wait(LISTENING_CHECK_S):
                raise Stopped
        yield


@contextmanager
def _started(
    command: cabc.Sequence[str], folder: Path, environment: cabc.Mapping[str, str], output: int
) -> cabc.Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(  # noqa: S603 -- npm and Node, found by the demo itself
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        # npm may be a script that starts npm: a group of their own is ended as one.
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            _end(process)


def _end(process: subprocess.Popen[t.Any]) -> None:
    if process.poll() is not None:
        return
    _signal(process, signal.SIGTERM)
    try:
        process.wait(GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()


def _signal(process: subprocess.Popen[t.Any], number: signal.Signals) -> None:
    if sys.platform == "win32":
        process.terminate()
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def _gist(said: str) -> str:
    """Return the first line that names an error, else the last line."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    named = [line for line in lines if "error" in line.lower()]
    return [*named, *lines[-1:], "it said nothing"][0]
