"""Decorated functions that a view hides, since another decorator stands around them."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import functools
import inspect
import types
import typing as t

from werkzeug.local import LocalProxy

from .closures import enclosed_by
from .view_options import ViewOptions
from .view_options import options_on

_FUNCTIONS = frozenset({types.FunctionType, functools.partial})
_CALL = "__call__"
_PLAIN = frozenset({str, bytes, int, float, bool, type(None)})


def hidden_functions(view: object, depth: int = 3) -> cabc.Iterator[object]:
    """Decorated functions that a view hides, as a decorator does with what it stands around.

    Those are handed to what makes the view. What else a view holds, such as a function that the
    factory of its app imports, it calls as a part of its own work.
    """
    for name, function in _held_by(view):
        # By its type, since a proxy for what is not at hand can be asked nothing.
        if type(function) not in _FUNCTIONS or not _is_handed(name, view):
            continue
        if options_on(function) is not None:
            yield function
        elif depth:
            yield from hidden_functions(function, depth - 1)


def is_around(view: object, options: ViewOptions, depth: int = 3) -> bool:
    """Whether a view is nothing but decorators around the function that has the options.

    One that holds anything else to call may call that for another method; an object may call its
    methods. Options that are given in a request are on no function before: theirs is known by its
    name.
    """
    if options_on(view) is options:
        return True
    held = [*(each for _, each in _held_by(view)), *_defaults_of(view)]
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


def _held_by(view: object) -> cabc.Iterator[tuple[str, object]]:
    """What a function closes over, or an object has, each with its name there."""
    if type(view) not in _FUNCTIONS:
        yield _CALL, type(view).__call__  # a method, where the class has one
        yield from getattr(view, "__dict__", {}).items()
    yield from enclosed_by(view)


def _is_handed(name: str, view: object) -> bool:
    """Whether what a view holds under a name was handed to what has made the view.

    So it is with a parameter of the function around the view, or of its class; and with all that is
    held by a function that says what it wraps, or that takes positional arguments, which Flask
    gives to no view: it passes them on.
    """
    if name == _CALL or hasattr(view, "__wrapped__"):
        return True
    is_function = type(view) in _FUNCTIONS
    code = _code_of(view if is_function else type(view).__call__)
    if code is not None and code.co_flags & inspect.CO_VARARGS:
        return True
    around = _code_around(view) if is_function else _code_of(type(view).__init__)
    # An attribute `_view` keeps a parameter `view`, as a rule.
    return name.lstrip("_") in [each.lstrip("_") for each in _parameters_of(around)]


def _parameters_of(code: types.CodeType | None) -> tuple[str, ...]:
    return () if code is None else code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]


def _code_of(function: object) -> types.CodeType | None:
    code = getattr(function, "__code__", None)
    return code if isinstance(code, types.CodeType) else None


def _code_around(function: object) -> types.CodeType | None:
    """The code of the function in which another is defined; None where it is not found."""
    code = _code_of(function)
    first, *rest = getattr(function, "__qualname__", "").partition(".<locals>.")[0].split(".")
    outermost: object = getattr(function, "__globals__", {}).get(first)
    with contextlib.suppress(Exception):  # anything may have the name by now
        outermost = functools.reduce(getattr, rest, outermost)
        outermost = inspect.unwrap(t.cast("cabc.Callable[..., object]", outermost))
    return None if code is None else _around(code, _code_of(outermost))


def _around(code: types.CodeType, outer: object) -> types.CodeType | None:
    """The code that `code` stands in, somewhere in an outer one."""
    if not isinstance(outer, types.CodeType):
        return None
    if code in outer.co_consts:
        return outer
    return next(filter(None, (_around(code, each) for each in outer.co_consts)), None)
