"""A client of Firefox's own protocol: JSON messages, each preceded by its length, over TCP."""

from __future__ import annotations

import contextlib
import itertools
import json
import socket
import typing as t

COMMAND = 0
TIMEOUT = 60


class Marionette:
    """A session with a running Firefox."""

    def __init__(self, port: int) -> None:
        """Connect, and begin a session."""
        self.socket = socket.create_connection(("127.0.0.1", port), TIMEOUT)
        self.stream = self.socket.makefile("rb")
        self.ids = itertools.count(1)
        self.receive()
        self.capabilities = self.send("WebDriver:NewSession", {})["capabilities"]

    def send(self, command: str, parameters: dict[str, t.Any]) -> t.Any:
        """Give a command, and wait for its result."""
        message = json.dumps([COMMAND, next(self.ids), command, parameters]).encode()
        self.socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self.receive()
        if error is not None:
            raise RuntimeError(f"{command}: {error['error']}: {error['message']}")
        return result

    def receive(self) -> t.Any:
        """Read one message."""
        length = b"".join(iter(lambda: self.stream.read(1), b":"))
        return json.loads(self.stream.read(int(length)))

    def run(self, script: str, *arguments: t.Any) -> t.Any:
        """Run a script with the browser's own privileges, and give what it returns."""
        parameters = {"script": script, "args": arguments, "newSandbox": False, "sandbox": "system"}
        return self.send("WebDriver:ExecuteScript", parameters)["value"]

    def close(self) -> None:
        """End the browser."""
        with contextlib.suppress(OSError, ValueError):
            self.send("Marionette:Quit", {"flags": ["eForceQuit"]})
        self.stream.close()
        self.socket.close()
