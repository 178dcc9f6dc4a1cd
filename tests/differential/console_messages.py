"""Writes ``console_messages.json``: ``python -m tests.differential.console_messages``."""

from __future__ import annotations

import dataclasses
import json
import pathlib
import typing as t

from .failures import FAILURES
from .running import Browser
from .running import running_browser

if t.TYPE_CHECKING:
    from .cases import Case

FILE = pathlib.Path(__file__).with_name("console_messages.json")
ENGINES = ("chromium", "firefox")


def main() -> None:
    """Perform every failure in every browser, and write down what the consoles say."""
    cases = [failure.case(number) for number, failure in enumerate(FAILURES)]
    table: list[dict[str, t.Any]] = [
        {"failure": failure.name, "case": as_data(case)}
        for failure, case in zip(FAILURES, cases, strict=True)
    ]
    versions = {}
    for name in ENGINES:
        with running_browser(name) as browser:
            versions[browser.engine.name] = browser.engine.version
            note(table, browser, cases)
    with running_browser("chromium", 443) as browser:
        note(table, browser, cases[-1:])
    content = {
        "made by": "python -m tests.differential.console_messages",
        "browsers": versions,
        "failures": table,
    }
    FILE.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def note(table: list[dict[str, t.Any]], browser: Browser, cases: list[Case]) -> None:
    """Write down what a browser says."""
    for outcome in browser.perform(cases):
        (seen,) = outcome.seen
        table[outcome.case.number][browser.engine.name] = {
            "page": seen.get("error", seen.get("status", "loaded")),
            "console": outcome.console,
            "wire": [f"{request.method} {request.url}" for request in outcome.received],
        }


def as_data(case: t.Any) -> dict[str, t.Any]:
    """A case, without its number and what is usual."""
    data = dataclasses.asdict(case)
    del data["number"]
    return data


if __name__ == "__main__":
    main()
