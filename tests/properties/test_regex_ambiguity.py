"""Whether what is repeated can take a text in two ways, told by taking short texts in all ways."""

from __future__ import annotations

import collections.abc as cabc
import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from flask_cors.protocol.regex_ambiguity import is_ambiguous
from flask_cors.protocol.regexes import Literal
from flask_cors.protocol.regexes import Node
from flask_cors.protocol.regexes import Repeat
from flask_cors.protocol.regexes import Wild
from flask_cors.protocol.regexes import parse
from flask_cors.protocol.regexes import tree_of

_QUANTIFIERS = st.sampled_from(["", "", "+", "*", "?", "{2}", "{1,2}", "{0,2}", "{2,}"])
_ATOMS = st.sampled_from(["a", "b", "[ab]"])
_SHORT = ["".join(chars) for size in range(1, 8) for chars in itertools.product("ab", repeat=size)]
_LONG = [word * (12 // len(word)) for word in _SHORT if len(word) <= 3]
_PLACE = re.compile(r"\[ab\]|[ab]")


def _quantified(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds("{}{}".format, parts, _QUANTIFIERS)


def _grouped(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    rows = st.lists(parts, min_size=1, max_size=2).map("".join)
    return _quantified(st.lists(rows, min_size=1, max_size=2).map("|".join).map("(?:{})".format))


_ROUNDS = st.recursive(_quantified(_ATOMS), _grouped, max_leaves=4)


def _ends(node: Node, text: str, start: int) -> cabc.Iterator[int]:
    """Where a matcher that backtracks finds an end of `node`, once for each way to it."""
    if isinstance(node, Literal):
        yield from [start + len(node.text)] * text.startswith(node.text, start)
    elif isinstance(node, Wild):
        yield from [start + 1] * bool(re.compile(node.source).match(text, start))
    elif isinstance(node, Repeat):
        yield from _ends_of_rounds(node, text, start, 0)
    else:
        for alternative in node.alternatives:
            yield from _ends_in_a_row(alternative, text, start)


def _ends_in_a_row(parts: cabc.Sequence[Node], text: str, start: int) -> cabc.Iterator[int]:
    if not parts:
        yield start
        return
    for end in _ends(parts[0], text, start):
        yield from _ends_in_a_row(parts[1:], text, end)


def _ends_of_rounds(node: Repeat, text: str, start: int, done: int) -> cabc.Iterator[int]:
    if done < node.most:
        for end in _ends(node.node, text, start):
            if end > start or done < node.least:
                yield from _ends_of_rounds(node, text, end, done + 1)
            else:
                yield end  # as `re` has it, no round follows an empty one that nothing made come
    if done >= node.least:
        yield start


def _ways(node: Node, text: str, start: int = 0) -> int:
    """In how many ways rounds of `node` take the rest of a text."""
    if start == len(text):
        return 1
    ends = [end for end in _ends(node, text, start) if end > start]
    return sum(_ways(node, text, end) for end in ends)


@given(_ROUNDS)
def test_a_text_is_taken_in_two_ways_where_a_regex_is_exponential(source: str) -> None:
    regex = re.compile(f"(?:{source})*")
    shown = any(_ways(parse(source), word) > 1 for word in _SHORT + _LONG)
    assert is_ambiguous(tree_of(regex)) or not shown
    # Of more places, or where something has to come twice, the shortest such text may be longer.
    if len(_PLACE.findall(source)) <= 3 and not {"{", "?"} & {*source.replace("(?:", "")}:
        assert is_ambiguous(tree_of(regex)) == shown
