"""What browsers' consoles say of a blocked request, word for word, so that it can be searched for.

Seen in Chromium 156 and Firefox 153.
"""

from __future__ import annotations

from ...protocol.user_agent import FIREFOX
from ...protocol.user_agent import NetworkError
from ...protocol.user_agent import Profile
from ...protocol.user_agent import Response
from . import chromium
from . import firefox


def console_lines(error: NetworkError, initiator: str, profile: Profile) -> list[str]:
    """The lines that the browser's console shows.

    :param initiator: what asked: ``fetch``, ``XMLHttpRequest``, ``image``, ``script``, ``font``.
    """
    if profile.name == FIREFOX.name:
        return firefox.lines(error)
    return chromium.lines(error, initiator)


def warning_lines(response: Response, profile: Profile) -> list[str]:
    """What the browser's console warns of, though the page gets its response."""
    return firefox.warnings(response) if profile.name == FIREFOX.name else []


def dropped_lines(names: list[str], profile: Profile) -> list[str]:
    """What is said of headers that only the browser may set, and so drops.

    Chromium says it of ``XMLHttpRequest`` alone; here it is said of ``fetch``, too.
    """
    words = "Attempt to set a forbidden header was denied: {}"
    if profile.name != FIREFOX.name:
        words = 'Refused to set unsafe header "{}"'
    return [words.format(name) for name in names]
