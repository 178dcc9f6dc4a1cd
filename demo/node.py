"""Node and npm, if this machine has them."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass

OLDEST = "20.19"
ANSWER_S = 20.0
# Asked of Node itself: the command on PATH may be a script, and what ends it does not end Node.
QUESTION = "`${process.versions.node} ${process.execPath}`"
ANSWER = re.compile(r"((\d+)\.(\d+)\.\S+) (.+)")


class Lacking(Exception):
    """Something is not installed.

    :param short: what, in a word or two.
    :param sentence: the same as a clause that can end a sentence.
    """

    def __init__(self, short: str, sentence: str) -> None:
        super().__init__(sentence)
        self.short = short


@dataclass(frozen=True)
class Node:
    """The paths of the two programs."""

    node: str
    npm: str


def find() -> Node:
    """Find a Node that Vite can use, and npm.

    :raises Lacking: if there is none.
    """
    command = shutil.which("node")
    if command is None:
        raise Lacking("no Node", "Node is not installed")
    try:
        answer = subprocess.run(  # noqa: S603 -- what was just found
            [command, "-p", QUESTION], capture_output=True, text=True, check=False, timeout=ANSWER_S
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        answer = ""
    known = ANSWER.fullmatch(answer.strip())
    if known is None:
        raise Lacking("no Node", "Node does not start")
    version, major, minor, program = known.groups()
    if not is_young_enough(int(major), int(minor)):
        raise Lacking("old Node", f"Node {version} is too old for Vite, which needs {OLDEST}")
    npm = shutil.which("npm")
    if npm is None:
        raise Lacking("no npm", "npm is not installed")
    return Node(program, npm)


def is_young_enough(major: int, minor: int) -> bool:
    """Whether Vite runs on this version, as ``engines`` of the page's ``package.json`` says."""
    return (major == 20 and minor >= 19) or (major, minor) >= (22, 12)
