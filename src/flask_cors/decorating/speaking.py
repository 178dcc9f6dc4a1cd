"""Whose options have a say, where a decorated function is called in a request."""

from __future__ import annotations

import enum
import logging

from flask import Flask
from flask import Request

from ..current import this_app
from ..options.settling import settle_late
from ..protocol.problems import Findings
from ..protocol.problems import shown
from ..rules.routing import governing_request
from ..rules.state import AppState
from ..rules.view_options import OPTIONS_ATTRIBUTE
from ..rules.view_options import ViewOptions
from ..rules.view_options import hidden_functions
from ..rules.view_options import options_on
from ..rules.view_options import own_options
from ..rules.view_options import passed_options
from ..wsgi import ORIGIN
from ..wsgi import PASSED

logger = logging.getLogger("flask_cors")


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
    if passed_options(asked.environ):
        return Say.NONE
    if options not in state.carried().by_views:
        if options in state.carried().by_answering:
            return _say_of_hook(state, asked)
        if options.in_request or options in map(options_on, hidden_functions(view)):
            return Say.ALWAYS
    if state.enabled and not (options.told_unheard or _is_governed(state, asked)):
        _tell_unheard(options, asked)
    return Say.NONE


def _say_of_hook(state: AppState, asked: Request) -> Say:
    """What those of a hook or an error handler have to say, beside a view without options.

    Nothing on a preflight, whose policy is that of the view to come; nor where a rule governs.
    """
    if asked.method == "OPTIONS" or _is_governed(state, asked):
        return Say.NONE
    return Say.WHERE_IT_ANSWERS


def _is_governed(state: AppState, asked: Request) -> bool:
    """Whether a rule governs a request that a view without options serves."""
    by_layer = asked.environ.get(PASSED) is not None
    return by_layer and governing_request(state, asked) is not None


def _tell_unheard(options: ViewOptions, asked: Request) -> None:
    """Tell once of a function whose options count nowhere, as a view without any calls it.

    In Flask-CORS 6 it spoke for the answer. What a view merely calls may be meant for others,
    so here nobody is let in.
    """
    if asked.environ.get(ORIGIN) is None or asked.endpoint is None:
        return  # no page waits for the answer, or no view gives it
    options.told_unheard = True
    logger.warning(
        "No other origin is let in at %s: no rule governs its view %s, and @cross_origin on %s, "
        "which is called there, does not count for it. Write @cross_origin on %s itself.",
        shown(asked.path),
        shown(asked.endpoint),
        options.rule.name.rpartition("<locals>.")[2],
        shown(asked.endpoint),
    )


def state_of(app: Flask) -> AppState:
    """The state of an app that may have no `CORS`; what is wrong with its config is logged."""
    findings = Findings()
    state = AppState.of(app, findings)
    if findings.errors:
        settle_late(findings)
        app.extensions["cors"] = state
    return state
