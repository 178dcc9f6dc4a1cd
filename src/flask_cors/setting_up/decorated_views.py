"""Views with a policy of their own: what `cross_origin` does.

Where the app has the extension too, its layer answers for the view, by the options that the
view carries. Only without it does the view answer for itself, as far as a view can: hooks
that run before it are not its own.
"""

from __future__ import annotations

import collections.abc as cabc
import copy
import functools
import inspect
import typing as t

from flask import Flask
from flask import Request
from flask import Response
from flask import after_this_request
from werkzeug.datastructures import Headers

from ..current import this_app
from ..current import this_request
from ..layer.asking import decide_asking
from ..layer.responses import with_decision
from ..options.layers import DEFAULT_LAYER
from ..options.layers import DEFAULTS
from ..options.layers import Layer
from ..options.layers import check_names
from ..options.layers import keyword_layer
from ..options.policy_reader import read_policy
from ..options.settling import settle
from ..options.values import as_switch
from ..protocol.policy import Policy
from ..protocol.problems import Findings
from ..protocol.requests import Preflight
from ..protocol.rule_names import RuleName
from ..rules.added_method import ADDED
from ..rules.added_method import is_added
from ..rules.class_views import ClassView
from ..rules.class_views import is_made_of_class
from ..rules.routing import governing_url
from ..rules.state import AppState
from ..rules.view_options import OPTIONS_ATTRIBUTE
from ..rules.view_options import ViewOptions
from ..wsgi import PASSED
from ..wsgi import read_request
from .speaking import have_a_say
from .speaking import state_of

View = t.TypeVar("View", bound="cabc.Callable[..., t.Any]")


def decorate(views: tuple[object, ...], options: cabc.Mapping[str, object]) -> t.Any:
    """Do what `cross_origin` is called for.

    :param views: its positional arguments: the view, where it stands without parentheses.
    :param options: its keywords.
    """
    if len(views) == 1 and callable(views[0]) and not options:
        return _decorated(views[0], keyword_layer({}))
    rule = RuleName("view")
    findings = Findings(rule)
    layer = keyword_layer(options)
    for value in views:
        findings.on("cross_origin").refuse(
            "positional-argument", value, "It takes keywords only.", f"Write origins={value!r}."
        )
    check_names(layer, findings, known=DEFAULTS)
    read_policy(rule, [layer], findings, whole=False)
    settle(findings)
    return functools.partial(_decorated, layer=layer)


def _decorated(view: View, layer: Layer) -> View:
    if inspect.isclass(view):
        raise TypeError(
            f"cross_origin decorates functions, and {view.__name__} is a class: decorate its "
            "methods, or write decorators = [cross_origin(...)] in it."
        )
    # All views that Flask makes of classes share one qualified name; the other is the endpoint.
    naming = "__name__" if is_made_of_class(view) else "__qualname__"
    name = getattr(view, naming, repr(view))
    automatic = layer.get("automatic_options", DEFAULT_LAYER["automatic_options"])
    options = ViewOptions(layer, RuleName("view", name), as_switch(automatic, Findings()))

    wrapper = _wrapper(view, options)
    functools.update_wrapper(wrapper, view)
    setattr(wrapper, OPTIONS_ATTRIBUTE, options)
    if options.automatic:
        # Flask's documented attributes: OPTIONS comes to the view, not to Flask's own answer.
        wrapper.required_methods = {*getattr(view, "required_methods", ()), ADDED}
        wrapper.provide_automatic_options = False
        if is_made_of_class(view):
            wrapper = ClassView(wrapper)
    return t.cast(View, wrapper)


def _wrapper(view: cabc.Callable[..., t.Any], options: ViewOptions) -> t.Any:
    if inspect.iscoroutinefunction(view):

        async def call_async(*args: t.Any, **kwargs: t.Any) -> t.Any:
            answer = _take_part(options)
            return await view(*args, **kwargs) if answer is None else answer

        return call_async

    def call(*args: t.Any, **kwargs: t.Any) -> t.Any:
        answer = _take_part(options)
        return view(*args, **kwargs) if answer is None else answer

    return call


def _take_part(options: ViewOptions) -> Response | None:
    """Do the decorator's part of a request; the response, where the view is not to be called."""
    try:
        asked = this_request()
    except RuntimeError:
        return None  # other code calls the view, outside of any request
    environ, route = asked.environ, asked.url_rule
    if options.route is not route and not have_a_say(options, asked):
        return None
    if environ["REQUEST_METHOD"] == "OPTIONS":
        return _answer_options(this_app(), options, asked)
    passed = environ.get(PASSED)
    # A layer further out may be another app's, which this one is mounted in.
    if route is not None and passed is route.map:
        environ[PASSED] = options
    # The outermost decorator that the request comes through is the one that counts.
    elif not isinstance(passed, ViewOptions):
        environ[PASSED] = options
        state = state_of(this_app())
        if state.enabled:
            after_this_request(functools.partial(_with_fields, state.view_policy(options)))
    return None


def _answer_options(app: Flask, options: ViewOptions, request: Request) -> Response | None:
    state, environ = state_of(app), request.environ
    answers = _answers(state, options, request)
    allow = _allow(app, request) if answers else None
    by_layer = environ.get(PASSED) is getattr(request.url_rule, "map", False)
    if by_layer or not state.enabled:
        return allow
    policy: Policy | None = state.view_policy(options)
    asked = read_request(environ)
    if isinstance(asked, Preflight):
        # Another view at this URL may be the one that the preflight is about.
        policy = governing_url(state, environ, asked.method)
        if policy is not None and policy.automatic_options:
            decision = decide_asking(app, policy, asked, environ)
            headers = with_decision(decision, (), environ, app)
            return app.response_class(status=decision.status, headers=headers)
    if policy is not None and policy.automatic_options == answers:
        after_this_request(functools.partial(_with_fields, policy))
    return allow


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
    """A copy of `response` with the fields: a view may hand out the same object again."""
    environ, app = this_request().environ, this_app()
    decision = decide_asking(app, policy, read_request(environ), environ)
    headers = with_decision(decision, response.headers.to_wsgi_list(), environ, app)
    copied = copy.copy(response)
    copied.headers = Headers(headers)
    return copied
