"""Origins in a file: shared by threads and processes, and there after a restart."""

from __future__ import annotations

import functools
import gc
import multiprocessing
import os
import sqlite3
import threading
import typing as t
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from flask_cors import PolicyError
from flask_cors.sources import CachedOrigins
from flask_cors.sources import OriginQuery
from flask_cors.sources import SQLiteOrigins
from flask_cors.sources import sqlite_file
from tests.flask.support import ADMIN
from tests.flask.support import APP
from tests.flask.support import EVIL
from tests.flask.support import fetch

from .support import ALLOWED
from .support import REFUSED
from .support import Clock
from .support import app_asking
from .support import asked_about
from .support import fields


@pytest.fixture
def path(tmp_path: Path, small_heap: None) -> t.Iterator[Path]:
    yield tmp_path / "origins.db"
    # What a test leaves is closed here: at the limit of another's recursion it could not be.
    gc.collect()


def reading(source: SQLiteOrigins) -> t.Any:
    """The connection by which this process reads."""
    return source._files[os.getpid()]._reading


def test_allow_and_revoke(path: Path):
    source = SQLiteOrigins(path)
    assert (source.allow(APP), source.allow(APP)) == (True, False)
    assert source.allow(ADMIN)
    assert [source.allows(asked_about(each)) for each in (APP, ADMIN, EVIL)] == [True, True, False]
    assert source.list() == source.origins() == [ADMIN, APP]
    assert (source.revoke(APP), source.revoke(APP)) == (True, False)
    assert [source.allows(asked_about(each)) for each in (APP, ADMIN, EVIL)] == [False, True, False]
    assert source.list() == [ADMIN]


def test_in_an_app(path: Path):
    source = SQLiteOrigins(path)
    client = app_asking(source, supports_credentials=True).test_client()
    allowed = {**ALLOWED, "Access-Control-Allow-Credentials": "true"}
    assert fields(fetch(client, "/")) == REFUSED
    source.allow(APP)
    assert fields(fetch(client, "/")) == allowed
    source.revoke(APP)
    assert fields(fetch(client, "/")) == REFUSED


def test_cached(path: Path):
    source = SQLiteOrigins(str(path))
    cached = CachedOrigins(source)
    assert not cached.allows(asked_about(APP))
    source.allow(APP)
    cached.invalidate(APP)
    assert cached.allows(asked_about(APP))
    assert [*cached.origins()] == [APP]


def test_after_a_restart(path: Path):
    first = SQLiteOrigins(path)
    first.allow(APP)
    first.close()
    assert SQLiteOrigins(path).list() == [APP]
    assert first.list() == [APP]  # opened again


