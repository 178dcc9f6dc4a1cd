"""The clock that remembered answers go by."""

from __future__ import annotations

import pytest

from .support import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock by which answers count, in this process and on a back end."""
    moved = Clock()
    for module in ("cached", "flights", "local", "seldom", "sqlite_file"):
        monkeypatch.setattr(f"flask_cors.sources.{module}.monotonic", moved)
    monkeypatch.setattr("flask_cors.sources.shared.time", moved)
    return moved
