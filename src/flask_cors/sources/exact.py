"""One origin, however a person spells it."""

from __future__ import annotations

import re
import typing as t

from ..protocol.origin_parts import MistakeError
from ..protocol.origin_syntax import quoted_origin
from ..protocol.origin_syntax import read_origin
from ..protocol.origin_syntax import remedy_of
from ..protocol.origins import OPAQUE
from ..protocol.problems import PolicyError
from ..protocol.problems import Problem

_NOT_ONE = r'[*+?\\]|\["'
"""What is in every pattern, regex and list of origins, and in no origin."""

_PATTERNS = "patterns stand beside the source in origins=[...]."


def exact(text: str) -> str:
    """The one origin that `text` means, as browsers send it.

    :raises PolicyError: where it means none or several.
    """
    code, remedy = "origin-not-exact", 'Write "https://app.example.com".'
    reason = "This is not the origin of a web page of which there is just one."
    if isinstance(t.cast("object", text), str) and text.lower() not in {"*", OPAQUE}:
        try:
            pattern = read_origin(text)
        except MistakeError as mistake:
            code, reason = mistake.code, mistake.reason
            told = mistake.instead or quoted_origin(mistake.nearest)
            several = re.search(_NOT_ONE, told)
            remedy = f"{remedy[:-1]}; {_PATTERNS}" if several else remedy_of(mistake)
        else:
            if pattern.is_exact:
                return pattern.serialize()
            reason = "This is a pattern, and a source lets in one origin at a time."
            remedy = f"{remedy[:-1]}; {_PATTERNS}"
    raise PolicyError([Problem(code, "origin", text, reason, remedy)])
