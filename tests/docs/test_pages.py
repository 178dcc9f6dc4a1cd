"""The pages say what is true: what they show is run here, and must do what they promise.

All Python blocks of a page are run, one after the other, in one namespace. What a block does
stands in the block right after it, whose class tells what it is: ``refused``, the message of
the `PolicyError` that it raises; ``warned``, its warnings; ``printed``, what it prints; ``found``,
what the audit finds in the ``app`` that it makes. A block without one does none of these. Lines
are wrapped to fit the page, so white space is compared as one space. A ``curl`` line asks the
page's latest ``app``, and what stands below it is the answer, without the fields that the server
adds by itself. A ``flask cors`` line asks it at the command line; where lines are left out, an
ellipsis stands for them. ``export`` lines set the environment.
"""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import gc
import io
import re
import shlex
import textwrap
import typing as t
import warnings
from itertools import pairwise
from pathlib import Path

import pytest
from werkzeug.test import Client

import flask_cors
from flask_cors.audit import audit
from flask_cors.audit.survey import findings_of_error
from flask_cors.cli import cors
from tests.sources.servers import running_redis

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted([*DOCS.glob("*.rst"), *DOCS.glob("audit/*.rst")])

_BLOCK = re.compile(
    r"^(?P<indent> *)\.\. code-block:: (?P<language>\w+)\n"
    r"(?:(?P=indent) +:class: (?P<says>\w+)\n)?"
    r"(?P<text>(?:\n|(?P=indent) +.*\n)+)",
    re.MULTILINE,
)


class Block(t.NamedTuple):
    """A block of code in a page: its language, its class, where it begins, and its text."""

    language: str
    says: str | None
    line: int
    text: str


def blocks_of(page: str) -> list[Block]:
    """All blocks of code, in the order of the page."""
    return [
        Block(
            match["language"],
            match["says"],
            page.count("\n", 0, match.start("text")),
            textwrap.dedent(match["text"]).strip("\n"),
        )
        for match in _BLOCK.finditer(page)
    ]


def run(block: Block, page: Path, names: dict[str, t.Any]) -> dict[str, str]:
    """Run a block of Python; what it did, under the class that promises it."""
    printed = io.StringIO()
    done: dict[str, str] = {}
    code = compile("\n" * (block.line + 1) + block.text, str(page), "exec", dont_inherit=True)
    with warnings.catch_warnings(record=True) as told, contextlib.redirect_stdout(printed):
        warnings.simplefilter("always")
        try:
            exec(code, names)
        except flask_cors.PolicyError as error:
            done["refused"] = str(error)
            names["refusal"] = error
    ours = [each for each in told if issubclass(each.category, flask_cors.PolicyWarning)]
    done["warned"] = "\n".join(str(each.message) for each in ours)
    done["printed"] = printed.getvalue()
    return {says: " ".join(text.split()) for says, text in done.items() if text}


def audited(block: Block, page: Path, names: dict[str, t.Any]) -> dict[str, str]:
    """What the audit finds in a program, whether it starts or not."""
    if "refused" in run(block, page, names):
        found = findings_of_error(names.pop("refusal"))
    else:
        names["app"].root_path = "/nowhere"  # the page is no module, and its neighbours are tests
        found = audit(names["app"])
    told = [f"{each.rule.severity.value} {each.rule.id} at {each.where}" for each in found]
    return {"found": " ".join(told) or "Nothing found."}


def ask(command: str, app: t.Any) -> str:
    """The answer of `app` to a curl command, as curl prints it."""
    words = iter(shlex.split(command.replace("\\\n", " "))[1:])
    method, headers, url, data = "GET", [], "", None
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            headers.append((name, value))
        elif word == "-d":
            method, data = "POST", next(words)
        elif word != "-i":
            assert word.startswith("http://127.0.0.1:5000/"), command
            url = word
    response = Client(app).open(url, method=method, headers=headers, data=data)
    lines = [
        f"HTTP/1.1 {response.status}",
        *(f"{name}: {value}" for name, value in response.headers),
    ]
    return "\n".join([*lines, "", response.text]).strip()


def told(command: str, app: t.Any) -> str:
    """What ``flask cors`` says about `app`; the exit status, where it is not 0, in a last line."""
    words = shlex.split(command.replace("\\\n", " "))
    result = app.test_cli_runner().invoke(cors, words[2:])
    status = f"(exit status {result.exit_code})" if result.exit_code else ""
    return f"{result.stdout} {result.stderr} {status}"


def assert_says(said: str, promised: str) -> None:
    """Compare words; an ellipsis stands for any."""
    parts = (re.escape(" ".join(part.split())) for part in promised.split("..."))
    pattern = ".*".join(parts)
    assert re.fullmatch(pattern, " ".join(said.split())), said


def assert_console(block: Block, app: t.Any, place: str) -> None:
    """Compare what is asked and answered at a console."""
    exchanges = re.split(r"^\$ (?=curl |flask cors )", block.text, flags=re.MULTILINE)[1:]
    for exchange in exchanges:
        command, answer = re.split(r"(?<!\\)\n", exchange, maxsplit=1)
        if command.startswith("flask"):
            assert_says(told(command, app), answer)
        else:
            assert ask(command, app) == answer.strip(), place


@pytest.fixture
def redis_url() -> cabc.Iterator[str]:
    """Where a Redis listens, for the pages that speak of one."""
    with running_redis() as server:
        yield f"redis://127.0.0.1:{server.port}/0"


@pytest.mark.usefixtures("small_heap")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_code_does_what_the_page_says(
    path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, t.Any] = {"__name__": f"page_{path.stem}"}
    end = Block("", None, 0, "")
    if "REDIS_URL" in path.read_text():
        monkeypatch.setenv("REDIS_URL", request.getfixturevalue("redis_url"))
    for block, following in pairwise([*blocks_of(path.read_text()), end]):
        place = f"{path.name}, line {block.line}"
        if block.language == "python":
            says = following.says
            promised = {says: " ".join(following.text.split())} if says else {}
            done = audited if says == "found" else run
            assert done(block, path, names) == promised, place
        elif block.language == "sh":
            for export in re.findall("^export (.+)$", block.text, re.MULTILINE):
                name, _, value = " ".join(shlex.split(export)).partition("=")
                monkeypatch.setenv(name, value)
        elif block.language == "console":
            assert_console(block, names.get("app"), place)
    if "engine" in names:
        names["engine"].dispose()  # a program's ends with it, but this process goes on
    names.clear()
    gc.collect()  # closes what the page has opened


def test_every_promise_follows_the_code_that_makes_it() -> None:
    for path in PAGES:
        for block, following in pairwise([Block("", None, 0, ""), *blocks_of(path.read_text())]):
            if following.says:
                assert block.language == "python", f"{path.name}, line {following.line}"
                assert following.says in {"found", "refused", "warned", "printed"}


def test_no_block_escapes() -> None:
    for path in PAGES:
        text = path.read_text()
        assert len(blocks_of(text)) == len(re.findall(r"^ *\.\. code-block::", text, re.MULTILINE))


def test_blocks_are_no_wider_than_the_page() -> None:
    for path in PAGES:
        for block in blocks_of(path.read_text()):
            widest = max(block.text.splitlines(), key=len)
            assert len(widest) <= 86, f"{path.name}, line {block.line}"
