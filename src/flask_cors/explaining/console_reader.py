"""Reading what a browser's console says of a fetch that CORS has blocked.

Only what is characteristic in a message is looked for, so that it may be cut, broken into lines or
copied with what stands around it.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ..protocol.user_agent import Step
from ..protocol.user_agent.redirects import REDIRECTS
from .console_sayings import FRAMES
from .console_sayings import NETWORK_ERRORS
from .console_sayings import SAYINGS
from .console_sayings import STRAIGHT
from .console_sayings import UNANSWERED

_STEPS = frozenset(sayings.step for sayings in SAYINGS)
"""All steps that a message may be about."""

_UNANSWERED = frozenset({Step.CONNECTION})
_NETWORK_ERROR = re.compile(
    rf"(?:(?P<method>[A-Z]+) (?P<url>https?://\S+) )?net::ERR_(?:{'|'.join(NETWORK_ERRORS)})"
)
_STATUS = re.compile(r"Status code: (\d{3})")
_WORD = r"[^\s']+?"
_FACTS = {
    "initiator": r"[\w ]+?",
    "redirected": r"(?: \(redirected from '\S+?'\))?",
    "url": r"\S+?",
    "value": r"[^']*",
}


@dataclass(frozen=True)
class ConsoleMessage:
    """What a browser's message says.

    :param engine: whose wording it is: ``chromium``, ``firefox`` or ``webkit``.
    :param steps: the steps of the standard that it may be about; WebKit says the same of some.
    :param facts: what it names, among ``url``, ``origin``, ``method``, ``header`` and ``value``.
    :param in_preflight: whether it is the preflight that failed; None where it does not say.
    :param status: the status of the response; None where it does not say.
    :param several: whether it says that a field has several values.

    .. versionadded:: 7.0
    """

    engine: str
    steps: frozenset[Step]
    facts: dict[str, str]
    in_preflight: bool | None = None
    status: int | None = None
    several: bool = False


def read_console_message(text: str) -> ConsoleMessage | None:
    """What a message says that was copied from a console; None where it is none about CORS.

    :param text: the message, whatever stands around it, however its lines are broken.

    .. versionadded:: 7.0
    """
    text = " ".join(text.translate(STRAIGHT).split())
    for engine, frame in FRAMES.items():
        around = _pattern(frame).search(text)
        said = [
            (sayings, found)
            for sayings in SAYINGS
            if (found := _pattern(getattr(sayings, engine)).search(text))
        ]
        # Safari puts what it says of the step into a line of its own.
        if said and (around or engine == "webkit"):
            facts = {} if around is None else around.groupdict()
            for _, found in said:
                facts |= found.groupdict()
            facts.pop("redirected", None)
            status = _status(text)
            return ConsoleMessage(
                engine,
                frozenset(sayings.step for sayings, _ in said),
                facts,
                _in_preflight(engine, text, status),
                status,
                any(sayings.several for sayings, _ in said),
            )
        if around and UNANSWERED in text:
            return ConsoleMessage(engine, _UNANSWERED, around.groupdict())
        if around and engine == "webkit":
            # Without the line of its own it may be any step.
            return ConsoleMessage(engine, _STEPS, around.groupdict())
    return _network_error(text)


def _network_error(text: str) -> ConsoleMessage | None:
    found = _NETWORK_ERROR.search(text)
    if found is None:
        return None
    facts = {name: fact for name, fact in found.groupdict().items() if fact}
    return ConsoleMessage("chromium", _UNANSWERED, facts)


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
def _pattern(saying: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", saying)
    texts, names = map(re.escape, parts[::2]), parts[1::2]
    # Firefox puts quotation marks around the URL in one of its messages only.
    groups = [f"'?(?P<{name}>{_FACTS.get(name, _WORD)})'?" for name in names]
    return re.compile("".join(map("".join, zip(texts, [*groups, ""], strict=True))))
