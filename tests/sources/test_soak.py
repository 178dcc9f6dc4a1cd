"""A soak: a minute in ``make test``, a few seconds elsewhere."""

from __future__ import annotations

import os

import pytest

from .soak import ORIGINS
from .soak import soak

pytest.importorskip("gunicorn", reason="gunicorn does not run on Windows")

SECONDS = float(os.environ.get("SOAK_SECONDS", "6"))


def test_no_answer_is_wrong():
    report = soak(SECONDS)
    assert (report.wrong, report.errors) == ([], [])
    assert report.changes > len(ORIGINS)
    assert min(report.answers, report.strangers) > len(ORIGINS)
    before, after = report.memory
    assert after <= before * 1.1
