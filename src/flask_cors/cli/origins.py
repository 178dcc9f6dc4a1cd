"""`flask cors origins`: the origins of a source that can be told which to let in."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import typing as t

import click
from flask import Flask

from ..describing.describe import printable
from ..options.credentials import IN_CLEAR
from ..options.credentials import is_in_clear
from ..protocol.origins import Origin
from ..protocol.problems import PolicyError
from ..protocol.problems import listed
from ..protocol.run_time import described
from ..protocol.run_time import name_of
from ..sources.answering import wait_for
from ..sources.cached import CachedOrigins
from ..sources.exact import exact
from .asked_sources import asks_several
from .asked_sources import goes_with_credentials
from .asked_sources import rules_that_list
from .asked_sources import the_one
from .loading import BadInput
from .loading import with_app
from .output import FORMAT
from .output import say
from .output import say_json
from .output import wrapped

_ALLOWS_CREDENTIALS = (
    "The app allows it credentials, too: serve the page over https, and let that in instead."
)

SOURCE = click.option(
    "--source",
    "name",
    metavar="NAME",
    help="Which one, where there are several, by the name that `flask cors routes` shows.",
)


@click.group("origins", short_help="List, allow or revoke origins while the app runs.")
def command() -> None:
    """List, allow or revoke the origins of a source that the app asks.

    That is what its policies name as their origins, such as SQLiteOrigins(...): any object
    with methods origins, allow and revoke, whether or not CachedOrigins stands before it.

    Exit status: 0 where it is done, 1 where the back end of a CachedOrigins cannot be told, 2
    where the app asks no such source, or the source refuses or fails.
    """


@command.command("list", short_help="List the origins that are let in.")
@SOURCE
@FORMAT
@with_app
def list_origins(app: Flask, name: str | None, form: str) -> None:
    """List the origins that the source lets in, one to a line."""
    source, _ = the_one(app, name, "origins")
    with _telling_failures(source):
        origins = list(t.cast("cabc.Iterable[str]", _asked(source, "origins")))
        lines = list(map(printable, origins))
    if form == "json":
        say_json({"version": 1, "source": described(source), "origins": origins})
        return
    for line in lines:
        say(line)


@command.command("allow", short_help="Let an origin in.")
@click.argument("origin")
@SOURCE
@with_app
def allow(app: Flask, origin: str, name: str | None) -> None:
    """Let pages on ORIGIN in from now on."""
    source, caches = the_one(app, name, "allow")
    with _telling_failures(source):
        was_in = _asked(source, "allow", origin) is False
    sent = _as_sent(origin)
    say(f"{printable(sent or origin)} {'was let in already' if was_in else 'is let in'}.")
    parsed = Origin.parse(sent) if sent else None
    if parsed and is_in_clear(parsed) and goes_with_credentials(app, source):
        say(wrapped(f"{IN_CLEAR} {_ALLOWS_CREDENTIALS}"))
    _forget(caches, origin)


@command.command("revoke", short_help="Let an origin in no longer.")
@click.argument("origin")
@SOURCE
@with_app
def revoke(app: Flask, origin: str, name: str | None) -> None:
    """Let pages on ORIGIN in no longer."""
    source, caches = the_one(app, name, "revoke")
    with _telling_failures(source):
        was_out = _asked(source, "revoke", origin) is False
    sent = _as_sent(origin)
    rules = rules_that_list(app, sent) if sent else []
    # Only where nothing else may let it in is it known of the app, and not just of the source.
    by = "" if sent and not rules and not asks_several(app) else f" by {name_of(source)}"
    told = f"{sent or origin} {'was not let in' if was_out else 'is no longer let in'}{by}."
    say(printable(told))
    _forget(caches, origin)
    if rules:
        say(wrapped(f"It stays let in, by the origins listed for {'; '.join(listed(rules))}."))


def _asked(source: object, method: str, *arguments: str) -> object:
    return wait_for(getattr(source, method)(*arguments))


@contextlib.contextmanager
def _telling_failures(source: object) -> cabc.Generator[None]:
    """Have what goes wrong in a source told in one line.

    :raises BadInput: where something does.
    """
    try:
        yield
    except PolicyError as error:
        (problem, *_) = error.problems
        raise BadInput(f"{problem.reason} {problem.remedy}") from error
    except Exception as error:
        raise BadInput(f"{name_of(source)} failed: {printable(str(error))}") from error


def _forget(caches: list[CachedOrigins], text: str) -> None:
    """Have the caches forget the origin, and say when processes that run now will know.

    :raises ClickException: where a back end cannot be told.
    """
    origin = _as_sent(text)
    for cache in caches:
        try:
            cache.invalidate(origin)
        except Exception as error:
            raise click.ClickException(
                f"{printable(str(error))} It takes effect within {cache.ttl:g} seconds."
            ) from error
        if not cache.is_shared:
            say(f"Processes that run now know it within {cache.ttl:g} seconds.")


def _as_sent(text: str) -> str | None:
    """The origin as browsers send it; None where the source takes the text to mean others."""
    try:
        return exact(text)
    except PolicyError:
        return None
