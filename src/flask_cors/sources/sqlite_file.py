"""The file of `SQLiteOrigins`: what one process has open of it."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import os
import threading
import time
import typing as t
import weakref
from pathlib import Path
from time import monotonic

from ..protocol.problems import PolicyError
from ..protocol.problems import Problem
from ..protocol.problems import shown

if t.TYPE_CHECKING:
    import sqlite3

Rows = list[tuple[str]]

_WAIT = 5.0
"""Seconds to wait for another process that writes, and for another thread that waits for one."""

_PAUSE = 0.01
"""Seconds between two attempts at what SQLite itself does not wait for."""

_REST = 1.0
"""Seconds for which a file that could not be opened is left alone."""

_SET_UP = (
    "PRAGMA synchronous = NORMAL",  # what WAL needs to stay whole, whatever happens
    "CREATE TABLE IF NOT EXISTS origins (origin TEXT PRIMARY KEY) WITHOUT ROWID",
)


def refused_path(code: str, path: object, reason: str, remedy: str) -> PolicyError:
    """The error that says why a path cannot be used."""
    return PolicyError([Problem(code, "path", path, reason, remedy, "SQLiteOrigins")])


class SQLiteFile:
    """The file as one process has it open, for all of its threads.

    Who writes may have to wait for another process; who reads need not, so each has a connection.

    :param path: the file, made where there is none.
    :raises PolicyError: where it cannot be opened or made.
    """

    def __init__(self, path: Path) -> None:
        self._reading = _Connection(path)
        self._writing = _Connection(path)
        self._reading.run("SELECT 1", ())

    def read(self, statement: str, *values: str) -> Rows:
        """What a statement finds."""
        return self._reading.run(statement, values)[0]

    def write(self, statement: str, *values: str) -> int:
        """How many rows a statement changes."""
        return self._writing.run(statement, values)[1]

    def close(self) -> None:
        """Close it; it is opened again when it is needed."""
        self._writing.close()
        self._reading.close()


class _Connection:
    """A connection to the file, which one thread uses at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._close: cabc.Callable[[], object] | None = None
        self._identity: tuple[int, int] | None = None
        self._refused: tuple[float, PolicyError] | None = None

    def run(self, statement: str, values: tuple[str, ...]) -> tuple[Rows, int]:
        """What a statement finds, and how many rows it has changed.

        :raises TimeoutError: where another thread has the connection for too long.
        """
        if not self._lock.acquire(timeout=_WAIT):
            raise TimeoutError(f"The file was busy for more than {_WAIT:g} seconds.")
        try:
            self._open()
            done = self._connection.execute(statement, values)
            return t.cast(Rows, done.fetchall()), done.rowcount
        finally:
            self._lock.release()

    def close(self) -> None:
        """Close it, unless it is closed."""
        with self._lock:
            if self._close is not None:
                self._close()
                self._close = None

    def _open(self) -> None:
        """Open the file, unless it is open.

        :raises OSError: where it is not the file at the path any more. Then nobody else sees what
            is written here, and what SQLite has beside the old file would spoil the new one.
        """
        if self._close is not None:
            if self._identity != _identity(self._path):
                raise OSError(
                    f"Another file than the one that was opened is at {self._path}, or none: "
                    "replace it only while no process has it open, and start them anew."
                )
            return
        if self._refused is not None and monotonic() < self._refused[0]:
            raise PolicyError(self._refused[1].problems)
        try:
            self._connection = _connect(self._path)
        except PolicyError as error:
            self._refused = monotonic() + _REST, error
            raise
        self._close = weakref.finalize(self, _call_in, os.getpid(), self._connection.close)
        self._identity = _identity(self._path)


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another that takes its place; None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


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
        raise refused_path("sqlite-cannot-open", str(path), reason, _remedy(error)) from error
    return connection


def _remedy(error: sqlite3.Error) -> str:
    import sqlite3  # noqa: PLC0415  as above

    if not isinstance(error, sqlite3.OperationalError):
        return "Name a file of SQLite's, or one that is not there yet."
    if "locked" in str(error):
        return "End the process that has locked it, or wait until it is done."
    return "Name a file that can be written, in a folder that exists."


def _write_ahead(connection: sqlite3.Connection, busy: type[Exception]) -> None:
    """Switch to WAL, for which SQLite does not wait while another process does it."""
    until = monotonic() + _WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except busy as error:
            if "locked" not in str(error) or monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _call_in(process: int, function: cabc.Callable[[], None]) -> None:
    if process == os.getpid():
        function()
