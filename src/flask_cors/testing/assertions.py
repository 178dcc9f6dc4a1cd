"""Assertions about what pages may do; their messages show what went over the wire."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from ..protocol.user_agent import Step
from .blocked import Blocked
from .init import FetchInit
from .page import Page
from .responses import PageResponse

if t.TYPE_CHECKING:
    from typing_extensions import Unpack


def assert_readable(
    page: Page,
    url: str,
    *,
    status: int | None = None,
    reads: cabc.Iterable[str] = (),
    **init: Unpack[FetchInit],
) -> PageResponse:
    """Assert that a page can read the response, and return it.

    :param status: the status that it must have; by default any, as long as the app did not raise.
    :param reads: names of headers that the page must be able to read.
    :param init: as for `Page.fetch`.
    :raises AssertionError: otherwise; it says why, and shows the exchanges.

    .. versionadded:: 7.0
    """
    try:
        response = page.fetch(url, **init)
    except Blocked as blocked:
        raise AssertionError(str(blocked)) from blocked
    wrong: list[str] = []
    if response.type not in {"basic", "cors"}:
        wrong.append(f"The response is {response.type}: the page sees nothing of it.")
    if status is None and response.exception is not None:
        wrong.append("The page reads a 500, since the app raised; status=500 expects that.")
    elif status not in {None, response.status}:
        wrong.append(f"The status is {response.status}, not {status}.")
    for name in reads:
        try:
            response.headers[name]
        except KeyError as error:
            wrong.append(str(error))
    if wrong:
        raise AssertionError("\n".join([*wrong, *map(str, response.exchanges)]))
    return response


def assert_blocked(
    page: Page,
    url: str,
    *,
    step: Step | str | None = None,
    **init: Unpack[FetchInit],
) -> Blocked:
    """Assert that the browser keeps the response from a page, and return why.

    :param step: the step at which it must end, or its words (``"method"``); by default any.
    :param init: as for `Page.fetch`.
    :raises AssertionError: otherwise; it shows the exchanges.
    :raises ValueError: where `step` is none.

    .. versionadded:: 7.0
    """
    expected = None if step is None else Step(step)
    try:
        response = page.fetch(url, **init)
    except Blocked as blocked:
        if expected in {None, blocked.step}:
            return blocked
        message = f"It is blocked at another step than {expected!r}.\n{blocked}"
        raise AssertionError(message) from blocked
    shown = "\n".join(map(str, response.exchanges))
    raise AssertionError(
        f"A page on {page.origin} gets the response, {response.type}, {response.status}.\n{shown}"
    )
