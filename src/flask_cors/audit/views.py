"""`@cross_origin` in places where it does nothing."""

from __future__ import annotations

import ast
import collections.abc as cabc
import dataclasses
import typing as t

from flask import Flask

from ..rules.class_views import name_of_view
from ..rules.hidden_views import hidden_functions
from ..rules.view_options import OPTIONS_ATTRIBUTE
from ..rules.view_options import options_on
from ..rules.view_options import own_options
from .findings import Finding
from .findings import Place
from .findings import finding
from .program import Function
from .program import Program
from .program import definition_of
from .program import first_line
from .program import name_of
from .program import place_of
from .subject import Subject
from .subject import View

_HOOKS = frozenset(
    """after_app_request after_request app_context_processor app_errorhandler app_template_filter
    app_template_global app_template_test app_url_defaults app_url_value_preprocessor
    before_app_request before_request cli command context_processor errorhandler
    teardown_app_request teardown_appcontext teardown_request template_filter template_global
    template_test url_defaults url_value_preprocessor""".split()
)


def check_views(subject: Subject, program: Program) -> cabc.Iterator[Finding]:
    """What is wrong with the places of `cross_origin`."""
    if not subject.state.enabled:
        return
    for view in dict.fromkeys(subject.app.view_functions.values()):
        name = name_of_view(view)
        found = [*_above_route(view, name), *_hidden(subject, view)]
        yield from (dataclasses.replace(each, place=place_of(view)) for each in found)
    yield from _no_views(subject, program)


def _above_route(view: View, name: str) -> cabc.Iterator[Finding]:
    if own_options(view, "GET") is not None or hasattr(view, "view_class"):
        return
    later = getattr(view, "__globals__", {}).get(getattr(view, "__name__", ""))
    wraps_it = getattr(later, "__wrapped__", None) is view and hasattr(later, OPTIONS_ATTRIBUTE)
    definition = definition_of(view)
    known = getattr(view, "__globals__", {})
    if wraps_it or (definition and _is_decorated(definition, known)):
        yield finding(
            "cross-origin-above-route",
            f"view {name!r}",
            "The route was made before @cross_origin came, so it serves the bare function.",
            "Write @app.route(...) first, and @cross_origin(...) below it.",
        )


def _hidden(subject: Subject, view: View) -> cabc.Iterator[Finding]:
    function = _hidden_function(subject, view)
    if function is not None:
        yield finding(
            "cross-origin-hidden",
            f"view {getattr(function, '__qualname__', repr(function))!r}",
            f"{_decorator_of(view)} hides @cross_origin: answers go by its options, and preflights "
            "do not where a rule governs the path, or the route does not serve OPTIONS.",
            "Write @functools.wraps(view) in that decorator, of what @cross_origin has returned, "
            "or @cross_origin(...) above it.",
        )


def _hidden_function(subject: Subject, view: object) -> object:
    """The decorated function that a view without options wraps, and that is no view itself."""
    if own_options(view, "GET") is not None or hasattr(view, "view_class"):
        return None
    by_views = subject.state.carried().by_views
    return next((each for each in hidden_functions(view) if options_on(each) not in by_views), None)


def _decorator_of(view: View) -> str:
    """What has made a view, by its name behind those of the functions around it.

    A view that has taken over another name does not tell.
    """
    if hasattr(view, "__wrapped__"):
        return "A decorator"
    name = str(getattr(view, "__qualname__", type(view).__name__))
    name = (name.rpartition(".<locals>.")[0] or name).replace(".<locals>", "")
    return f"The decorator {name!r}"


def _is_decorated(definition: Function, known: cabc.Mapping[str, object]) -> bool:
    """Whether `cross_origin` decorates a function, by its own name or one of the `known`."""
    return any(_is_ours(name_of(each), known) for each in definition.decorator_list)


def _is_ours(name: str, known: cabc.Mapping[str, object]) -> bool:
    return "cross_origin" in (name, getattr(known.get(name), "__qualname__", ""))


def _no_views(subject: Subject, program: Program) -> cabc.Iterator[Finding]:
    apps = {subject.app, *_other_apps(program)}
    views = [view for app in apps for view in app.view_functions.values()]
    reached = [*views, *(_hidden_function(subject, view) for view in views)]
    served = {place for view in reached if (place := place_of(view))}
    for file, tree in program.files.items():
        known = program.names_in(file)
        for node, scope in _functions(tree):
            place = Place(file, first_line(node))
            if place in served or not _is_decorated(node, known) or not _is_no_view(node, known):
                continue
            if _has_run(scope, file, served):
                yield dataclasses.replace(
                    finding(
                        "cross-origin-on-no-view",
                        f"function {node.name!r}",
                        "No route leads to this function, so no preflight goes by its CORS "
                        "options, and no view that has some of its own.",
                        "Leave @cross_origin out here, and write it on the view.",
                    ),
                    place=place,
                )


def _other_apps(program: Program) -> cabc.Iterator[Flask]:
    """The apps that the program's files name: it may make more than one."""
    for file in program.files:
        for named in program.names_in(file).values():
            if issubclass(type(named), Flask):  # a proxy may lead nowhere
                yield t.cast("Flask", named)


def _functions(
    tree: ast.AST, scope: Function | None = None
) -> cabc.Iterator[tuple[Function, Function | None]]:
    """The functions of a file, each with the function around it; methods of classes aside."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Function):
            yield node, scope
            yield from _functions(node, node)
        elif not isinstance(node, ast.ClassDef):
            yield from _functions(node, scope)


def _is_no_view(node: Function, known: cabc.Mapping[str, object]) -> bool:
    """Whether no decorator that could make a view of it stands on a function."""
    names = {name_of(each) for each in node.decorator_list}
    return {name for name in names if not _is_ours(name, known)} <= _HOOKS


def _has_run(scope: Function | None, file: str, served: set[Place]) -> bool:
    """Whether a factory has run: one that made a view has."""
    if scope is None:
        return True
    lines = range(scope.lineno, (scope.end_lineno or scope.lineno) + 1)
    return any(place.file == file and place.line in lines for place in served)
