"""What a machine may lack: a loud skip at home, a failure in CI."""

from __future__ import annotations

import os
import typing as t

import pytest


def lacking(what: str, *, remedy: str) -> t.NoReturn:
    """Stop the test because something is not installed.

    A green run that has tested nothing is worse than a red one, so with ``CI=true`` this fails.
    """
    message = f"{what}: NOT TESTED. {remedy}"
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(f"{message} (CI=true, so this is a failure.)", pytrace=False)
    pytest.skip(message)
