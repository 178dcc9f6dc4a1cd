"""Cutting what was copied from a console into its messages, each with what stands around it."""

from __future__ import annotations

import collections.abc as cabc
import functools
import re
import typing as t

from .console_meanings import MEANINGS
from .console_sayings import ENGINES
from .console_sayings import SAYINGS
from .console_sayings import WORD
from .console_sayings import as_regex
from .meaning import NETWORK_ERROR

# Firefox puts quotation marks around the URL in one of its messages only.
_URL = r"""['"]?(?P<url>(?!resource:)[\w/]\S*?)['"]?"""


class Frame(t.NamedTuple):
    """What a message says around what it says of the step.

    :param begins: whether a message begins with it; Safari's may end with it.
    :param of_cors: whether it is said of nothing else.
    """

    engine: str
    around: re.Pattern[str]
    begins: bool = True
    of_cors: bool = True


_FIREFOX = Frame(
    "firefox",
    re.compile(
        rf"disallows reading the remote resource at {_URL}"
        # It cuts its messages after 1,000 characters, be it in the URL.
        r"(?: ?\.(?!\S)|(?!\S)(?<=\S{800}))"
    ),
)
_MODULE = Frame("firefox", re.compile(rf"Loading module from {_URL} was blocked"), of_cors=False)
FRAMES = (
    _FIREFOX,
    _MODULE,
    Frame(
        "chromium",
        re.compile(
            r"Access to [\w ]{1,40}? at (?:['\"]?(?P<led_to>\S+?)['\"]? \(redirected from )?"
            rf"{_URL}\)? from origin ['\"]?(?P<origin>{WORD})['\"]? has been blocked by CORS policy"
        ),
    ),
    Frame(
        "chromium",
        re.compile(rf"\b(?P<method>[A-Z]+) {_URL} {NETWORK_ERROR}(?!FAILED)"),
        of_cors=False,
    ),
    Frame(
        "webkit",
        re.compile(rf" cannot load {_URL} due to access control checks"),
        begins=False,
    ),
    # What older ones said.
    Frame("chromium", re.compile(rf"Redirect from {_URL} to \S+ has been blocked by CORS policy")),
    Frame("chromium", re.compile(r"Font from origin '\S+' has been blocked from loading")),
    Frame("chromium", re.compile(rf"Failed to load {_URL}: "), of_cors=False),
    Frame("chromium", re.compile(rf" cannot load {_URL}\. "), of_cors=False),
    Frame("webkit", re.compile(rf" cannot load {_URL}\. "), of_cors=False),
)
"""What a message says around what it says of the step."""

# Firefox says of a preflight that it failed, and then that the request did; of a redirect, too,
# and of a module that is none.
_AGAIN = re.compile(
    r"\(Reason: CORS (?:request did not succeed|request failed|"
    r"preflight response did not succeed\)\. Status code: 3)"
)
_SAID = re.compile(
    # Safari says again of the resource what it has said of the request.
    "(?<!Failed to load resource: )(?:"
    + "|".join(
        as_regex(said, named=False)
        for each in (*SAYINGS, *MEANINGS)
        for engine in ENGINES
        for said in each.said_by(engine)
    )
    + ")"
)


def cut(text: str) -> list[str]:
    """The messages in a text without line breaks, one after the other.

    A message has one frame, and says one thing.
    """
    starts, held = [0], set[str]()
    for start, kind, begins in sorted(_marks(text)):
        if begins or kind in held:
            starts.append(start)
            held.clear()
        held.add(kind)
    parts = [text[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
    return functools.reduce(_joined, parts[1:], parts[:1])


def _marks(text: str) -> cabc.Iterator[tuple[int, str, bool]]:
    """Where a frame begins, or what is said, and whether a message must begin there."""
    for frame in FRAMES:
        for found in frame.around.finditer(text):
            yield found.start(), "frame", frame.begins
    for found in _SAID.finditer(text):
        yield found.start(), "said", False


def _joined(parts: list[str], part: str) -> list[str]:
    """`parts` and one more, which may only say again that the request of the last one failed."""
    if _AGAIN.search(part) and _url(part) == _url(parts[-1]):
        return [*parts[:-1], parts[-1] + part]
    return [*parts, part]


def _url(part: str) -> str | None:
    found = _MODULE.around.search(part) or _FIREFOX.around.search(part)
    return found and found["url"]
