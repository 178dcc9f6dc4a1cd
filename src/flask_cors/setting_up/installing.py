"""Putting the layer around an app."""

from __future__ import annotations

from flask import got_request_exception
from flask import request_started

from ..layer.inner_middleware import InnerLayerMiddleware
from ..layer.middleware import CORSMiddleware
from ..layer.receivers import begin_request
from ..layer.receivers import note_failure
from ..layer.stack import inside_proxies
from ..layer.stack import proxies_around
from ..layer.stack import stands_before
from ..rules.state import AppState
from .first_request import FirstRequest


def install(state: AppState, *, anew: bool) -> None:
    """Put the layer around an app, and inside of proxies that stand there already.

    :param anew: whether it is put around what has been put around the layer since, too. The one
        inside then stands aside.
    """
    app = state.app
    inside = inside_proxies(app.wsgi_app)
    if state.layer is not None and not (anew and inside is not state.layer):
        return
    state.holds_layer = stands_before(app)
    if state.holds_layer:
        request_started.connect(begin_request)
        got_request_exception.connect(note_failure, app)
    outermost = (InnerLayerMiddleware if state.holds_layer else CORSMiddleware)(inside, state)
    if state.layer is None or state.when_met is not None:  # else requests have come already
        outermost.wsgi_app = FirstRequest(outermost)
    state.layer = outermost
    app.wsgi_app = proxies_around(app.wsgi_app, outermost)  # type: ignore[assignment,method-assign]
