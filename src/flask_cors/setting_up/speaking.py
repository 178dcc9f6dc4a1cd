"""Whose options have a say, where a decorated function is called in a request."""

from __future__ import annotations

import enum

from flask import Flask
from flask import Request

from ..current import this_app
from ..options.settling import settle_late
from ..protocol.problems import Findings
from ..rules.routing import governing_request
from ..rules.state import AppState
from ..rules.view_options import OPTIONS_ATTRIBUTE
from ..rules.view_options import ViewOptions
from ..rules.view_options import hidden_functions
from ..rules.view_options import options_on
from ..rules.view_options import own_options
from ..rules.view_options import passed_options
from ..wsgi import PASSED


class Say(enum.Enum):
    """What the options of a function that is called have to say on the request's answer."""

    NONE = "nothing"
    WHERE_IT_ANSWERS = "they count where the function answers the request"
    ALWAYS = "they count"


def say_of(options: ViewOptions, asked: Request) -> Say:
    """What the options of a function that is called in a request have to say.

    Where the view that is served has options, they alone count, whatever it calls and whatever
    was called before it. Where it has none, those are taken that another decorator has hidden in
    it, and those that were given in this request (Flask-RESTful). Of other functions only hooks
    and error handlers have a say, which can answer in place of the view.
    """
    app = this_app()
    view = app.view_functions.get(asked.endpoint or "")
    own = own_options(view, asked.method)
    if getattr(view, OPTIONS_ATTRIBUTE, None) is options and not hasattr(view, "view_class"):
        options.route = asked.url_rule  # whatever the method
    if own is not None:
        return Say.ALWAYS if own is options else Say.NONE
    state = state_of(app)
    if passed_options(asked.environ) or options in state.carried().by_views:
        return Say.NONE
    if options in state.carried().by_answering:
        return _say_of_hook(state, asked)
    is_hidden = options in map(options_on, hidden_functions(view))
    return Say.ALWAYS if options.in_request or is_hidden else Say.NONE


def _say_of_hook(state: AppState, asked: Request) -> Say:
    """What those of a hook or an error handler have to say, beside a view without options.

    Nothing on a preflight, whose policy is that of the view to come; nor where a rule governs.
    """
    by_layer = asked.environ.get(PASSED) is not None
    if asked.method == "OPTIONS" or (by_layer and governing_request(state, asked) is not None):
        return Say.NONE
    return Say.WHERE_IT_ANSWERS


def state_of(app: Flask) -> AppState:
    """The state of an app that may have no `CORS`; what is wrong with its config is logged."""
    findings = Findings()
    state = AppState.of(app, findings)
    if findings.errors:
        settle_late(findings)
        app.extensions["cors"] = state
    return state
