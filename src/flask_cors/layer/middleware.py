"""The layer around the app: every request enters here, and every response leaves here.

It stands on `app.wsgi_app`, Flask's own point for middleware, so it sees every response,
whatever the app does: errors, redirects, hooks, streams, failing sessions. Preflights it
answers itself, before any of that begins.
"""

from __future__ import annotations

import collections.abc as cabc
import typing as t
from functools import partial

from ..protocol.decisions import Decision
from ..protocol.policy import Policy
from ..rules.routing import governing_answer
from ..rules.routing import governing_unseen
from ..rules.state import AppState
from ..rules.view_options import ViewOptions
from ..wsgi import DECISION
from ..wsgi import ORIGIN
from ..wsgi import PASSED
from ..wsgi import PRIVATE_NETWORK
from ..wsgi import read_request
from .asking import decide_asking
from .asking import decide_by_origin
from .debug_errors import answer_error
from .exchange import Exchange
from .responses import with_decision
from .telling import tell_of_error
from .telling import tell_of_no_rule
from .watching import Ruled
from .watching import decide_for_oneself
from .watching import is_watched

if t.TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIApplication
    from _typeshed.wsgi import WSGIEnvironment

_LET_FLASK_ANSWER = (
    "with PROPAGATE_EXCEPTIONS=False Flask answers what a view lets out, so that every page can "
    "read it that is let in"
)


class CORSMiddleware:
    """A WSGI application around another.

    :param wsgi_app: the application inside.
    :param state: the rules of the app that it belongs to.
    """

    def __init__(self, wsgi_app: WSGIApplication, state: AppState) -> None:
        self.wsgi_app = wsgi_app
        self.state = state

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> cabc.Iterable[bytes]:
        """Answer a preflight; let the app answer all else, and add the fields.

        Most requests are no OPTIONS requests, so their way is short: where the path alone
        decides, all is decided before the app runs, and where no rule governs it nothing is
        left to do.
        """
        if PASSED in environ:
            return self.answer_inside(environ, start_response)
        state = self.state
        try:
            if environ["REQUEST_METHOD"] == "OPTIONS" or PRIVATE_NETWORK in environ:
                return Exchange(state, environ, start_response).run(self.wsgi_app)
            if len(state.app.view_functions) == state.views_by_path:
                policy = state.rules.governing[environ.get("PATH_INFO", "")]
                if policy is None:
                    if state.config["DEBUG"]:
                        start_response = partial(_start_without_rule, environ, start_response)
                    return self.wsgi_app(environ, start_response)
                decision = policy.decided_by_origin.get(environ.get(ORIGIN)) or decide_by_origin(
                    state.app, policy, environ
                )
                environ[PASSED] = state.url_map
                return self.wsgi_app(
                    environ, partial(_start_by_path, state, environ, start_response, decision)
                )
            environ[PASSED] = state.url_map
            return self.wsgi_app(environ, partial(_start_by_view, state, environ, start_response))
        except Exception as error:
            return self.answer_error(error, environ, start_response)

    def answer_inside(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> cabc.Iterable[bytes]:
        """Answer while another answer is being made with the same environ, which goes on as it was.

        A view may hand the request on to its own app, and one app to another. Where a later layer
        of the same app stands around this one, and waits for the answer, it alone decides.
        """
        if self is not self.state.layer and is_watched(self.state, environ):
            return self.wsgi_app(environ, start_response)
        decide_for_oneself(environ)
        inside = {name: value for name, value in environ.items() if name != PASSED}
        try:
            return self(inside, start_response)
        finally:
            if DECISION in inside:
                environ[DECISION] = inside[DECISION]

    def answer_error(
        self, error: Exception, environ: WSGIEnvironment, start_response: StartResponse
    ) -> list[bytes]:
        """The answer to an exception that the app let go, or the exception itself.

        :raises Exception: what was caught, where it is no matter of CORS.
        """
        state = self.state
        request = read_request(environ)
        if not state.app.debug or request.origin is None:
            if state.config["PROPAGATE_EXCEPTIONS"]:
                tell_of_error(environ, _LET_FLASK_ANSWER, answer="the server's own answer")
            raise error
        policy, asked = self.ruled_on_error(environ) if state.debug_errors else (None, environ)
        decision = decide_asking(state.app, policy, request, asked) if policy else None
        answer = answer_error(error, decision, environ, start_response, state.app)
        if answer is None:
            raise error
        return answer

    def ruled_on_error(self, environ: WSGIEnvironment) -> Ruled:
        """What rules the view that failed, whose request context is gone."""
        return Ruled(governing_unseen(self.state, environ), environ)


def _start_by_path(  # noqa: PLR0917  what is known, then what WSGI says a start_response takes
    state: AppState,
    environ: WSGIEnvironment,
    start_response: StartResponse,
    decision: Decision,
    status: str,
    headers: list[tuple[str, str]],
    exc_info: OptExcInfo | None = None,
    /,
) -> cabc.Callable[[bytes], object]:
    """Start a response whose path decided, unless a decorator was met on the way after all."""
    passed = environ[PASSED]
    if passed is not state.url_map and isinstance(passed, ViewOptions):
        state.notice_views()
        return _start_by_view(state, environ, start_response, status, headers, exc_info)
    headers = with_decision(decision, headers, environ, state.app)
    return start_response(status, headers, exc_info)


def _start_by_view(  # noqa: PLR0917  as above
    state: AppState,
    environ: WSGIEnvironment,
    start_response: StartResponse,
    status: str,
    headers: list[tuple[str, str]],
    exc_info: OptExcInfo | None = None,
    /,
) -> cabc.Callable[[bytes], object]:
    """Start a response that a view gave, or that came instead of one."""
    passed = environ[PASSED]
    if isinstance(passed, ViewOptions):
        policy: Policy | None = state.view_policy(passed)
    elif len(state.app.view_functions) != state.views_noticed and state.notice_views():
        policy = state.rules.governing[environ.get("PATH_INFO", "")]
    else:
        policy = governing_answer(state, environ)
    if policy is not None:
        decision = policy.decided_by_origin.get(environ.get(ORIGIN)) or decide_by_origin(
            state.app, policy, environ
        )
        headers = with_decision(decision, headers, environ, state.app)
    elif state.config["DEBUG"]:
        tell_of_no_rule(environ, headers)
    return start_response(status, headers, exc_info)


def _start_without_rule(
    environ: WSGIEnvironment,
    start_response: StartResponse,
    status: str,
    headers: list[tuple[str, str]],
    exc_info: OptExcInfo | None = None,
    /,
) -> cabc.Callable[[bytes], object]:
    """Start a response that no rule has a say in, in debug mode."""
    tell_of_no_rule(environ, headers)
    return start_response(status, headers, exc_info)
