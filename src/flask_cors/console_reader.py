"""Reading what a browser's console says of a fetch that CORS has blocked.

The wordings are those of Chromium 156, Firefox 153 and WebKit 2.52, in English; only what is
characteristic in them is looked for, so that a message may be cut, broken into lines or copied
with what stands around it.
"""

from __future__ import annotations

import functools
import re
import typing as t
from dataclasses import dataclass

from .protocol.user_agent import Step

_FRAMES = {
    "chromium": "Access to {initiator} at '{url}'{redirected} from origin '{origin}' has been "
    "blocked by CORS policy",
    "firefox": "disallows reading the remote resource at {url}. (Reason: ",
    "webkit": " cannot load {url} due to access control checks",
}
"""What a message says around what it says of the step."""


class _Sayings(t.NamedTuple):
    """What each engine says of a step; a message that says it is about that step."""

    step: Step
    chromium: str
    firefox: str
    webkit: str


_MISMATCH = "Origin {origin} is not allowed by Access-Control-Allow-Origin"
_SAYINGS = (
    _Sayings(
        Step.ALLOW_ORIGIN_MISSING,
        "No 'Access-Control-Allow-Origin' header is present on the requested resource",
        "CORS header 'Access-Control-Allow-Origin' missing",
        _MISMATCH,
    ),
    _Sayings(
        Step.ALLOW_ORIGIN_WILDCARD,
        "must not be the wildcard '*' when the request's credentials mode is 'include'",
        "Credential is not supported if the CORS header 'Access-Control-Allow-Origin' is '*'",
        "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true",
    ),
    _Sayings(
        Step.ALLOW_ORIGIN_MISMATCH,
        "header has a value '{value}' that is not equal to the supplied origin",
        "CORS header 'Access-Control-Allow-Origin' does not match '{value}'",
        _MISMATCH,
    ),
    _Sayings(
        Step.ALLOW_ORIGIN_MISMATCH,
        "header contains multiple values '{value}', but only one is allowed",
        "Multiple CORS header 'Access-Control-Allow-Origin' not allowed",
        "Access-Control-Allow-Origin cannot contain more than one origin",
    ),
    _Sayings(
        Step.ALLOW_ORIGIN_MISMATCH,
        "'Access-Control-Allow-Origin' header contains the invalid value '{value}'",
        "CORS header 'Access-Control-Allow-Origin' does not match '{value}'",
        _MISMATCH,
    ),
    _Sayings(
        Step.ALLOW_CREDENTIALS,
        "'Access-Control-Allow-Credentials' header in the response is '{value}' which must be",
        "expected 'true' in CORS header 'Access-Control-Allow-Credentials'",
        "Credentials flag is true, but Access-Control-Allow-Credentials is not",
    ),
    _Sayings(
        Step.PREFLIGHT_REDIRECT,
        "Redirect is not allowed for a preflight request",
        "CORS request external redirect not allowed",
        "Preflight response is not successful",
    ),
    _Sayings(
        Step.PREFLIGHT_STATUS,
        "It does not have HTTP ok status",
        "CORS preflight response did not succeed",
        "Preflight response is not successful",
    ),
    _Sayings(
        Step.ALLOW_METHODS_SYNTAX,
        "Cannot parse Access-Control-Allow-Methods response header",
        "invalid token '{value}' in CORS header 'Access-Control-Allow-Methods'",
        "Header Access-Control-Allow-Methods has an invalid value",
    ),
    _Sayings(
        Step.ALLOW_HEADERS_SYNTAX,
        "Cannot parse Access-Control-Allow-Headers response header",
        "invalid token '{value}' in CORS header 'Access-Control-Allow-Headers'",
        "Header Access-Control-Allow-Headers has an invalid value",
    ),
    _Sayings(
        Step.METHOD,
        "Method {method} is not allowed by Access-Control-Allow-Methods",
        "Did not find method in CORS header 'Access-Control-Allow-Methods'",
        "Method {method} is not allowed by Access-Control-Allow-Methods",
    ),
    _Sayings(
        Step.HEADER,
        "Request header field {header} is not allowed by Access-Control-Allow-Headers",
        "header '{header}' is not allowed according to header 'Access-Control-Allow-Headers'",
        "Request header field {header} is not allowed by Access-Control-Allow-Headers",
    ),
)

_STEPS = frozenset(sayings.step for sayings in _SAYINGS)
"""All steps that a message may be about."""

_UNANSWERED = "CORS request did not succeed"
"""What Firefox says of a request that nobody answered, and besides of preflights that fail."""

_STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
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

    .. versionadded:: 7.0
    """

    engine: str
    steps: frozenset[Step]
    facts: dict[str, str]
    in_preflight: bool | None = None


def read_console_message(text: str) -> ConsoleMessage | None:
    """What a message says that was copied from a console; None where it is none about CORS.

    :param text: the message, whatever stands around it, however its lines are broken.

    .. versionadded:: 7.0
    """
    text = " ".join(text.translate(_STRAIGHT).split())
    for engine, frame in _FRAMES.items():
        around = _pattern(frame).search(text)
        said = [
            (sayings.step, found)
            for sayings in _SAYINGS
            if (found := _pattern(getattr(sayings, engine)).search(text))
        ]
        # Safari puts what it says of the step into a line of its own.
        if said and (around or engine == "webkit"):
            facts = {} if around is None else around.groupdict()
            for _, found in said:
                facts |= found.groupdict()
            facts.pop("redirected", None)
            steps = frozenset(step for step, _ in said)
            return ConsoleMessage(engine, steps, facts, _in_preflight(engine, text))
        if around and _UNANSWERED in text:
            return ConsoleMessage(engine, frozenset({Step.CONNECTION}), around.groupdict())
        if around and engine == "webkit":
            # Without the line of its own it may be any step.
            return ConsoleMessage(engine, _STEPS, around.groupdict())
    return None


def _in_preflight(engine: str, text: str) -> bool | None:
    if engine == "chromium":
        return "preflight re" in text
    # Firefox says of a preflight that it failed, and then that the request did.
    return True if engine == "firefox" and "did not succeed). Status code: (null)" in text else None


@functools.cache
def _pattern(saying: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", saying)
    texts, names = map(re.escape, parts[::2]), parts[1::2]
    # Firefox puts quotation marks around the URL in one of its messages only.
    groups = [f"'?(?P<{name}>{_FACTS.get(name, _WORD)})'?" for name in names]
    return re.compile("".join(map("".join, zip(texts, [*groups, ""], strict=True))))
