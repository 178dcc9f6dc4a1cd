"""Paths that a route and a pattern of paths have in common.

Both are texts with gaps: a route has variables, a pattern has stars. A variable is filled with
what the pattern spells out at its place, a star with what the route does; where the two meet,
the variable's own examples fill both.
"""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import itertools
import re
import typing as t

from werkzeug.routing import BaseConverter
from werkzeug.routing import Rule
from werkzeug.routing.rules import parse_converter_args

from .path_patterns import PathPattern
from .protocol.samples import Sample
from .protocol.samples import samples_of

_VARIABLE = re.compile(r"<(?:([a-zA-Z_]\w*)(?:\((.*?)\))?:)?([a-zA-Z_]\w*)>")
# Two numbers, and a tilde, which hardly any pattern spells out.
_FILLERS = ("1", "x", "8", "~", "1/1", "x/x", "1/1/1", "x/x/x")
_MOST_EXAMPLES = 8


class _Star:
    """Any characters."""


_STAR = _Star()


class Variable(t.NamedTuple):
    """A variable in a route.

    :param examples: values that it may have; at least one.
    :param crosses: whether a value may have slashes.
    """

    examples: tuple[str, ...]
    crosses: bool


RouteParts = cabc.Sequence["str | Variable"]
_PatternParts = cabc.Sequence["str | _Star"]


class _State(t.NamedTuple):
    """How far a pattern and a route are read, and whether a variable has a character already."""

    pattern: int = 0
    route: int = 0
    begun: bool = False


def shapes_of(rule: Rule) -> list[RouteParts]:
    """A route, and the same with or without its final slash where that does not matter."""
    parts = _parts_of(rule)
    other = parts[:-1] if parts[-1:] == ["/"] else [*parts, "/"]
    return [parts] if rule.strict_slashes else [parts, other]


def _parts_of(rule: Rule) -> RouteParts:
    """A route as its single characters and its variables."""
    parts: list[str | Variable] = []
    place = 0
    for found in _VARIABLE.finditer(rule.rule):
        parts += [*rule.rule[place : found.start()], _variable(rule, *found.groups())]
        place = found.end()
    return [*parts, *rule.rule[place:]]


def _variable(rule: Rule, converter: str | None, arguments: str | None, name: str) -> Variable:
    args, keywords = parse_converter_args(arguments) if arguments else ((), {})
    made = rule.get_converter(name, converter or "default", args, keywords)
    regex = re.compile(made.regex)
    samples = (sample.text for sample in samples_of(regex) or ())
    examples = (
        [text for text in _FILLERS if _is_value(made, regex, text)]
        or [text for text in samples if _is_value(made, regex, text)]
        or [*_FILLERS]
    )
    return Variable(tuple(examples[:_MOST_EXAMPLES]), not made.part_isolating)


def _is_value(converter: BaseConverter, regex: re.Pattern[str], text: str) -> bool:
    # A converter of the app's own may raise anything.
    with contextlib.suppress(Exception):
        if regex.fullmatch(text):
            converter.to_python(text)
            return True
    return False


def path_of(route: RouteParts) -> str:
    """A path of a route, whatever the patterns are."""
    return next(_filled(route))


def common_paths(pattern: PathPattern, route: RouteParts) -> cabc.Iterator[str]:
    """Some paths that both a pattern and a route may match; whether the route does, Flask knows."""
    for parts in _alternatives(pattern):
        common = _common(parts, route)
        if common is not None:
            yield from _filled(common)


def _filled(route: RouteParts) -> cabc.Iterator[str]:
    """The paths of a route with one example after the other in its variables."""
    numbers = [len(part.examples) for part in route if isinstance(part, Variable)]
    for number in range(max(numbers, default=1)):
        yield "".join(
            part if isinstance(part, str) else part.examples[number % len(part.examples)]
            for part in route
        )


def _alternatives(pattern: PathPattern) -> cabc.Iterator[_PatternParts]:
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


def _joined(pieces: cabc.Iterable[str]) -> _PatternParts:
    """Texts with a star between any two of them."""
    first, *others = pieces
    return [*first, *itertools.chain.from_iterable((_STAR, *each) for each in others)]


def _loosened(sample: Sample) -> cabc.Iterator[_PatternParts]:
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


def _common(pattern: _PatternParts, route: RouteParts) -> RouteParts | None:
    """What both describe: as a route, with variables where a star meets one; None if nothing."""
    states: list[tuple[_State, RouteParts]] = [(_State(), ())]
    seen: set[_State] = set()
    while states:
        state, common = states.pop()
        if state[:2] == (len(pattern), len(route)):
            return common
        if state not in seen:
            seen.add(state)
            states += [(after, (*common, *read)) for after, read in _steps(state, pattern, route)]
    return None


def _steps(
    state: _State, pattern: _PatternParts, route: RouteParts
) -> cabc.Iterator[tuple[_State, RouteParts]]:
    """Where to read on, and what was read, the best last."""
    place, ahead, begun = state
    char = pattern[place] if place < len(pattern) else None
    part = route[ahead] if ahead < len(route) else None
    if isinstance(part, Variable):
        if begun:
            yield _State(place, ahead + 1), ()
        if isinstance(char, str) and (part.crosses or char != "/"):
            yield _State(place + 1, ahead, begun=True), (char,)
        elif isinstance(char, _Star):
            # What has more characters may have none here.
            perhaps = part._replace(examples=(*part.examples, ""))
            met = perhaps if begun else part
            yield _State(place + 1, ahead, begun=True), (perhaps,)
            yield _State(place, ahead + 1), (met,)
            yield _State(place + 1, ahead + 1), (met,)
    elif isinstance(char, _Star):
        yield _State(place + 1, ahead), ()
        if part is not None:
            yield _State(place, ahead + 1), (part,)
    elif char is not None and char == part:
        yield _State(place + 1, ahead + 1), (char,)
