"""An exchange in an app with another layer inside ours."""

from __future__ import annotations

import collections.abc as cabc
import sys
import typing as t

from flask import Request
from flask import has_request_context
from werkzeug.wsgi import ClosingIterator

from ..protocol import fields
from ..protocol.fields import Field
from ..protocol.policy import Policy
from ..protocol.requests import Preflight
from ..rules.routing import governing_path
from ..rules.routing import governing_request
from ..rules.routing import governing_url
from ..rules.routing import serves
from ..rules.state import AppState
from ..wsgi import DECISION
from ..wsgi import PASSED
from .exchange import Exchange
from .inside import REACHED
from .inside import Reached
from .inside import has_debugger
from .inside import reached_request
from .middleware import CORSMiddleware
from .telling import tell_of_error

if t.TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIApplication
    from _typeshed.wsgi import WSGIEnvironment

_WRAP_DEBUGGER = (
    "wrap the debugger around the app after CORS(app) is called, and set CORS_DEBUG_ERRORS=True, "
    "to let every page read it that is let in"
)


class InnerLayerExchange(Exchange):
    """An exchange in an app with another layer inside this one.

    That layer may serve URLs that Flask knows nothing of (Flask-SocketIO), change the path (a
    mount), copy environ, or start the response when the app has long been done. So which view a
    preflight is about is only known where it has reached the app: it is handed on, and what the
    app says to it is replaced.
    """

    def __init__(
        self, state: AppState, environ: WSGIEnvironment, start_response: StartResponse
    ) -> None:
        super().__init__(state, environ, start_response)
        environ.pop(DECISION, None)
        self._environ_before = environ.copy()
        self._request_before = super().own_request()
        self._reached = environ[REACHED] = Reached(state.app)
        self._has_debugger_inside = False
        self.replaces_answer = False
        """Whether a preflight is answered, and not by what is inside."""

    def run(self, wsgi_app: WSGIApplication) -> cabc.Iterable[bytes]:
        """Let what is inside answer, and add the fields; or answer a preflight in its place."""
        self._has_debugger_inside = has_debugger(wsgi_app)
        try:
            body = wsgi_app(self.environ, self.start_response)
        except Exception:
            if not (self.replaces_answer or self._replaces("", ())):
                raise
            self.state.app.logger.exception("Exception on a preflight, which is answered")
            if not self.replaces_answer:
                self._replace()
            return []
        return ClosingIterator((), getattr(body, "close", None)) if self.replaces_answer else body

    def start_response(
        self,
        status: str,
        headers: list[tuple[str, str]],
        exc_info: OptExcInfo | None = None,
        /,
    ) -> cabc.Callable[[bytes], object]:
        """Start the response, and leave what a debugger inside answers as it is."""
        handles_an_error = sys.exc_info()[0] is not None and not has_request_context()
        if handles_an_error and self._has_debugger_inside:
            if self.state.app.debug and self.request.origin is not None:
                tell_of_error(self.environ, _WRAP_DEBUGGER)
            return self._start_response(status, headers, exc_info)
        try:
            if self._replaces(status, headers):
                return self._replace(exc_info)
            return super().start_response(status, headers, exc_info)
        finally:
            self._reached.request = None  # which holds the environ that holds this

    def _replace(self, exc_info: OptExcInfo | None = None) -> cabc.Callable[[bytes], object]:
        self.replaces_answer = True
        status, headers = self.answer(t.cast(Policy, self._preflight_policy))
        return self._start_response(status, headers, exc_info)

    def _replaces(self, status: str, headers: cabc.Iterable[Field]) -> bool:
        """Whether to answer a preflight in place of who did: the app, or what is in its way.

        A layer that stops a preflight for a view, most often for want of a token, knows nothing
        of CORS: it says nothing of it. One that serves the URL by itself is left to answer.
        """
        if not isinstance(self.request, Preflight):
            return False
        own, method = self.own_request(), self.request.method
        asked = self._environ_before if own is None else own.environ
        by_url = governing_url(self.state, asked, method)
        policy = self._preflight_policy = self._policy_of_others() if own is None else by_url
        if policy is None or not policy.automatic_options:
            return False
        if own is not None:
            return own.method == "OPTIONS"
        stops = bool(status) and not status.startswith("2")
        is_silent = all(name.lower() != fields.ALLOW_ORIGIN.lower() for name, _ in headers)
        return stops and is_silent and by_url == policy and serves(self.state, asked)

    def policy_of_response(self) -> Policy | None:
        """The policy of the view that answered, or else of the path that was asked for."""
        if isinstance(self.request, Preflight):
            return self._preflight_policy
        own = self.own_request()
        return self._policy_of_others() if own is None else governing_request(self.state, own)

    def _policy_of_others(self) -> Policy | None:
        """The policy where something else than the app has answered: no view of it has a say."""
        if self.environ.get(DECISION) is not self.decision:
            return None  # an app that is mounted inside has CORS of its own
        return governing_path(self.state, self._environ_before)

    def reach(self, request: Request) -> None:
        """Take it that the app was reached, with this request of its own."""
        self._reached.request = request

    def own_request(self) -> Request | None:
        """The app's request, unless it was there before the app was called."""
        if self._reached.request is not None:
            return self._reached.request
        request = super().own_request()
        return None if request is self._request_before else request


class InnerLayerMiddleware(CORSMiddleware):
    """A WSGI application around one that is not Flask itself, but another layer around it."""

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> cabc.Iterable[bytes]:
        """Answer a preflight for the app; let what is inside answer all else."""
        if PASSED in environ:
            return self.answer_inside(environ, start_response)
        try:
            return InnerLayerExchange(self.state, environ, start_response).run(self.wsgi_app)
        except Exception as error:
            return self.answer_error(error, environ, start_response)

    def policy_of_error(self, environ: WSGIEnvironment) -> Policy | None:
        """The policy of the view that failed; none where something else did."""
        request = reached_request(environ)
        return None if request is None else governing_request(self.state, request)
