"""Exceptions in debug mode, on their way to the debugger.

The debugger's page holds the secret of its console, so it never carries CORS fields; to a
page on another origin the error then looks like a CORS error, and somebody has to say so.
"""

from __future__ import annotations

import logging
import sys
import traceback
import typing as t

from ..protocol.decisions import Decision
from ..protocol.decisions import Outcome
from ..protocol.decisions import Reason
from ..protocol.problems import shown
from ..rules.state import AppState
from ..wsgi import DECISION
from .responses import with_decision
from .telling import tell_of_error

if t.TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIEnvironment
    from flask import Flask

logger = logging.getLogger("flask_cors")
_PLAIN_TEXT = ("Content-Type", "text/plain; charset=utf-8")


def answer_error(
    error: Exception,
    decision: Decision | None,
    environ: WSGIEnvironment,
    start_response: StartResponse,
    app: Flask,
) -> list[bytes] | None:
    """Answer an allowed page in plain text; None where the exception shall go on.

    :param decision: what is decided on the request; None where errors are not answered.
    """
    if decision is not None and decision.outcome is Outcome.ALLOWED:
        # A decision there tells that a response has been started, which this one replaces.
        started = sys.exc_info() if DECISION in environ else None
        headers = with_decision(decision, [_PLAIN_TEXT], environ, app)
        logger.error("Error at %s", shown(environ.get("PATH_INFO")), exc_info=error)
        start_response("500 INTERNAL SERVER ERROR", headers, started)
        if environ["REQUEST_METHOD"] == "HEAD":
            return []
        return ["".join(traceback.format_exception(error)).encode(errors="backslashreplace")]
    tell_of_error(environ, _what_else(decision, app))
    return None


def _what_else(decision: Decision | None, app: Flask) -> str:
    if not AppState.as_it_is(app).debug_errors:
        return (
            "set CORS_DEBUG_ERRORS=True before CORS(app) to let every page read it that is let in"
        )
    reasons = (Reason.NOT_GOVERNED,) if decision is None else decision.reasons
    told = "; ".join(reason.value for reason in reasons)
    return f"CORS_DEBUG_ERRORS does not let this page read it, since {told}"
