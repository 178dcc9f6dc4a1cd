"""Flask-CORS: lets chosen web pages on other origins call a Flask app, and nobody else."""

from __future__ import annotations

from .decorator import cross_origin
from .extension import CORS
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
