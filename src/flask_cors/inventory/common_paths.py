"""Paths that a route and a pattern of paths have in common.

Both are texts with gaps: a route has variables, a pattern has stars. A variable is filled with
what the pattern spells out at its place, a star with what the route does; where the two meet,
the variable's own examples fill both.
"""

from __future__ import annotations

import collections.abc as cabc
import itertools
import typing as t

from ..protocol.samples import Sample
from ..protocol.samples import samples_of
from ..rules.path_patterns import PathPattern
from .route_shapes import RouteParts
from .route_shapes import Variable
from .route_shapes import filled


class _Star:
    """Any characters."""


_STAR = _Star()

PatternParts = cabc.Sequence["str | _Star"]


_Read = tuple["_Read | None", "str | Variable"]
"""What was read last, behind what was read before."""


class _State(t.NamedTuple):
    """How far a pattern and a route are read, and whether a variable has a character already."""

    pattern: int = 0
    route: int = 0
    begun: bool = False


def common_paths(
    alternatives: cabc.Iterable[PatternParts], route: RouteParts
) -> cabc.Iterator[str]:
    """Some paths that both a pattern and a route may match; whether the route does, Flask knows.

    :param alternatives: what `alternatives_of` says of the pattern.
    """
    for parts in alternatives:
        common = _common(parts, route)
        if common is not None:
            yield from filled(common)


def alternatives_of(pattern: PathPattern) -> cabc.Iterator[PatternParts]:
    """What a pattern matches, each as characters and stars."""
    if pattern.exact is not None:
        yield pattern.exact
    elif pattern.subtree is not None:
        yield pattern.subtree or "/"
        yield [*pattern.prefix, _STAR]
    elif pattern.globs:
        for glob in pattern.globs:
            yield _joined(glob.pieces)
    else:
        samples = (pattern.regex and samples_of(pattern.regex)) or ()
        texts = itertools.chain.from_iterable(map(_loosened, samples))
        yield from dict.fromkeys((*texts, (*pattern.prefix, _STAR)))


def _joined(pieces: cabc.Iterable[str]) -> PatternParts:
    """Texts with a star between any two of them."""
    first, *others = pieces
    return [*first, *itertools.chain.from_iterable((_STAR, *each) for each in others)]


def _loosened(sample: Sample) -> cabc.Iterator[PatternParts]:
    """What a regex matches, and the same with stars for what it does not spell out."""
    runs = [
        (spelt_out, "".join(char for char, _ in run))
        for spelt_out, run in itertools.groupby(zip(*sample, strict=True), key=lambda each: each[1])
    ]
    gaps = [place for place, (spelt_out, _) in enumerate(runs) if not spelt_out]
    for starred in ([], *([gap] for gap in gaps), gaps):
        yield tuple(
            itertools.chain.from_iterable(
                (_STAR,) if place in starred else text for place, (_, text) in enumerate(runs)
            )
        )


def _common(pattern: PatternParts, route: RouteParts) -> RouteParts | None:
    """What both describe: as a route, with variables where a star meets one; None if nothing."""
    if isinstance(pattern, str) and len(pattern) < len(route):
        return None  # every part of a route has a character
    head = _common_head(pattern, route)
    states: list[tuple[_State, _Read | None]] = [(_State(head, head), None)]
    seen: set[_State] = set()
    while states:
        state, read = states.pop()
        rest = _rest(state, pattern, route)
        if rest is not None:
            return [*route[:head], *_unwound(read), *rest]
        if state not in seen:
            seen.add(state)
            states += [
                (after, read if part is None else (read, part))
                for after, part in _steps(state, pattern, route)
            ]
    return None


def _common_head(pattern: PatternParts, route: RouteParts) -> int:
    """How many characters both begin with alike."""
    pairs = enumerate(zip(pattern, route, strict=False))
    shorter = min(len(pattern), len(route))
    return next((place for place, (char, part) in pairs if char != part), shorter)


def _rest(state: _State, pattern: PatternParts, route: RouteParts) -> RouteParts | None:
    """What is left of a route, if all that is left of the pattern fits it at once."""
    left, rest = pattern[state.pattern :], route[state.route :]
    if len(left) != 1 or not isinstance(left[0], _Star):
        return None if left or rest else ()
    first = rest[0] if rest else None
    return [_perhaps(first), *rest[1:]] if state.begun and isinstance(first, Variable) else rest


def _unwound(read: _Read | None) -> RouteParts:
    """What was read, from the first part on."""
    parts: list[str | Variable] = []
    while read is not None:
        read, part = read
        parts.append(part)
    return parts[::-1]


def _perhaps(variable: Variable) -> Variable:
    """A variable that may be empty here, since it has other characters."""
    return variable._replace(examples=(*variable.examples, ""))


def _steps(
    state: _State, pattern: PatternParts, route: RouteParts
) -> cabc.Iterator[tuple[_State, str | Variable | None]]:
    """Where to read on, and what was read, if anything; the best last."""
    place, ahead, begun = state
    char = pattern[place] if place < len(pattern) else None
    part = route[ahead] if ahead < len(route) else None
    if isinstance(part, Variable):
        if begun:
            yield _State(place, ahead + 1), None
        if isinstance(char, str) and not part.refuses.match(char):
            yield _State(place + 1, ahead, begun=True), char
        elif isinstance(char, _Star):
            met = _perhaps(part) if begun else part
            yield _State(place + 1, ahead, begun=True), _perhaps(part)
            yield _State(place, ahead + 1), met
            yield _State(place + 1, ahead + 1), met
    elif isinstance(char, _Star):
        yield _State(place + 1, ahead), None
        if part is not None:
            yield _State(place, ahead + 1), part
    elif char is not None and char == part:
        yield _State(place + 1, ahead + 1), char
