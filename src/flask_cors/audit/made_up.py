"""Origins to try things with."""

from __future__ import annotations

from ..options.look_alikes import admitted
from ..protocol.policy import Policy

MADE_UP = "https://made-up.example"
"""An origin that no program knows."""


def an_origin_of(policy: Policy) -> str | None:
    """An origin that a policy lets in; None where none can be made."""
    origins = policy.origins
    if origins.any:
        return MADE_UP
    made = [pattern.serialize() for pattern in origins.patterns]
    written = [*origins.exact, *(each.replace("*.", "a.").replace(":*", "") for each in made)]
    for regex in origins.regexes:
        written += [origin.serialize() for _, origin in admitted(regex)]
    return next(iter(sorted(filter(origins.allows, written))), None)
