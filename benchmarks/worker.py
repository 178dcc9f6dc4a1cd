"""A process that measures one side: a line of JSON comes in, a line of JSON goes out."""

from __future__ import annotations

import gc
import importlib.metadata
import itertools
import json
import os
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
from .workloads import WORKLOADS

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

    def opcodes(self, variant: str, workload: str) -> int:
        """The opcodes of one request."""
        return opcodes.of_workload(variant, WORKLOADS[workload])

    def open(self, variant: str, workload: str) -> int:
        """Make an app to time; how many calls of it take some `time.process_time`."""
        what = WORKLOADS[workload]
        self._call, self._environs = caller(build(variant, what)), requests(what.ask)
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
    answers = os.fdopen(os.dup(1), "w")
    sys.stdout = sys.stderr  # whatever is printed by accident is no answer
    measurer = Measurer()
    for line in sys.stdin:
        question = json.loads(line)
        answer = getattr(measurer, question.pop("do"))(**question)
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
