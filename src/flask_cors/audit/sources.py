"""Sources of origins, which decide while the app runs: what they say to an origin of nobody's.

The audit asks each once, as a request would; a source that fails lets nobody in then, either.
"""

from __future__ import annotations

import collections.abc as cabc
import contextlib

from flask import Flask

from ..protocol.run_time import name_of
from ..sources.answering import ask
from ..sources.queries import OriginQuery
from .findings import Finding
from .findings import finding
from .made_up import MADE_UP
from .subject import PolicyInForce
from .subject import Subject


def check_sources(subject: Subject) -> cabc.Iterator[Finding]:
    """Sources that let in whoever asks, and those that decide who acts as the visitor."""
    for each in subject.in_force:
        run_time = each.policy.origins.run_time
        for source in run_time.sources if run_time else ():
            yield from _of_source(subject.app, each, source)


def _of_source(app: Flask, each: PolicyInForce, source: object) -> cabc.Iterator[Finding]:
    name = name_of(source)
    if _lets_in_nobody_knows_whom(app, source):
        yield finding(
            "reflected-origin",
            each.where,
            f"{name} let in {MADE_UP}, which nobody knows.",
            'Answer True for the origins that you know: query.origin in {"https://app.example.com"}.',
        )
    elif each.policy.allow_credentials:
        yield finding(
            "source-with-credentials",
            each.where,
            f"{name} decides which pages act as the visitor.",
            "Read it with that in mind; compare whole origins, never parts of them.",
        )


def _lets_in_nobody_knows_whom(app: Flask, source: object) -> bool:
    with contextlib.suppress(Exception), app.app_context():
        return ask(source, OriginQuery(MADE_UP))
    return False
