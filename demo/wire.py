"""What crosses the wire: a WSGI layer outermost around the API remembers it.

A page cannot see its own preflights. So each exchange names itself in the query of its URL, which a
preflight carries too, and the page asks its own server what was recorded under that name.
"""

from __future__ import annotations

import collections.abc as cabc
import re
import threading
import typing as t
from collections import OrderedDict
from urllib.parse import parse_qs

if t.TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIApplication
    from _typeshed.wsgi import WSGIEnvironment

Field = tuple[str, str]

REQUEST_FIELDS = (
    "Origin",
    "Access-Control-Request-Method",
    "Access-Control-Request-Headers",
    "Authorization",
    "Content-Type",
    "X-Debug",
    "Cookie",
)
RESPONSE_FIELDS = re.compile(r"access-control-.*|vary|set-cookie|allow|x-.*", re.IGNORECASE)
COOKIE_VALUE = re.compile(r"=[^;]+")


class Recorded(t.TypedDict):
    """A request and the head of its response."""

    method: str
    path: str
    sent: list[Field]
    status: str
    came: list[Field]


class Wire:
    """The exchanges recorded last, by name.

    :param limit: how many names are remembered.
    """

    def __init__(self, limit: int = 1000) -> None:
        self._limit = limit
        self._exchanges: OrderedDict[str, list[Recorded]] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, name: str, recorded: Recorded) -> None:
        """Remember ``recorded`` as the next step of the exchange ``name``."""
        with self._lock:
            self._exchanges.setdefault(name, []).append(recorded)
            while len(self._exchanges) > self._limit:
                self._exchanges.popitem(last=False)

    def steps(self, name: str) -> list[Recorded]:
        """Return what was recorded of an exchange, oldest first."""
        with self._lock:
            return list(self._exchanges.get(name, ()))

    def tap(self, app: WSGIApplication) -> WSGIApplication:
        """Return ``app`` with every named exchange recorded, before its answer leaves."""

        def tapped(environ: WSGIEnvironment, start_response: StartResponse) -> cabc.Iterable[bytes]:
            name = parse_qs(environ.get("QUERY_STRING", "")).get("exchange", [""])[0]
            if not name:
                return app(environ, start_response)
            # Read now: a mount below moves a part of the path to SCRIPT_NAME.
            method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
            sent = list(_request_fields(environ))

            def start(
                status: str, headers: list[Field], *exc_info: t.Any
            ) -> cabc.Callable[[bytes], object]:
                recorded = Recorded(
                    method=method,
                    path=path,
                    sent=sent,
                    status=status,
                    came=list(_response_fields(headers)),
                )
                self.add(name, recorded)
                return start_response(status, headers, *exc_info)

            return app(environ, start)

        return tapped


def _request_fields(environ: WSGIEnvironment) -> cabc.Iterator[Field]:
    for name in REQUEST_FIELDS:
        key = name.upper().replace("-", "_")
        value = environ.get(key if name == "Content-Type" else f"HTTP_{key}")
        if value:
            yield name, COOKIE_VALUE.sub("=…", value) if name == "Cookie" else value


def _response_fields(headers: cabc.Iterable[Field]) -> cabc.Iterator[Field]:
    for name, value in headers:
        if RESPONSE_FIELDS.fullmatch(name):
            shortened = COOKIE_VALUE.sub("=…", value, count=1)
            yield name, shortened if name.lower() == "set-cookie" else value
