"""Telling of decisions: to those who listen to signals, to the log, to whoever debugs."""

from __future__ import annotations

import logging
import typing as t

from blinker import NamedSignal
from flask import Flask

from .protocol.decisions import Decision
from .protocol.decisions import Outcome
from .protocol.decisions import Reason
from .protocol.problems import shown
from .signals import cors_allowed
from .signals import cors_refused
from .signals import preflight_answered

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

logger = logging.getLogger("flask_cors")


def tell(decision: Decision, environ: WSGIEnvironment, app: Flask) -> None:
    """Tell of a decision whoever listens."""
    from .describe import decision_text  # noqa: PLC0415  only needed where somebody listens
    from .describe import refusal_text  # noqa: PLC0415

    if decision.outcome is Outcome.NOT_CORS:
        return
    refused = decision.outcome is Outcome.REFUSED
    if decision.status is not None:
        _send(preflight_answered, app, decision, environ)
    if refused:
        _send(cors_refused, app, decision, environ)
    elif decision.status is None:
        _send(cors_allowed, app, decision, environ)
    if app.debug and (refused or Reason.RESPONSE_HAS_OWN_FIELDS in decision.reasons):
        logger.warning("%s", refusal_text(decision, environ))
    elif logger.isEnabledFor(logging.DEBUG):
        logger.debug("%s", decision_text(decision, environ))


def tell_of_error(environ: WSGIEnvironment, what_else: str) -> None:
    """Tell that the debugger answers a page that cannot read what it says.

    :param what_else: what has to be done so that it can, or why it cannot.
    """
    logger.warning(
        "The browser will report the error at %s as a CORS error, since the debugger's page "
        "carries no CORS fields; %s.",
        shown(environ.get("PATH_INFO")),
        what_else,
    )


def _send(signal: NamedSignal, app: Flask, decision: Decision, environ: WSGIEnvironment) -> None:
    try:
        signal.send(app, decision=decision, environ=environ)
    except Exception:
        logger.exception("A receiver of the signal %s failed.", signal.name)