def test_the_file(path: Path):
    SQLiteOrigins(path).allow(APP)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("SELECT * FROM origins").fetchall() == [(APP,)]
    connection.close()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("HTTPS://APP.example.com", APP, id="upper case"),
        pytest.param(f"{APP}:443", APP, id="the default port"),
        pytest.param(f"{APP}/", APP, id="a slash"),
        pytest.param("http://[0:0::1]:3000", "http://[::1]:3000", id="an address"),
    ],
)
def test_origins_are_written_as_browsers_send_them(path: Path, written: str, meant: str):
    source = SQLiteOrigins(path)
    assert source.allow(written)
    assert source.list() == [meant]
    assert source.revoke(written)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("app.example.com", "origin-without-scheme"),
        ("https://app.example.com/path", "origin-has-path"),
        ("https://*.example.com", "origin-not-exact"),
        ("http://localhost:*", "origin-not-exact"),
        ("null", "origin-not-exact"),
        ("*", "origin-not-exact"),
        (None, "origin-not-exact"),
        (5, "origin-not-exact"),
        (b"", "origin-not-exact"),
        ("", "origin-empty"),
        ("' OR 1=1 --", "origin-has-white-space"),
    ],
)
def test_what_is_no_origin(path: Path, written: str, code: str):
    source = SQLiteOrigins(path)
    for change in (source.allow, source.revoke):
        with pytest.raises(PolicyError) as raised:
            change(written)
        assert [problem.option for problem in raised.value.problems] == ["origin"]
        assert raised.value.problems[0].code == code
    assert source.list() == []


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("https://app.example.com/path", 'Write "https://app.example.com" instead.'),
        ("http://::1:3000", 'Write "http://[::1]:3000" instead.'),
        ("0.0.0.0:3000", 'Write "http://localhost:3000" or "http://0.0.0.0:3000" instead.'),
        *(
            (text, f'Write "{APP}"; patterns stand beside the source in origins=[...].')
            for text in (
                "https://*.example.com",
                "https://app.example.com.*",
                "https://app*.example.com",
                "localhost",
                "https://a.example,https://b.example",
            )
        ),
        ("NULL", f'Write "{APP}".'),
        ("*", f'Write "{APP}".'),
    ],
)
def test_remedy_names_what_a_source_takes(path: Path, written: str, remedy: str):
    with pytest.raises(PolicyError) as raised:
        SQLiteOrigins(path).allow(written)
    assert raised.value.problems[0].remedy == remedy


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("sqlite:///origins.db", "origins.db"),
        ("sqlite:////srv/shop/origins.db", "/srv/shop/origins.db"),
        ("file:///srv/shop/origins.db", "/srv/shop/origins.db"),
    ],
)
def test_a_url_is_no_file(url: str, meant: str):
    with pytest.raises(PolicyError) as raised:
        SQLiteOrigins(url)
    assert raised.value.problems[0].value == url
    assert raised.value.problems[0].remedy == f"Write SQLiteOrigins({meant!r})."


@pytest.mark.parametrize("path", [":memory:", "", None, b"origins.db", 5])
def test_what_is_no_file(path: t.Any):
    with pytest.raises(PolicyError, match="names no file"):
        SQLiteOrigins(path)


def test_closing_twice(path: Path):
    source = SQLiteOrigins(path)
    source.close()
    source.close()
    assert source.list() == []


def test_another_thread_closes_it_just_before_it_is_asked(path: Path, monkeypatch):
    source = SQLiteOrigins(path)
    run = sqlite_file._Connection.run

    def late(self, *asked: t.Any) -> t.Any:
        source.close()
        return run(self, *asked)

    monkeypatch.setattr(sqlite_file._Connection, "run", late)
    assert source.allow(APP)
    assert source.allows(asked_about(APP))
    assert source.list() == [APP]


def test_threads_that_close_it(path: Path):
    source = SQLiteOrigins(path)
    source.allow(APP)

    def work(number: int) -> None:
        for _ in range(50):
            if number % 2:
                source.close()
            assert source.allows(asked_about(APP))

    with ThreadPoolExecutor(4) as pool:
        [*pool.map(work, range(4))]


def test_a_file_that_goes_bad_while_it_is_closed(path: Path, clock: Clock):
    source = SQLiteOrigins(path)
    source.close()
    path.write_text("Dear Sir or Madam, " * 100)
    for _ in range(2):
        with pytest.raises(PolicyError, match="not a database"):
            source.list()
    path.unlink()
    with pytest.raises(PolicyError, match="not a database"):
        source.list()  # it is left alone for a second
    clock.pass_by(1.1)
    assert source.list() == []


def test_closing_in_a_child(path: Path, monkeypatch: pytest.MonkeyPatch):
    source = SQLiteOrigins(path)
    with monkeypatch.context() as child:
        child.setattr("os.getpid", lambda: -1)
        source.close()
    assert reading(source)._connection.execute("SELECT * FROM origins").fetchall() == []


