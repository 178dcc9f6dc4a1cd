"""Reading what a browser's console says of a fetch that CORS has blocked.

Only what is characteristic in a message is looked for, so that it may be cut, broken into lines or
copied with what stands around it.
"""

from __future__ import annotations

import functools
import html
import re
from dataclasses import dataclass

from ..diagnosing.advice import OF_SERVER
from ..protocol.user_agent import Step
from ..protocol.user_agent.redirects import REDIRECTS
from ..protocol.user_agent.urls import URL
from .console_cutting import FRAMES
from .console_cutting import cut
from .console_meanings import MEANINGS
from .console_sayings import ENGINES
from .console_sayings import SAYINGS
from .console_sayings import STRAIGHT
from .console_sayings import as_regex
from .meaning import NETWORK_ERROR

_STATUS = re.compile(rf"(?:Status code:|HTTP status code|{NETWORK_ERROR}FAILED) (\d{{3}})")
"""How Firefox and Safari tell it, older Chromiums, and Chromium in a line of its own."""

_OF_GATEWAYS = frozenset({413, 414, 429, 431, 502, 503, 504, *range(520, 531)})
_PAGE = re.compile(r"Origin '(?P<origin>\S+?)' is therefore not allowed access")
"""How older Chromiums named the page."""

_ESCAPED = re.compile(
    r"&(?:amp;)*(#\d{1,7}|#x[\da-f]{1,6}|amp|apos|quot|lt|gt|nbsp|[lr][sd]quo);", re.IGNORECASE
)
"""What HTML makes of quotation marks and of ``&``, once or again.

Only with its semicolon, and no other name: a URL may have ``&copy=1`` in it.
"""

_IN_STRING = re.compile(r"\\(?:u(002[267]|003[ce]|201[89cd])|(['\"]))", re.IGNORECASE)
"""What JSON makes of the same, and of what else HTML could misread."""


@dataclass(frozen=True)
class ConsoleMessage:
    """What a browser's message says.

    :param engine: whose wording it is: ``chromium``, ``firefox`` or ``webkit``.
    :param steps: the steps of the standard that it may be about; WebKit says the same of some, and
        none is one that no app leads to.
    :param facts: what it names, among ``url``, ``origin``, ``method``, ``header``, ``value``, and
        where a redirect ``led_to``, if ``url`` is what the page asked for.
    :param in_preflight: whether it is the preflight that failed; None where it does not say.
    :param status: the status of the response; None where it does not say.
    :param several: whether it says that a field has several values.
    :param meaning: what it means if no app makes a browser say it; None where that takes an app.

    .. versionadded:: 7.0
    """

    engine: str
    steps: frozenset[Step]
    facts: dict[str, str]
    in_preflight: bool | None = None
    status: int | None = None
    several: bool = False
    meaning: str | None = None

    @property
    def names_no_step(self) -> bool:
        """Whether it may be about any step, as it says of none."""
        return self.steps == OF_SERVER

    @property
    def names_another_server(self) -> bool:
        """Whether it tells of a redirect to another server than the page had asked."""
        urls = [URL.parse(self.facts.get(name, "")) for name in ("led_to", "url")]
        led_to, asked = (url and url.host for url in urls)
        return led_to not in {None, asked}

    @property
    def is_of_gateway(self) -> bool:
        """Whether its status is one that is mostly answered before an app, or in its place."""
        return self.status in _OF_GATEWAYS


def read_console_messages(text: str) -> list[ConsoleMessage]:
    """What each of the messages says that were copied from a console, once; empty for no such.

    :param text: the messages, whatever stands around them, however their lines are broken; from an
        issue tracker with escapes of HTML.

    .. versionadded:: 7.0
    """
    read: list[ConsoleMessage] = []
    for part in cut(_plain(text)):
        message = _read(part)
        if message is not None and message not in read:
            read.append(message)
    return read


def _plain(text: str) -> str:
    """A text in one line, with straight quotation marks, as if nobody had escaped it."""
    unescaped = _ESCAPED.sub(lambda found: html.unescape(f"&{found[1].lower()};"), text)
    unescaped = _IN_STRING.sub(lambda found: found[2] or chr(int(found[1], 16)), unescaped)
    return " ".join(unescaped.translate(STRAIGHT).split())


def _read(text: str) -> ConsoleMessage | None:
    """What one message says: of a step, else of something else, else that CORS blocked a fetch."""
    around = _around(text)
    engines = sorted(ENGINES, key=lambda engine: engine not in around)
    readings = (
        reading
        for read in (_of_step, _of_something_else, _of_any_step)
        for engine in engines
        if (reading := read(engine, text, around.get(engine, {})))
    )
    return next(readings, None)


def _around(text: str) -> dict[str, dict[str, str]]:
    """What the frames of a message name, by engine."""
    page = _PAGE.search(text)
    named = page.groupdict() if page else {}
    found = ((frame.engine, frame.around.search(text)) for frame in reversed(FRAMES))
    return {engine: {**named, **_groups(match)} for engine, match in found if match}


def _groups(match: re.Match[str]) -> dict[str, str]:
    return {name: value for name, value in match.groupdict().items() if value is not None}


def _of_step(engine: str, text: str, facts: dict[str, str]) -> ConsoleMessage | None:
    said = [
        (sayings, found)
        for sayings in SAYINGS
        for each in sayings.said_by(engine)
        if (found := _pattern(each).search(text))
    ]
    if not said:
        return None
    for _, found in said:
        facts |= found.groupdict()
    status = _status(text)
    return ConsoleMessage(
        engine,
        frozenset(sayings.step for sayings, _ in said),
        facts,
        _in_preflight(engine, text, status),
        status,
        any(sayings.several for sayings, _ in said),
    )


def _of_something_else(engine: str, text: str, facts: dict[str, str]) -> ConsoleMessage | None:
    for meaning in MEANINGS:
        if any(said in text for said in meaning.said_by(engine)):
            return ConsoleMessage(engine, meaning.steps, facts, meaning=meaning.text)
    return None


def _of_any_step(engine: str, text: str, facts: dict[str, str]) -> ConsoleMessage | None:
    """A message that has been cut, or Safari's line of its own."""
    frames = (each for each in FRAMES if each.engine == engine and each.of_cors)
    is_one = any(frame.around.search(text) for frame in frames)
    return ConsoleMessage(engine, OF_SERVER, facts) if is_one else None


def _status(text: str) -> int | None:
    found = _STATUS.search(text)
    return None if found is None else int(found[1])


def _in_preflight(engine: str, text: str, status: int | None) -> bool | None:
    if engine == "chromium":
        return "preflight re" in text
    # Firefox says of a preflight that it failed, and then that the request did; of a redirect, too.
    failed_twice = engine == "firefox" and "did not succeed). Status code: (null)" in text
    return True if failed_twice and status not in REDIRECTS else None


@functools.cache
def _pattern(said: str) -> re.Pattern[str]:
    return re.compile(as_regex(said))
