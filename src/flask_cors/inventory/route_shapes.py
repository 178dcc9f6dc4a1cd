"""The shapes of routes: characters, and variables with examples of their values."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import re
import typing as t

from werkzeug.routing import BaseConverter
from werkzeug.routing import FloatConverter
from werkzeug.routing import IntegerConverter
from werkzeug.routing import Rule
from werkzeug.routing.rules import parse_converter_args

from ..protocol.samples import samples_of

_VARIABLE = re.compile(r"<(?:([a-zA-Z_]\w*)(?:\((.*?)\))?:)?([a-zA-Z_]\w*)>")
# Two numbers, and a tilde, which hardly any pattern spells out.
_FILLERS = ("1", "x", "8", "~", "1/1", "x/x", "1/1/1", "x/x/x")
_MOST_EXAMPLES = 8


class Variable(t.NamedTuple):
    """A variable in a route.

    :param examples: values that it may have; at least one.
    :param refuses: matches a character that no value has.
    """

    examples: tuple[str, ...]
    refuses: re.Pattern[str]


RouteParts = cabc.Sequence["str | Variable"]


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
    return Variable(tuple(examples[:_MOST_EXAMPLES]), _refused_by(made))


def _refused_by(converter: BaseConverter) -> re.Pattern[str]:
    if isinstance(converter, IntegerConverter | FloatConverter):
        return re.compile(r"[^\d.-]")
    return re.compile("/" if converter.part_isolating else "(?!)")


def _is_value(converter: BaseConverter, regex: re.Pattern[str], text: str) -> bool:
    # A converter of the app's own may raise anything.
    with contextlib.suppress(Exception):
        if regex.fullmatch(text):
            converter.to_python(text)
            return True
    return False


def path_of(route: RouteParts) -> str:
    """A path of a route, whatever the patterns are."""
    return next(filled(route))


def filled(route: RouteParts) -> cabc.Iterator[str]:
    """The paths of a route with one example after the other in its variables."""
    numbers = [len(part.examples) for part in route if isinstance(part, Variable)]
    for number in range(max(numbers, default=1)):
        yield "".join(
            part if isinstance(part, str) else part.examples[number % len(part.examples)]
            for part in route
        )
