"""How the texts begin that a regex lets in."""

from __future__ import annotations

import collections.abc as cabc
import itertools

from .regexes import Group
from .regexes import Literal
from .regexes import Node
from .regexes import Repeat

_WEBSITES = frozenset({"http", "https"})
_MOST = 4096


def is_of_websites(tree: Group) -> bool:
    """Whether a regex lets in origins of web servers alone, whose hosts are made of labels."""
    begun = [*itertools.islice(_begun([tree]), _MOST + 1)]
    schemes = {text.partition(":")[0].lower() for text in begun}
    return len(begun) <= _MOST and schemes <= _WEBSITES


def _begun(row: cabc.Sequence[Node], before: str = "") -> cabc.Iterator[str]:
    """How a text of a row may begin, up to the colon; without one where much else may stand."""
    if ":" in before or not row:
        yield before
        return
    first, *rest = row
    if isinstance(first, Repeat) and first.most == 1:
        if first.least == 0:
            yield from _begun(rest, before)
        yield from _begun([first.node, *rest], before)
    elif isinstance(first, Literal):
        yield from _begun(rest, before + first.text)
    elif isinstance(first, Group):
        for alternative in first.alternatives if first.consumes else [()]:
            yield from _begun([*alternative, *rest], before)
    else:
        yield ""