@pytest.mark.parametrize("busy", [pytest.param(3, id="a while"), pytest.param(None, id="too long")])
def test_another_process_opens_it_at_the_same_time(busy, path: Path, monkeypatch):
    """SQLite does not wait for who switches to WAL."""
    attempts: list[str] = []
    connect = sqlite3.connect

    class Busy(sqlite3.Connection):
        def execute(self, statement: str, *others: t.Any) -> sqlite3.Cursor:
            if "journal_mode" in statement:
                attempts.append(statement)
                if busy is None or len(attempts) <= busy:
                    raise sqlite3.OperationalError("database is locked")
            return super().execute(statement, *others)

    monkeypatch.setattr("sqlite3.connect", functools.partial(connect, factory=Busy))
    monkeypatch.setattr(sqlite_file, "_PAUSE", 0.0)
    if busy is None:
        monkeypatch.setattr(sqlite_file, "_WAIT", 0.05)
        with pytest.raises(PolicyError, match="is locked"):
            SQLiteOrigins(path)
        return
    assert SQLiteOrigins(path).list() == []
    assert len(attempts) == busy + 1


def test_a_folder_that_is_not_there(tmp_path: Path):
    with pytest.raises(PolicyError, match="in a folder that exists") as raised:
        SQLiteOrigins(tmp_path / "none" / "origins.db")
    assert raised.value.problems[0].code == "sqlite-cannot-open"


