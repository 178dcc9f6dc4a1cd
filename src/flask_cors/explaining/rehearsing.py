"""Asking an app about requests of which nobody knows that they were ever made.

Nothing may be deleted by them: so no view runs for a request that is only guessed, unless it asks
for GET, of which nobody expects that it changes anything
(https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1).
"""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import typing as t

from flask import Flask
from flask import got_request_exception

from ..layer.asking import decide_by_origin
from ..protocol.fields import Field
from ..protocol.user_agent import Kind
from ..protocol.user_agent import WireRequest
from ..protocol.user_agent import WireResponse
from ..protocol.user_agent.urls import URL
from ..rules.routing import governing_url
from ..rules.state import AppState
from ..testing.environs import environ_of
from ..wsgi import DECISION
from .playing import Answer
from .playing import ask_app

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


@contextlib.contextmanager
def noting_failures(app: Flask) -> cabc.Generator[list[BaseException], None, None]:
    """Note what the app raises meanwhile, also where it answers that by itself."""
    raised: list[BaseException] = []

    def note(_: Flask, *, exception: BaseException, **__: object) -> None:
        raised.append(exception)

    with got_request_exception.connected_to(note, app):
        yield raised


class Rehearsal:
    """Answers for an app, which is asked for each thing once.

    :param state: the rules of the app.
    """

    def __init__(self, state: AppState) -> None:
        self._state = state
        self._answered: dict[WireRequest, Answer] = {}

    def ask(self, request: WireRequest, url: URL) -> Answer:
        """What the app answers, whose view runs.

        Without cookies it cannot tell whether the page's credentials mode is ``include``.
        """
        key = request._replace(include_credentials=False)
        if key not in self._answered:
            self._answered[key] = ask_app(self._state.app, request, url)
        return self._answered[key]

    def ask_without_view(self, request: WireRequest, url: URL) -> Answer:
        """The same for a preflight; for the request itself only what the rules would add."""
        if request.kind is Kind.PREFLIGHT:
            return self.ask(request, url)
        environ = environ_of(request, url)
        return Answer(WireResponse(200, self._decided(environ, request.method)), environ)

    def _decided(self, environ: WSGIEnvironment, method: str) -> tuple[Field, ...]:
        policy = governing_url(self._state, environ, method) if self._state.enabled else None
        if policy is None:
            return ()
        environ[DECISION] = decision = decide_by_origin(self._state.app, policy, environ)
        return decision.fields
