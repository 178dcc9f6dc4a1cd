"""Flask-CORS: lets chosen web pages on other origins call a Flask app, and nobody else."""

from __future__ import annotations

import importlib
import typing as t

from .decorator import cross_origin
from .extension import CORS

if t.TYPE_CHECKING:
    from .keywords import CORSOptions
    from .keywords import CrossOriginOptions
    from .protocol.decisions import Decision
    from .protocol.decisions import Outcome
    from .protocol.decisions import Reason
    from .protocol.policy import Policy
    from .protocol.problems import PolicyError
    from .protocol.problems import PolicyWarning
    from .protocol.problems import Problem

__version__ = "7.0.0"

__all__ = [
    "CORS",
    "CORSOptions",
    "CrossOriginOptions",
    "Decision",
    "Outcome",
    "Policy",
    "PolicyError",
    "PolicyWarning",
    "Problem",
    "Reason",
    "__version__",
    "cross_origin",
]

_HOMES = {
    "CORSOptions": "keywords",
    "CrossOriginOptions": "keywords",
    "Decision": "protocol.decisions",
    "Outcome": "protocol.decisions",
    "Policy": "protocol.policy",
    "PolicyError": "protocol.problems",
    "PolicyWarning": "protocol.problems",
    "Problem": "protocol.problems",
    "Reason": "protocol.decisions",
}
"""Where the names are that a program may import, and whose modules are loaded only then."""

_MODULES = {"core": ".core", "logging": "logging"}
"""What importing the package loaded in earlier releases: programs still import it from here."""


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return importlib.import_module(_MODULES[name], __name__)
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
