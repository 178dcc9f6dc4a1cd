"""What is compared, and in which environment each of it lives.

Flask-CORS 6 and 7 have the same import name, so each has an environment of its own, and each is
asked through a process of it that speaks over pipes.
"""

from __future__ import annotations

import collections.abc as cabc
import os
import pickle
import subprocess
import sys
import typing as t
from pathlib import Path

from .apps import BARE
from .apps import BY_AFTER_REQUEST
from .apps import BY_LAYER
from .apps import BY_PACKAGE
from .workloads import Ask
from .workloads import Workload

ROOT = Path(__file__).parents[1]
PYTHON_OF_6 = ROOT / ".venv-6" / "bin" / "python"


class Side(t.NamedTuple):
    """One of what is compared.

    :param name: what it is called in results.
    :param title: what it is called in pictures.
    :param head: what it is called at the head of a column.
    :param python: the interpreter of its environment.
    :param variant: which variant of the app it is.
    """

    name: str
    title: str
    head: str
    python: str
    variant: str


SIDES = (
    Side("bare", "Flask alone", "Flask", sys.executable, BARE),
    Side("layer", "WSGI layer by hand", "layer", sys.executable, BY_LAYER),
    Side(
        "after_request",
        "after_request by hand",
        "after_request",
        sys.executable,
        BY_AFTER_REQUEST,
    ),
    Side("six", "Flask-CORS 6.0.5", "6.0.5", str(PYTHON_OF_6), BY_PACKAGE),
    Side("seven", "Flask-CORS 7", "7", sys.executable, BY_PACKAGE),
)
PACKAGES = tuple(side for side in SIDES if side.variant == BY_PACKAGE)
BARE_FLASK, *COMPARED = SIDES
SEVEN = SIDES[-1]


def environment(seed: int = 0) -> dict[str, str]:
    """The environment variables of a process.

    None of Python's own comes from outside: it may forbid to keep compiled modules, say.

    :param seed: that of its hashes: with the same one, sets and dicts are laid out alike.
    """
    others = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**others, "PYTHONHASHSEED": str(seed)}


class Worker:
    """A process of one side; leaving the `with` block ends it.

    :param seed: that of its hashes.
    :param under: the command that is to run it.
    """

    def __init__(self, side: Side, seed: int = 0, under: cabc.Sequence[str] = ()) -> None:
        self.side = side
        self._process = subprocess.Popen(
            [*under, side.python, "-m", "benchmarks.worker"],
            cwd=ROOT,
            env=environment(seed),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def ask(self, what: str, **details: object) -> t.Any:
        """What the process answers; `benchmarks.worker` lists what it knows."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        pickle.dump((what, details), self._process.stdin)
        self._process.stdin.flush()
        try:
            return pickle.load(self._process.stdout)
        except EOFError:
            died = f"The process of {self.side.title} has died; see what it wrote."
            raise RuntimeError(died) from None

    def opcodes(self, workload: Workload, *asks: Ask) -> list[int]:
        """The opcodes of these requests to this side's app of a workload."""
        return self.ask("opcodes", variant=self.side.variant, workload=workload, asks=asks)

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()
