"""The printed table, and what counts as an error in it."""

from __future__ import annotations

from demo import report
from demo.browser import confirm_blocked
from demo.results import Result


def result(**changes: object) -> Result:
    fields: dict[str, object] = {
        "program": "Quick prototype",
        "exchange": "GET /ping",
        "sender": "browser",
        "name": "run.prototype.ping",
        "sent": ["OPTIONS", "GET"],
        "verdict": "readable",
        "expected": "readable",
        "ok": True,
        "differences": [],
    }
    return Result(**{**fields, **changes})  # type: ignore[typeddict-item]


def test_the_table_names_a_program_once_and_marks_raw_requests() -> None:
    rows = [
        result(),
        result(exchange="GET /other", sent=[], ok=False),
        result(program="Mobile", sender="server", sent=["GET"]),
    ]

    assert report.table(rows).splitlines() == [
        "program          exchange    sent          verdict   expected  ok",
        "---------------  ----------  ------------  --------  --------  ---",
        "Quick prototype  GET /ping   OPTIONS, GET  readable  readable  yes",
        "                 GET /other  -             readable  readable  NO",
        "Mobile           GET /ping   raw: GET      readable  readable  yes",
    ]


def test_the_summary_says_what_is_wrong() -> None:
    wrong = result(ok=False, differences=["wrong verdict", "wrong wire"])

    assert report.summary([result()]) == "1 of 1 as expected."
    assert report.summary([result(), wrong]).splitlines() == [
        "1 of 2 as expected.",
        "NOT as expected: Quick prototype, GET /ping: wrong verdict; wrong wire",
    ]


def test_what_is_skipped_is_neither_right_nor_wrong() -> None:
    skipped = result(exchange="React page", sent=[], verdict="skipped", differences=["no Node"])
    other = result(program="Mobile")
    failed = result(**{**skipped, "ok": False})

    assert [line.split()[-1] for line in report.table([result(), other, skipped]).splitlines()] == [
        "ok",
        "---",
        "yes",
        "-",
        "yes",
    ]
    assert report.summary([result(), skipped]).splitlines() == [
        "1 of 1 as expected.",
        "Skipped: Quick prototype, React page: no Node",
    ]
    assert report.summary([result(), failed]).splitlines() == [
        "1 of 2 as expected.",
        "NOT as expected: Quick prototype, React page: no Node",
    ]


def test_blocked_is_believed_only_if_the_console_names_cors() -> None:
    rows = [
        result(name="a", verdict="blocked"),
        result(name="b", verdict="blocked"),
        result(name="c", verdict="blocked", sender="server"),
        result(name="aa"),
    ]
    confirm_blocked(rows, ["Access to fetch at 'http://api/?exchange=a' ... by CORS policy: ..."])

    assert [row["ok"] for row in rows] == [True, False, True, True]
    assert rows[1]["differences"] == ["the browser's console does not name CORS"]
