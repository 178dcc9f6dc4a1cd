"""Hooks that see preflights before `@cross_origin` does, since no `CORS(app)` is there."""

from __future__ import annotations

import ast
import collections.abc as cabc
import dataclasses

from flask_cors.rules.view_options import options_of_view

from .findings import Finding
from .findings import finding
from .program import definitions_of
from .program import place_of
from .subject import Subject
from .subject import View

_REMEDY = 'CORS(app, resources={"/api/*": {"origins": ["https://app.example.com"]}})'


def check_hooks(subject: Subject) -> cabc.Iterator[Finding]:
    """Hooks that can refuse the preflights of decorated views."""
    if subject.state.layered or not subject.state.enabled:
        return
    behind: dict[View, list[str]] = {}
    for endpoint, view in sorted(subject.app.view_functions.items()):
        if options_of_view(view):
            for hook in _before(subject, endpoint):
                behind.setdefault(hook, []).append(endpoint)
    for hook, (first, *others) in behind.items():
        if _knows_of_options(hook):
            continue
        views = f"{first!r} and {len(others)} more" if others else repr(first)
        found = finding(
            "hook-before-preflights",
            f"before_request hook {getattr(hook, '__qualname__', repr(hook))!r}",
            f"Without CORS(app) it runs before @cross_origin answers the preflights of {views}. "
            "They carry neither cookie nor token, so a hook that asks for one refuses them.",
            _REMEDY,
        )
        yield dataclasses.replace(found, place=place_of(hook))


def _before(subject: Subject, endpoint: str) -> cabc.Iterator[View]:
    """The hooks that run before a view: those of the app, and of its blueprints."""
    hooks = subject.app.before_request_funcs
    yield from hooks.get(None, ())
    name = endpoint.rpartition(".")[0]
    while name:
        yield from hooks.get(name, ())
        name = name.rpartition(".")[0]


def _knows_of_options(hook: View) -> bool:
    """Whether the code of a hook names the method, as one does that lets preflights through."""
    nodes = (node for definition, _ in definitions_of(hook) for node in ast.walk(definition))
    return any(isinstance(node, ast.Constant) and node.value == "OPTIONS" for node in nodes)
