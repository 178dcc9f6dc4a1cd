"""An exchange in an app with another layer inside ours."""

from __future__ import annotations

import collections.abc as cabc
import sys
import typing as t

from flask import Request
from flask import has_request_context

from ..protocol.policy import Policy
from ..protocol.requests import Preflight
from ..rules.routing import governing_request
from ..rules.routing import governing_url
from ..rules.routing import serves
from ..rules.state import AppState
from ..wsgi import DECISION
from .exchange import Exchange
from .telling import tell_of_error

if t.TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIApplication
    from _typeshed.wsgi import WSGIEnvironment

_MOST_LAYERS = 8
_WRAP_DEBUGGER = (
    "wrap the debugger around the app after CORS(app) is called, and set CORS_DEBUG_ERRORS=True, "
    "to let every page read it that is let in"
)


class InnerLayerExchange(Exchange):
    """An exchange in an app with another layer inside this one.

    That layer may serve URLs that Flask knows nothing of (Flask-SocketIO), change the path (a
    mount), copy environ, or start the response when the app has long been done.
    """

    def __init__(
        self, state: AppState, environ: WSGIEnvironment, start_response: StartResponse
    ) -> None:
        super().__init__(state, environ, start_response)
        environ.pop(DECISION, None)
        self._environ_before = environ.copy()
        self._request_before = super().own_request()
        self._has_debugger_inside = False

    def run(self, wsgi_app: WSGIApplication) -> cabc.Iterable[bytes]:
        """Answer a preflight for the app; let what is inside answer all else."""
        self._has_debugger_inside = _has_debugger(wsgi_app)
        return super().run(wsgi_app)

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
        return super().start_response(status, headers, exc_info)

    def policy_of_preflight(self, preflight: Preflight) -> Policy | None:
        """The policy of the view, if the app has one at this URL."""
        if serves(self.state, self.environ):
            return super().policy_of_preflight(preflight)
        return None

    def policy_of_response(self) -> Policy | None:
        """The policy of the view that answered, or else of the URL that was asked for."""
        if self.environ.get(DECISION) is not self.decision:
            return None  # an app that is mounted inside has CORS of its own
        request = self.own_request()
        if request is not None and not isinstance(self.request, Preflight):
            return governing_request(self.state, request)
        environ = self._environ_before if request is None else request.environ
        asked = self.request
        method = asked.method if isinstance(asked, Preflight) else environ["REQUEST_METHOD"]
        return governing_url(self.state, environ, method)

    def own_request(self) -> Request | None:
        """The app's request, unless it was there before the app was called."""
        request = super().own_request()
        return None if request is self._request_before else request


def _has_debugger(layer: object) -> bool:
    """Whether Werkzeug's debugger is among the layers, by the names that these commonly use."""
    for _ in range(_MOST_LAYERS):
        if type(layer).__name__ == "DebuggedApplication":
            return True
        layer = getattr(layer, "wsgi_app", None) or getattr(layer, "app", None)
    return False
