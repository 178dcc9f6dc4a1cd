"""`flask cors diff`: what has changed since the policies were written down."""

from __future__ import annotations

import typing as t
from pathlib import Path

import click
from flask import Flask

from ..describing.describe import printable
from ..lock.changes import Change
from ..lock.changes import Kind
from ..lock.changes import changes_between
from ..lock.files import command_for
from ..lock.records import Lock
from .loading import with_app
from .lock import LOCK_FILE
from .lock import locked
from .output import FORMAT
from .output import say
from .output import say_json
from .output import wrapped

_TITLES = {
    Kind.WIDER: ("This opens something up", "red"),
    Kind.NARROWER: ("This closes something", "green"),
    Kind.OTHER: ("This changes how answers are sent", "yellow"),
}


@click.command("diff", short_help="Compare the policies with those that were written down.")
@LOCK_FILE
@click.option("--strict", is_flag=True, help="Fail at any change of what pages may do.")
@FORMAT
@with_app
def command(app: Flask, *, file: Path, strict: bool, form: str) -> None:
    """Compare the policy of every route with the one that was written down.

    A change that cannot be told to be narrower, such as that of a regex, counts as wider.

    Exit status: 0 where nothing opens up (with --strict: nothing changes), 1 where something
    does, 2 where the app or the lock file cannot be read.
    """
    old, new = locked(file), Lock.of(app)
    changes = changes_between(old, new)
    fails = any(strict or change.kind is Kind.WIDER for change in changes)
    if form == "json":
        say_json({"version": 1, "fails": fails, "changes": list(map(_data, changes))})
    else:
        _tell(changes, file, up_to_date=old == new)
    click.get_current_context().exit(int(fails))


def _data(change: Change) -> dict[str, t.Any]:
    return {
        "route": change.route,
        "kind": change.kind.value,
        "option": change.option,
        "text": change.text,
    }


def _tell(changes: list[Change], file: Path, *, up_to_date: bool) -> None:
    for kind, (title, colour) in _TITLES.items():
        routes: dict[str, list[str]] = {}
        for change in changes:
            if change.kind is kind:
                routes.setdefault(f"{change.option}: {change.text}", []).append(change.route)
        if routes:
            say(click.style(f"{title}:", fg=colour, bold=True))
        for text, where in routes.items():
            say(wrapped(text, "  "))
            for route in where:
                say(wrapped(f"at {route}", "    "))
    if changes:
        say(wrapped(f"Is that what you want? Then run {command_for(file)} and commit {file}."))
        return
    what = "Nothing" if up_to_date else "Nothing that pages may do"
    but = "" if up_to_date else f", but the file is not up to date: run {command_for(file)}"
    say(wrapped(f"{what} has changed since {printable(str(file))} was written{but}."))
