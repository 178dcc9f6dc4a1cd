"""Headers that pages set by mistake: to allow them would hide the mistake, and mend nothing."""

from __future__ import annotations

import collections.abc as cabc

_OF_RESPONSES = (
    "In the page, take {} out of the headers: only a response has such fields, and the app writes "
    "them."
)
_OF_CALLS = (
    "In the page, take {} out of the headers: options of the call, such as mode, credentials or "
    "withCredentials, stand beside them."
)
_OPTIONS = frozenset(
    {"cache", "credentials", "crossdomain", "mode", "redirect", "referrerpolicy", "withcredentials"}
)
"""What ``fetch``, ``XMLHttpRequest`` and libraries around them are told beside the headers."""


def is_mistake(name: str) -> bool:
    """Whether no page means to send the header of this lower-case name."""
    return _is_of_responses(name) or name in _OPTIONS


def advice_on_mistakes(names: cabc.Iterable[str]) -> list[str]:
    """What to change in a page that sends headers of these lower-case names; empty for others."""
    mistakes = list(filter(is_mistake, names))
    of_responses = list(filter(_is_of_responses, mistakes))
    of_calls = [name for name in mistakes if name not in of_responses]
    told = ((_OF_RESPONSES, of_responses), (_OF_CALLS, of_calls))
    return [text.format(", ".join(which)) for text, which in told if which]


def _is_of_responses(name: str) -> bool:
    return name.startswith("access-control-")
