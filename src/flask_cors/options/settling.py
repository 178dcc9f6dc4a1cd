"""The end of a set-up: what was found wrong is raised, what was found doubtful is told."""

from __future__ import annotations

import inspect
import logging
import os
import warnings
from pathlib import Path

import flask

from ..protocol.problems import Findings
from ..protocol.problems import PolicyError
from ..protocol.problems import PolicyWarning
from ..protocol.problems import distinct

_NOT_THE_PROGRAM = (Path(__file__).parents[1], Path(flask.__file__).parent)

logger = logging.getLogger("flask_cors")


def settle(findings: Findings) -> None:
    """Raise what is wrong, all of it at once; tell what is doubtful.

    :raises PolicyError: where there is an error.
    """
    if findings.errors:
        raise PolicyError(distinct(findings.errors))
    for problem in distinct(findings.warnings):
        warnings.warn(str(problem), PolicyWarning, stacklevel=_callers_level())


def settle_late(findings: Findings) -> None:
    """Log what was found too late to refuse the configuration, since a request found it."""
    if findings.errors:
        problems = "; ".join(map(str, findings.errors))
        logger.error(
            "No other origin is let in, since the CORS configuration is wrong: %s", problems
        )
    for problem in distinct(findings.warnings):
        logger.warning("%s", problem)


def _callers_level() -> int:
    """How many frames up the program is that called this package, for a blueprint through Flask."""
    not_it = tuple(f"{folder}{os.sep}" for folder in _NOT_THE_PROGRAM)
    level, frame = 0, inspect.currentframe()
    while frame and frame.f_code.co_filename.startswith(not_it):
        level, frame = level + 1, frame.f_back
    return level
