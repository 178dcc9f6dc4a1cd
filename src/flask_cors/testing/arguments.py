"""Arguments of the calls of this package: a wrong one is never a verdict about CORS."""

from __future__ import annotations

import collections.abc as cabc
import functools
import inspect
import typing as t

from ..options.layers import nearest
from ..protocol.user_agent import Step
from .init import FetchInit

P = t.ParamSpec("P")
R = t.TypeVar("R")

_NOT_MODELLED = frozenset("cache keepalive priority referrer signal window".split())
_INSTEAD = {
    "data": "Write body= (text, bytes, or a mapping for a form).",
    "json": "Write body=json.dumps(...) and the header Content-Type.",
    "with_credentials": 'Write credentials="include"; with_credentials is a keyword of Page.xhr.',
    "credentials": "Write with_credentials=True, as XMLHttpRequest does.",
    "duplex": (
        "Leave it out, unless the body is a stream. A stream is not modelled: it is always "
        "preflighted, as a body of Page.xhr is with upload_listeners=True."
    ),
    "integrity": (
        "A hash is compared only with what CORS lets the page read, so the response of another "
        'origin fails in mode="no-cors", or without crossorigin. Otherwise, leave it out.'
    ),
}


def checks_keywords(function: cabc.Callable[P, R]) -> cabc.Callable[P, R]:
    """Let `function` refuse the keywords that it does not know, and name the nearest one.

    Keywords that are typed by `FetchInit` are checked by nothing else while a test runs.
    """
    parameters = inspect.signature(function).parameters.values()
    known = {each.name for each in parameters if each.kind is not each.VAR_KEYWORD}
    if any(each.kind is each.VAR_KEYWORD for each in parameters):
        known |= FetchInit.__annotations__.keys()

    @functools.wraps(function)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        __tracebackhide__ = True
        for name in kwargs:
            if name not in known:
                raise TypeError(f"{function.__qualname__}() {_unknown(name, known)}")
        return function(*args, **kwargs)

    return checked


def names_of(headers: object) -> list[str]:
    """The names of headers that a person means: one, or several.

    :raises TypeError: where there is none of text.
    """
    given = [headers] if isinstance(headers, str) else headers
    names = (
        [*t.cast("cabc.Iterable[object]", given)] if isinstance(given, cabc.Iterable) else [None]
    )
    if not all(isinstance(name, str) for name in names):
        raise TypeError(f'reads is names of headers, ["X-Total-Count"], not {headers!r}.')
    return t.cast("list[str]", names)


def status_of(status: object) -> int | None:
    """The status that a person means.

    :raises TypeError: where it is no number.
    """
    if status is None or (isinstance(status, int) and not isinstance(status, bool)):
        return status
    raise TypeError(f"status is a number, such as 200, not {status!r}.")


def step_of(step: object) -> Step | None:
    """The step that a person means.

    :raises ValueError: where there is none of those words.
    """
    if step is None or isinstance(step, Step):
        return step
    steps = {each.value: each for each in Step}
    if not isinstance(step, str) or step not in steps:
        near = nearest(step, steps) if isinstance(step, str) else None
        hint = f"Did you mean {near!r}?" if near else f"The steps are: {', '.join(steps)}."
        raise ValueError(f"{step!r} is no step. {hint}")
    return steps[step]


def _unknown(name: str, known: cabc.Collection[str]) -> str:
    if name in _NOT_MODELLED:
        return f"does not model {name!r}: it changes nothing about CORS, so leave it out."
    if name in _INSTEAD:
        return f"has no keyword {name!r}. {_INSTEAD[name]}"
    near = nearest(name, known)
    names = ", ".join(sorted(name for name in known if name != "self"))
    hint = f"Did you mean {near}?" if near else f"There are: {names}."
    return f"has no keyword {name!r}. {hint}"
