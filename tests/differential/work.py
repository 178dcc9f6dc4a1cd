"""The work of a page: which cases it has still to perform, and what it saw of the others."""

from __future__ import annotations

import collections
import dataclasses
import html
import json
import pathlib
import threading
import typing as t

from .cases import Answer
from .cases import Case
from .cases import Received

if t.TYPE_CHECKING:
    import collections.abc as cabc

    from .web import ScriptedWeb

HERE = pathlib.Path(__file__).parent
PORTION = 10
PATIENCE = 120
SENTINEL = "/harness/sentinel"

Seen = dict[str, t.Any]
"""What a page saw of a fetch: a response's members, or the name of the error."""


@dataclasses.dataclass
class Outcome:
    """What became of a case in a browser."""

    case: Case
    seen: list[Seen]
    received: list[Received]
    console: list[str] = dataclasses.field(default_factory=list)


class Work:
    """Hands out cases to a page, and takes its results."""

    def __init__(self) -> None:
        """Have no work yet."""
        self.pending: collections.deque[Case] = collections.deque()
        self.under_way: dict[int, Case] = {}
        self.outcomes: dict[int, Outcome] = {}
        self.web: ScriptedWeb | None = None
        self.done = threading.Event()
        self.progress = threading.Event()

    def give(self, cases: cabc.Iterable[Case]) -> None:
        """Have these cases performed by the next page that asks."""
        self.pending.extend(cases)
        self.done.clear()

    def wait(self) -> None:
        """Wait until all is done, as long as something moves."""
        while not self.done.is_set():
            self.progress.clear()
            if not self.progress.wait(PATIENCE):
                raise TimeoutError(f"the page hangs, performing {sorted(self.under_way)}")

    def page(self, request: Received, body: bytes) -> tuple[Answer, bytes]:
        """Answer what is no part of a case."""
        routes = {
            "/harness/next": self.next_portion,
            "/harness/done": self.finish,
            "/harness/login": login,
            SENTINEL: nothing,
        }
        self.progress.set()
        return routes.get("/" + request.url.split("/", 3)[3], page_of_cases)(request, body)

    def next_portion(self, request: Received, body: bytes) -> tuple[Answer, bytes]:
        """Take results, and hand out further cases."""
        for number, seen in json.loads(body):
            case = self.under_way.pop(number)
            self.outcomes[number] = Outcome(case, seen, self.web.forget(case))
        portion = [self.pending.popleft() for _ in range(min(PORTION, len(self.pending)))]
        for case in portion:
            self.under_way[case.number] = case
            self.web.add(case)
        return answer_with("application/json", json.dumps([as_task(case) for case in portion]))

    def finish(self, request: Received, body: bytes) -> tuple[Answer, bytes]:
        """Note that the page has nothing left to do."""
        self.done.set()
        self.progress.set()
        return nothing(request, body)


def as_task(case: Case) -> dict[str, t.Any]:
    """What a page needs to know of a case."""
    fetches = [fetch.task for fetch in case.fetches]
    return {"number": case.number, "sandboxed": case.sandboxed, "fetches": fetches}


def page_of_cases(request: Received, body: bytes) -> tuple[Answer, bytes]:
    """The page that performs cases."""
    scripts = {name: (HERE / f"{name}.js").read_text() for name in ("perform", "frame", "page")}
    scheme = request.url.partition(":")[0]
    text = (HERE / "page.html").read_text()
    values = {
        "frame": html.escape(scripts["perform"] + scripts["frame"]),
        "page": scripts["perform"] + scripts["page"],
        "sentinel": f"{scheme}://sentinel.example.com{SENTINEL}",
    }
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return answer_with("text/html; charset=utf-8", text)


def login(request: Received, body: bytes) -> tuple[Answer, bytes]:
    """Set a cookie of each kind that can be set."""
    kinds = ["lax", "strict"]
    if request.url.startswith("https:"):
        kinds.append("none; Secure")
    cookies = [
        ("Set-Cookie", f"{kind.partition(';')[0]}=1; Path=/; SameSite={kind}") for kind in kinds
    ]
    return Answer(200, (*cookies, ("Content-Type", "text/html"))), b"<!doctype html>"


def nothing(request: Received, body: bytes) -> tuple[Answer, bytes]:
    """An answer that other origins may not read."""
    return answer_with("text/plain", "")


def answer_with(content_type: str, text: str) -> tuple[Answer, bytes]:
    """A readable answer."""
    return Answer(
        200, (("Content-Type", content_type), ("Cache-Control", "no-store"))
    ), text.encode()
