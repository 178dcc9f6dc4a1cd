"""Code of the app's own that lets in whatever origin asks.

Hooks that name the field are called, with an empty response and an origin that nobody knows;
all else, views included, is read and not run.
"""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import dataclasses
import itertools
import types

from flask import Flask

from ..protocol import fields
from .echoing_code import PROPERTY
from .echoing_code import sends_what_it_got
from .findings import Finding
from .findings import reflected_origin
from .layer_chains import name_of_layer
from .layer_chains import other_layers
from .made_up import MADE_UP
from .origin_expressions import FIELD
from .program import definitions_of
from .program import place_of
from .subject import Subject
from .subject import View

_DEEPEST = 2
_MESSAGE = "It answers every Origin with its own name, so any website reads what it sends."


def check_echoes(subject: Subject) -> cabc.Iterator[Finding]:
    """Hooks and views that echo every Origin."""
    app = subject.app
    for hook in itertools.chain.from_iterable(app.after_request_funcs.values()):
        # A hook that runs for some paths alone may do nothing for the one it is asked about.
        if (_names_the_field(hook) and _echoes(app, hook)) or reads_as_echo(hook):
            yield _found(hook, "after_request hook")
    for function, what in _read(app):
        if reads_as_echo(function):
            yield _found(function, what)
    for layer in filter(reads_as_echo, other_layers(app)):
        found = reflected_origin(f"layer {name_of_layer(layer)}", _MESSAGE)
        code = layer if hasattr(layer, "__code__") else type(layer).__call__
        yield dataclasses.replace(found, place=place_of(code))


def _read(app: Flask) -> cabc.Iterator[tuple[View, str]]:
    """What may answer, other than hooks after the request."""
    for earlier in itertools.chain.from_iterable(app.before_request_funcs.values()):
        yield earlier, "before_request hook"
    for of_status in app.error_handler_spec.values():
        for handlers in of_status.values():
            yield from ((handler, "error handler") for handler in handlers.values())
    for view in dict.fromkeys(app.view_functions.values()):
        yield view, "view"
    yield from ((method, "method") for method in (type(app).process_response, type(app).wsgi_app))


def _found(function: View, what: str) -> Finding:
    name = getattr(function, "__qualname__", repr(function))
    found = reflected_origin(f"{what} {name!r}", _MESSAGE)
    return dataclasses.replace(found, place=place_of(function))


def reads_as_echo(function: object) -> bool:
    """Whether the code of a function, a class or an object that is called echoes every Origin."""
    return any(sends_what_it_got(each, known) for each, known in definitions_of(function))


def _names_the_field(function: object, depth: int = 0) -> bool:
    """Whether the code of a function, or of those that it calls by name, names the field."""
    code = getattr(function, "__code__", None)
    if code is None or depth > _DEEPEST:
        return False
    codes = [*_codes(code)]
    names = {name for each in codes for name in each.co_names}
    known = getattr(function, "__globals__", {})
    named = [known[name] for name in names if name in known]
    texts = [*named, *(text for each in codes for text in each.co_consts)]
    return (
        PROPERTY in names
        or any(isinstance(text, str) and FIELD in text.lower() for text in texts)
        or any(
            isinstance(other, types.FunctionType) and _names_the_field(other, depth + 1)
            for other in named
        )
    )


def _codes(code: types.CodeType) -> cabc.Iterator[types.CodeType]:
    """The code of a function, and of those inside it."""
    yield code
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            yield from _codes(each)


def _echoes(app: Flask, hook: View) -> bool:
    # What a hook needs and does not find here, it does not find at a 404 either.
    with contextlib.suppress(Exception), app.test_request_context(headers={"Origin": MADE_UP}):
        response = app.ensure_sync(hook)(app.response_class())
        return MADE_UP in response.headers.getlist(fields.ALLOW_ORIGIN)
    return False
