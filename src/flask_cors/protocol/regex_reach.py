"""Reach: how far into an origin a regex gets, and whether it lets in any at all.

An origin is read by an automaton, and a regex takes it from some of its states to others. That
needs no text that the regex matches, so nothing is missed; what no automaton knows of (a look
ahead, a reference back) is taken to match.
"""

from __future__ import annotations

import functools
import re
import string
import typing as t

from .origins import IN_OPAQUE_HOSTS
from .regex_beginnings import is_caseless
from .regex_places import accepted
from .regexes import Group
from .regexes import Literal
from .regexes import Node
from .regexes import Repeat
from .regexes import Wild
from .regexes import recompiled
from .regexes import tree_of
from .regexes import with_signs_as

_States = frozenset[int]

_START, _SCHEME, _COLON, _SLASH, _SLASHES, _HOST, _BRACKET, _ADDRESS, _CLOSED, _PORT = range(10)
_PORTS = range(_PORT + 1, _PORT + 6)  # one for each digit
_ALL = frozenset(range(_PORTS.stop))
_NONE: _States = frozenset()
_ENDS = frozenset({_HOST, _CLOSED, *_PORTS})

_MOST_TIMES = 16
"""After so many times that a part has to come, it need not come again, but may."""

_BEYOND_AUTOMATA = re.compile(r"\(\?(?:P=|\()")
_END_WITHIN = r"\$(?=\w|\([A-Za-z_]\w*\))|%(?=\([A-Za-z_]\w*\)s)"
"""The parser leaves out all signs for an end; in ``https://$HOST`` nothing can follow.

Nor can a variable of Python begin in a host, as in ``https://%(host)s``.
"""


def lets_in_any(regex: re.Pattern[str]) -> bool:
    """Whether an origin may be among what a regex matches; False where there surely is none.

    :raises RecursionError: where its groups are too deep to tell.
    """
    if _BEYOND_AUTOMATA.search(regex.pattern):
        return True
    reached = _Walk(is_caseless(regex)).through(_tree_of(regex), frozenset({_START}))
    return not _ENDS.isdisjoint(reached)


def _tree_of(regex: re.Pattern[str]) -> Group:
    """The structure of a regex, with what is in no origin for an end that something follows."""
    source = with_signs_as(_END_WITHIN, r"\s", regex.pattern)
    return tree_of(regex if source == regex.pattern else re.compile(source, regex.flags))


class _Walk:
    """Goes through an origin as a regex does.

    :param caseless: whether letters stand for those of the other case.
    """

    def __init__(self, caseless: bool) -> None:
        self._caseless = caseless

    def through(self, node: Node, states: _States) -> _States:
        """The states that are reached from any of `states` by what `node` matches."""
        if isinstance(node, Literal):
            return functools.reduce(self._step, node.text, states)
        if isinstance(node, Wild):
            is_class = recompiled(node.source) is not None  # a reference back is none
            return self._step(states, accepted(node.source)) if is_class else _ALL
        if isinstance(node, Repeat):
            return self._repeated(node, states)
        if not node.consumes:
            return states
        ways = [functools.reduce(self._next, each, states) for each in node.alternatives]
        return _NONE.union(*ways)

    def _next(self, states: _States, node: Node) -> _States:
        return self.through(node, states)

    def _repeated(self, node: Repeat, states: _States) -> _States:
        for _ in range(min(node.least, _MOST_TIMES)):
            states = self.through(node.node, states)
        more = node.most - min(node.least, _MOST_TIMES)
        while more > 0 and not states.issuperset(once_more := self.through(node.node, states)):
            states |= once_more
            more -= 1
        return states

    def _step(self, states: _States, chars: t.Iterable[str]) -> _States:
        taken = {*chars}
        if self._caseless:
            taken |= {other for each in taken for other in (each.lower(), each.upper())}
        return frozenset(
            to for start, takes, to in _steps() if start in states and not takes.isdisjoint(taken)
        )


@functools.cache  # on first use, since most apps have no regex
def _steps() -> tuple[tuple[int, frozenset[str], int], ...]:
    """The automaton: in which state it takes which characters, and what state follows."""
    lower, digits = string.ascii_lowercase, string.digits
    host = accepted(f"[{IN_OPAQUE_HOSTS}]")
    steps = [
        (_START, lower, _SCHEME),
        (_SCHEME, f"{lower}{digits}+.-", _SCHEME),
        (_SCHEME, ":", _COLON),
        (_COLON, "/", _SLASH),
        (_SLASH, "/", _SLASHES),
        (_SLASHES, host, _HOST),
        (_HOST, host, _HOST),
        (_HOST, ":", _PORT),
        (_SLASHES, "[", _BRACKET),
        (_BRACKET, f"{string.hexdigits}:", _ADDRESS),
        (_ADDRESS, f"{string.hexdigits}:", _ADDRESS),
        (_ADDRESS, "]", _CLOSED),
        (_CLOSED, ":", _PORT),
        (_PORT, digits[1:], _PORTS[0]),
        *((before, digits, before + 1) for before in _PORTS[:-1]),
    ]
    return tuple((start, frozenset(chars), to) for start, chars, to in steps)
