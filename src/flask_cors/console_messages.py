"""What browsers print in their consoles where CORS blocks a page: written here, and read.

Both go by the one table of wordings, so that what is read is what is written.
"""

from __future__ import annotations

import functools
import re
import typing as t
from dataclasses import dataclass

from .console_wordings import DETAILS
from .console_wordings import ENGINES
from .console_wordings import FRAMES
from .console_wordings import Details
from .protocol.origins import Origin
from .protocol.user_agent.outcomes import NetworkError
from .protocol.user_agent.outcomes import Step

_OF_PREFLIGHT = "Response to preflight request doesn't pass access control check: "
"""What Chromium says first where it is not the preflight's lists that are at fault."""

_STATUS_TOLD = frozenset({Step.ALLOW_ORIGIN_MISSING, Step.PREFLIGHT_STATUS})
"""The steps at which Firefox adds the status."""

_STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d`", "''\"\"'")
_WORD = r"[^\s']+?"
_FACTS = {
    "initiator": r"\w+",
    "redirected": r"(?: \(redirected from '[^\s']+'\))?",
    "status": r"[0-9]*",
    # Firefox puts quotation marks around the URL in one of its messages only.
    "url": r"[^\s']+?(?='|\s|\. )",
    "value": r"[^']*",
}


@dataclass(frozen=True)
class ConsoleMessage:
    """What a browser's message says.

    :param engine: whose wording it is: ``chromium``, ``firefox`` or ``webkit``.
    :param steps: the steps of the standard that it may be about; WebKit says the same of some.
    :param facts: what it names, among ``url``, ``origin``, ``method``, ``header``, ``value``,
        ``status`` and ``initiator``.

    .. versionadded:: 7.0
    """

    engine: str
    steps: frozenset[Step]
    facts: dict[str, str]


def console_message(engine: str, error: NetworkError, initiator: str = "fetch") -> str | None:
    """What the console says of a failed fetch; None where it is no matter of CORS.

    :param engine: ``chromium``, ``firefox`` or ``webkit``.
    :param initiator: ``fetch``, ``XMLHttpRequest``, ``image``, ``script`` or ``font``.
    """
    details = _details_of(error)
    if details is None:
        return None
    response = error.exchanges[-1].response if error.exchanges else None
    facts = {
        "initiator": initiator,
        "url": error.url,
        "origin": error.origin,
        "value": error.value or "",
        "method": error.wanted,
        "header": error.wanted,
        "status": "" if response is None else str(response.status),
    }
    detail = t.cast("str", getattr(details, engine)).format(**facts)
    redirected = error.url != error.first_url
    facts["redirected"] = f" (redirected from '{error.first_url}')" if redirected else ""
    frame = FRAMES[engine]
    if engine == "chromium" and error.preflight and "in preflight response" not in detail:
        detail = _OF_PREFLIGHT + detail
    elif engine == "firefox":
        detail = re.sub("'(.*?)'", "\u2018\\1\u2019", detail)
        frame += " Status code: {status}." if error.step in _STATUS_TOLD else ""
        if error.step is Step.ALLOW_ORIGIN_WILDCARD:
            facts["url"] = f"\u2018{error.url}\u2019"
    return frame.format(detail=detail, **facts)


def _details_of(error: NetworkError) -> Details | None:
    several, invalid = DETAILS[:2]
    if error.step is Step.ALLOW_ORIGIN_MISMATCH:
        if "," in (error.value or ""):
            return several
        if error.value != "null" and Origin.parse(error.value or "") is None:
            return invalid
    return next((each for each in DETAILS[2:] if each.step is error.step), None)


def read_console_message(text: str) -> ConsoleMessage | None:
    """What a message says that was copied from a console; None where it is none about CORS.

    :param text: the message, whatever stands around it, however its lines are broken.
    """
    text = _flat(text)
    for engine in ENGINES:
        frame = _pattern(FRAMES[engine].partition("{detail}")[0 if engine != "webkit" else 2])
        around = frame.search(text)
        steps, facts = _read_details(engine, text)
        if steps and (around or engine == "webkit"):
            return ConsoleMessage(engine, steps, facts | (around.groupdict() if around else {}))
    return None


def _read_details(engine: str, text: str) -> tuple[frozenset[Step], dict[str, str]]:
    steps: set[Step] = set()
    facts: dict[str, str] = {}
    for details in DETAILS:
        said = _pattern(getattr(details, engine)).search(text)
        if said:
            steps.add(details.step)
            facts |= said.groupdict()
    return frozenset(steps), facts


@functools.cache
def _pattern(template: str) -> re.Pattern[str]:
    """What finds a template in a flat text."""
    texts = re.split(r"\{(\w+)\}", _flat(template))
    parts = [re.escape(each) for each in texts]
    parts[1::2] = [f"'?(?P<{name}>{_FACTS.get(name, _WORD)})'?" for name in texts[1::2]]
    return re.compile("".join(parts))


def _flat(text: str) -> str:
    """The text in one line, with straight quotation marks."""
    return " ".join(text.translate(_STRAIGHT).split())
