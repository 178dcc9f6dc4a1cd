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
    was called before it. Where it has none, those of a function are taken that is no part of
    the app: of a class's handlers that are decorated anew in each request (Flask-RESTful), of what
    another decorator has hidden. Of the app's other functions only those have a say that can answer
    in place of the view.
    """
    app = this_app()
    view = app.view_functions.get(asked.endpoint or "")
    own = own_options(view, asked.method)
    if getattr(view, OPTIONS_ATTRIBUTE, None) is options and not hasattr(view, "view_class"):
        options.route = asked.url_rule  # whatever the method
    if own is not None:
        return Say.ALWAYS if own is options else Say.NONE
    carried = state_of(app).carried()
    if options in carried.by_views or options in carried.by_others or passed_options(asked.environ):
        return Say.NONE
    if options in carried.by_answering:
        return _say_of_hook(state_of(app), asked)
    # What is hidden is not to be called for OPTIONS; else it may be a hook that is hidden.
    return Say.ALWAYS if asked.method == "OPTIONS" else Say.WHERE_IT_ANSWERS


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
