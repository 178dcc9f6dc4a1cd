"""The part that a decorator takes in a request: its options decide on the fields of the answer.

The app's layer writes them, where it has one. Only without it does the function see to that
itself, as far as it can: hooks that run before it are not its own.
"""

from __future__ import annotations

import functools
import types
import typing as t

from flask import Flask
from flask import Request
from flask import Response
from flask import after_this_request

from ..current import this_app
from ..current import this_request
from ..layer.asking import decide_asking
from ..layer.responses import with_decision
from ..layer.responses import with_headers
from ..layer.responses import with_one_vary
from ..layer.watching import decide_for_oneself
from ..protocol.policy import Policy
from ..protocol.requests import CORSRequest
from ..protocol.requests import Preflight
from ..rules.added_method import is_added
from ..rules.routing import governing_url
from ..rules.state import AppState
from ..rules.state import state_at_request
from ..rules.view_options import ViewOptions
from ..wsgi import PASSED
from ..wsgi import read_made
from .speaking import Say
from .speaking import count_for
from .speaking import say_of

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class Guest:
    """The part of a function that is not the view which is served: it speaks where it answers.

    A hook that returns nothing has let the request pass. While the function runs, what it calls
    does not speak for it.

    :param options: those of the function.
    :param asked: the request.
    """

    answer: object = None
    """What the function has returned."""

    def __init__(self, options: ViewOptions, asked: Request) -> None:
        self._options = options
        self._asked = asked
        self._passed = asked.environ.get(PASSED)

    def __enter__(self) -> None:
        """Keep others from speaking."""
        self._asked.environ[PASSED] = self._options

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: types.TracebackType | None,
    ) -> None:
        """Speak after all, or leave everything as it was."""
        self._asked.environ[PASSED] = self._passed
        if kind is not None or self.answer is not None:
            _speak(self._options, self._asked)


def take_part(options: ViewOptions) -> Response | Guest | None:
    """Do the decorator's part of a request before the function is called.

    :returns: the response, where the function is not to be called; what it is to be called as,
        where it depends on its answer whether its options count; else None.
    """
    try:
        asked = this_request()
    except RuntimeError:
        return None  # other code calls the function, outside of any request
    environ, route = asked.environ, asked.url_rule
    if options.route is not route:
        say = say_of(options, asked)
        if say is not Say.ALWAYS:
            return Guest(options, asked) if say is Say.WHERE_IT_ANSWERS else None
    if asked.method == "OPTIONS":  # in whatever case it came, as the app reads it
        return _answer_options(this_app(), options, asked)
    if route is not None and environ.get(PASSED) is route.map:
        environ[PASSED] = options  # as `_speak` does; a call more is paid for in every request
    else:
        _speak(options, asked)
    return None


def _speak(options: ViewOptions, asked: Request) -> None:
    """Let the layer answer by `options`; where the app has none, see to the fields here."""
    environ, route = asked.environ, asked.url_rule
    passed = environ.get(PASSED)
    if isinstance(passed, ViewOptions):
        return  # of decorators that are not seen before the request, the outermost counts
    environ[PASSED] = options
    # A layer further out may be another app's, which this one is mounted in.
    if route is None or passed is not route.map:
        state = state_at_request(this_app())
        if state.enabled:
            after_this_request(functools.partial(_with_fields, state.view_policy(options)))
        after_this_request(functools.partial(_leave, asked.environ, passed))


def _leave(environ: WSGIEnvironment, passed: object, response: Response) -> Response:
    """Leave environ as it was: another app's layer may wait, or the request come again."""
    environ[PASSED] = passed
    return response


def _answer_options(app: Flask, options: ViewOptions, request: Request) -> Response | None:
    state, environ = state_at_request(app), request.environ
    answers = _answers(state, options, request)
    allow = _allow(app, request) if answers else None
    asked = read_made(request)
    policy = _policy_of_options(state, options, request, asked) if state.enabled else None
    if policy is None:
        return allow
    if isinstance(asked, Preflight) and policy.automatic_options:
        decide_for_oneself(environ)
        decision = decide_asking(app, policy, asked, environ)
        headers = with_decision(decision, (), environ, app)
        return app.response_class(status=decision.status, headers=headers)
    if policy.automatic_options == answers:
        after_this_request(functools.partial(_with_fields, policy))
    return allow


def _policy_of_options(
    state: AppState, options: ViewOptions, request: Request, asked: CORSRequest | Preflight
) -> Policy | None:
    """The policy that OPTIONS is answered by; None where the layer does so, or none governs."""
    environ = request.environ
    by_layer = environ.get(PASSED) is getattr(request.url_rule, "map", False)
    if isinstance(asked, Preflight):
        # Another view at this URL may be the one that the preflight is about.
        policy = governing_url(state, environ, asked.method)
        if policy is None and count_for(options, request, asked.method):
            return state.view_policy(options)  # which no layer knows of
        return None if by_layer else policy
    if by_layer:
        _speak(options, request)
    return None if by_layer else state.view_policy(options)


def _answers(state: AppState, options: ViewOptions, request: Request) -> bool:
    """Whether OPTIONS is answered for a view, and not by its own code; it may have none for it."""
    if options.automatic and is_added(request.url_rule):
        return True
    return state.enabled and state.view_policy(options).automatic_options


def _allow(app: Flask, request: Request) -> Response:
    """What Flask answers to OPTIONS by itself."""
    adapter = app.create_url_adapter(request)
    response = app.response_class()
    response.allow.update(adapter.allowed_methods() if adapter else ())
    return response


def _with_fields(policy: Policy, response: Response) -> Response:
    """A copy of `response` with the fields."""
    request, app = this_request(), this_app()
    environ = request.environ
    decide_for_oneself(environ)
    decision = decide_asking(app, policy, read_made(request), environ)
    headers = with_decision(decision, response.headers.to_wsgi_list(), environ, app)
    return with_headers(response, with_one_vary(headers))
