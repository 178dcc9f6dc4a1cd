"""Where the output goes: a terminal of few characters, a full disk, a reader who has left."""

from __future__ import annotations

import errno
import io
import os
import sys

import pytest
from flask import Flask
from flask.cli import ScriptInfo

from flask_cors import CORS
from flask_cors.cli import cors

from .support import APP
from .support import flask_cors


def make_app() -> Flask:
    app = Flask("tests", static_folder=None)
    CORS(app, resources={"/api/*": {"origins": APP}})
    app.add_url_rule("/health", "health", lambda: "fine")
    app.add_url_rule("/日本/é", "abroad", lambda: "fine")
    return app


ENCODINGS = [
    pytest.param("utf-8", "\u2018Access-Control-Allow-Origin\u2019", "/日本/é", id="utf-8"),
    pytest.param(
        "cp1252", "\u2018Access-Control-Allow-Origin\u2019", r"/\u65e5\u672c/é", id="cp1252"
    ),
    pytest.param("latin-1", "'Access-Control-Allow-Origin'", r"/\u65e5\u672c/é", id="latin-1"),
    pytest.param("cp437", "'Access-Control-Allow-Origin'", r"/\u65e5\u672c/é", id="cp437"),
    pytest.param("ascii", "'Access-Control-Allow-Origin'", r"/\u65e5\u672c/\xe9", id="ascii"),
    pytest.param(
        "iso8859-5", "'Access-Control-Allow-Origin'", r"/\u65e5\u672c/\xe9", id="iso8859-5"
    ),
]


@pytest.mark.parametrize(("encoding", "quoted", "path"), ENCODINGS)
def test_what_a_terminal_lacks_is_replaced(encoding: str, quoted: str, path: str) -> None:
    checked = flask_cors(make_app(), "check", "/health", "--origin", APP, charset=encoding)
    assert checked.status == 1
    assert f"(Reason: CORS header {quoted} missing)" in checked.words
    listed = flask_cors(make_app(), "routes", charset=encoding)
    assert listed.status == 0
    width = max(len(path), len("/health"))
    assert f"\n{path:{width}}  GET      none  none\n" in listed.out
    assert f"\n{'/health':{width}}  GET      none  none\n" in listed.out


def test_json_is_the_same_everywhere() -> None:
    spelt = {
        flask_cors(make_app(), "routes", "--format", "json", charset=encoding).out
        for encoding in ("utf-8", "latin-1", "cp437")
    }
    assert len(spelt) == 1


def make_loud_app() -> Flask:
    """An app that prints when it is made, and in what runs for a request."""
    app = make_app()
    sys.stdout.write("loading\n")

    @app.before_request
    def hook() -> None:
        sys.stdout.write("hook\n")

    @app.route("/api/loud")
    def loud() -> str:
        sys.stdout.write("view\n")
        return "fine"

    return app


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        pytest.param(["routes"], "loading\n", id="routes"),
        pytest.param(["check", "/api/loud", "--origin", APP], "loading\nhook\nview\n", id="check"),
        pytest.param(["audit"], "loading\n", id="audit"),
    ],
)
def test_what_the_app_prints_is_no_part_of_the_answer(arguments: list[str], printed: str) -> None:
    info = ScriptInfo(create_app=make_loud_app)
    said = flask_cors(make_app(), *arguments, "--format", "json", obj=info)
    assert (said.json["version"], said.err) == (1, printed)


class Failing(io.RawIOBase):
    """A file that takes nothing."""

    def __init__(self, code: int) -> None:
        self.code = code

    def writable(self) -> bool:
        return True

    def write(self, _: object) -> int:
        raise OSError(self.code, os.strerror(self.code))


def stream_to(raw: io.RawIOBase) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedWriter(raw), "utf-8")


def ask_routes() -> object:
    """The exit status of ``flask cors routes``, as ``flask`` itself ends with it."""
    with pytest.raises(SystemExit) as ended:
        cors.main(["routes"], obj=ScriptInfo(create_app=make_app))
    return ended.value.code


def test_a_full_disk_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    full = stream_to(Failing(errno.ENOSPC))
    monkeypatch.setattr(sys, "stdout", full)
    assert ask_routes() == 3
    assert full.closed  # so that Python does not tell of it once more
    assert capsys.readouterr() == (
        "",
        "Error: The output cannot be written: No space left on device.\n",
    )


def test_where_nothing_can_be_told_the_status_does(monkeypatch: pytest.MonkeyPatch) -> None:
    full = stream_to(Failing(errno.ENOSPC))
    monkeypatch.setattr(sys, "stdout", stream_to(Failing(errno.ENOSPC)))
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", full)
        assert ask_routes() == 3
    with pytest.raises(OSError, match="No space"):
        full.close()


def test_a_reader_who_has_left_is_told_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = stream_to(Failing(errno.EPIPE))
    monkeypatch.setattr(sys, "stdout", gone)
    assert ask_routes() == 1  # as of every command that is made with click
    assert capsys.readouterr() == ("", "")
    with pytest.raises(BrokenPipeError):
        gone.close()


def test_where_the_output_is_closed_the_status_still_tells(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As after ``>&-``, where Python has no stdout at all."""
    monkeypatch.setattr(sys, "stdout", None)
    assert ask_routes() == 0
    assert capsys.readouterr() == ("", "")
