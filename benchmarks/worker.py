"""A process that measures one side: a pickled question comes in, a pickled answer goes out."""

from __future__ import annotations

import contextlib
import gc
import importlib.metadata
import itertools
import os
import pickle
import platform
import random
import sys
import time
import typing as t

from . import opcodes
from .apps import Call
from .apps import Environ
from .apps import build
from .apps import caller
from .apps import requests
from .workloads import Ask
from .workloads import Workload

_TURN = 2_000_000
"""About how long a turn is, in nanoseconds; short, since a shared machine changes its speed."""

_MOST_AT_A_TIME = 500
_T = t.TypeVar("_T")
_PACKAGES = ("flask", "werkzeug", "flask-cors")


class Measurer:
    """Answers the questions of one run; each method is one."""

    def versions(self) -> dict[str, str]:
        """What is installed here."""
        installed = {name: importlib.metadata.version(name) for name in _PACKAGES}
        return {"python": platform.python_version(), **installed}

    def opcodes(self, variant: str, workload: Workload, asks: t.Sequence[Ask]) -> list[int]:
        """The opcodes of these requests, one after the other, to the app of a workload.

        A child process counts them, so that nothing depends on what was counted before.
        """

        def count() -> list[int]:
            call = caller(build(variant, workload))
            return [opcodes.count(call, requests(ask)) for ask in asks]

        return _in_child(count)[1]

    def call(self, variant: str, workload: Workload, times: t.Sequence[int]) -> list[int]:
        """Call the app of a workload, so many times in a child process each; their numbers."""
        call, environs, _ = _prepared(variant, workload)
        made = list(itertools.islice(environs, max(times)))
        return [_in_child(lambda: _call(call, made[:calls]))[0] for calls in times]  # noqa: B023  called at once

    def time(
        self, variants: t.Sequence[str], workload: Workload, turns: int
    ) -> dict[str, list[int]]:
        """The nanoseconds of CPU time that a call takes, on average of each turn, by variant."""
        timed = {each: _prepared(each, workload) for each in random.sample(variants, len(variants))}
        gc.collect()
        gc.freeze()
        taken: dict[str, list[int]] = {variant: [] for variant in variants}
        for _ in range(turns):
            for variant in random.sample(variants, len(variants)):
                taken[variant].append(_time(*timed[variant]))
        gc.unfreeze()
        return taken


def _in_child(work: t.Callable[[], _T]) -> tuple[int, _T]:
    """The child process that has done some work, which is over, and what came of it."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        with os.fdopen(writer, "wb") as answer:
            pickle.dump(work(), answer)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        result = pickle.load(answer)
    os.waitpid(child, 0)
    return child, result


def _prepared(variant: str, workload: Workload) -> tuple[Call, t.Iterator[Environ], int]:
    """What a turn needs: an app that has answered before, requests to it, and how many."""
    call, environs = caller(build(variant, workload)), requests(workload.ask)
    _time(call, environs, 10)
    one = _time(call, environs, 10)
    return call, environs, min(_TURN // max(one, 1) + 1, _MOST_AT_A_TIME)


def _time(call: Call, environs: t.Iterator[Environ], calls: int) -> int:
    return _call(call, list(itertools.islice(environs, calls))) // calls


def _call(call: Call, environs: t.Sequence[Environ]) -> int:
    """The nanoseconds of CPU time that these calls take."""
    gc.disable()
    before = time.process_time_ns()
    for environ in environs:
        call(environ)
    taken = time.process_time_ns() - before
    gc.enable()
    return taken


def main() -> None:
    """Answer until the other end of the pipe is closed."""
    answers = os.fdopen(os.dup(1), "wb")
    sys.stdout = sys.stderr  # whatever is printed by accident is no answer
    measurer = Measurer()
    with contextlib.suppress(EOFError):
        while True:
            what, details = pickle.load(sys.stdin.buffer)
            pickle.dump(getattr(measurer, what)(**details), answers)
            answers.flush()


if __name__ == "__main__":
    main()
