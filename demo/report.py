"""The table that ``--check`` prints."""

from __future__ import annotations

import collections.abc as cabc

from demo.browser import Result

HEAD = ("program", "exchange", "sent", "verdict", "expected", "ok")


def table(results: cabc.Sequence[Result]) -> str:
    """Return the results as lines of plain text, a program's title on its first line only."""
    rows = [HEAD, *_rows(results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    rows.insert(1, tuple("-" * width for width in widths))
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def summary(results: cabc.Sequence[Result]) -> str:
    """Return how many verdicts are as expected, and what is wrong with the others."""
    wrong = [result for result in results if not result["ok"]]
    lines = [f"{len(results) - len(wrong)} of {len(results)} as expected."]
    lines += [
        f"NOT as expected: {result['program']}, {result['exchange']}: "
        + "; ".join(result["differences"])
        for result in wrong
    ]
    return "\n".join(lines)


def _rows(results: cabc.Iterable[Result]) -> cabc.Iterator[tuple[str, ...]]:
    last_program = None
    for result in results:
        yield (
            "" if result["program"] == last_program else result["program"],
            result["exchange"],
            _sent(result),
            result["verdict"],
            result["expected"],
            "yes" if result["ok"] else "NO",
        )
        last_program = result["program"]


def _sent(result: Result) -> str:
    if not result["sent"]:
        return "-"
    raw = "raw: " if result["sender"] == "server" else ""
    return raw + ", ".join(result["sent"])
