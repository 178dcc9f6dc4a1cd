"""Writes ``console_messages.json``: ``python -m tests.explain.console_messages``.

Real browsers are asked what the table asks, and given what the apps answer; what their consoles
say is written down. The servers know the rows apart by a number at the head of the path, which
is taken out of the messages again.
"""

from __future__ import annotations

import json
import pathlib
import typing as t

from flask_cors.protocol.user_agent import Exchange
from flask_cors.protocol.user_agent import Kind
from tests.differential.cases import Answer
from tests.differential.cases import Case
from tests.differential.cases import Fetch
from tests.differential.cases import Script
from tests.differential.running import running_browser

from .broken import RECORDED
from .broken import Broken
from .setups import API
from .setups import APP
from .setups import field_of

FILE = pathlib.Path(__file__).with_name("console_messages.json")
ENGINES = ("chromium", "firefox")
_OF_THE_SERVER = {"content-length", "content-type"}


def main() -> None:
    """Ask every browser about every row, and write down what the consoles say."""
    cases = [as_case(number, broken) for number, broken in enumerate(RECORDED)]
    said: dict[str, dict[str, list[str]]] = {broken.id: {} for broken in RECORDED}
    versions = {}
    for name in ENGINES:
        with running_browser(name) as browser:
            versions[browser.engine.name] = browser.engine.version
            for outcome in browser.perform(cases):
                number = outcome.case.number
                lines = [str(line).replace(f"/c/{number}/", "/") for line in outcome.console]
                said[RECORDED[number].id][name] = lines
    content: dict[str, t.Any] = {
        "made by": "python -m tests.explain.console_messages",
        "browsers": versions,
        "said": said,
    }
    FILE.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def as_case(number: int, broken: Broken) -> Case:
    """What a browser is to ask, and what the app of the row answers to it."""
    asked = broken.asked
    exchanges = asked.play(broken.setup.app()).outcome.exchanges
    of_kind = {
        kind: tuple(as_answer(each) for each in exchanges if each.request.kind is kind)
        for kind in Kind
    }
    path = f"/c/{number}{asked.path}"
    fetch = Fetch(
        f"{API}{path}",
        asked.method,
        tuple(map(field_of, asked.headers)),
        asked.request.credentials,
    )
    # What is never asked for needs an answer, too.
    requests, preflights = (
        of_kind[kind] or (Answer(200),) for kind in (Kind.REQUEST, Kind.PREFLIGHT)
    )
    sandboxed = asked.origin == "null"
    page = f"{APP if sandboxed else asked.origin}/"
    return Case(number, page, sandboxed, (fetch,), {path: Script(requests, preflights)})


def as_answer(exchange: Exchange) -> Answer:
    """An answer of the app."""
    response = exchange.response
    assert response is not None
    fields = tuple(field for field in response.headers if field[0].lower() not in _OF_THE_SERVER)
    return Answer(response.status, fields)


if __name__ == "__main__":
    main()
