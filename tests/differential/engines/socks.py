"""A SOCKS5 proxy on loopback: takes the hosts of the cases to our servers, and nobody elsewhere."""

from __future__ import annotations

import asyncio
import contextlib
import fnmatch
import functools
import ipaddress
import typing as t

if t.TYPE_CHECKING:
    import collections.abc as cabc

    from tests.browser.harness.loop import Loop

VERSION = 5
NAME = 3
SUCCEEDED, REFUSED = 0, 2


async def connect(
    hosts: cabc.Collection[str],
    ports: cabc.Mapping[int, int],
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    """Serve one client, as RFC 1928 says (no authentication, CONNECT alone)."""
    with contextlib.suppress(asyncio.IncompleteReadError, OSError):
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(bytes([VERSION, 0]))
        _, _, _, kind = await reader.readexactly(4)
        host = await read_host(reader, kind)
        port = int.from_bytes(await reader.readexactly(2), "big")
        known = port in ports and any(fnmatch.fnmatchcase(host, pattern) for pattern in hosts)
        status = SUCCEEDED if known else REFUSED
        writer.write(bytes([VERSION, status, 0, 1, 0, 0, 0, 0, 0, 0]))
        if status == SUCCEEDED:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", ports[port])
            await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))
    writer.close()


async def read_host(reader: asyncio.StreamReader, kind: int) -> str:
    """Read the host that a client wants to reach, a name or an address."""
    if kind == NAME:
        (length,) = await reader.readexactly(1)
        return (await reader.readexactly(length)).decode("latin-1")
    return str(ipaddress.ip_address(await reader.readexactly({1: 4, 4: 16}[kind])))


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on bytes until there are no more."""
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


@contextlib.contextmanager
def running_proxy(
    loop: Loop, hosts: cabc.Collection[str], ports: cabc.Mapping[int, int]
) -> cabc.Iterator[int]:
    """Run the proxy for some hosts (``*.`` stands for any label) and ports; give its own port."""
    handle = functools.partial(connect, hosts, ports)
    server = loop.run(asyncio.start_server(handle, "127.0.0.1", 0))
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.loop.call_soon_threadsafe(server.close)
