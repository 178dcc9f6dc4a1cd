"""The layer around the app: every request enters here, and every response leaves here.

It stands on `app.wsgi_app`, Flask's own point for middleware, so it sees every response,
whatever the app does: errors, redirects, hooks, streams, failing sessions. Preflights it
answers itself, before any of that begins.
"""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from .current import own_request
from .debug_errors import answer_error
from .exchange import Exchange
from .exchange import InnerLayerExchange
from .protocol.server import decide
from .responses import with_decision
from .routing import governing_answer
from .state import AppState
from .wsgi import DECISION
from .wsgi import LAYER
from .wsgi import VIEW_OPTIONS
from .wsgi import read_request

if t.TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIApplication
    from _typeshed.wsgi import WSGIEnvironment


class CORSMiddleware:
    """A WSGI application around another.

    :param wsgi_app: the application inside.
    :param state: the rules of the app that it belongs to.
    """

    def __init__(self, wsgi_app: WSGIApplication, state: AppState) -> None:
        self.wsgi_app = wsgi_app
        self.state = state
        self.wraps_flask = getattr(wsgi_app, "__func__", None) is type(state.app).wsgi_app

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> cabc.Iterable[bytes]:
        """Answer a preflight; let the app answer all else, and add the fields."""
        try:
            if self.wraps_flask and environ["REQUEST_METHOD"] != "OPTIONS":
                return self._run_ordinary(environ, start_response)
            kind = Exchange if self.wraps_flask else InnerLayerExchange
            return kind(self.state, environ, start_response).run(self.wsgi_app)
        except Exception as error:
            answer = self._answer_error(error, environ, start_response)
            if answer is None:
                raise
            return answer

    def _run_ordinary(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> cabc.Iterable[bytes]:
        """Let the app answer a request that is no OPTIONS request, and add the fields.

        This is what most requests come through, so it is short: where the path alone decides,
        the policy is known before the app runs, and where none governs nothing is left to do.
        """
        state = self.state
        path_policy = None
        if state.paths_suffice:
            path_policy = state.rules.governing(environ.get("PATH_INFO", ""))
            if path_policy is None:
                return self.wsgi_app(environ, start_response)
        environ[LAYER] = state
        request = read_request(environ)

        def start_with_fields(
            status: str,
            headers: list[tuple[str, str]],
            exc_info: OptExcInfo | None = None,
            /,
        ) -> cabc.Callable[[bytes], object]:
            policy = path_policy
            if policy is None or VIEW_OPTIONS in environ:
                policy = governing_answer(state, environ, own_request(state.app, environ))
            if policy is not None:
                decision, headers = with_decision(decide(policy, request), headers)
                environ[DECISION] = decision
            return start_response(status, headers, exc_info)

        return self.wsgi_app(environ, start_with_fields)

    def _answer_error(
        self, error: Exception, environ: WSGIEnvironment, start_response: StartResponse
    ) -> list[bytes] | None:
        state = self.state
        request = read_request(environ)
        if not state.app.debug or request.origin is None:
            return None
        decision = None
        if state.debug_errors:
            policy = governing_answer(state, environ, own_request(state.app, environ))
            decision = None if policy is None else decide(policy, request)
        return answer_error(error, decision, environ, start_response)
