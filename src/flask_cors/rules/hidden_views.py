"""Decorated functions that a view hides, since another decorator stands around them."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import functools
import types
import typing as t

from werkzeug.local import LocalProxy

from .view_options import ViewOptions
from .view_options import options_on

_FUNCTIONS = frozenset({types.FunctionType, functools.partial})
_PLAIN = frozenset({str, bytes, int, float, bool, type(None)})


def hidden_functions(view: object, depth: int = 3) -> cabc.Iterator[object]:
    """Decorated functions that a view holds, as a decorator does that hides what it wraps.

    What stands beside the view in a factory of the app is called by it, if anything, not wrapped.
    """
    for function in _held_by(view):
        # By its type, since a proxy for what is not at hand can be asked nothing.
        if type(function) not in _FUNCTIONS:
            continue
        if options_on(function) is None:
            yield from hidden_functions(function, depth - 1) if depth else ()
        elif not _stand_together(view, function):
            yield function


def is_around(view: object, options: ViewOptions, depth: int = 3) -> bool:
    """Whether a view is nothing but decorators around the function that has the options.

    One that holds anything else to call may call that for another method; an object may call its
    methods. Options that are given in a request are on no function before: theirs is known by its
    name.
    """
    if options_on(view) is options:
        return True
    held = [*_held_by(view), *_defaults_of(view)]
    functions = [each for each in held if type(each) in _FUNCTIONS]
    others = (each for each in held if type(each) not in _FUNCTIONS)
    if type(view) not in _FUNCTIONS or len(functions) != 1 or not all(map(_is_plain, others)):
        return False
    return _is_named(functions[0], options) or (
        depth > 0 and is_around(functions[0], options, depth - 1)
    )


def _defaults_of(function: object) -> cabc.Iterator[object]:
    yield from t.cast("tuple[object, ...]", getattr(function, "__defaults__", None) or ())
    yield from t.cast("dict[str, object]", getattr(function, "__kwdefaults__", None) or {}).values()


def _is_named(function: object, options: ViewOptions) -> bool:
    """Whether options that are given in a request are for a function of this name."""
    name = getattr(function, "__qualname__", "")
    return options.are_given and name == options.rule.name and not name.endswith("<lambda>")


def _is_plain(value: object) -> bool:
    """Whether nothing is called by a value: one that is written out, or an object without methods.

    A proxy is taken for one of what is at hand, such as the request.
    """
    kind = type(value)
    if isinstance(value, (tuple, list, set, frozenset)):
        return _PLAIN.issuperset(map(type, t.cast("cabc.Iterable[object]", value)))
    if kind in _PLAIN or kind is LocalProxy:
        return True
    methods = (getattr(kind, name, None) for name in dir(kind) if not name.startswith("_"))
    attributes = getattr(value, "__dict__", {}).values()
    return not any(map(callable, (value, *methods, *attributes)))


def _held_by(function: object) -> cabc.Iterator[object]:
    if type(function) not in _FUNCTIONS:
        yield type(function).__call__  # a method, where the class has one
        yield from getattr(function, "__dict__", {}).values()
    for cell in getattr(function, "__closure__", None) or ():
        with contextlib.suppress(ValueError):  # nothing is in it yet
            yield cell.cell_contents


def _stand_together(*functions: object) -> bool:
    """Whether functions are defined in one and the same function."""
    names = (getattr(each, "__qualname__", "") for each in functions)
    around = {name.rpartition(".<locals>.")[0] for name in names}
    return len(around) == 1 and "" not in around
