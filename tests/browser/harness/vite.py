"""The React page of an example, built and served by Vite."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
import typing as t
import urllib.request

from .requirements import lacking

if t.TYPE_CHECKING:
    import collections.abc as cabc
    import pathlib

    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIApplication
    from _typeshed.wsgi import WSGIEnvironment

INSTALLS = 3
INSTALL = ["install", "--no-audit", "--no-fund", "--no-update-notifier"]
REMEDY = "Install Node (with npm), version 20.19 or later, to test the React page."


def build(source: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """Copy a page, install what it is made of, build it."""
    npm = shutil.which("npm")
    if npm is None:
        lacking("npm is not installed", remedy=REMEDY)
    find_node()
    page = folder / "page"
    shutil.copytree(source, page, ignore=shutil.ignore_patterns("node_modules", "dist"))
    # A registry's connection that stalls is given up, and tried anew.
    for _ in range(INSTALLS):
        installed = run([npm, *INSTALL], page, patience=60)
        if installed.returncode == 0:
            break
    if installed.returncode != 0:
        lacking(f"npm could not install the React page ({installed.stderr})", remedy=REMEDY)
    built = run([npm, "run", "build"], page)
    assert built.returncode == 0, built.stdout + built.stderr
    return page


def find_node() -> str:
    """Find a Node that is young enough for Vite: the program itself, not a script that starts it.

    What ends such a script does not end the server.
    """
    node = shutil.which("node")
    if node is None:
        lacking("Node is not installed", remedy=REMEDY)
    question = "`${process.execPath} ${process.versions.node}`"
    answer = subprocess.run([node, "-p", question], capture_output=True, text=True, check=True)
    program, version = answer.stdout.strip().rsplit(" ", 1)
    major, minor = map(int, version.split(".")[:2])
    if not ((major == 20 and minor >= 19) or (major, minor) >= (22, 12)):
        lacking(f"Node {version} is too old for Vite", remedy=REMEDY)
    return program


def run(
    command: list[str], folder: pathlib.Path, patience: float | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; after so many seconds, end it with all that it has started."""
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            said, errors = process.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            said, errors = process.communicate()
    return subprocess.CompletedProcess(command, process.returncode, said, errors)


@contextlib.contextmanager
def preview(page: pathlib.Path) -> cabc.Iterator[str]:
    """Let Vite serve a page that it has built, on a free port; give its address."""
    port = free_port()
    vite = page / "node_modules" / "vite" / "bin" / "vite.js"
    address = ["--host", "127.0.0.1", "--port", str(port), "--strictPort"]
    # Started without npm in between, so that the process to end is the one that was started.
    with subprocess.Popen(
        [find_node(), str(vite), "preview", *address],
        cwd=page,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            wait_for_port(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def forward_to(address: str) -> WSGIApplication:
    """Make an app that fetches everything from another server (what is there, with GET)."""

    def forward(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        with urllib.request.urlopen(address + environ["PATH_INFO"]) as response:
            start_response("200 OK", [("Content-Type", response.headers["Content-Type"])])
            return [response.read()]

    return forward


def free_port() -> int:
    """Give a port that is free right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until a server accepts connections."""
    for _ in range(300):
        assert server.poll() is None, "vite preview ended by itself"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise AssertionError(f"nobody listens on port {port}")
