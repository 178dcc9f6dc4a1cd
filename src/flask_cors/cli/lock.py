"""`flask cors lock`: writes down the policy of every route."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask

from ..describing.describe import printable
from ..lock.files import FILE
from ..lock.files import LockError
from ..lock.files import command_for
from ..lock.files import read_lock
from ..lock.records import Lock
from .loading import BadInput
from .loading import with_app
from .output import say
from .output import wrapped

LOCK_FILE = click.option(
    "--file",
    type=click.Path(path_type=Path),
    default=FILE,
    show_default=True,
    help="The lock file.",
)


@click.command("lock", short_help="Write down the policy of every route.")
@LOCK_FILE
@click.option("--check", is_flag=True, help="Write nothing; fail where the file is not up to date.")
@with_app
def command(app: Flask, *, file: Path, check: bool) -> None:
    """Write down the policy of every route, for review and for `flask cors diff`.

    Exit status: 0 where the file is written or, with --check, up to date, 1 where it is not
    up to date, 2 where the app or the file cannot be read or written.
    """
    lock = Lock.of(app)
    name = printable(str(file))
    if check:
        up_to_date = locked(file) == lock
        told = "up to date" if up_to_date else f"not up to date: run {command_for(file)}"
        say(wrapped(f"{name} is {told}."))
        click.get_current_context().exit(int(not up_to_date))
    try:
        file.write_text(lock.dumps(), encoding="utf-8")
    except OSError as error:
        raise BadInput(printable(f"{file} cannot be written: {error.strerror}.")) from error
    routes = f"{len(lock.declared)} {'route' if len(lock.declared) == 1 else 'routes'}"
    policies = f"{len(lock.policies)} {'policy' if len(lock.policies) == 1 else 'policies'}"
    say(wrapped(f"{name} has {routes} and {policies}."))


def locked(file: Path) -> Lock:
    """The lock in a file.

    :raises BadInput: where there is none.
    """
    try:
        return read_lock(file)
    except LockError as error:
        raise BadInput(printable(str(error))) from error
