"""The layer around the app: the only place that reads a request and answers one.

It stands on `app.wsgi_app`, Flask's own point for middleware, so it sees every response,
whatever the app does: errors, redirects, hooks, streams, failing sessions. Preflights it
answers itself, before any of that begins.
"""

from __future__ import annotations

import collections.abc as cabc
import logging
import sys
import traceback
import typing as t

from flask import Request
from flask import current_app
from flask import has_request_context
from flask import request as current_request

from .protocol.decisions import Outcome
from .protocol.policy import Policy
from .protocol.problems import shown
from .protocol.requests import CORSRequest
from .protocol.requests import Preflight
from .protocol.requests import classify
from .protocol.server import decide
from .responses import with_decision
from .routing import Unroutable
from .routing import governing_url
from .routing import serves
from .state import AppState

if t.TYPE_CHECKING:
    from types import TracebackType

    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIApplication
    from _typeshed.wsgi import WSGIEnvironment

    ExcInfo = tuple[type[BaseException], BaseException, TracebackType]

logger = logging.getLogger("flask_cors")

DECISION = "flask_cors.decision"
"""Where `environ` holds what was decided. Not on `g`, which outlives a request in a pushed
app context."""

LAYER = "flask_cors.layer"
"""Where `environ` holds the state of the app whose layer the request came through."""

_NO_BODY = ("Content-Length", "0")


def read_request(environ: WSGIEnvironment) -> CORSRequest | Preflight:
    """What a request asks of CORS."""
    get = environ.get
    return classify(
        environ["REQUEST_METHOD"],
        get("HTTP_ORIGIN"),
        get("HTTP_ACCESS_CONTROL_REQUEST_METHOD"),
        get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS"),
        get("HTTP_ACCESS_CONTROL_REQUEST_PRIVATE_NETWORK"),
    )


class CORSMiddleware:
    """A WSGI application around another.

    :param wsgi_app: the application inside.
    :param state: the rules of the app that it belongs to.
    """

    def __init__(self, wsgi_app: WSGIApplication, state: AppState) -> None:
        self.wsgi_app = wsgi_app
        self.state = state
        # Another layer inside may serve URLs that Flask knows nothing of (Flask-SocketIO), or
        # change the path (a mount): then only what the app itself answered tells.
        self.wraps_flask = getattr(wsgi_app, "__func__", None) is type(state.app).wsgi_app

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> cabc.Iterable[bytes]:
        """Answer a preflight; let the app answer all else, and add the fields."""
        environ[LAYER] = self.state
        request = read_request(environ)
        if isinstance(request, Preflight):
            policy = self._policy_of_preflight(environ, request)
            if policy is not None:
                decision = environ[DECISION] = decide(policy, request)
                start_response(decision.status or "", [*decision.fields, _NO_BODY])
                return []
        exchange = Exchange(self, environ, request, start_response)
        try:
            return self.wsgi_app(environ, exchange.start_response)
        except Exception:
            if self.state.app.debug and request.origin is not None:
                return exchange.answer_error()
            raise

    def _policy_of_preflight(self, environ: WSGIEnvironment, request: Preflight) -> Policy | None:
        """The policy that answers a preflight; None where the app shall."""
        state = self.state
        if self.wraps_flask and state.paths_suffice and not state.app.config.get("TRUSTED_HOSTS"):
            policy = state.rules.governing(environ.get("PATH_INFO", ""))
        else:
            try:
                policy = governing_url(state, environ, request.method)
            except Unroutable:
                return None
            if not (self.wraps_flask or serves(state, environ)):
                return None
        return policy if policy is not None and policy.automatic_options else None


class Exchange:
    """One request on its way through the app, and the response on its way back."""

    def __init__(
        self,
        layer: CORSMiddleware,
        environ: WSGIEnvironment,
        request: CORSRequest | Preflight,
        start_response: StartResponse,
    ) -> None:
        self.layer = layer
        self.state = layer.state
        self.environ = environ
        self.request = request
        self.path_info = environ.get("PATH_INFO", "")
        self.request_before = environ.get("werkzeug.request")
        self._start_response = start_response

    def start_response(
        self,
        status: str,
        headers: list[tuple[str, str]],
        exc_info: ExcInfo | None = None,
    ) -> cabc.Callable[[bytes], object]:
        """Start the response with the fields that the governing policy adds to it."""
        policy = self._policy_of_response()
        if policy is not None:
            decision, headers = with_decision(decide(policy, self.request), headers)
            self.environ[DECISION] = decision
        return self._start_response(status, headers, exc_info)

    def answer_error(self) -> cabc.Iterable[bytes]:
        """Deal with an exception on its way to the debugger, whose page no origin may read.

        The debugger's page holds the console's secret, so it carries no CORS fields.
        """
        policy = self._policy_of_response() if self.state.debug_errors else None
        if policy is not None:
            decision = decide(policy, self.request)
            if decision.outcome is Outcome.ALLOWED:
                logger.exception("Answered %s in plain text", shown(self.path_info))
                body = traceback.format_exc().encode()
                headers = [("Content-Type", "text/plain; charset=utf-8"), *decision.fields]
                self._start_response("500 INTERNAL SERVER ERROR", headers, sys.exc_info())
                return [body]
        logger.warning(
            "The browser will report the error at %s as a CORS error, since the debugger's "
            "page carries no CORS fields; set CORS_DEBUG_ERRORS=True to let the page read it.",
            shown(self.path_info),
        )
        raise

    def _policy_of_response(self) -> Policy | None:
        """The policy of the view that answered, or else of the URL."""
        state = self.state
        if state.paths_suffice and self.layer.wraps_flask:
            policy = state.rules.governing(self.path_info)
        else:
            policy = self._policy_of_view()
        if policy is None or policy.automatic_options or not self._is_flasks_own_options():
            return policy
        return None

    def _policy_of_view(self) -> Policy | None:
        request = self._own_request()
        if request is None:
            return self.state.governing_path(self.path_info)
        method, path_info = request.method, request.environ.get("PATH_INFO", "")
        if request.url_rule is not None:
            return self.state.governing_endpoint(request.url_rule.endpoint, method, path_info)
        try:
            return governing_url(self.state, request.environ, method)
        except Unroutable:
            return None

    def _own_request(self) -> Request | None:
        """The request that the app made for this call; None where something inside answered."""
        request = self.environ.get("werkzeug.request")
        rule = getattr(request, "url_rule", None)
        # Test clients leave a request of their own there, a mounted app its own.
        if request is not self.request_before and rule is not None:
            if rule.map is self.state.app.url_map:
                return t.cast(Request, request)
        # Something inside may have copied environ, and an unmatched request has no rule.
        if has_request_context() and current_app._get_current_object() is self.state.app:
            return current_request._get_current_object()
        return None

    def _is_flasks_own_options(self) -> bool:
        """Whether Flask answers OPTIONS here by itself, for want of a view that does."""
        if self.environ["REQUEST_METHOD"] != "OPTIONS":
            return False
        rule = getattr(self._own_request(), "url_rule", None)
        return rule is None or bool(getattr(rule, "provide_automatic_options", False))
