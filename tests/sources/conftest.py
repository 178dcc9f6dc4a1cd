"""The clock that remembered answers go by."""

from __future__ import annotations

import pytest

from .support import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock by which answers in this process count."""
    moved = Clock()
    for module in ("cached", "flights", "local", "seldom", "sqlite_file"):
        monkeypatch.setattr(f"flask_cors.sources.{module}.monotonic", moved)
    return moved
