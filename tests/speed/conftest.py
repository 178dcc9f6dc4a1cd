"""The processes that count: without coverage, and without what other tests have left behind."""

from __future__ import annotations

import collections.abc as cabc

import pytest

from benchmarks.sides import BARE_FLASK
from benchmarks.sides import SEVEN
from benchmarks.sides import Worker


@pytest.fixture(scope="session")
def bare() -> cabc.Iterator[Worker]:
    """Apps without CORS."""
    with Worker(BARE_FLASK) as worker:
        yield worker


@pytest.fixture(scope="session")
def mine() -> cabc.Iterator[Worker]:
    """Apps with this package."""
    with Worker(SEVEN) as worker:
        yield worker
