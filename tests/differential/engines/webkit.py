"""WebKit: its MiniBrowser, driven by WebDriver on a screen that nobody sees."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import time
import typing as t
import urllib.error
import urllib.request

from tests.browser.harness.requirements import lacking
from tests.differential.web import HOSTS

from .socks import running_proxy

if t.TYPE_CHECKING:
    import collections.abc as cabc

    from tests.browser.harness.loop import Loop
    from tests.differential.web import ScriptedWeb

    from . import Line

BROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"
REMEDY = "Install it: on Debian, `apt-get install webkit2gtk-driver xvfb` as root."
START = 30
QUIET: dict[str, t.Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


class WebKit:
    """A running MiniBrowser."""

    name = "WebKit"
    has_console = False

    def __init__(self, address: str, proxy_port: int, binary: str) -> None:
        """Begin a session.

        WebDriver's own way of naming a SOCKS proxy would leave host names to be resolved here.
        What goes to 127.0.0.1 must not take the proxy: the browser's way to its driver does.
        """
        proxy = f"socks5://127.0.0.1:{proxy_port}"
        proxies = [f"http_proxy={proxy}", f"https_proxy={proxy}", "no_proxy=127.0.0.1"]
        wanted = {
            "acceptInsecureCerts": True,
            "webkitgtk:browserOptions": {
                "binary": "/usr/bin/env",
                "args": [*proxies, binary, "--automation"],
            },
        }
        self.address = f"{address}/session"
        session = self.send("POST", "", {"capabilities": {"alwaysMatch": wanted}})
        self.address += f"/{session['sessionId']}"
        self.version = session["capabilities"]["browserVersion"]

    def send(self, method: str, path: str, body: dict[str, t.Any] | None = None) -> t.Any:
        """Give a command, and wait for its result."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, method=method)
        try:
            with urllib.request.urlopen(request) as response:
                return json.load(response)["value"]
        except urllib.error.HTTPError as error:
            with error:
                raise RuntimeError(error.read().decode()) from None

    def open(self, url: str) -> None:
        """Show a page."""
        self.send("POST", "/url", {"url": url})

    def console(self) -> list[Line]:
        """Nothing: WebDriver does not tell."""
        return []

    def forget(self) -> None:
        """Nothing: WebKit forgets preflights by itself."""

    def close(self) -> None:
        """End the session."""
        self.send("DELETE", "")


@contextlib.contextmanager
def running_webkit(loop: Loop, web: ScriptedWeb) -> cabc.Iterator[WebKit]:
    """Run a WebKit that finds the given web, and no other."""
    binary = next(iter(pathlib.Path("/").glob(BROWSERS[1:])), None)
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    if binary is None or driver is None or screen is None:
        lacking("no WebKit was found, or no screen for it", remedy=REMEDY)
    with (
        running_proxy(loop, HOSTS, web.local_ports) as proxy_port,
        running_screen(screen) as display,
        running_driver(driver, display) as address,
        contextlib.closing(WebKit(address, proxy_port, str(binary))) as webkit,
    ):
        yield webkit


@contextlib.contextmanager
def running_screen(program: str) -> cabc.Iterator[str]:
    """Run an X server without a screen; give its name."""
    reading, writing = os.pipe()
    command = [program, "-displayfd", str(writing), "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], **QUIET) as process:
        os.close(writing)
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        try:
            yield f":{number}"
        finally:
            process.terminate()


@contextlib.contextmanager
def running_driver(program: str, display: str) -> cabc.Iterator[str]:
    """Run the driver; give its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "DISPLAY": display, "GDK_BACKEND": "x11"}
    command = [program, f"--port={port}", "--host=127.0.0.1"]
    with subprocess.Popen(command, env=environment, **QUIET) as process:
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_for(port: int) -> None:
    """Wait until somebody listens."""
    for _ in range(START * 10):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise RuntimeError(f"the driver did not start within {START} s")
