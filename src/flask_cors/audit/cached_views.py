"""`@cross_origin` below the decorator of a cache, which comes before it."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses

from ..rules.class_views import is_made_of_class
from ..rules.class_views import name_of_view
from ..rules.view_options import own_options
from .caches import caches
from .findings import Finding
from .findings import finding
from .program import Program
from .program import place_of
from .subject import Subject
from .subject import View

_PACKAGE = __name__.partition(".")[0] + "."

_OF_CLASS = "{} answers without their CORS fields, and hides @cross_origin from preflights."
_OF_FUNCTION = (
    "{} what @cross_origin answers, to OPTIONS as well, and hands it to other pages and to GET."
)
_BESIDE_LAYER = (
    "{} what @cross_origin answers to OPTIONS that is no preflight, and hands it to GET."
)

_IN_CLASS = "Write cross_origin(...) last in the decorators of the class."
_ABOVE = "Write @cross_origin(...) above the decorator of the cache."


def check_cached_views(subject: Subject, program: Program) -> cabc.Iterator[Finding]:
    """Caches that harm what `cross_origin` does."""
    if not subject.state.enabled:
        return
    for view in dict.fromkeys(subject.app.view_functions.values()):
        cache = _cache_above(program, view)
        message = _message(view, layered=subject.state.layer is not None) if cache else ""
        if message:
            remedy = _IN_CLASS if is_made_of_class(view) else _ABOVE
            where = f"view {name_of_view(view)!r}"
            found = finding("cached-fields", where, message.format(cache), remedy)
            yield dataclasses.replace(found, place=place_of(view))


def _cache_above(program: Program, view: View) -> str:
    """What is said of the cache that stands above `@cross_origin`; empty where none does."""
    cache = ""
    while (inner := getattr(view, "__wrapped__", None)) is not None:
        if cache and _module(view).startswith(_PACKAGE):
            return cache
        cache = cache or _cache_of(program, view)
        view = inner
    return ""


def _message(view: View, *, layered: bool) -> str:
    """What a cache does to a view; empty where it does no harm.

    The layer of `CORS(app)` writes the fields, and answers preflights, whatever is kept. To a
    class that is decorated so, Flask answers OPTIONS.
    """
    if is_made_of_class(view):
        return "" if layered else _OF_CLASS
    if not layered:
        return _OF_FUNCTION
    options = own_options(view, "OPTIONS")
    return _BESIDE_LAYER if options is not None and options.automatic else ""


def _module(view: object) -> str:
    """The module that the code of a function stands in, whatever it wraps."""
    return str(getattr(view, "__globals__", {}).get("__name__", ""))


def _cache_of(program: Program, view: View) -> str:
    """What the outermost wrapper is said to do, if it caches, or seems to by its package's name.

    A program that is about caches, or has them in its name, is none itself.
    """
    if hasattr(view, "cache_info"):
        return "functools.cache keeps"
    module = _module(view)
    if not caches(module) or program.wrote(view):
        return ""
    return f"{module.partition('.')[0]} seems to keep"
