"""A case: a page, what it fetches, and what the servers answer. Plain data, printable as JSON."""

from __future__ import annotations

import collections
import dataclasses
import typing as t

if t.TYPE_CHECKING:
    import collections.abc as cabc

PAGE = "/harness/page?of=cases"
"""Where the page is that performs them: a URL with more to tell than its origin."""
Fields = tuple[tuple[str, str], ...]
"""Names and values in the order of the wire; a name may come twice."""


@dataclasses.dataclass(frozen=True)
class Answer:
    """What a server answers."""

    status: int
    fields: Fields = ()

    @property
    def all_fields(self) -> Fields:
        """The fields, and what every answer of these servers has.

        A response from the browser's HTTP cache would hide a request from the server.
        """
        return (*self.fields, ("Cache-Control", "no-store"), ("Content-Type", "text/plain"))

    @property
    def body(self) -> str:
        """The text that goes over the wire, where HTTP has a place for one."""
        return "" if self.status in {204, 304} else f"answered {self.status}"


@dataclasses.dataclass(frozen=True)
class Script:
    """What is answered at a path: the first time, the second time...; the last one ever after."""

    answers: tuple[Answer, ...]
    preflights: tuple[Answer, ...] = (Answer(200),)


@dataclasses.dataclass(frozen=True)
class Fetch:
    """A call of ``fetch``, or another way for a page to ask (`via`: ``xhr``, ``img``...)."""

    url: str
    method: str = "GET"
    headers: Fields = ()
    credentials: str = "same-origin"
    mode: str = "cors"
    redirect: str = "follow"
    body: str | None = None
    via: str = "fetch"
    referrer_policy: str = ""

    @property
    def task(self) -> dict[str, t.Any]:
        """What a page must know to perform it."""
        init = dataclasses.asdict(self)
        init["referrerPolicy"] = init.pop("referrer_policy")
        return {"via": init.pop("via"), "url": init.pop("url"), "init": init}


@dataclasses.dataclass(frozen=True)
class Case:
    """Fetches by one page, one after the other, and the scripts of the paths that they reach.

    Hosts do not matter to the scripts: redirects may lead to any.
    """

    number: int
    page: str
    sandboxed: bool
    fetches: tuple[Fetch, ...]
    scripts: dict[str, Script]


class Rehearsal:
    """One run through the scripts of a case, which notes how far it has come."""

    def __init__(self, scripts: cabc.Mapping[str, Script]) -> None:
        """Begin at the beginning."""
        self.scripts = scripts
        self.arrivals: collections.Counter[tuple[str, bool]] = collections.Counter()

    def answer(self, path: str, *, preflight: bool) -> Answer:
        """What is answered now; where no script is, nobody may read that there is nothing."""
        script = self.scripts.get(path, Script((Answer(404),)))
        answers = script.preflights if preflight else script.answers
        self.arrivals[path, preflight] += 1
        return answers[min(self.arrivals[path, preflight], len(answers)) - 1]


@dataclasses.dataclass(frozen=True)
class Received:
    """A request as it came over the wire, field names in lower case."""

    method: str
    url: str
    fields: dict[str, str]

    @property
    def is_preflight(self) -> bool:
        """Whether this is a CORS-preflight request, as the Fetch standard defines it."""
        needed = {"origin", "access-control-request-method"}
        return self.method == "OPTIONS" and needed <= self.fields.keys()
