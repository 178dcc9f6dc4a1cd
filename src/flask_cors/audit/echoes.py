"""Code of the app's own that lets in whatever origin asks.

Hooks that name the field are called, with an empty response and an origin that nobody knows;
no other hook, and no view: those are read, not run.
"""

from __future__ import annotations

import ast
import collections.abc as cabc
import contextlib
import dataclasses
import types
import typing as t

from flask import Flask

from flask_cors.protocol import fields

from .findings import Finding
from .findings import finding
from .made_up import MADE_UP
from .program import Function
from .program import definition_of
from .program import place_of
from .subject import Subject
from .subject import View

_FIELD = fields.ALLOW_ORIGIN.lower()
_REMEDY = 'Leave the field to CORS(app, origins=["https://app.example.com"]).'
_DEEPEST = 2


def check_echoes(subject: Subject) -> cabc.Iterator[Finding]:
    """Hooks and views that echo every Origin."""
    app = subject.app
    for hook in [hook for hooks in app.after_request_funcs.values() for hook in hooks]:
        if _names_the_field(hook) and _echoes(app, hook):
            yield _found(hook, "after_request hook")
    for view in dict.fromkeys(app.view_functions.values()):
        definition = definition_of(view)
        if definition is not None and _sends_what_it_got(definition):
            yield _found(view, "view")


def _found(function: View, what: str) -> Finding:
    name = getattr(function, "__qualname__", repr(function))
    message = "It answers every Origin with its own name, so any website reads what it sends."
    found = finding("reflected-origin", f"{what} {name!r}", message, _REMEDY)
    return dataclasses.replace(found, place=place_of(function))


def _names_the_field(function: object, depth: int = 0) -> bool:
    """Whether the code of a function, or of those that it calls by name, names the field."""
    code = getattr(function, "__code__", None)
    if code is None or depth > _DEEPEST:
        return False
    if any(_FIELD in text.lower() for text in _texts(code)):
        return True
    known = getattr(function, "__globals__", {})
    return any(
        isinstance(other := known.get(name), types.FunctionType)
        and _names_the_field(other, depth + 1)
        for name in code.co_names
    )


def _texts(code: types.CodeType) -> cabc.Iterator[str]:
    for each in code.co_consts:
        if isinstance(each, str):
            yield each
        elif isinstance(each, types.CodeType):
            yield from _texts(each)


def _echoes(app: Flask, hook: View) -> bool:
    # What a hook needs and does not find here, it does not find at a 404 either.
    with contextlib.suppress(Exception), app.test_request_context(headers={"Origin": MADE_UP}):
        response = app.ensure_sync(hook)(app.response_class())
        return MADE_UP in response.headers.getlist(fields.ALLOW_ORIGIN)
    return False


def _sends_what_it_got(definition: Function) -> bool:
    """Whether a function writes the Origin of the request into the field, unseen."""
    got = {
        target.id
        for node in ast.walk(definition)
        if isinstance(node, ast.Assign) and _is_origin(node.value, frozenset())
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    if any(_compares(node, got) for node in ast.walk(definition)):
        return False
    return any(_is_origin(value, got) for value in _written(definition))


def _written(definition: Function) -> cabc.Iterator[ast.expr]:
    """What is written into the field: by subscript, by a call, or in a dict."""
    for node in ast.walk(definition):
        if isinstance(node, ast.Assign):
            keys = [target.slice for target in node.targets if isinstance(target, ast.Subscript)]
            pairs = [(key, node.value) for key in keys]
        elif isinstance(node, ast.Call) and len(node.args) == 2:
            pairs = [(node.args[0], node.args[1])]
        elif isinstance(node, ast.Dict):
            pairs = [(key, value) for key, value in zip(node.keys, node.values, strict=True) if key]
        else:
            continue
        yield from (value for key, value in pairs if _text(key) == _FIELD)


def _is_origin(node: ast.expr, names: cabc.Set[str]) -> bool:
    """Whether an expression is the Origin of the request, or one of the names that hold it."""
    if isinstance(node, ast.BoolOp):
        return any(_is_origin(value, names) for value in node.values)
    if isinstance(node, ast.Name):
        return node.id in names
    if isinstance(node, ast.Subscript):
        return _text(node.slice) in {"origin", "http_origin"}
    if isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute):
        return node.func.attr == "get" and _text(node.args[0]) in {"origin", "http_origin"}
    return isinstance(node, ast.Attribute) and node.attr == "origin"


def _compares(node: ast.AST, names: cabc.Set[str]) -> bool:
    """Whether the Origin is held against something, so that not every one passes."""
    if isinstance(node, ast.Call) and node.args and _text(node.args[0]) != _FIELD:
        return any(_is_origin(each, names) for each in node.args)
    if not isinstance(node, ast.Compare):
        return False
    sides = (node.left, *node.comparators)
    is_none = any(isinstance(side, ast.Constant) and side.value is None for side in sides)
    return not is_none and any(_is_origin(side, names) for side in sides)


def _text(node: ast.expr) -> str:
    value = t.cast("object", getattr(node, "value", None))
    return value.lower() if isinstance(value, str) else ""
