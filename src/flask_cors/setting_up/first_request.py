"""What the log is told at the first request: what nobody can know when the app is set up."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import logging
import typing as t

from flask import Flask
from flask import request_started

from ..options.config import package_switch
from ..protocol.problems import Findings
from ..rules.late_keys import NOT_READ
from ..rules.late_keys import late_keys
from .bypassing import bypass_layer

if t.TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIEnvironment

    from ..layer.middleware import CORSMiddleware
    from ..rules.state import AppState

logger = logging.getLogger("flask_cors")

_STANDS_ASIDE = (
    "Requests come to %r by another way than CORS(app) has made: something has taken app.wsgi_app "
    "before. They get their CORS fields all the same, but a preflight meets the app's hooks first, "
    "and errors in them: call CORS(app) before app.wsgi_app is taken."
)


class FirstRequest:
    """Stands inside the layer until a request comes, and then takes itself out of the way.

    Views come after the extension, so the audit cannot be done earlier; and no later request
    shall pay for it.

    :param layer: the layer around the app.
    """

    def __init__(self, layer: CORSMiddleware) -> None:
        self.wsgi_app = layer.wsgi_app
        self._layer = layer
        layer.state.when_met = self.when_met
        request_started.connect(self._see_to_fields, layer.state.app)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> cabc.Iterable[bytes]:
        """Warn, and let the app answer."""
        self._layer.wsgi_app = self.wsgi_app
        self.when_met()
        state = self._layer.state
        if state.warned.acquire(blocking=False):
            try:
                warn_of_late_keys(state)
                warn_of_dangers(state.app)
            except Exception:
                logger.exception("The audit failed.")
        return self.wsgi_app(environ, start_response)

    def when_met(self) -> None:
        """Look out no longer for requests that come by another way."""
        self._layer.state.when_met = None
        # Blinker goes through all senders, of which another thread may add or free one meanwhile.
        with contextlib.suppress(RuntimeError):
            request_started.disconnect(self._see_to_fields)

    def _see_to_fields(self, app: Flask, **_: object) -> None:
        """See to the fields of a request that has come by another way: the layer stands aside.

        It is a receiver of Flask's `request_started` until a request has come to the layer, or a
        later layer of the same app does this in its place.
        """
        if self._layer.state.when_met != self.when_met:
            return
        if self._layer.state.warned.acquire(blocking=False):
            logger.warning(_STANDS_ASIDE, app)
        bypass_layer(self._layer.state)


def warn_of_late_keys(state: AppState) -> None:
    """Tell of what was set in the config when it had been read."""
    if late := late_keys(state):
        logger.warning("%s %s: set it before.", ", ".join(late), NOT_READ)


def warn_of_dangers(app: Flask) -> None:
    """Tell in one line what is dangerous in an app's policies, if anything is.

    It is done in debug mode, or wherever ``CORS_AUDIT`` says so; else the audit is not even
    imported. Nothing of the app is run for it.
    """
    config = t.cast("dict[str, object]", app.config)
    if package_switch(config, "CORS_AUDIT", Findings(), default=app.debug):
        from ..audit.survey import dangers  # noqa: PLC0415  only where it is asked for

        found = dangers(app)
        if found:
            told = "; ".join(f"{each.rule.id} at {each.where}: {each.message}" for each in found)
            logger.warning("`flask cors audit` finds the CORS set-up dangerous: %s", told)
