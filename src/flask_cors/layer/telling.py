"""Telling of decisions: to those who listen to signals, to the log, to whoever debugs."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
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
    elif not refused:
        _send(cors_allowed, app, decision, environ)
    if not is_judged(environ):
        return
    if refused:
        _send(cors_refused, app, decision, environ)
    if app.debug and (refused or Reason.RESPONSE_HAS_OWN_FIELDS in decision.reasons):
        logger.warning("%s", refusal_text(decision, environ))
    elif logger.isEnabledFor(logging.DEBUG):
        logger.debug("%s", decision_text(decision, environ))


def tell_of_no_rule(environ: WSGIEnvironment, headers: cabc.Iterable[Field]) -> None:
    """Tell that a browser blocks what no rule governs, if that is what it does.

    Not so where the app has written fields itself.

    :param headers: the header fields of the response.
    """
    from ..describing.describe import no_rule_text  # noqa: PLC0415  only needed where there is no rule

    if is_judged(environ) and all(name.lower() != _ALLOW_ORIGIN for name, _ in headers):
        logger.warning("%s", no_rule_text(environ))


def tell_of_error(
    environ: WSGIEnvironment, what_else: str, *, answer: str = "the debugger's page"
) -> None:
    """Tell that a page cannot read what is answered to it where Flask does not answer.

    :param what_else: what has to be done so that it can, or why it cannot.
    :param answer: what is answered.
    """
    if is_judged(environ):
        logger.warning(
            "The browser will report the error at %s as a CORS error, since %s carries no CORS "
            "fields; %s.",
            shown(environ.get("PATH_INFO")),
            answer,
            what_else,
        )


@contextlib.contextmanager
def untold() -> cabc.Generator[None, None, None]:
    """Tell nobody of what is decided meanwhile: no page has asked for it."""

    def is_told_elsewhere(record: logging.LogRecord) -> bool:
        return record.module != __name__.rpartition(".")[2]

    logger.addFilter(is_told_elsewhere)
    try:
        with cors_allowed.muted(), cors_refused.muted(), preflight_answered.muted():
            yield
    finally:
        logger.removeFilter(is_told_elsewhere)


def is_judged(environ: WSGIEnvironment) -> bool:
    """Whether a browser will judge the answer by its CORS fields: for telling, never for deciding.

    An Origin comes with every POST of the app's own pages, too, and with forms and WebSockets of
    all others (https://fetch.spec.whatwg.org/#cors-request). Browsers that do not say whose page
    it is are told by the URL, which behind a proxy may be another.
    """
    origin = environ.get(ORIGIN)
    if origin is None or environ.get("HTTP_SEC_FETCH_MODE", "cors") != "cors":
        return False
    own = f"{environ.get('wsgi.url_scheme')}://{environ.get('HTTP_HOST')}"
    is_own: bool = environ.get("HTTP_SEC_FETCH_SITE") == "same-origin" or origin == own
    return not is_own


def _send(signal: NamedSignal, app: Flask, decision: Decision, environ: WSGIEnvironment) -> None:
    try:
        signal.send(app, decision=decision, environ=environ)
    except Exception:
        logger.exception("A receiver of the signal %s failed.", signal.name)
