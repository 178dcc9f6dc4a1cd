"""A process that measures one side: a pickled question comes in, a pickled answer goes out."""

from __future__ import annotations

import contextlib
import gc
import importlib.metadata
import itertools
import os
import pickle
import platform
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

_MOST_AT_A_TIME = 2000
_PACKAGES = ("flask", "werkzeug", "flask-cors")


class Measurer:
    """Answers the questions of one run; each method is one."""

    def __init__(self) -> None:
        self._call: Call = id
        self._environs: t.Iterator[Environ] = iter(())

    def versions(self) -> dict[str, str]:
        """What is installed here."""
        installed = {name: importlib.metadata.version(name) for name in _PACKAGES}
        return {"python": platform.python_version(), **installed}

    def opcodes(self, variant: str, workload: Workload, asks: t.Sequence[Ask]) -> list[int]:
        """The opcodes of these requests, one after the other, to the app of a workload.

        A child process counts them, so that nothing depends on what was counted before.
        """
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.close(reader)
            with os.fdopen(writer, "wb") as answer:
                call = caller(build(variant, workload))
                pickle.dump([opcodes.count(call, requests(ask)) for ask in asks], answer)
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader, "rb") as answer:
            counts = pickle.load(answer)
        os.waitpid(child, 0)
        return counts

    def open(self, variant: str, workload: Workload) -> int:
        """Make an app to time; the nanoseconds that a call of it takes, about."""
        self._call, self._environs = caller(build(variant, workload)), requests(workload.ask)
        gc.collect()
        gc.freeze()
        self.time(10)
        return self.time(10)

    def time(self, calls: int) -> int:
        """The nanoseconds of CPU time that a call takes, on average of so many."""
        calls = min(calls, _MOST_AT_A_TIME)
        environs = list(itertools.islice(self._environs, calls))
        call = self._call
        gc.disable()
        before = time.process_time_ns()
        for environ in environs:
            call(environ)
        taken = time.process_time_ns() - before
        gc.enable()
        return taken // calls


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
