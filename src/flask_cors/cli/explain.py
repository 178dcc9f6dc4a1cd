"""`flask cors explain`: what a message of a browser's console means for this app."""

from __future__ import annotations

import sys
import typing as t

import click
from flask import Flask

from ..diagnosing.diagnosis import diagnose
from ..diagnosing.played import Played
from ..explaining.cases import Case
from ..explaining.cases import Known
from ..explaining.console_reader import read_console_messages
from ..explaining.guessing import SOMEBODY
from ..explaining.rehearsing import noting_failures
from ..explaining.remarks import assumptions
from ..explaining.remarks import left_out
from ..explaining.remarks import on_debug_mode
from ..explaining.remarks import unexplained
from ..explaining.remarks import unknown
from ..explaining.reproducing import paths_of
from ..explaining.reproducing import reproduce
from ..layer.telling import untold
from ..protocol.fields import Field
from ..rules.routing import governing_url
from ..rules.state import AppState
from .asking import CREDENTIALS
from .asking import HEADERS
from .asking import absolute_url
from .asking import environ_at
from .asking import foreign_origin
from .asking import require_route
from .loading import BadInput
from .loading import as_origin
from .loading import with_app
from .output import FORMAT
from .output import say
from .output import say_json
from .output import wrapped
from .played_data import played_data
from .transcript import asked_text
from .transcript import tell_verdict

_ELSEWHERE = (
    "If {} is another server, that one has to let the page in; else give with --url what the app "
    "is asked for, behind a proxy or before a redirect."
)


class _Explained(t.NamedTuple):
    """A message, and the request of the app that makes a browser say it, if one does."""

    case: Case
    seen: Played | None


@click.command("explain", short_help="Say what a message of a browser's console means.")
@click.argument("message")
@click.option("--url", help="The URL, where the message names none.")
@click.option("--origin", type=as_origin, metavar="ORIGIN", help="The origin of the page.")
@click.option("--method", help="The method of the request.")
@HEADERS
@CREDENTIALS
@FORMAT
@with_app
def command(  # noqa: PLR0917  one for each option
    app: Flask,
    message: str,
    url: str | None,
    origin: str | None,
    method: str | None,
    headers: tuple[Field, ...],
    credentials: bool,
    form: str,
) -> None:
    """Say what an error of a browser's console means for this app, and what to change.

    MESSAGE is the error as it was copied from the console of Chromium, Firefox or Safari; "-"
    reads it from standard input. Of several the first is explained that this app can cause. The
    options tell what it leaves out.

    The app is asked for real: preflights, and GET, for which its views run. The view for another
    method runs only where --method names it and the URL is known; else the rules answer alone.

    Exit status: 0 where the app explains the message, 1 where it does not, 2 where it is no such
    message, or no route serves its URL, which is another server's or under no rule.
    """
    if message == "-":
        message = sys.stdin.buffer.read().decode(errors="replace")
    messages = read_console_messages(message)
    if not messages:
        raise BadInput(unknown(message))
    state = AppState.as_it_is(app)
    known = Known(origin, method, headers, credentials, url)
    with untold(), noting_failures(app) as raised:
        case, seen = _first_explained(state, [Case(each, known) for each in messages])
    diagnosis = diagnose(state, seen) if seen else None
    others = len(messages) - 1
    if form == "json":
        explained = played_data(seen, diagnosis) if seen else None
        told = {"engine": case.message.engine, "other_messages": others, "explained": explained}
        say_json({"version": 1, **told})
    else:
        if seen is not None:
            say(wrapped(asked_text(seen)))
            tell_verdict(seen, diagnosis)
        for text in (*_remarks(state, case, seen, raised), *left_out(others)):
            say(wrapped(text))
    if seen is None:
        click.get_current_context().exit(1)


def _remarks(
    state: AppState, case: Case, seen: Played | None, raised: list[BaseException]
) -> list[str]:
    """What was guessed, or why there is no explanation; and what debug mode may have done."""
    debugged = state.app.debug and not state.debug_errors
    told = assumptions(seen, case) if seen else unexplained(case, debugged=debugged)
    if seen and case.url is not None:
        told = [*_on_route(state.app, seen.asked.url), *told]
    if state.app.debug or state.debug_errors:
        return told
    return [*told, *on_debug_mode(seen, case, raised)]


def _on_route(app: Flask, url: str) -> list[str]:
    """That no route serves a URL for which a rule speaks, if none does."""
    try:
        require_route(app, url)
    except BadInput as error:
        return [error.message]
    return []


def _first_explained(state: AppState, cases: list[Case]) -> _Explained:
    """The first message that the app explains, else the first that could be one about it.

    :raises BadInput: where there is none of these, since the app serves none of the URLs.
    """
    refused: BadInput | None = None
    others: list[_Explained] = []
    for case in cases:
        try:
            urls = _urls(state, case)
        except BadInput as error:
            refused = refused or error
            continue
        seen = reproduce(state, case, urls)
        if seen is not None:
            return _Explained(case, seen)
        others.append(_Explained(case, None))
    if refused is not None and not others:
        raise refused
    return others[0]


def _urls(state: AppState, case: Case) -> list[str]:
    """The URLs that a message may be about; none where it takes no app to know what it means."""
    if not case.message.steps:
        return []
    try:
        return _urls_of_app(state, case)
    except BadInput:
        if case.message.meaning is None or case.known.url is not None:
            raise
        return []


def _urls_of_app(state: AppState, case: Case) -> list[str]:
    origin = case.page or SOMEBODY
    if case.url is None:
        return [absolute_url(state.app, path, origin) for path in paths_of(state)]
    url = absolute_url(state.app, case.url, origin)
    foreign = foreign_origin(state.app, url)
    if case.known.url is None and foreign is None and _is_governed(state, url):
        return [url]
    try:
        require_route(state.app, url)
    except BadInput as error:
        if foreign is None:
            raise
        raise BadInput(f"{error.message} {_ELSEWHERE.format(foreign)}") from error
    return [url]


def _is_governed(state: AppState, url: str) -> bool:
    """Whether a rule speaks for a URL, even for the 404 of one that no route serves."""
    return governing_url(state, environ_at(url), "GET") is not None
