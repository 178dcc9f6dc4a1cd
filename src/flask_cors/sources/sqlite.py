"""`SQLiteOrigins`: origins in a file, which all processes of a machine share."""

from __future__ import annotations

import builtins
import collections.abc as cabc
import os
import re
import typing as t
from pathlib import Path

from flask import current_app
from flask import has_app_context

from ..protocol.problems import shown
from .exact import exact
from .queries import OriginQuery
from .queries import OriginSource
from .sqlite_file import SQLiteFile
from .sqlite_file import refused_path


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
        # A parent's connections must be neither used nor closed in a process that was forked.
        self._files = {os.getpid(): SQLiteFile(self.path)}

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
        return bool(self._file.read("SELECT origin FROM origins WHERE origin = ?", query.origin))

    def allow(self, origin: str) -> bool:
        """Let an origin in from now on; whether that is new.

        :param origin: the origin, in any spelling that means no other.
        :raises PolicyError: where it is none, with what to write instead.
        """
        return self._file.write("INSERT OR IGNORE INTO origins VALUES (?)", exact(origin)) > 0

    def revoke(self, origin: str) -> bool:
        """Let an origin in no longer; whether it was let in.

        :param origin: the origin, in any spelling that means no other.
        :raises PolicyError: where it is none, with what to write instead.
        """
        return self._file.write("DELETE FROM origins WHERE origin = ?", exact(origin)) > 0

    def origins(self) -> cabc.Sequence[str]:
        """The origins that are let in, sorted."""
        return self.list()

    def list(self) -> builtins.list[str]:
        """The origins that are let in, sorted."""
        found = self._file.read("SELECT origin FROM origins ORDER BY origin")
        return [origin for (origin,) in found]

    def close(self) -> None:
        """Close the file; it is opened again when it is needed."""
        if mine := self._files.get(os.getpid()):
            mine.close()

    @property
    def _file(self) -> SQLiteFile:
        here, opened = os.getpid(), self._files
        return opened.get(here) or opened.setdefault(here, SQLiteFile(self.path))


def _as_path(path: object) -> Path:
    """The file.

    :raises PolicyError: where none is named.
    """
    given = path
    if isinstance(given, str) and (url := re.fullmatch(r"(?:sqlite:///|file://)(.+)", given)):
        reason = "This is a URL, and a file is named by its path."
        remedy = f"Write SQLiteOrigins({shown(url[1])})."
        raise refused_path("sqlite-is-url", path, reason, remedy)
    if isinstance(given, (str, os.PathLike)) and given not in {"", ":memory:"}:
        return Path(t.cast("str", path)).absolute()
    reason = "This names no file, which all processes could share."
    remedy = 'Write SQLiteOrigins("origins.db"), or the like in app.instance_path.'
    raise refused_path("sqlite-no-file", path, reason, remedy)
