"""Asking a source: a function or an object, sync or async; the answer is a bool or an error."""

from __future__ import annotations

import collections.abc as cabc
import inspect
import time

from flask import current_app
from flask import has_app_context

from ..protocol.problems import shown
from ..protocol.run_time import asked_of
from .queries import OriginQuery

_EARLY = 0.05
"""So many seconds before its time a loop that is busy may let a limit end."""


def ask(source: object, query: OriginQuery) -> bool:
    """What `source` answers.

    :raises TypeError: where it answers neither True nor False.
    :raises TimeoutError: where a time limit of its own has ended it that is no `Exception`.
    """
    began = time.monotonic()
    try:
        answer = wait_for(asked_of(source)(query))
    except BaseException as error:
        if _is_own_limit(error, time.monotonic() - began):
            raise TimeoutError(f"It was ended by a time limit: {error!r}.") from error
        raise
    # A truthy answer is not enough: a list of origins, or a query's result, is no yes.
    if answer is True or answer is False:
        return answer
    raise TypeError(
        f"A source of origins answers True or False, and {shown(source)} answered "
        f"{shown(answer)}. Write return query.origin in ALLOWED, or wrap it in bool(...)."
    )


def _is_own_limit(error: BaseException, lasted: float) -> bool:
    """Whether it is a time limit of gevent or eventlet, which are no `Exception`, of the source's.

    One that ends the source before its time is up is of the program's, around the request.

    :param lasted: how long the source was asked, in seconds.
    """
    seconds = getattr(error, "seconds", None)
    is_limit = any(kind.__name__ == "Timeout" for kind in type(error).__mro__)
    if not (is_limit and isinstance(seconds, (int, float))):
        return is_limit
    return lasted >= seconds - min(seconds / 2, _EARLY)


def wait_for(answer: object) -> object:
    """`answer`, or what it brings where it has to be awaited.

    :raises RuntimeError: where it was cancelled, which would end more than this answer.
    """
    return _awaited(answer) if inspect.isawaitable(answer) else answer


def _awaited(answer: cabc.Awaitable[object]) -> object:
    import asyncio  # noqa: PLC0415  only for what is async

    async def wait() -> object:
        try:
            return await answer
        except asyncio.CancelledError as error:
            raise RuntimeError("It was cancelled before it answered.") from error

    try:
        return current_app.ensure_sync(wait)() if has_app_context() else asyncio.run(wait())
    finally:
        if inspect.iscoroutine(answer):
            answer.close()  # where it was not even begun, as in a thread whose loop runs


def have_forgotten(source: object, subjects: cabc.Iterable[object]) -> None:
    """Tell a source to forget these, if it can be told; None stands for everything."""
    told = getattr(source, "invalidate", None)
    if callable(told):
        for each in subjects:
            wait_for(told(each))
