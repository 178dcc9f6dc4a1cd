"""Samples of what a regex lets in, made from its own text.

They are how a policy finds out what a regex really admits: each sample says of every
character whether the regex spells it out or leaves it to the sender.
"""

from __future__ import annotations

import collections.abc as cabc
import functools
import itertools
import re
import string
import typing as t

from .regexes import Literal
from .regexes import Node
from .regexes import Repeat
from .regexes import Wild
from .regexes import recompiled
from .regexes import tree_of

# An 8 first, since 0 is no port and 8.8.8.8 a public address.
_PRINTABLE = f"{string.ascii_lowercase}8{string.digits}{string.punctuation}{string.ascii_uppercase}"
_MOST_SAMPLES = 2048
_MOST_CHARS = 4096
"""So long is nothing that a regex is asked about."""

_UNICODE, _VERBOSE = int(re.UNICODE), int(re.VERBOSE)

_FEW = 3
"""So many repetitions side by side take no time, whatever they share."""

_REPEATED = r"(\\[dw]|(?<!\\)\[[^\]\\]+\]|\.)[+*]"
_SYNTAX = frozenset(r"\^$|?*+()[]{}")


class Sample(t.NamedTuple):
    """A text that a regex matches, or a part of one.

    :param text: the text.
    :param own: for each character 1 where the regex spells it out, else 0.
    """

    text: str
    own: bytes

    @classmethod
    def joined(cls, parts: cabc.Sequence[Sample]) -> Sample:
        """The sample of which these are the parts."""
        return cls("".join([text for text, _ in parts]), b"".join([own for _, own in parts]))

    @classmethod
    def spelt_out(cls, text: str) -> Sample:
        """A sample that a regex spells out."""
        return cls(text, b"\1" * len(text))

    @classmethod
    def foreign(cls, text: str) -> Sample:
        """A sample that no regex spells out."""
        return cls(text, b"\0" * len(text))


_NOTHING = Sample("", b"")


def samples_of(regex: re.Pattern[str]) -> list[Sample] | None:
    """Texts that `regex` matches, one for each combination of the choices in it.

    None where there are more of them than are made. What the parser does not know of (a
    look-behind, a reference back) may leave none.
    """
    sampler = _Sampler(regex)
    made = [*sampler.matching()]
    return None if sampler.has_more else made


def quick_sample(regex: re.Pattern[str]) -> str | None:
    """One of the samples, where the regex has no group and repeats nothing but a few classes.

    Most are such, and of these none need be parsed; None where that takes a closer look.
    """
    flags = regex.flags & ~_UNICODE
    if flags & _VERBOSE:
        return None
    # What accepts no character is left as it is, and so takes a closer look.
    text, repeated = re.subn(
        _REPEATED, lambda part: _accepted(part[1], flags)[:1] or part[0], regex.pattern
    )
    text = text.replace("\\.", ".")
    plain = _SYNTAX.isdisjoint(text) and repeated <= _FEW
    return text if plain and regex.fullmatch(text) else None


class _Sampler:
    """Makes samples of one regex."""

    def __init__(self, regex: re.Pattern[str]) -> None:
        self.regex = regex
        self.flags = regex.flags & ~_UNICODE
        self.has_more = False

    def matching(self) -> cabc.Iterator[Sample]:
        """The samples that are matched indeed, as they are made."""
        for number, (text, own) in enumerate(self._samples(tree_of(self.regex))):
            if number == _MOST_SAMPLES:
                self.has_more = True
                break
            # Origins and header names are compared in lower case, and most paths are written so.
            written = next(filter(self.regex.fullmatch, (text.lower(), text)), None)
            if written is not None:
                yield Sample(written, own)

    def _made(self, node: Node) -> list[Sample]:
        made = list(itertools.islice(self._samples(node), _MOST_SAMPLES + 1))
        self.has_more |= len(made) > _MOST_SAMPLES
        return made[:_MOST_SAMPLES]

    def _samples(self, node: Node) -> cabc.Iterator[Sample]:
        if isinstance(node, Literal):
            yield Sample.spelt_out(node.text)
        elif isinstance(node, Wild):
            yield from self._of_class(node, 1, 1)
        elif isinstance(node, Repeat):
            yield from self._repeated(node)
        elif node.consumes:
            for alternative in node.alternatives:
                yield from map(Sample.joined, itertools.product(*map(self._made, alternative)))
        else:
            yield _NOTHING

    def _repeated(self, node: Repeat) -> cabc.Iterator[Sample]:
        if not node.least:
            yield _NOTHING
        if isinstance(node.node, Wild):
            yield from self._of_class(node.node, node.least, node.most)
            return
        for once in self._made(node.node):
            least = max(node.least, 1)
            if len(once.text) * least > _MOST_CHARS:
                continue
            if node.most > 1 and node.most > node.least and once.text:
                # How often it comes is the sender's choice, so it is not spelt out.
                for times in range(least, max(least, 2) + 1):
                    yield Sample.foreign(once.text * times)
            else:
                yield Sample.joined([once] * least)

    def _of_class(self, node: Wild, least: int, most: float) -> cabc.Iterator[Sample]:
        """A word, separators and a digit that the class accepts, as often as it has to come."""
        chars = _accepted(node.source, self.flags) or _accepted(
            node.source, self.flags, among=node.source
        )
        times = max(least, 1)
        if times > _MOST_CHARS:
            return
        if len(chars) == 1:
            own = most == least
            yield (Sample.spelt_out if own else Sample.foreign)(chars * times)
        elif least <= 4 <= most and set("evil") <= set(chars):
            yield Sample.foreign("evil")
        if len(chars) > 1:
            yield Sample.foreign(chars[0] * times)
        if most > 12 and {":", "/"} <= set(chars):
            yield Sample.foreign("https://evil")
        # An 8 may be a port, and the last of a few digits an address's own.
        for other in dict.fromkeys(f"-.8{chars[-1:]}" if chars[-1:].isdigit() else "-.8"):
            if other in chars[1:]:
                yield Sample.foreign(other * times)
        yield from map(Sample.foreign, _addresses_of(chars, most))


def _addresses_of(chars: str, most: float) -> cabc.Iterator[str]:
    """Ends of public addresses, where a class stands for nothing but addresses."""
    if "z" not in chars and most > len("2606:4700::8"):
        yield from ("8.8.8.8", "8.8.8", "8.8") if {"8", "."} <= set(chars) else ()
        yield from ("2606:4700::8",) if {"8", ":"} <= set(chars) else ()


@functools.lru_cache(maxsize=64)
def _accepted(source: str, flags: int, among: str = _PRINTABLE) -> str:
    """The characters that a class accepts; none where it is not valid by itself."""
    part = recompiled(source, flags)
    return "".join(dict.fromkeys(filter(part.fullmatch, among))) if part else ""
