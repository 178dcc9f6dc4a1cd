"""Samples of what a regex lets in, made from its own text.

They are how a policy finds out what a regex really admits: each sample says of every
character whether the regex spells it out or leaves it to the sender.
"""

from __future__ import annotations

import collections.abc as cabc
import itertools
import re

from .regexes import Literal
from .regexes import Node
from .regexes import Repeat
from .regexes import Wild

Sample = tuple[tuple[str, bool], ...]
"""Characters, each with whether the regex spells it out."""

_WORDS = ("evil", "e", "9", "-", ".", ":", "/", "_", "E")
_MOST_SAMPLES = 256


def samples(node: Node) -> list[Sample]:
    """Texts that the regex was written for, with the choices in it taken one at a time."""
    return list(itertools.islice(_samples(node), _MOST_SAMPLES))


def _samples(node: Node) -> cabc.Iterator[Sample]:
    if isinstance(node, Literal):
        yield ((node.char, True),)
    elif isinstance(node, Wild):
        yield from (_wild(word) for word in _fitting(node.source, 1, 1)[:1])
    elif isinstance(node, Repeat):
        yield from _repeated(node)
    elif node.consumes:
        for alternative in node.alternatives:
            yield from _one_at_a_time([samples(part) for part in alternative])
    else:
        yield ()


def _one_at_a_time(choices: list[list[Sample]]) -> cabc.Iterator[Sample]:
    if not all(choices):
        return
    usual = [options[0] for options in choices]
    yield tuple(itertools.chain(*usual))
    for position, options in enumerate(choices):
        for other in options[1:]:
            yield tuple(itertools.chain(*usual[:position], other, *usual[position + 1 :]))


def _repeated(node: Repeat) -> cabc.Iterator[Sample]:
    if isinstance(node.node, Wild):
        upper = "" if node.most == float("inf") else int(node.most)
        yield from map(_wild, _fitting(node.node.source, node.least, upper))
    else:
        for once in samples(node.node):
            yield once * max(node.least, 1)
    if not node.least:
        yield ()


def _fitting(source: str, least: int, most: int | str) -> list[str]:
    """Words that a class repeated so often accepts."""
    try:
        accepts = re.compile(f"(?:{source}){{{least},{most}}}").fullmatch
    except re.error:
        return []
    words = [*_WORDS, *(word * least for word in ("e", "9") if least > 1)]
    return [word for word in words if accepts(word)]


def _wild(word: str) -> Sample:
    return tuple((char, False) for char in word)
