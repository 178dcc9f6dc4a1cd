"""Reading the regexes that people write in a policy.

A regex in a policy always matches the whole value. What else it needs is told from its
text alone: which strings are meant as regexes, which dots are literal, of what parts it is
made, what it begins with. The parser knows the parts of the syntax that
matter for that; whether a regex is valid at all is for `re.compile` to say.
"""

from __future__ import annotations

import functools
import re
import typing as t
import warnings

_LEXEME = r"""(?P<quantifier>(?:[*+?]|\{\d*,?\d*\})(?<!\{\})[+?]?)
    |   (?P<anchor>[\^$]|\\[AZbBz])
    |   (?P<class>\((?:\?:)?\.\)(?=[*+?{])
                |\[\^?\]?(?:\\.|[^\\\]])*\]|\\x..|\\u.{4}|\\U.{8}|\\[0-9]+|\\[A-Za-z]|\.)
    |   (?P<open>\((?:\?(?:P<\w+>|<[=!]|[aiLmsux-]*:|[=!>]|P=\w+|\#[^)]*|[aiLmsux]+))?)
    |   (?P<close>\))
    |   (?P<bar>\|)
    |   \\(?P<escaped>.)
    |   (?P<literal>[\w:/\-]+(?![*+?{])|.)"""

_LITERAL = r"(?s:\\.)|\[\^?\]?(?s:\\.|[^\\\]])*\]"
"""What a sign may stand in that means itself there: a class, or behind a backslash."""
_SPACE = r"\s+|#.*"
_DOT, _WHATEVER = r"\.", r"[\s\S]"

_MARKS = frozenset("\\([^$")

INVALID = (re.error, OverflowError, RecursionError, ValueError, FutureWarning)
"""What is raised where a regex cannot be read: its syntax, a count, its depth, a count's digits.

The last is a syntax that will change, where a program has warnings raised.
"""


class Literal:
    """Characters that stand for themselves; where they are repeated, it is one."""

    def __init__(self, text: str) -> None:
        self.text = text


class Wild:
    """A class of characters, such as a dot or ``[a-z]``."""

    def __init__(self, source: str) -> None:
        self.source = source


class Group:
    """Alternatives, each a sequence of nodes."""

    def __init__(
        self, alternatives: tuple[tuple[Node, ...], ...], *, consumes: bool = True
    ) -> None:
        self.alternatives = alternatives
        self.consumes = consumes


class Repeat:
    """A node that may come again."""

    def __init__(self, node: Literal | Wild | Group, least: int, most: float) -> None:
        self.node = node
        self.least = least
        self.most = most


Node = Literal | Wild | Group | Repeat


def is_regex(text: str) -> bool:
    """Whether a string in a list of origins or paths is evidently meant as a regex."""
    return not _MARKS.isdisjoint(text) or ".*" in text or ".+" in text


def as_text_regex(value: object) -> re.Pattern[str] | None:
    """`value`, where it is a compiled regex for text and not for bytes."""
    if not isinstance(value, re.Pattern):
        return None
    regex = t.cast("re.Pattern[str]", value)
    return regex if isinstance(t.cast("object", regex.pattern), str) else None


def recompiled(source: str, flags: int = 0) -> re.Pattern[str] | None:
    """A regex that was compiled before, or a part of one; None where that is none by itself.

    A reference back is not. What Python warns of in it, it has warned of before.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        try:
            return re.compile(source, flags)
        except re.error:
            return None


def fault_of(error: Exception) -> str:
    """What is wrong with a regex that is `INVALID`, in a sentence."""
    return f"This regex is not valid: {ascii(str(error))[1:-1]}."


def with_literal_dots(source: str) -> str:
    """`source` with every dot escaped that no quantifier follows: what its author meant."""
    if "\\\\" not in source and "." not in source.replace("\\.", ""):
        return source
    lexemes = _lexemes(source)
    following = [*lexemes[1:], None]
    return "".join(
        "\\." if lexeme[0] == "." and not (after and after["quantifier"]) else lexeme[0]
        for lexeme, after in zip(lexemes, following, strict=True)
    )


@functools.cache  # on first use, since most apps have no regex
def _lexer() -> re.Pattern[str]:
    return re.compile(_LEXEME, re.VERBOSE | re.DOTALL)


def _lexemes(source: str) -> list[re.Match[str]]:
    return list(_lexer().finditer(source))


@functools.lru_cache(maxsize=8)  # what reads a regex asks for it two or three times
def parse(source: str) -> Group:
    """The structure of a regex, as far as this module needs it."""
    return Group(tuple(_alternatives(_lexemes(source), [0])))


def tree_of(regex: re.Pattern[str]) -> Group:
    """The structure of a compiled regex."""
    source = regex.pattern
    if regex.flags & re.VERBOSE:
        source = with_signs_as(_SPACE, "", source)
    if regex.flags & re.DOTALL:
        source = with_signs_as(_DOT, _WHATEVER, source)
    return parse(source)


def with_signs_as(sign: str, instead: str, source: str) -> str:
    """`source` with something else for a sign, but where it means itself.

    :param sign: a regex for it, without groups.
    """
    return re.sub(f"({_LITERAL})|{sign}", lambda part: part[1] or instead, source)


def _alternatives(lexemes: list[re.Match[str]], place: list[int]) -> list[tuple[Node, ...]]:
    """Read up to the closing parenthesis, or the end; `place` is where to read on."""
    found: list[list[Node]] = [[]]
    while place[0] < len(lexemes):
        lexeme = lexemes[place[0]]
        place[0] += 1
        kind = lexeme.lastgroup
        if kind == "close":
            break
        if kind in {"escaped", "literal"}:
            found[-1].append(Literal(lexeme[kind]))
        elif kind == "bar":
            found.append([])
        elif kind == "quantifier":
            _repeat_last(found[-1], lexeme[0])
        elif kind == "open":
            found[-1].append(_group(lexeme[0], lexemes, place))
        elif kind == "class":
            found[-1].append(Wild(lexeme[0]))
    return [tuple(sequence) for sequence in found]


def _group(opening: str, lexemes: list[re.Match[str]], place: list[int]) -> Group:
    alternatives = tuple(_alternatives(lexemes, place))
    return Group(alternatives, consumes=opening not in {"(?=", "(?!", "(?<=", "(?<!"})


def _repeat_last(sequence: list[Node], quantifier: str) -> None:
    if not sequence or isinstance(sequence[-1], Repeat):
        return
    least, most = {"*": (0, float("inf")), "+": (1, float("inf")), "?": (0, 1)}.get(
        quantifier[0], (0, float("inf"))
    )
    if quantifier[0] == "{":
        low, comma, high = quantifier.rstrip("+?")[1:-1].partition(",")
        least = int(low or 0)
        most = (int(high) if high else float("inf")) if comma else least
    sequence[-1] = Repeat(sequence[-1], least, most)


def has_bare_dot(source: str) -> bool:
    """Whether a dot without a quantifier stands for any character."""
    return with_literal_dots(source) != source
