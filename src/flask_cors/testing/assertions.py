"""Assertions about what pages may do; their messages show what went over the wire."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from ..protocol.user_agent import Step
from .arguments import checks_keywords
from .arguments import names_of
from .arguments import status_of
from .arguments import step_of
from .blocked import Blocked
from .init import FetchInit
from .page import Page
from .responses import PageResponse

if t.TYPE_CHECKING:
    from typing_extensions import Unpack

# What keeps a page from its answer whatever the server's CORS fields say: the browser does not ask,
# nobody answers, or the page itself wants no redirect.
_NOT_OF_THE_SERVER = frozenset(
    {
        Step.INVALID_URL,
        Step.MIXED_CONTENT,
        Step.BAD_PORT,
        Step.SAME_ORIGIN_MODE,
        Step.NO_CORS_REDIRECT_MODE,
        Step.SCHEME,
        Step.CONNECTION,
        Step.REDIRECT_MODE,
    }
)


@checks_keywords
def assert_readable(
    page: Page,
    url: str,
    *,
    status: int | None = None,
    reads: cabc.Iterable[str] = (),
    **init: Unpack[FetchInit],
) -> PageResponse:
    """Assert that a page can read the response, and return it.

    :param page: the page that asks.
    :param url: absolute, or beginning with a slash.
    :param status: the status that it must have; by default any, but for the 500 of an
        app that raised.
    :param reads: names of headers that the page must be able to read, or one name.
    :param init: as for `Page.fetch`.
    :raises AssertionError: otherwise; it says why, and shows the exchanges.
    :raises TypeError: where a keyword is unknown, `status` no number, or `reads` holds no names.

    .. versionadded:: 7.0
    """
    __tracebackhide__ = True
    status, names = status_of(status), names_of(reads)
    try:
        response = page.fetch(url, **init)
    except Blocked as blocked:
        raise AssertionError(str(blocked)) from blocked.__cause__
    wrong = [*_wrong_answers(response, status)]
    for name in names:
        try:
            response.headers[name]
        except KeyError as error:
            wrong.append(str(error))
    if wrong:
        raise AssertionError("\n".join([*wrong, *map(str, response.exchanges)]))
    return response


@checks_keywords
def assert_blocked(
    page: Page,
    url: str,
    *,
    step: Step | str | None = None,
    **init: Unpack[FetchInit],
) -> Blocked:
    """Assert that the browser keeps the response from a page, and return why.

    :param page: the page that asks.
    :param url: absolute, or beginning with a slash.
    :param step: the step at which it must end, or its words (``"method"``); by default any at
        which it is the server's answer that keeps the page out. Where no server refuses the page,
        the answer is a 404 or the app let an exception out, only that very step expects it: a
        misspelt URL must not pass for a policy.
    :param init: as for `Page.fetch`.
    :raises AssertionError: otherwise; it shows the exchanges.
    :raises TypeError: where a keyword is unknown.
    :raises ValueError: where `step` is none.

    .. versionadded:: 7.0
    """
    __tracebackhide__ = True
    expected = step_of(step)
    try:
        response = page.fetch(url, **init)
    except Blocked as blocked:
        wrong = _wrong_reason(blocked, expected)
        if wrong is None:
            return blocked
        raise AssertionError(f"{wrong}\n{blocked}") from blocked.__cause__
    shown = "\n".join(map(str, response.exchanges))
    raise AssertionError(
        f"A page on {page.origin} gets the response, {response.type}, {response.status}.\n{shown}"
    )


def _wrong_answers(response: PageResponse, status: int | None) -> cabc.Iterator[str]:
    if response.type not in {"basic", "cors"}:
        yield f"The response is {response.type}: the page sees nothing of it."
    if response.truncated:
        yield "Reading the body fails: the app raised after the head of its response."
    elif status is None and response.exception is not None and response.status >= 500:
        read = response.status
        yield f"The page reads a {read}, since the app raised; status={read} expects that."
    if status not in {None, response.status}:
        yield f"The status is {response.status}, not {status}."


def _wrong_reason(blocked: Blocked, expected: Step | None) -> str | None:
    if expected is not None:
        at_another = f"It is blocked at another step than {expected.value!r}."
        return None if blocked.step is expected else at_another
    expecting = f"step={blocked.step.value!r} expects that."
    if blocked.step in _NOT_OF_THE_SERVER:
        return f"No server has refused it; {expecting}"
    if blocked.exchanges[-1].status == 404:
        return f"The answer is a 404, so perhaps the path is misspelt; {expecting}"
    if blocked.escaped:
        return (
            "It is blocked since the app let an exception out, not since a policy forbids it; "
            f"{expecting}"
        )
    return None
