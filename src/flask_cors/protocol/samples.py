"""Samples of what a regex lets in, made from its own text.

They are how a policy finds out what a regex really admits: each sample says of every
character whether the regex spells it out or leaves it to the sender.
"""

from __future__ import annotations

import collections.abc as cabc
import itertools
import re
import string

from .regexes import Literal
from .regexes import Node
from .regexes import Repeat
from .regexes import Wild
from .regexes import parse

Sample = tuple[tuple[str, bool], ...]
"""Characters, each with whether the regex spells it out."""

# An 8 first, since 0 is no port and 8.8.8.8 a public address.
_PRINTABLE = f"{string.ascii_lowercase}8{string.digits}{string.punctuation}{string.ascii_uppercase}"
_MOST_SAMPLES = 2048


def samples_of(regex: re.Pattern[str]) -> list[Sample] | None:
    """Texts that `regex` matches, one for each combination of the choices in it.

    None where there are more of them than are made. What the parser does not know of (a
    look-behind, a reference back) may leave none.
    """
    source = regex.pattern
    if regex.flags & re.VERBOSE:
        source = re.sub(r"(?<!\\)(?:\s+|#.*)", "", source)
    sampler = _Sampler(regex.flags & ~re.UNICODE)
    made = sampler.samples(parse(source))
    if sampler.has_more:
        return None
    # Whatever is told from a sample is compared with what browsers send, in lower case.
    lower = [tuple((char.lower(), own) for char, own in sample) for sample in made]
    return [sample for sample in lower if regex.fullmatch(text_of(sample))]


def text_of(sample: Sample) -> str:
    """The text of a sample."""
    return "".join(char for char, _ in sample)


def foreign(text: str) -> Sample:
    """A sample that no regex spells out."""
    return tuple((char, False) for char in text)


class _Sampler:
    """Makes samples of the nodes of one regex."""

    def __init__(self, flags: int) -> None:
        self.flags = flags
        self.has_more = False

    def samples(self, node: Node) -> list[Sample]:
        made = list(itertools.islice(self._samples(node), _MOST_SAMPLES + 1))
        self.has_more |= len(made) > _MOST_SAMPLES
        return made[:_MOST_SAMPLES]

    def _samples(self, node: Node) -> cabc.Iterator[Sample]:
        if isinstance(node, Literal):
            yield ((node.char, True),)
        elif isinstance(node, Wild):
            yield from self._of_class(node, 1, 1)
        elif isinstance(node, Repeat):
            yield from self._repeated(node)
        elif node.consumes:
            for alternative in node.alternatives:
                for parts in itertools.product(*map(self.samples, alternative)):
                    yield tuple(itertools.chain(*parts))
        else:
            yield ()

    def _repeated(self, node: Repeat) -> cabc.Iterator[Sample]:
        if not node.least:
            yield ()
        if isinstance(node.node, Wild):
            yield from self._of_class(node.node, node.least, node.most)
            return
        for once in self.samples(node.node):
            # How often it comes is the sender's choice, so it is not spelt out.
            free = foreign(text_of(once) * 2) if node.most > 1 and node.most > node.least else ()
            yield free or once * node.least or once

    def _of_class(self, node: Wild, least: int, most: float) -> cabc.Iterator[Sample]:
        """A word and a separator that the class accepts, as often as it has to come."""
        try:
            accepts = re.compile(node.source, self.flags).fullmatch
        except re.error:
            return
        chars = list(dict.fromkeys(filter(accepts, _PRINTABLE)))
        times = max(least, 1)
        if len(chars) == 1:
            yield ((chars[0], most == least),) * times
        elif least <= 4 <= most and set("evil") <= set(chars):
            yield foreign("evil")
        if len(chars) > 1:
            yield foreign(chars[0] * times)
        if most > 12 and {":", "/"} <= set(chars):
            yield foreign("https://evil")
        for separator in "-.":
            if len(chars) > 1 and separator in chars[1:]:
                yield foreign(separator * times)
