"""Requests in the name of origins that no desktop browser can have.

They are sent as a browser would send them, and judged as the Fetch standard says, here without
credentials: `CORS check <https://fetch.spec.whatwg.org/#concept-cors-check>`_ and
`CORS-preflight fetch <https://fetch.spec.whatwg.org/#cors-preflight-fetch>`_.
"""

from __future__ import annotations

import typing as t
from http.client import HTTPConnection
from http.client import HTTPMessage

from demo.exchanges import RawRequest
from demo.exchanges import Verdict

SAFELISTED_METHODS = frozenset({"GET", "HEAD", "POST"})
TIMEOUT = 10.0


class RawOutcome(t.TypedDict):
    """How a raw request went."""

    verdict: Verdict
    status: int
    body: str


def send(exchange: RawRequest, port: int, path_and_query: str) -> RawOutcome:
    """Send the exchange, its preflight first if it has one, to the API on ``port``."""
    origin = exchange.origin
    if exchange.wire[0] == "OPTIONS":
        asked = ", ".join(sorted(name.lower() for name in exchange.headers))
        preflight = {"Origin": origin, "Access-Control-Request-Method": exchange.method}
        if asked:
            preflight["Access-Control-Request-Headers"] = asked
        status, fields, _ = _request(port, "OPTIONS", path_and_query, preflight)
        if not _preflight_check(exchange, status, fields):
            return RawOutcome(verdict="blocked", status=status, body="")
    headers = {**exchange.headers, "Origin": origin}
    status, fields, body = _request(
        port, exchange.method, path_and_query, headers, body=exchange.body
    )
    verdict: Verdict = "readable" if _cors_check(origin, fields) else "blocked"
    return RawOutcome(verdict=verdict, status=status, body=body)


def _request(
    port: int, method: str, path: str, headers: dict[str, str], body: str | None = None
) -> tuple[int, HTTPMessage, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        connection.request(method, path, body=body, headers=headers)
        with connection.getresponse() as response:
            return response.status, response.headers, response.read().decode()
    finally:
        connection.close()


def _cors_check(origin: str, fields: HTTPMessage) -> bool:
    return fields.get_all("Access-Control-Allow-Origin") in (["*"], [origin])


def _preflight_check(exchange: RawRequest, status: int, fields: HTTPMessage) -> bool:
    if not (200 <= status <= 299 and _cors_check(exchange.origin, fields)):
        return False
    methods = _members(fields, "Access-Control-Allow-Methods") | SAFELISTED_METHODS
    names = {name.lower() for name in _members(fields, "Access-Control-Allow-Headers")}
    asked = {name.lower() for name in exchange.headers}
    return ({exchange.method, "*"} & methods != set()) and ("*" in names or asked <= names)


def _members(fields: HTTPMessage, name: str) -> set[str]:
    return {member.strip() for line in fields.get_all(name, []) for member in line.split(",")}
