"""What holds for every test.

Hypothesis tries as many examples as ``HYPOTHESIS_PROFILE`` says. In CI it starts from nothing and
is repeatable by the seed that pytest-randomly prints; elsewhere it remembers what failed last time.
"""

from __future__ import annotations

import collections.abc as cabc
import gc
import os

import pytest
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis.database import DirectoryBasedExampleDatabase

in_ci = os.environ.get("CI", "").lower() in {"1", "true"}

# pytest would load it before coverage is measured, so it is shut out there and loaded here.
pytest_plugins = ["flask_cors.pytest_plugin"]

settings.register_profile(
    "default",
    database=None if in_ci else DirectoryBasedExampleDatabase(".hypothesis/examples"),
    deadline=None,  # a shared machine is slow for seconds at a time
    print_blob=True,
)
settings.register_profile(
    "nightly",
    settings.get_profile("default"),
    max_examples=10_000,
    suppress_health_check=[HealthCheck.too_slow],
)
# Where the same properties are tried on many Pythons, each need not try so much.
settings.register_profile("matrix", settings.get_profile("default"), max_examples=30)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture
def small_heap() -> cabc.Iterator[None]:
    """To the garbage collector, only what the test itself makes is there.

    All that other tests have left and loaded takes it half a second, each time.
    """
    gc.freeze()
    yield
    gc.unfreeze()
