"""The options that views carry: what `cross_origin` leaves, and every request looks for."""

from __future__ import annotations

import collections.abc as cabc
import functools
import itertools
import typing as t
from weakref import WeakKeyDictionary

from werkzeug.routing import Map
from werkzeug.routing import Rule

from ..options.layers import Layer
from ..protocol.policy import Policy
from ..protocol.rule_names import RuleName
from ..wsgi import PASSED
from .path_rules import NOBODY

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from flask import Flask

OPTIONS_ATTRIBUTE = "_flask_cors_options"
"""Where a view carries its options; `functools.wraps` takes the attribute along."""


_NO_ROUTE = object()
_NOWHERE: WeakKeyDictionary[Map, set[str]] = WeakKeyDictionary()


class ViewOptions:
    """The options that `cross_origin` gave to one view; each app makes its own policy of them.

    :param layer: the decorator's keywords.
    :param rule: the view.
    :param automatic: whether OPTIONS is added to the view's methods, to be answered for it.
    """

    exist: t.ClassVar[bool] = False
    """Whether anything was ever decorated, in whichever app."""

    def __init__(self, layer: Layer, rule: RuleName, automatic: bool) -> None:
        ViewOptions.exist = True
        self.layer = layer
        self.rule = rule
        self.automatic = automatic
        self.bound: tuple[object, Policy] = (None, NOBODY)
        """The policy that these options have in the app that asked last; what that is known by."""
        self._given_at: WeakKeyDictionary[Map, set[str]] = _NOWHERE
        self.unheard_at: set[str] = set()
        """The endpoints of views without any that call the function, of which it was told."""
        self.route: object = _NO_ROUTE
        """The route of a view with these options that was met last."""

    def give(self, route: Rule | None) -> None:
        """Note that they were given in a request for this route, and so for it (Flask-RESTful)."""
        if self._given_at is _NOWHERE:
            self._given_at = WeakKeyDictionary()
        if route is not None:
            self._given_at.setdefault(route.map, set()).add(route.endpoint)

    def are_given_at(self, route: Rule | None) -> bool:
        """Whether they were, in that request or another one."""
        return route is not None and route.endpoint in self._given_at.get(route.map, ())

    @property
    def are_given(self) -> bool:
        """Whether they were given in any request."""
        return self._given_at is not _NOWHERE


class Carried(t.NamedTuple):
    """The options that functions of an app have.

    :param by_views: those of its views.
    :param by_answering: those of what may answer in place of a view: hooks that come before it,
        and error handlers.
    """

    by_views: frozenset[ViewOptions] = frozenset()
    by_answering: frozenset[ViewOptions] = frozenset()


def carried_in(app: Flask) -> Carried:
    """The options that the functions of `app` have by now."""
    by_views = itertools.chain.from_iterable(map(options_of_view, [*app.view_functions.values()]))
    handlers = [
        handler
        for by_code in app.error_handler_spec.values()
        for by_class in by_code.values()
        for handler in by_class.values()
    ]
    answering = itertools.chain(*app.before_request_funcs.values(), handlers)
    by_answering = (own_options(each, "GET") for each in answering)
    return Carried(frozenset(by_views), frozenset(filter(None, by_answering)))


def passed_options(environ: WSGIEnvironment) -> ViewOptions | None:
    """The options of the decorator that counts, once the request has come through it."""
    passed = environ.get(PASSED)
    return passed if isinstance(passed, ViewOptions) else None


def options_of_view(view: cabc.Callable[..., t.Any]) -> list[ViewOptions]:
    """Every set of options that a view carries: its own, and those of its class's methods."""
    methods = sorted(getattr(view, "methods", None) or ())
    found = (own_options(view, method) for method in methods or ("GET",))
    return list(dict.fromkeys(filter(None, found)))


def own_options(view: object, method: str) -> ViewOptions | None:
    """The options that a view carries for one method: those of the innermost decorator.

    The handler of a class goes before `dispatch_request`, which calls it, and both before the
    class's `decorators`: what stands on a part of a view is more specific than the rest.
    """
    view_class = getattr(view, "view_class", None)
    if view_class is not None:
        verb = "get" if method == "HEAD" and not hasattr(view_class, "head") else method.lower()
        for name in (verb, "dispatch_request"):
            if (options := options_on(getattr(view_class, name, None))) is not None:
                return options
    # Not `options_on` at once: the view that a partial one is a part of may be that of a class.
    options = getattr(view, OPTIONS_ATTRIBUTE, None)
    if options is None and isinstance(view, functools.partial):
        return own_options(view.func, method)
    return options if isinstance(options, ViewOptions) else None


def options_on(function: object) -> ViewOptions | None:
    """The options that a decorator has left on a function; a partial one has those of the whole."""
    options = getattr(function, OPTIONS_ATTRIBUTE, None)
    if options is None and isinstance(function, functools.partial):
        return options_on(function.func)
    return options if isinstance(options, ViewOptions) else None
