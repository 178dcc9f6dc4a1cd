"""What the tables share: a network that answers as it is told, and a page that asks."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from dataclasses import field

from flask_cors.protocol.user_agent import STANDARD
from flask_cors.protocol.user_agent import Client
from flask_cors.protocol.user_agent import FetchRequest
from flask_cors.protocol.user_agent import Kind
from flask_cors.protocol.user_agent import NetworkError
from flask_cors.protocol.user_agent import PreflightCache
from flask_cors.protocol.user_agent import Profile
from flask_cors.protocol.user_agent import Response
from flask_cors.protocol.user_agent import WireRequest
from flask_cors.protocol.user_agent import WireResponse
from flask_cors.protocol.user_agent import fetch

APP = "https://app.example.com"
API = "https://api.example.com"
OTHER = "https://other.example.net"
URL = f"{API}/items"

Fields = tuple[tuple[str, str], ...]


def field_name(keyword: str) -> str:
    """``allow_origin`` is Access-Control-Allow-Origin; other names are written out."""
    if keyword in {"location", "vary"}:
        return keyword.title()
    return f"Access-Control-{keyword.title().replace('_', '-')}"


def answer(status: int = 200, *more: tuple[str, str], **fields: str) -> WireResponse:
    """A response with those fields: ``answer(204, allow_origin="*")``."""
    named = tuple((field_name(name), value) for name, value in fields.items())
    return WireResponse(status, (*named, *more), b"body")


ALLOWED = answer(allow_origin=APP, allow_credentials="true")
ALL_ALLOWED = answer(
    allow_origin=APP,
    allow_credentials="true",
    allow_methods="PUT, DELETE, PATCH",
    allow_headers="x-a, x-b, content-type, authorization",
)


@dataclass
class Web:
    """A network that answers by URL, and remembers what was asked.

    :param answers: what is answered to requests: one answer for every URL, or by URL.
    :param preflights: the same, for preflights.
    """

    answers: WireResponse | dict[str, WireResponse] | None = ALLOWED
    preflights: WireResponse | dict[str, WireResponse] | None = ALL_ALLOWED
    asked: list[WireRequest] = field(default_factory=list)

    def send(self, request: WireRequest) -> WireResponse | None:
        self.asked.append(request)
        answers = self.preflights if request.kind is Kind.PREFLIGHT else self.answers
        return answers.get(request.url) if isinstance(answers, dict) else answers

    @property
    def log(self) -> list[str]:
        """A line for each request."""
        return [f"{each.method} {each.url}" for each in self.asked]


@dataclass
class Time:
    """A clock that is moved by hand."""

    now: float = 0

    def __call__(self) -> float:
        return self.now


def ask(
    web: Web,
    url: str = URL,
    *,
    page: Client | str = APP,
    profile: Profile = STANDARD,
    cache: PreflightCache | None = None,
    **request: t.Any,
) -> Response | NetworkError:
    """What a page gets that asks for something."""
    client = page if isinstance(page, Client) else Client(page)
    headers = request.pop("headers", {})
    pairs = list(headers.items()) if isinstance(headers, dict) else headers
    known = PreflightCache(Time()) if cache is None else cache
    return fetch(FetchRequest(url, headers=pairs, **request), client, web, known, profile)


def sent_field(request: WireRequest, name: str) -> str | None:
    """The value of a field of a request; None where it is not there."""
    values = [value for key, value in request.headers if key.lower() == name.lower()]
    assert len(values) <= 1, values
    return values[0] if values else None