def test_a_file_of_another_kind(tmp_path: Path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir or Madam, " * 100)
    with pytest.raises(PolicyError, match="not a database") as raised:
        SQLiteOrigins(path)
    assert "Name a file of SQLite's, or one that is not there yet." in str(raised.value)


def is_ours(query: OriginQuery) -> bool:
    return query.origin == APP


def test_what_it_looks_like(path: Path):
    source = SQLiteOrigins(path)
    assert repr(source) == f"SQLiteOrigins({str(path)!r})"
    assert repr(CachedOrigins(source)) == f"<CachedOrigins(SQLiteOrigins({path}))>"
    assert repr(CachedOrigins(is_ours)) == "<CachedOrigins(is_ours)>"


FILES = [
    pytest.param("one.db", "one.db", id="as it was written"),
    pytest.param("{}/shop/data/one.db", "data/one.db", id="in the folder of the app"),
    pytest.param("{}/instance/one.db", "instance/one.db", id="in its instance folder"),
    pytest.param("{}/one.db", "{}/one.db", id="elsewhere"),
]


@pytest.mark.parametrize(("written", "label"), FILES)
def test_what_tells_it_from_others(
    written: str, label: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The same on every machine, where it is in a folder of the app."""
    monkeypatch.chdir(tmp_path)
    for folder in ("shop/data", "instance"):
        tmp_path.joinpath(folder).mkdir(parents=True)
    app = Flask("tests", root_path=f"{tmp_path}/shop", instance_path=f"{tmp_path}/instance")
    source = SQLiteOrigins(written.format(tmp_path))
    with app.app_context():
        assert source.label == label.format(tmp_path)
    assert source.label == written.format(tmp_path)


def test_a_file_that_goes_bad(path: Path, caplog):
    source = SQLiteOrigins(path)
    source.allow(APP)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE origins")
    connection.close()
    assert fields(fetch(app_asking(source).test_client(), "/")) == REFUSED
    assert "no such table" in str(caplog.records[0].exc_info[1])


def test_threads(path: Path):
    source = SQLiteOrigins(path)
    start = threading.Barrier(8)

    def work(number: int) -> None:
        start.wait()
        for each in range(10):
            origin = f"https://x{number}-{each}.example"
            assert source.allow(origin)
            assert source.allows(asked_about(origin))
            if each % 2:
                assert source.revoke(origin)
            assert source.allows(asked_about(origin)) is not bool(each % 2)

    with ThreadPoolExecutor(8) as pool:
        [*pool.map(work, range(8))]
    assert len(source.list()) == 40


def _child(source: SQLiteOrigins, number: int, queue: t.Any) -> None:
    source.allow(f"https://child{number}.example")
    queue.put(source.allows(asked_about(APP)))


def test_forks(path: Path):
    """A connection must not be carried over a fork; and each sees what the others write."""
    source = SQLiteOrigins(path)
    source.allow(APP)
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    children = [context.Process(target=_child, args=(source, each, queue)) for each in range(4)]
    for child in children:
        child.start()
    source.allow(ADMIN)
    assert [queue.get(timeout=30) for _ in children] == [True] * 4
    for child in children:
        child.join(30)
        assert child.exitcode == 0
    assert len(source.list()) == 6


def test_a_child_opens_the_file_for_itself(path: Path, monkeypatch: pytest.MonkeyPatch):
    source = SQLiteOrigins(path)
    source.allow(APP)
    mine = reading(source)
    with monkeypatch.context() as in_child:
        in_child.setattr("os.getpid", lambda: -1)
        assert source.list() == [APP]
        assert reading(source) is not mine
        source.close()
    assert reading(source) is mine
    assert mine._connection.execute("SELECT 1").fetchone() == (1,)


def test_a_child_leaves_its_parents_connection_open(path: Path, monkeypatch: pytest.MonkeyPatch):
    source = SQLiteOrigins(path)
    connection = reading(source)._connection
    with monkeypatch.context() as in_child:
        in_child.setattr("os.getpid", lambda: -1)
        del source
        gc.collect()
    assert connection.execute("SELECT 1").fetchone() == (1,)
    connection.close()


# A file that is replaced, or busy


@pytest.mark.parametrize("replaced", [True, False], ids=["another there", "none there"])
def test_a_file_that_is_no_longer_at_its_place_lets_nobody_in(
    replaced: bool, path: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    """What is open is an orphan then, of which nobody else knows: a revocation would be lost."""
    source, restored = SQLiteOrigins(path), SQLiteOrigins(tmp_path / "restored.db")
    source.allow(APP)
    restored.close()
    client = app_asking(source).test_client()
    assert fields(fetch(client, "/")) == ALLOWED
    if replaced:
        restored.path.replace(path)
    else:
        path.unlink()
    assert fields(fetch(client, "/")) == REFUSED
    assert "failed, so it lets nobody in" in caplog.text
    for change in (source.allow, source.revoke):
        with pytest.raises(OSError, match="start them anew"):
            change(EVIL)
    source.close()


def test_reading_does_not_wait_for_who_waits_to_write(path: Path):
    source = SQLiteOrigins(path)
    source.allow(APP)
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(1) as pool:
        written = pool.submit(source.allow, ADMIN)
        while not source._files[os.getpid()]._writing._lock.locked():
            pass
        assert source.allows(asked_about(APP))
        assert not written.done()
        other.execute("COMMIT")
        assert written.result(30)
    other.close()


def test_who_waits_for_a_thread_gives_up(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sqlite_file, "_WAIT", 0.01)
    source = SQLiteOrigins(path)
    with reading(source)._lock, pytest.raises(TimeoutError, match=r"busy for more than 0\.01 s"):
        source.list()


def test_a_locked_file_is_tried_by_one_of_those_who_want_it(
    path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sqlite_file, "_WAIT", 0.01)
    monkeypatch.setattr(sqlite_file.time, "sleep", clock.pass_by)
    source = SQLiteOrigins(path)
    source.close()
    other = sqlite3.connect(path, isolation_level=None)
    other.executescript("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;")
    connects: list[Path] = []
    connect = sqlite_file._connect
    monkeypatch.setattr(
        sqlite_file, "_connect", lambda path: connects.append(path) or connect(path)
    )
    for _ in range(3):
        with pytest.raises(PolicyError, match="End the process that has locked it"):
            source.list()
    assert connects == [path]
    other.execute("COMMIT")
    other.close()
    clock.pass_by(1.1)
    assert source.list() == []
