"""Whose options have a say, where a decorated function is called in a request."""

from __future__ import annotations

from flask import Flask
from flask import Request

from ..current import this_app
from ..options.settling import settle_late
from ..protocol.problems import Findings
from ..rules.routing import governing_request
from ..rules.state import AppState
from ..rules.view_options import OPTIONS_ATTRIBUTE
from ..rules.view_options import ViewOptions
from ..rules.view_options import own_options
from ..wsgi import PASSED


def have_a_say(options: ViewOptions, asked: Request) -> bool:
    """Whether the options of a function that is called are those of the view that is served.

    They are not where a view calls another one. Where the view has none, those of a function are
    taken that is no part of the app: of a class's handlers that are decorated anew in each
    request (Flask-RESTful), of what another decorator has hidden. Hooks and error handlers have
    a say only where no layer answers, or no rule governs.
    """
    app, by_layer = this_app(), PASSED in asked.environ
    view = app.view_functions.get(asked.endpoint or "")
    if getattr(view, OPTIONS_ATTRIBUTE, None) is options:
        options.route = asked.url_rule
        return True
    own = own_options(view, asked.method)
    if own is not None and (own is options or by_layer):
        return own is options
    state = state_of(app)
    if by_layer and options in state.carried().by_others:
        return governing_request(state, asked) is None
    return options not in state.carried().by_views


def state_of(app: Flask) -> AppState:
    """The state of an app that may have no `CORS`; what is wrong with its config is logged."""
    findings = Findings()
    state = AppState.of(app, findings)
    if findings.errors:
        settle_late(findings)
        app.extensions["cors"] = state
    return state
