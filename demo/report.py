"""The table that ``--check`` prints."""

from __future__ import annotations

import collections.abc as cabc

from demo.results import Result

HEAD = ("program", "exchange", "sent", "verdict", "expected", "ok")


def table(results: cabc.Sequence[Result]) -> str:
    """Return the results as lines of plain text, program by program.

    A program's title stands on its first line only.
    """
    programs = list(dict.fromkeys(result["program"] for result in results))
    rows = [HEAD, *_rows(sorted(results, key=lambda result: programs.index(result["program"])))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    rows.insert(1, tuple("-" * width for width in widths))
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def summary(results: cabc.Sequence[Result]) -> str:
    """Return how many verdicts are as expected, and what is wrong with the others."""
    wrong = [result for result in results if not result["ok"]]
    skipped = [result for result in results if is_skipped(result)]
    judged = len(results) - len(skipped)
    lines = [f"{judged - len(wrong)} of {judged} as expected."]
    lines += [f"Skipped: {_reason(result)}" for result in skipped]
    lines += [f"NOT as expected: {_reason(result)}" for result in wrong]
    return "\n".join(lines)


def is_skipped(result: Result) -> bool:
    """Whether a result says nothing, and may."""
    return result["verdict"] == "skipped" and result["ok"]


def _reason(result: Result) -> str:
    return f"{result['program']}, {result['exchange']}: {'; '.join(result['differences'])}"


def _rows(results: cabc.Iterable[Result]) -> cabc.Iterator[tuple[str, ...]]:
    last_program = None
    for result in results:
        yield (
            "" if result["program"] == last_program else result["program"],
            result["exchange"],
            _sent(result),
            result["verdict"],
            result["expected"],
            "-" if is_skipped(result) else "yes" if result["ok"] else "NO",
        )
        last_program = result["program"]


def _sent(result: Result) -> str:
    if not result["sent"]:
        return "-"
    raw = "raw: " if result["sender"] == "server" else ""
    return raw + ", ".join(result["sent"])
