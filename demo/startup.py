"""Set-ups that are tried on a fresh app, to hear what the package says about them."""

from __future__ import annotations

import typing as t

from flask import Flask

from demo.exchanges import StartUp
from demo.exchanges import Verdict
from flask_cors import PolicyError


class StartUpOutcome(t.TypedDict):
    """What the package said."""

    verdict: Verdict
    error: str
    message: str


def attempt(exchange: StartUp) -> StartUpOutcome:
    """Make the attempt; the message is the package's own."""
    try:
        exchange.attempt(Flask(__name__))
    except PolicyError as refusal:
        return StartUpOutcome(
            verdict="refused", error=type(refusal).__qualname__, message=str(refusal)
        )
    return StartUpOutcome(verdict="accepted", error="", message="")
