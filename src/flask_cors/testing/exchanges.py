"""What went over the wire, for people and for tests to read."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from flask import Flask
from werkzeug.datastructures import Headers

from ..protocol.user_agent import WireRequest
from ..protocol.user_agent import WireResponse
from ..protocol.user_agent.urls import URL

_UNTOLD = ("Accept", "Referer", "Sec-Fetch-", "User-Agent")


@dataclass(frozen=True, repr=False)
class Exchange:
    """A request that left the browser, and what came back.

    :param kind: ``preflight`` or ``request``.
    :param method: the method.
    :param url: the whole URL.
    :param headers: the fields of the request, cookies included.
    :param body: the bytes of the request; None where it has no body.
    :param status: the status of the response; None where none came, as are its headers and body.
    :param response_headers: all fields of the response, those included that no page can read.
    :param response_body: the bytes of the response as they were sent, as far as they came.
    :param exception: what the app raised, or what kept the server from answering.
    :param escaped: whether the exception came out of the app, so that the response is the
        server's own: a bare 500 without any CORS field.
    :param truncated: whether it came after the head of the response, so that its body is
        incomplete, and reading it fails.
    :param server: the address of the running server that was asked; empty for an app.
    :param app: the Flask app that was asked, or None.
    :param environ: what an app was called with, as it left it, its decision included; or None.

    .. versionadded:: 7.0
    """

    kind: str
    method: str
    url: str
    headers: Headers
    body: bytes | None = None
    status: int | None = None
    response_headers: Headers | None = None
    response_body: bytes | None = None
    exception: BaseException | None = None
    escaped: bool = False
    truncated: bool = False
    server: str = ""
    app: Flask | None = None
    environ: dict[str, t.Any] | None = None

    @classmethod
    def of(
        cls,
        request: WireRequest,
        response: WireResponse | None,
        exception: BaseException | None = None,
        **others: t.Any,
    ) -> Exchange:
        """The exchange of a request and what came of it; `others` are members by name."""
        return cls(
            kind=request.kind.value,
            method=request.method,
            url=request.url,
            headers=Headers(list(request.headers)),
            body=request.body,
            status=response and response.status,
            response_headers=response and Headers(list(response.headers)),
            response_body=response and response.body,
            exception=exception,
            **others,
        )

    def __repr__(self) -> str:
        return f"<Exchange {self.method} {self.url} -> {self.status or 'no response'}>"

    @property
    def request_line(self) -> str:
        """The first line of the request."""
        url = URL.parse(self.url)
        return f"{self.method} {url.target if url else self.url} HTTP/1.1"

    def __str__(self) -> str:
        """The exchange as a failing test shows it, without what no CORS policy reads."""
        host = self.url.split("/")[2]
        sent = [field for field in self.headers if not field[0].startswith(_UNTOLD)]
        lines = [self.request_line, *_lines([("Host", host), *sent])]
        if self.response_headers is None:
            lines.append("-> no response")
        else:
            lines += [f"-> {self.status}", *_lines([*self.response_headers])]
        if self.exception is not None:
            lines.append(f"   because of {type(self.exception).__name__}: {self.exception}")
        return "\n".join(lines)


def _lines(fields: list[tuple[str, str]]) -> list[str]:
    return [f"   {name}: {value}" for name, value in fields]
