"""A case: a page, what it fetches, and what the servers answer. Plain data, printable as JSON."""

from __future__ import annotations

import dataclasses
import typing as t
from urllib.parse import urlsplit

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
        """The text that the page may or may not read."""
        return "" if self.status in {204, 205, 304} else f"answered {self.status}"


@dataclasses.dataclass(frozen=True)
class Script:
    """What is answered at a URL: the first time, the second time...; the last one ever after."""

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

    @property
    def task(self) -> dict[str, t.Any]:
        """What a page must know to perform it."""
        init = dataclasses.asdict(self)
        return {"via": init.pop("via"), "url": init.pop("url"), "init": init}


@dataclasses.dataclass(frozen=True)
class Case:
    """Fetches by one page, one after the other, and the scripts of the URLs that they reach."""

    number: int
    page: str
    sandboxed: bool
    fetches: tuple[Fetch, ...]
    scripts: dict[str, Script]


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


def origin_of(url: str) -> str:
    """The origin of a URL, written as browsers write it."""
    parts = urlsplit(url)
    default = {"http": 80, "https": 443}[parts.scheme]
    port = "" if parts.port in {None, default} else f":{parts.port}"
    return f"{parts.scheme}://{parts.hostname}{port}"
