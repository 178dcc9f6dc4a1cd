"""What has changed between two locks: what opens something up, and what does not."""

from __future__ import annotations

import collections.abc as cabc
import enum
import typing as t
from dataclasses import dataclass

from ..protocol.user_agent.cache import DEFAULT_MAX_AGE
from .inclusion import Listed
from .inclusion import covers_exposed
from .inclusion import covers_header
from .inclusion import covers_method
from .inclusion import covers_origin
from .records import SWITCHES
from .records import Lock
from .records import PolicyData

_COVERS: dict[str, cabc.Callable[[Listed, str], bool]] = {
    "origins": covers_origin,
    "methods": covers_method,
    "allow_headers": covers_header,
    "expose_headers": covers_exposed,
}
_GRANTS = frozenset({"supports_credentials", "allow_private_network", "automatic_options"})


class Kind(enum.Enum):
    """Which way a change goes."""

    WIDER = "wider"
    NARROWER = "narrower"
    OTHER = "other"


@dataclass(frozen=True)
class Change:
    """One change at one route.

    :param route: the route, as the lock has it.
    :param kind: which way it goes.
    :param option: the option that has changed; ``route`` where the whole route opens or closes.
    :param text: what has changed, in a few words.
    """

    route: str
    kind: Kind
    option: str
    text: str


def changes_between(old: Lock, new: Lock) -> list[Change]:
    """What has changed from one lock to another, route by route."""
    return [
        Change(route, kind, option, text)
        for route in sorted({*old.routes, *new.routes})
        for kind, option, text in _of_route(_open(old, route), _open(new, route))
    ]


def _open(lock: Lock, route: str) -> PolicyData | None:
    """The policy of a route; None where nobody is let in."""
    policy = lock.policy_of(route)
    return policy if policy and policy["origins"] else None


_Difference = tuple[Kind, str, str]


def _of_route(old: PolicyData | None, new: PolicyData | None) -> cabc.Iterator[_Difference]:
    if old is None and new is not None:
        yield Kind.WIDER, "route", f"opens to {_whom(new)}"
    elif new is None and old is not None:
        yield Kind.NARROWER, "route", f"closes to {_whom(old)}"
    elif old is not None and new is not None:
        for option in _COVERS:
            yield from _of_list(option, old, new)
        yield from _of_max_age(old["max_age"], new["max_age"])
        yield from _of_switches(old, new)


def _whom(policy: PolicyData) -> str:
    origins = ", ".join(policy["origins"])
    return f"{origins} with credentials" if policy["supports_credentials"] else origins


def _of_list(option: str, old: PolicyData, new: PolicyData) -> cabc.Iterator[_Difference]:
    covers, before, after = _COVERS[option], _in_force(option, old), _in_force(option, new)
    added = [each for each in after if not covers(before, each)]
    removed = [each for each in before if not covers(after, each)]
    if added:
        yield Kind.WIDER, option, f"+ {', '.join(added)}"
    if removed:
        yield Kind.NARROWER, option, f"- {', '.join(removed)}"
    if not (added or removed) and sorted(old[option]) != sorted(new[option]):
        yield Kind.OTHER, option, f"{', '.join(old[option])} -> {', '.join(new[option])}"


def _in_force(option: str, policy: PolicyData) -> Listed:
    """The members of a list that mean something beside the other options.

    With credentials ``*`` would be the name of a header for browsers, and is not sent.
    Source: https://fetch.spec.whatwg.org/#http-new-header-syntax
    """
    listed = t.cast("list[str]", policy[option])
    is_idle = option == "expose_headers" and policy["supports_credentials"]
    return [each for each in listed if each != "*"] if is_idle else listed


def _of_switches(old: PolicyData, new: PolicyData) -> cabc.Iterator[_Difference]:
    for option in SWITCHES:
        if old[option] != new[option]:
            granted = Kind.WIDER if new[option] else Kind.NARROWER
            kind = granted if option in _GRANTS else Kind.OTHER
            yield kind, option, f"{old[option]} -> {new[option]}"


def _of_max_age(old: int | None, new: int | None) -> cabc.Iterator[_Difference]:
    if old == new:
        return
    seconds = [DEFAULT_MAX_AGE if each is None else each for each in (old, new)]
    kind = Kind.OTHER
    if seconds[0] != seconds[1]:
        kind = Kind.WIDER if seconds[0] < seconds[1] else Kind.NARROWER
    yield kind, "max_age", f"{old} -> {new}"
