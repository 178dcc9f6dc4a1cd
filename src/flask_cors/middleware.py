"""The layer around the app: every request enters here, and every response leaves here.

It stands on `app.wsgi_app`, Flask's own point for middleware, so it sees every response,
whatever the app does: errors, redirects, hooks, streams, failing sessions. Preflights it
answers itself, before any of that begins.
"""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from .exchange import Exchange
from .exchange import InnerLayerExchange
from .exchange import PathExchange
from .state import AppState
from .wsgi import LAYER

if t.TYPE_CHECKING:
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
        state = environ[LAYER] = self.state
        if not self.wraps_flask:
            return InnerLayerExchange(state, environ, start_response).run(self.wsgi_app)
        if not state.paths_suffice:
            return Exchange(state, environ, start_response).run(self.wsgi_app)
        policy = state.rules.governing(environ.get("PATH_INFO", ""))
        if policy is None:
            return self.wsgi_app(environ, start_response)
        return PathExchange(state, environ, start_response, policy).run(self.wsgi_app)
