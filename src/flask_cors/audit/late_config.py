"""Keys of the config that CORS(app) does not know of, since they came after it."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses

from ..protocol.problems import shown
from ..rules.late_keys import NOT_READ
from ..rules.late_keys import late_keys
from .findings import Finding
from .findings import finding
from .subject import Subject


def check_late_config(subject: Subject) -> cabc.Iterator[Finding]:
    """What was set in the config when it had been read."""
    for key in late_keys(subject.state):
        message = f"{key}={shown(subject.state.config.get(key))}: It {NOT_READ}."
        remedy = "Set it before CORS(app, ...) is called."
        found = finding("late-configuration", f"config key {shown(key)}", message, remedy)
        yield dataclasses.replace(found, clues=(key,))
