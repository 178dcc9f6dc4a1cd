"""The end of a set-up: what was found wrong is raised, what was found doubtful is told."""

from __future__ import annotations

import inspect
import os
import warnings
from pathlib import Path

from .protocol.problems import Findings
from .protocol.problems import PolicyError
from .protocol.problems import PolicyWarning
from .protocol.problems import distinct


def settle(findings: Findings) -> None:
    """Raise what is wrong, all of it at once; tell what is doubtful.

    :raises PolicyError: where there is an error.
    """
    if findings.errors:
        raise PolicyError(distinct(findings.errors))
    for problem in distinct(findings.warnings):
        warnings.warn(str(problem), PolicyWarning, stacklevel=_callers_level())


def _callers_level() -> int:
    """How many frames up the program is that called this package."""
    here = f"{Path(__file__).parent}{os.sep}"
    level, frame = 0, inspect.currentframe()
    while frame and frame.f_code.co_filename.startswith(here):
        level, frame = level + 1, frame.f_back
    return level
