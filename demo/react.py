"""The React page of the example: installed by npm, built and served by Vite, in the background.

It runs on an origin of its own. Where it cannot be built, the example's plain page stands there.
"""

from __future__ import annotations

import collections.abc as cabc
import socket
import tempfile
import threading
import typing as t
from contextlib import ExitStack
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from demo import commands
from demo import node
from demo import plain
from demo.serving import HOST
from demo.serving import serving

PAGE = Path(__file__).parents[1] / "examples" / "local_front_end" / "page"
INSTALL_S, BUILD_S, START_S = 120.0, 60.0, 30.0
# What is in npm's cache is good enough, and a machine without a network is told so at once.
INSTALL = "install --prefer-offline --no-audit --no-fund --no-update-notifier --fetch-retries=1"
PATIENCE = "--fetch-retry-mintimeout=1000 --fetch-timeout=30000"

State = t.Literal["building", "react", "plain", "broken"]


@dataclass(frozen=True, kw_only=True)
class Status:
    """What stands at the page's address.

    :param state: ``building``: nothing yet; ``react``: the React page; ``plain``: the plain page,
        since this machine lacks something; ``broken``: the plain page, since the build failed.
    :param short: the reason for a plain page, in a word or two.
    :param reason: the same as a clause.
    """

    state: State
    url: str
    short: str = ""
    reason: str = ""


class ReactPage:
    """The page, while a thread of its own brings it up and keeps it there.

    :param url: the page's origin.
    :param api: the URL below which the page finds its API.
    :param reserved: a bound socket that keeps the port free until somebody serves there.
    """

    def __init__(self, url: str, api: str, reserved: socket.socket) -> None:
        self.status = Status(state="building", url=url)
        self._api = api
        self._reserved = reserved
        self._stop = threading.Event()

    @contextmanager
    def running(self) -> cabc.Iterator[None]:
        """Bring the page up, without waiting for it, and take it down when the block ends."""
        thread = threading.Thread(target=self._live, name="React page")
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def _live(self) -> None:
        with ExitStack() as stack, suppress(commands.Stopped):
            try:
                self._serve_react(stack)
                self._settle("react")
            except node.Lacking as lacking:
                self._serve_plain(stack)
                self._settle("plain", lacking.short, str(lacking))
            except (commands.CommandFailed, OSError) as failure:
                self._serve_plain(stack)
                self._settle("broken", "build failed", f"the build failed: {failure}")
            self._stop.wait()

    def _settle(self, state: State, short: str = "", reason: str = "") -> None:
        self.status = Status(state=state, url=self.status.url, short=short, reason=reason)

    def _serve_react(self, stack: ExitStack) -> None:
        found = node.find()
        try:
            install = [found.npm, *INSTALL.split(), *PATIENCE.split()]
            commands.run(install, PAGE, {}, self._stop, INSTALL_S)
        except commands.CommandFailed as failure:
            sentence = f"npm could not install React and Vite ({failure})"
            raise node.Lacking("npm failed", sentence) from failure
        # Vite is started without npm in between: the process to end is the one that was started.
        vite = [found.node, str(PAGE / "node_modules" / "vite" / "bin" / "vite.js")]
        built = stack.enter_context(tempfile.TemporaryDirectory(prefix="react-page-"))
        into = ["--outDir", built, "--logLevel", "error"]
        build = [*vite, "build", *into, "--emptyOutDir"]
        commands.run(build, PAGE, {"VITE_API": self._api}, self._stop, BUILD_S)
        port = self._reserved.getsockname()[1]
        preview = [*vite, "preview", *into, "--host", HOST, "--port", str(port), "--strictPort"]
        self._reserved.close()
        stack.enter_context(
            commands.serving(preview, PAGE, self._stop, lambda: _listens(port), START_S)
        )

    def _serve_plain(self, stack: ExitStack) -> None:
        if self._reserved.fileno() < 0:  # Vite had its turn and gave up
            port = int(self.status.url.rpartition(":")[2])
            self._reserved = stack.enter_context(socket.create_server((HOST, port)))
        self._reserved.listen()
        stack.enter_context(serving(plain.create_plain_page(self._api), self._reserved))


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False
