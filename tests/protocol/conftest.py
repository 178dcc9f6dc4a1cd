"""Every table runs at both edges: the extension's layer, and the decorator without it."""

from __future__ import annotations

import collections.abc as cabc

import pytest

from tests.support import EDGES
from tests.support import Answer
from tests.support import Asked
from tests.support import Options
from tests.support import answered

Edge = cabc.Callable[[Options, Asked], Answer]


@pytest.fixture(params=EDGES)
def edge(request: pytest.FixtureRequest) -> Edge:
    """What an app with these options answers, at one of the two edges."""
    return lambda options, asked: answered(EDGES[request.param](options), asked)
