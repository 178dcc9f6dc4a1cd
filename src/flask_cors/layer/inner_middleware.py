"""The layer around an app with another layer inside ours."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from ..wsgi import PASSED
from .inner_exchange import InnerLayerExchange
from .middleware import CORSMiddleware
from .telling import tell_of_error
from .watching import Ruled
from .watching import Watch
from .watching import watches_in

if t.TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIEnvironment

_LAYER_FAILED = (
    "another layer inside has failed, and CORS_DEBUG_ERRORS answers only what the app lets out"
)


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

    def answer_error(
        self, error: Exception, environ: WSGIEnvironment, start_response: StartResponse
    ) -> list[bytes]:
        """The same, where the app had a part in it; no switch makes Flask answer for others."""
        watch, debug = watches_in(environ)[-1], self.state.app.debug
        if watch.failed or (debug and watch.latest is not Watch.latest):
            return super().answer_error(error, environ, start_response)
        if debug:
            tell_of_error(environ, _LAYER_FAILED)
        raise error

    def ruled_on_error(self, environ: WSGIEnvironment) -> Ruled:
        """What rules the view that failed; nothing where something else did."""
        return watches_in(environ)[-1].latest
