"""Keys of the config that have come too late, when an app's set-up had read it."""

from __future__ import annotations

from ..options.config import DEBUG_ERRORS
from ..options.config import ENABLED
from ..options.config import package_switch
from ..protocol.problems import Findings
from .state import AppState

NOT_READ = "changed after CORS(app, ...) had read the config, and so does not count for it"
"""What is the matter with such a key."""


def late_keys(state: AppState) -> list[str]:
    """The keys that now have another value than the set-up has read, by which all is answered.

    A switch is compared by what it means. ``CORS_AUDIT`` is none of them: the first request
    reads it.
    """
    late = {
        key
        for reading in state.readings.values()
        for key, value in reading.config.items()
        if value != state.config.get(key)
    }
    for key, was_on in ((ENABLED, state.enabled), (DEBUG_ERRORS, state.debug_errors)):
        if package_switch(state.config, key, Findings(), default=key == ENABLED) != was_on:
            late.add(key)
    return sorted(late)
