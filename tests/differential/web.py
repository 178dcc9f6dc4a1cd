"""The servers: they answer by script, and note what came over the wire.

Whole responses are written by hand, so that a script can hold what no framework would send.
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import dataclasses
import functools
import typing as t
from http import HTTPStatus
from urllib.parse import urlsplit

from tests.browser.harness.certificates import make_certificate
from tests.browser.harness.loop import Loop

from .cases import Answer
from .cases import Case
from .cases import Received
from .cases import Rehearsal

if t.TYPE_CHECKING:
    import collections.abc as cabc

PORTS = {"https": (443, 8443), "http": (80, 3000, 5000)}
HOSTS = ("*.example.com", "example.com", "*.example.net", "localhost", "127.0.0.1")
PREFIX = "/c/"
"""Where the cases live: ``/c/<number of the case>/...``."""

Page = t.Callable[[Received, bytes], tuple[Answer, bytes]]


class ScriptedWeb:
    """All hosts on all ports: what they are to answer, and what they received, by case."""

    def __init__(self, page: Page) -> None:
        """Answer by script below ``/c/``, and let `page` answer everything else."""
        self.page = page
        self.rehearsals: dict[int, Rehearsal] = {}
        self.received: dict[int, list[Received]] = collections.defaultdict(list)
        self.certificate = make_certificate(*HOSTS)
        self.local_ports: dict[int, int] = {}
        self.public_ports: tuple[int, ...] = ()

    @property
    def public_key_hash(self) -> str:
        """What Chromium calls the servers' public key."""
        return self.certificate.public_key_hash

    @property
    def host_rules(self) -> str:
        """The value of Chromium's ``--host-resolver-rules``; what is not here does not resolve."""
        rules = [
            f"MAP {host}:{port} 127.0.0.1:{local}"
            for port, local in self.local_ports.items()
            for host in HOSTS
        ]
        return ", ".join([*rules, "MAP * ~NOTFOUND"])

    @property
    def public(self) -> list[str]:
        """What Chromium is to take for the public network, instead of this machine."""
        return [f"127.0.0.1:{self.local_ports[port]}=public" for port in self.public_ports]

    def ensure_page(self, url: str) -> None:
        """Do nothing: there is a page at every origin."""

    def answer(self, request: Received, body: bytes) -> tuple[Answer, bytes]:
        """Find what to answer, and note a request that is part of a case."""
        path = urlsplit(request.url).path
        if not path.startswith(PREFIX):
            return self.page(request, body)
        number = int(path.split("/")[2])
        self.received[number].append(request)
        answer = self.rehearsals[number].answer(path, preflight=request.is_preflight)
        return dataclasses.replace(answer, fields=answer.all_fields), answer.body.encode()

    def add(self, case: Case) -> None:
        """Answer as the scripts of a case say."""
        self.rehearsals[case.number] = Rehearsal(case.scripts)

    def forget(self, case: Case) -> list[Received]:
        """Drop a case's scripts, and give what was received."""
        del self.rehearsals[case.number]
        return self.received.pop(case.number, [])


async def converse(
    web: ScriptedWeb, scheme: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Answer every request on a connection."""
    with contextlib.suppress(asyncio.IncompleteReadError, OSError):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            request = read_head(head, scheme)
            length = int(request.fields.get("content-length", "0"))
            answer, body = web.answer(request, await reader.readexactly(length))
            writer.write(written(answer, body, has_body=request.method != "HEAD"))
            await writer.drain()
    writer.close()


def read_head(head: bytes, scheme: str) -> Received:
    """Read the head of a request; field lines of one name are joined as Fetch joins them."""
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ")
    fields: dict[str, str] = {}
    for name, value in (line.split(":", 1) for line in lines):
        known = fields.get(name.lower())
        fields[name.lower()] = value.strip() if known is None else f"{known}, {value.strip()}"
    return Received(method, f"{scheme}://{fields['host']}{target}", fields)


def written(answer: Answer, body: bytes, *, has_body: bool) -> bytes:
    """The bytes of a response."""
    phrase = {status.value: status.phrase for status in HTTPStatus}.get(answer.status, "Unknown")
    lines = [f"HTTP/1.1 {answer.status} {phrase}"]
    lines += [f"{name}: {value}" for name, value in answer.fields]
    if answer.status not in {204, 304}:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + (body if has_body else b"")


@contextlib.contextmanager
def running_web(loop: Loop, page: Page) -> cabc.Iterator[ScriptedWeb]:
    """Run a server for each port, each on a free port of loopback."""
    web = ScriptedWeb(page)
    contexts = {"http": None, "https": web.certificate.context}
    servers = []
    for scheme, ports in PORTS.items():
        handle = functools.partial(converse, web, scheme)
        for port in ports:
            server = loop.run(asyncio.start_server(handle, "127.0.0.1", 0, ssl=contexts[scheme]))
            web.local_ports[port] = server.sockets[0].getsockname()[1]
            servers.append(server)
    try:
        yield web
    finally:
        for server in servers:
            loop.loop.call_soon_threadsafe(server.close)
