"""Whose options have a say, where a decorated function is called in a request."""

from __future__ import annotations

import enum
import functools
import logging

from flask import Request
from flask import Response
from flask import after_this_request

from ..current import this_app
from ..current import this_request
from ..layer.asking import decide_by_origin
from ..layer.telling import is_judged
from ..protocol.allowed_origins import AllowedOrigins
from ..protocol.decisions import Outcome
from ..protocol.fields import ALLOW_ORIGIN
from ..protocol.policy import Policy
from ..protocol.policy import replaced
from ..protocol.problems import shown
from ..rules.hidden_views import hidden_functions
from ..rules.hidden_views import is_around
from ..rules.routing import governing_request
from ..rules.state import AppState
from ..rules.state import state_at_request
from ..rules.url_maps import view_at
from ..rules.view_options import OPTIONS_ATTRIBUTE
from ..rules.view_options import ViewOptions
from ..rules.view_options import options_on
from ..rules.view_options import own_options
from ..rules.view_options import passed_options
from ..wsgi import ORIGIN
from ..wsgi import PASSED

MET = "flask_cors.met"
"""Where a request has the options of the functions that were called in it, and are on no view.

Not in environ, which a program may hand on, or answer again.
"""

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
    it, and those that were given in a request for its route (Flask-RESTful). Of other functions
    only hooks and error handlers have a say, which can answer in place of the view; but one that
    is on no view may narrow what the rule says.
    """
    app = this_app()
    view = app.view_functions.get(asked.endpoint or "")
    own = own_options(view, asked.method)
    if getattr(view, OPTIONS_ATTRIBUTE, None) is options and not hasattr(view, "view_class"):
        options.route = asked.url_rule  # whatever the method
    if own is not None:
        return Say.ALWAYS if own is options else Say.NONE
    state = state_at_request(app)
    passed = passed_options(asked.environ)
    if options in state.carried().by_views:
        if state.enabled and not passed and _governing(state, asked) is None:
            _tell_unheard(options, asked)
        return Say.NONE
    if passed is options:
        return Say.NONE  # it is called again
    hidden = options in map(options_on, hidden_functions(view))
    if passed is None:
        say = _say_of_unseen(state, options, asked, hidden=hidden)
    else:  # what a rule, or a function of those that a view hides, has let in
        say = None if hidden or isinstance(passed, Narrowed) else Say.NONE
    if say is None:
        _narrow(state, options, asked)
    return say or Say.NONE


def _say_of_unseen(
    state: AppState, options: ViewOptions, asked: Request, *, hidden: bool
) -> Say | None:
    """What those of a function have to say that is no view; None where nothing tells what it is.

    :param hidden: whether the view that is served holds the function.
    """
    if options in state.carried().by_answering:
        return _say_of_hook(state, asked)
    return Say.ALWAYS if hidden or options.are_given_at(asked.url_rule) else None


def count_for(options: ViewOptions, asked: Request, method: str) -> bool:
    """Whether options that count for a request do so for another method at its URL.

    That is, where no rule governs that, and no options are seen before it comes.
    """
    app = this_app()
    endpoint, _ = view_at(app, asked.environ, method)
    same = endpoint is not None and endpoint == asked.endpoint
    return same and is_around(app.view_functions.get(asked.endpoint or ""), options)


class Narrowed(ViewOptions):
    """What a rule comes to where a view calls a function that keeps others out than the rule."""


def _narrow(state: AppState, options: ViewOptions, asked: Request) -> None:
    """Let nobody in, where a view calls a function that is on no view, whom that keeps out.

    For it is likely to be the view itself, which a decorator hides where nobody can see it.
    """
    if not state.enabled:
        return
    rule = _governing(state, asked)
    if rule is None:
        _tell_unheard(options, asked)
        return
    met: set[ViewOptions] = vars(asked).setdefault(MET, set())
    if options in met or asked.method == "OPTIONS":
        return
    met.add(options)
    narrowed = _narrowed(state.view_policy(options), rule, asked)
    if narrowed is not None:
        passed = asked.environ[PASSED] = Narrowed(options.layer, options.rule, options.automatic)
        state.bind(passed, narrowed)


def _narrowed(own: Policy, rule: Policy, asked: Request) -> Policy | None:
    """The policy of a rule for those whom a function's own lets in, too; None where that is it.

    What everybody may read a cache hands to everybody, so where a rule lets all in, it must not
    speak for itself to anybody.
    """
    named = {"rule": own.rule, "sources": own.sources}
    if rule.origins.any:
        several = {"origins": own.origins, "send_wildcard": False}
        return None if own.origins.any else replaced(rule, {**named, **several})
    if asked.environ.get(ORIGIN) is None:
        only = rule.origins.only
        keeps_out = only is not None and not own.origins.allows(only)
        return replaced(rule, {**named, "origins": AllowedOrigins()}) if keeps_out else None
    if decide_by_origin(this_app(), own, asked.environ).outcome is not Outcome.REFUSED:
        return None
    # Its sources have been asked, and need not be again.
    return replaced(own, {"origins": own.origins._replace(run_time=None), "vary_header": True})


def _say_of_hook(state: AppState, asked: Request) -> Say:
    """What those of a hook or an error handler have to say, beside a view without options.

    Nothing on a preflight, whose policy is that of the view to come; nor where a rule governs.
    """
    if asked.method == "OPTIONS" or _governing(state, asked):
        return Say.NONE
    return Say.WHERE_IT_ANSWERS


def _governing(state: AppState, asked: Request) -> Policy | None:
    """The rule that governs a request which a view without options serves."""
    by_layer = asked.environ.get(PASSED) is not None
    return governing_request(state, asked) if by_layer else None


def _tell_unheard(options: ViewOptions, asked: Request) -> None:
    """Tell of a function whose options count nowhere, as a view without any calls it.

    That is done once for each view. In Flask-CORS 6 it spoke for the answer. What a view merely
    calls may be meant for others, so here nobody is let in.
    """
    if asked.endpoint is not None and is_judged(asked.environ):
        after_this_request(functools.partial(_tell_of_answer, options, asked.endpoint))


def _tell_of_answer(options: ViewOptions, endpoint: str, response: Response) -> Response:
    """Tell of it, unless the view has written the fields itself."""
    if ALLOW_ORIGIN not in response.headers and endpoint not in options.unheard_at:
        options.unheard_at.add(endpoint)
        logger.warning(
            "No other origin is let in at %s: no rule governs its view %s, and @cross_origin on "
            "%s, which is called there, does not count for it. Write @cross_origin on %s itself.",
            shown(this_request().path),
            shown(endpoint),
            options.rule.name.rpartition("<locals>.")[2],
            shown(endpoint),
        )
    return response
