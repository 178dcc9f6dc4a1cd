"""Views with a policy of their own: what `cross_origin` does.

The options are left on the view, where an app's layer finds them.
"""

from __future__ import annotations

import collections.abc as cabc
import functools
import inspect
import sys
import typing as t

from flask import Blueprint
from flask import Flask
from flask import has_request_context

from ..current import this_request
from ..options.layers import DEFAULT_LAYER
from ..options.layers import DEFAULTS
from ..options.layers import Layer
from ..options.layers import check_names
from ..options.layers import keyword_layer
from ..options.policy_reader import read_policy
from ..options.settling import settle
from ..options.values import as_switch
from ..protocol.memory import Memory
from ..protocol.problems import Findings
from ..protocol.problems import distinct
from ..protocol.problems import shown
from ..protocol.rule_names import RuleName
from ..rules.added_method import ADDED
from ..rules.class_views import ClassView
from ..rules.class_views import is_made_of_class
from ..rules.class_views import name_of_view
from ..rules.view_options import OPTIONS_ATTRIBUTE
from ..rules.view_options import ViewOptions
from ..rules.view_options import options_on
from .taking_part import Guest
from .taking_part import take_part

View = t.TypeVar("View", bound="cabc.Callable[..., t.Any]")


def decorate(views: tuple[object, ...], options: cabc.Mapping[str, object]) -> t.Any:
    """Do what `cross_origin` is called for.

    :param views: its positional arguments: the view, where it stands without parentheses.
    :param options: its keywords.
    """
    if len(views) == 1 and callable(views[0]) and not (options or isinstance(views[0], Flask)):
        return _PLAIN(views[0])
    rule = RuleName("view")
    findings = Findings(rule)
    layer = keyword_layer(options)
    for value in views:
        findings.on("cross_origin").refuse(
            "positional-argument", value, "It takes keywords only.", _remedy_for(value)
        )
    check_names(layer, findings, known=DEFAULTS)
    read_policy(rule, [layer], findings, whole=False)
    settle(findings)
    return _Decorator(layer)


def _remedy_for(value: object) -> str:
    """What to write in place of a positional argument."""
    if isinstance(value, (Flask, Blueprint)):
        whole = "app" if isinstance(value, Flask) else "blueprint"
        return f"Leave it out; to serve all views of the {whole} write CORS({whole})."
    if callable(value):
        return "Write cross_origin(...)(view)."
    found = Findings()
    read_policy(RuleName("view"), [keyword_layer({"origins": value})], found, whole=False)
    problems = distinct([*found.errors, *found.warnings])
    if not problems:
        return f"Write origins={value!r}."
    told = " ".join(str(each._replace(rule="")) for each in problems)
    return f"Write it as origins=, mended: {told}"


class _Decorator:
    """What one call of `cross_origin` decorates views with.

    :param layer: its keywords.
    """

    def __init__(self, layer: Layer) -> None:
        self._layer = layer
        # Flask-RESTful decorates anew in every request; the policy need not be read anew.
        self._given_in_requests: Memory[RuleName, ViewOptions] = Memory()

    def __call__(self, view: View) -> View:
        """The view with the options, or as it is where it has some."""
        if inspect.isclass(view):
            raise TypeError(
                f"cross_origin decorates functions, and {view.__name__} is a class: decorate its "
                "methods, or write decorators = [cross_origin(...)] in it."
            )
        if not callable(view):
            raise TypeError(
                f"cross_origin decorates functions, and was given {shown(view)}: does what it "
                "stands above return the function? @classmethod goes above it."
            )
        rule = RuleName("view", name_of_view(view))
        inner = options_on(view)
        if inner is None:
            return _decorated(view, self._options(rule, view))
        _tell_of_two(rule, self._layer, inner.layer)
        return view

    def _options(self, rule: RuleName, view: object) -> ViewOptions:
        if not has_request_context() or _is_being_imported(view):
            return self._new_options(rule)
        options = self._given_in_requests.get(rule) or self._new_options(rule)
        options.give(this_request().url_rule)  # before another thread can have them
        return self._given_in_requests.keep(rule, options, len(rule.name))

    def _new_options(self, rule: RuleName) -> ViewOptions:
        automatic = self._layer.get("automatic_options", DEFAULT_LAYER["automatic_options"])
        return ViewOptions(self._layer, rule, as_switch(automatic, Findings()))


def _is_being_imported(view: object) -> bool:
    """Whether a function is decorated as its module is loaded, be that by a request that needs it.

    It then stays decorated, and is for that request no more than for the next.
    """
    module = sys.modules.get(getattr(view, "__module__", None) or "")
    # What import itself looks at where two threads load a module.
    return getattr(getattr(module, "__spec__", None), "_initializing", False)


_PLAIN = _Decorator({})
"""`cross_origin` where it stands without parentheses."""


def _decorated(view: View, options: ViewOptions) -> View:
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


def _tell_of_two(rule: RuleName, outer: Layer, inner: Layer) -> None:
    """Warn of a decorator on a function that has one, when the program is loaded.

    In a request it is meant for all handlers of a class (Flask-RESTful), of which one has its own.
    """
    if outer == inner or has_request_context():
        return
    findings = Findings(rule)
    findings.on("cross_origin").warn(
        "cross-origin-twice",
        _written(outer),
        f"The function has cross_origin={shown(_written(inner))} already, and the innermost alone "
        "counts, so this one does nothing.",
        "Write @cross_origin once.",
    )
    settle(findings)


def _written(layer: Layer) -> dict[str, object]:
    return {name: given.value for name, given in layer.items()}


def _wrapper(view: cabc.Callable[..., t.Any], options: ViewOptions) -> t.Any:
    if inspect.iscoroutinefunction(view):

        async def call_async(*args: t.Any, **kwargs: t.Any) -> t.Any:
            part = take_part(options)
            if part is None:
                return await view(*args, **kwargs)
            if not isinstance(part, Guest):
                return part
            with part:
                part.answer = await view(*args, **kwargs)
            return part.answer

        return call_async

    def call(*args: t.Any, **kwargs: t.Any) -> t.Any:
        part = take_part(options)
        if part is None:
            return view(*args, **kwargs)
        if not isinstance(part, Guest):
            return part
        with part:
            part.answer = view(*args, **kwargs)
        return part.answer

    return call
