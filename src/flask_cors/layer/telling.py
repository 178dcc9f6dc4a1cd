"""Telling of decisions: to those who listen to signals, to the log, to whoever debugs."""

from __future__ import annotations

import collections.abc as cabc
import logging
import typing as t

from blinker import NamedSignal
from flask import Flask

from ..protocol.decisions import Decision
from ..protocol.decisions import Outcome
from ..protocol.decisions import Reason
from ..protocol.fields import ALLOW_ORIGIN
from ..protocol.fields import Field
from ..protocol.problems import shown
from ..signals import cors_allowed
from ..signals import cors_refused
from ..signals import preflight_answered
from ..wsgi import ORIGIN

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_ALLOW_ORIGIN = ALLOW_ORIGIN.lower()

logger = logging.getLogger("flask_cors")


def tell(decision: Decision, environ: WSGIEnvironment, app: Flask) -> None:
    """Tell of a decision whoever listens."""
    from ..describing.describe import decision_text  # noqa: PLC0415  only needed where somebody listens
    from ..describing.describe import refusal_text  # noqa: PLC0415

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


def tell_of_no_rule(environ: WSGIEnvironment, headers: cabc.Iterable[Field]) -> None:
    """Tell that a browser blocks what no rule governs, if that is what it does.

    Not so where the page is the app's own, where the browser does not ask with CORS, and where the
    app has written fields itself.

    :param headers: the header fields of the response.
    """
    from ..describing.describe import no_rule_text  # noqa: PLC0415  only needed where there is no rule

    origin = environ.get(ORIGIN)
    if origin is None or environ.get("HTTP_SEC_FETCH_MODE", "cors") != "cors":
        return
    is_own = origin.partition("://")[2] == environ.get("HTTP_HOST")
    if not (is_own or any(name.lower() == _ALLOW_ORIGIN for name, _ in headers)):
        logger.warning("%s", no_rule_text(environ))


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
