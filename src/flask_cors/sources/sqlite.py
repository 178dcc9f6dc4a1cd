"""`SQLiteOrigins`: origins in a file, which all processes of a machine share."""

from __future__ import annotations

import builtins
import collections.abc as cabc
import contextlib
import os
import threading
import time
import typing as t
import weakref
from pathlib import Path

from flask import current_app
from flask import has_app_context

from ..protocol.problems import PolicyError
from ..protocol.problems import Problem
from ..protocol.problems import shown
from .exact import exact
from .queries import OriginQuery
from .queries import OriginSource

if t.TYPE_CHECKING:
    import sqlite3

Rows = list[tuple[str]]

_WAIT = 5.0
"""Seconds to wait for another process that writes."""

_PAUSE = 0.01
"""Seconds between two attempts at what SQLite itself does not wait for."""

_SET_UP = (
    "PRAGMA synchronous = NORMAL",  # what WAL needs to stay whole, whatever happens
    "CREATE TABLE IF NOT EXISTS origins (origin TEXT PRIMARY KEY) WITHOUT ROWID",
)


class SQLiteOrigins(OriginSource):
    """Origins in an SQLite file: they survive restarts, and every process sees them at once.

    It reads while another process writes (WAL), and serves threads and forked processes. The
    file must be on a disk of this machine.

    :param path: the file, made where there is none.
    :raises PolicyError: where it cannot be opened or made.

    .. versionadded:: 7.0
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = _as_path(path)
        self._given = Path(path)
        self.namespace = f"{type(self).__module__}.{type(self).__qualname__}:{self.path}"
        # A parent's connection must be neither used nor closed in a process that was forked.
        self._connections = {os.getpid(): _Connection(self.path)}

    def __repr__(self) -> str:
        """The class and the file."""
        return f"{type(self).__name__}({str(self.path)!r})"

    @property
    def label(self) -> str:
        """The file, as it is the same on every machine where it is in a folder of the app."""
        if self._given.is_absolute() and has_app_context():
            root, instance = Path(current_app.root_path), Path(current_app.instance_path)
            for folder, start in ((root, root), (instance, instance.parent)):
                if self.path.is_relative_to(folder):
                    return self.path.relative_to(start).as_posix()
        return self._given.as_posix()

    def allows(self, query: OriginQuery) -> bool:
        """Whether the origin is in the file.

        :param query: the question.
        """
        found, _ = self._run("SELECT origin FROM origins WHERE origin = ?", query.origin)
        return bool(found)

    def allow(self, origin: str) -> bool:
        """Let an origin in from now on; whether that is new.

        :param origin: the origin, in any spelling that means no other.
        :raises PolicyError: where it is none, with what to write instead.
        """
        return self._run("INSERT OR IGNORE INTO origins VALUES (?)", exact(origin))[1] > 0

    def revoke(self, origin: str) -> bool:
        """Let an origin in no longer; whether it was let in.

        :param origin: the origin, in any spelling that means no other.
        :raises PolicyError: where it is none, with what to write instead.
        """
        return self._run("DELETE FROM origins WHERE origin = ?", exact(origin))[1] > 0

    def origins(self) -> cabc.Sequence[str]:
        """The origins that are let in, sorted."""
        return self.list()

    def list(self) -> builtins.list[str]:
        """The origins that are let in, sorted."""
        found, _ = self._run("SELECT origin FROM origins ORDER BY origin")
        return [origin for (origin,) in found]

    def close(self) -> None:
        """Close the file; it is opened again when it is needed."""
        if mine := self._connections.get(os.getpid()):
            mine.close()

    def _run(self, statement: str, *values: str) -> tuple[Rows, int]:
        """What a statement finds, and how many rows it has changed."""
        here, opened = os.getpid(), self._connections
        mine = opened.get(here) or opened.setdefault(here, _Connection(self.path))
        return mine.run(statement, values)


def _as_path(path: object) -> Path:
    """The file.

    :raises PolicyError: where none is named.
    """
    given = path
    if isinstance(given, (str, os.PathLike)) and given not in {"", ":memory:"}:
        return Path(t.cast("str", path)).absolute()
    reason = "This names no file, which all processes could share."
    remedy = 'Write SQLiteOrigins("origins.db"), or the like in app.instance_path.'
    raise _refused_path("sqlite-no-file", path, reason, remedy)


def _refused_path(code: str, path: object, reason: str, remedy: str) -> PolicyError:
    return PolicyError([Problem(code, "path", path, reason, remedy, "SQLiteOrigins")])


class _Connection:
    """The one connection of a process to the file, for all of its threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._open()

    def _open(self) -> None:
        self._connection = _connect(self._path)
        self._close = weakref.finalize(self, _call_in, os.getpid(), self._connection.close)

    def run(self, statement: str, values: tuple[str, ...]) -> tuple[Rows, int]:
        with self._lock:
            if not self._close.alive:
                self._open()
            done = self._connection.execute(statement, values)
            return t.cast(Rows, done.fetchall()), done.rowcount

    def close(self) -> None:
        with self._lock:
            self._close()


def _connect(path: Path) -> sqlite3.Connection:
    """A connection to the file; a `PolicyError` where it cannot be opened or made."""
    import sqlite3  # noqa: PLC0415  only needed where such a file is

    try:
        connection = sqlite3.connect(
            path, timeout=_WAIT, isolation_level=None, check_same_thread=False
        )
        with contextlib.ExitStack() as failed:
            failed.callback(connection.close)
            _write_ahead(connection, sqlite3.OperationalError)
            for statement in _SET_UP:
                connection.execute(statement)
            failed.pop_all()
    except sqlite3.Error as error:
        reason = f"It cannot be opened: {shown(str(error))[1:-1]}."
        remedy = "Name a file of SQLite's, or one that is not there yet."
        if isinstance(error, sqlite3.OperationalError):
            remedy = "Name a file that can be written, in a folder that exists."
        raise _refused_path("sqlite-cannot-open", str(path), reason, remedy) from error
    return connection


def _write_ahead(connection: sqlite3.Connection, busy: type[Exception]) -> None:
    """Switch to WAL, for which SQLite does not wait while another process does it."""
    until = time.monotonic() + _WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except busy as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _call_in(process: int, function: cabc.Callable[[], None]) -> None:
    if process == os.getpid():
        function()
