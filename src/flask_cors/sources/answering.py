"""Asking a source: a function or an object, sync or async; the answer is a bool or an error."""

from __future__ import annotations

import collections.abc as cabc
import inspect

from flask import current_app
from flask import has_app_context

from ..protocol.problems import shown
from ..protocol.run_time import asked_of
from .queries import OriginQuery


def ask(source: object, query: OriginQuery) -> bool:
    """What `source` answers.

    :raises TypeError: where it answers neither True nor False.
    """
    answer = asked_of(source)(query)
    if inspect.isawaitable(answer):
        answer = _awaited(answer)
    # A truthy answer is not enough: a list of origins, or a query's result, is no yes.
    if answer is True or answer is False:
        return answer
    raise TypeError(
        f"A source of origins answers True or False, and {shown(source)} answered "
        f"{shown(answer)}. Write return query.origin in ..., or wrap it in bool(...)."
    )


def _awaited(answer: cabc.Awaitable[object]) -> object:
    async def wait() -> object:
        return await answer

    if has_app_context():
        return current_app.ensure_sync(wait)()
    import asyncio  # noqa: PLC0415  only for what is asked outside an app

    return asyncio.run(wait())
