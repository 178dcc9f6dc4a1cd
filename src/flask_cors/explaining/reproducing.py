"""Finding the request that a browser's message is about: the one of which it would say that.

A message leaves out much: Firefox names neither the page nor the method. What it leaves out is
guessed, until the browser's half of the protocol stops at the step that the message names.
"""

from __future__ import annotations

import collections.abc as cabc
import dataclasses

from ..diagnosing.played import Played
from ..inventory.governed_routes import governed_routes
from ..protocol.decisions import Reason
from ..protocol.user_agent import CHROMIUM
from ..protocol.user_agent import FIREFOX
from ..protocol.user_agent import JavaScriptError
from ..protocol.user_agent import NetworkError
from ..protocol.user_agent import Step
from ..protocol.user_agent.urls import URL
from ..rules.state import AppState
from ..testing.consoles import console_lines
from .cases import Case
from .console_reader import ConsoleMessage
from .console_reader import read_console_messages
from .guessing import Guess
from .guessing import guesses
from .playing import play_against
from .rehearsing import Rehearsal

_PROFILES = {"chromium": CHROMIUM, "firefox": FIREFOX}
"""The engines whose words are known; Safari's are only read."""


def reproduce(state: AppState, case: Case, urls: cabc.Sequence[str]) -> Played | None:
    """The likeliest request of which the browser would say that; None if it would of none.

    :param urls: the URLs that it may be about.
    """
    message = case.message
    supposed: Played | None = None
    likely: Played | None = None
    for guess, played, error in _alike(state, case, urls):
        agrees = message.in_preflight in {None, error.preflight}
        agrees &= message.status in {None, played.last_status} or played.last_status is None
        if agrees and not _stops_at_method(played, error):
            if not _supposes_status(guess, error, message):
                return played
            supposed = supposed or played
        elif not (case.is_likelier_of_gateway or _is_disproved(case, played, error)):
            likely = likely or played
    return supposed or likely


def paths_of(state: AppState) -> list[str]:
    """A path for every route, where a message names no URL."""
    return [route.path for route in governed_routes(state)]


def _alike(
    state: AppState, case: Case, urls: cabc.Sequence[str]
) -> cabc.Iterator[tuple[Guess, Played, NetworkError]]:
    """The requests of which the browser would say that, each with what it ended in."""
    rehearsal = Rehearsal(state)
    for url in urls:
        for guess in guesses(state, case, url):
            played = _play(rehearsal, guess, case.message)
            if played is None or not isinstance(played.outcome, NetworkError):
                continue
            error = played.outcome
            said = _said_of(error, case.message)
            if said and _is_alike(said, case.message) and not _is_made_up(guess, played, error):
                yield guess, played, error


def _play(rehearsal: Rehearsal, guess: Guess, message: ConsoleMessage) -> Played | None:
    ask = rehearsal.ask if guess.runs_view else rehearsal.ask_without_view
    private_network = message.steps == frozenset({Step.PRIVATE_NETWORK})
    try:
        played = play_against(ask, guess.asked, guess.origin, private_network=private_network)
    except JavaScriptError:
        return None
    return dataclasses.replace(played, assumed=guess.assumed, assumes_method=guess.assumes_method)


def _said_of(error: NetworkError, message: ConsoleMessage) -> ConsoleMessage | None:
    """What the browser that wrote the message would say of an error, read as the message was."""
    if _is_of_another_server(error, message):
        return message
    profile = _PROFILES.get(message.engine)
    if profile is None:
        return dataclasses.replace(message, steps=frozenset({_step_of_safari(error)}))
    said = read_console_messages("\n".join(console_lines(error, "fetch", profile)))
    return said[0] if said else None


def _is_of_another_server(error: NetworkError, message: ConsoleMessage) -> bool:
    """Whether it is about a server that the app redirects to, which may answer anything."""
    if error.step is not Step.CONNECTION:
        return False
    return "led_to" in message.facts or _host(message.facts.get("url", "")) == _host(error.url)


def _host(text: str) -> str | None:
    url = URL.parse(text)
    return url and url.host


def _step_of_safari(error: NetworkError) -> Step:
    """The step at which Safari stops.

    It looks at the status of a preflight before it looks at any field: see
    ``validatePreflightResponse`` in
    https://github.com/WebKit/WebKit/blob/main/Source/WebCore/loader/CrossOriginAccessControl.cpp.
    """
    if error.preflight:
        response = error.exchanges[-1].response
        if response is not None and not 200 <= response.status <= 299:
            return Step.PREFLIGHT_STATUS
    return error.step


def _is_alike(said: ConsoleMessage, message: ConsoleMessage) -> bool:
    """Whether one of these may be the other, cut or not."""
    is_redirected = "led_to" in said.facts or "led_to" not in message.facts
    is_of_step = not said.steps.isdisjoint(message.steps)
    return is_of_step and is_redirected and said.several is message.several


def _is_made_up(guess: Guess, played: Played, error: NetworkError) -> bool:
    """Whether the browser stops at nothing but what stands for the unknown.

    That is a header that nobody has set, or the answer of a view that was not asked, and may write
    fields of its own where no rule governs it.
    """
    if error.preflight:
        return error.step is Step.HEADER and bool(guess.assumed)
    return guess.assumes_method and not guess.runs_view and played.decision is None


def _is_disproved(case: Case, played: Played, error: NetworkError) -> bool:
    """Whether the message tells a status of which a page that is only guessed is not the cause.

    No view answers a preflight, so the app refuses each page with the same one.
    """
    message = case.message
    is_of_preflight = error.preflight or bool(message.in_preflight)
    tells_another = message.status not in {None, played.last_status}
    return is_of_preflight and tells_another and case.page is None


def _supposes_status(guess: Guess, error: NetworkError, message: ConsoleMessage) -> bool:
    """Whether the status that the message tells is that of no view, since none was asked."""
    return message.status is not None and not (guess.runs_view or error.preflight)


def _stops_at_method(played: Played, error: NetworkError) -> bool:
    """Whether the header that the browser misses would be allowed with another method."""
    decision = played.decision
    refuses_method = decision is not None and Reason.METHOD_NOT_ALLOWED in decision.reasons
    return error.step is Step.HEADER and refuses_method
