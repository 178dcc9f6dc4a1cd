"""An exchange in an app with another layer inside ours."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import typing as t

from werkzeug.wsgi import ClosingIterator

from ..protocol import fields
from ..protocol.fields import Field
from ..protocol.policy import Policy
from ..protocol.requests import Preflight
from ..rules.routing import governing_layer
from ..rules.routing import governing_url
from ..rules.state import AppState
from ..rules.url_maps import has_place
from ..wsgi import DECISION
from .debuggers import is_error_page
from .debuggers import may_be_debuggers
from .exchange import Exchange
from .telling import tell_of_error
from .watching import Ruled
from .watching import Watch
from .watching import without_marks

if t.TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIApplication
    from _typeshed.wsgi import WSGIEnvironment

_WRAP_DEBUGGER = (
    "set CORS_DEBUG_ERRORS=True before CORS(app), and wrap the debugger around the app after "
    "CORS(app), to let every page read it that is let in"
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
        self._request_before = self.own_request()
        self._watch = Watch(state, self.request)
        self._watch.begin(environ)
        self._inside: WSGIApplication | None = None
        self._policy: Policy | None = None
        self._replaces_answer = False

    def run(self, wsgi_app: WSGIApplication) -> cabc.Iterable[bytes]:
        """Let what is inside answer, and add the fields; or answer a preflight in its place."""
        self._inside = wsgi_app
        if not isinstance(self.request, Preflight):
            return wsgi_app(self.environ, self.start_response)
        body: cabc.Iterable[bytes] = ()
        with self._replacing_failures():
            body = wsgi_app(self.environ, self.start_response)
        return ClosingIterator(self._pieces(body), getattr(body, "close", None))

    def _pieces(self, body: cabc.Iterable[bytes]) -> cabc.Iterator[bytes]:
        """The body of the answer to a preflight, which may begin only when it is read."""
        with self._replacing_failures():
            for piece in body:
                if not self._replaces_answer:
                    yield piece

    @contextlib.contextmanager
    def _replacing_failures(self) -> cabc.Generator[None, None, None]:
        """Answer a preflight in place of an exception, where it has reached the app."""
        try:
            yield
        except Exception:
            policy, self.asked = self._watch.latest
            if not (self._replaces_answer or (policy and policy.automatic_options)):
                raise
            self.state.app.logger.exception("Exception on a preflight, which is answered")
            if policy and not self._replaces_answer:
                self._start_response(*self.answer(policy))

    def start_response(
        self,
        status: str,
        headers: list[tuple[str, str]],
        exc_info: OptExcInfo | None = None,
        /,
    ) -> cabc.Callable[[bytes], object]:
        """Start the response, and leave what may be a debugger's answer as it is."""
        headers, marks = without_marks(headers)
        own = self._own_answer(status, marks)
        if own is None and may_be_debuggers(self._inside, self._environ_before, status, headers):
            if self.state.app.debug and is_error_page(status, headers):
                tell_of_error(
                    self.environ, _WRAP_DEBUGGER, answer="what may be the debugger's page"
                )
            return self._start_response(status, headers, exc_info)
        policy, self.asked = self._ruled_by_path() if own is None else own
        self._policy = policy
        if (
            isinstance(self.request, Preflight)
            and policy
            and policy.automatic_options
            and (own is not None or self._is_stopped(status, headers))
        ):
            self._replaces_answer = True
            status, headers = self.answer(policy)
            return self._start_response(status, headers, exc_info)
        return super().start_response(status, headers, exc_info)

    def policy_of_response(self) -> Policy | None:
        """The policy of what answered."""
        return self._policy

    def is_flasks_own_options(self) -> bool:
        """Whether Flask answers OPTIONS here by itself; where it does, no policy is known."""
        return False

    def _own_answer(self, status: str, marks: cabc.Iterable[str]) -> Ruled | None:
        """What rules the app's own answer; None where something else has answered.

        An answer without a mark is the app's where its request is the one at hand: hooks that
        make another response of it leave no mark on it, and a session that fails comes before.
        """
        marked = self._watch.own_answer(marks)
        if marked is not None:
            return marked
        request = self.own_request()
        if request is not None and request is not self._request_before:
            return self._watch.ruled(request)
        failed = isinstance(self.request, Preflight) and self._watch.failed
        return self._watch.latest if failed and status.startswith("500") else None

    def _ruled_by_path(self) -> Ruled:
        """What rules where something else than the app has answered: no view of it has a say.

        It may be an answer of the app after all, of which something inside has made another.
        """
        asked, request = self._environ_before, self.request
        method = request.method if isinstance(request, Preflight) else asked["REQUEST_METHOD"]
        policy = None if self._watch.others_decide else governing_layer(self.state, asked)
        shared = policy == governing_url(self.state, asked, method)
        return Ruled(policy if shared and self._watch.leaves_to(policy) else None, asked)

    def _is_stopped(self, status: str, headers: cabc.Iterable[Field]) -> bool:
        """Whether a layer keeps a preflight from a view, and knows nothing of CORS.

        Most often it wants a token. One that serves the URL by itself is left to answer, and so
        is one that may lead to another URL.
        """
        is_silent = all(name.lower() != fields.ALLOW_ORIGIN.lower() for name, _ in headers)
        if status.startswith("2") or not is_silent:
            return False
        return self.state.notice_views() and has_place(self.state.app, self._environ_before)
