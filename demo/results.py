"""What is known of an exchange when it is over."""

from __future__ import annotations

import typing as t


class Result(t.TypedDict):
    """One exchange, as the page judged it, or what the React page shows.

    A ``skipped`` one gives its reason under ``differences``.
    """

    program: str
    exchange: str
    sender: t.Literal["browser", "server", "react"]
    name: str
    sent: list[str]
    verdict: str
    expected: str
    ok: bool
    differences: list[str]
