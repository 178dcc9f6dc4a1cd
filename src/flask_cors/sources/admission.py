"""Asking the sources of a policy about a request."""

from __future__ import annotations

import typing as t

from flask import Flask

from ..current import in_app_context
from ..protocol.allowed_origins import AllowedOrigins
from ..protocol.origins import Origin
from ..protocol.problems import shown
from .answering import ask
from .queries import OriginQuery
from .request_query import RequestQuery
from .seldom import Seldom


def admits(app: Flask, origins: AllowedOrigins, query: RequestQuery) -> bool:
    """Whether a source lets in an origin that is not let in without one; never raises.

    No source sees what is no origin, nor the opaque origin, which everybody can have.
    """
    run_time = origins.run_time
    if run_time is None or Origin.parse(query.origin) is None or origins.allows(query.origin):
        return False
    failures = run_time.failures
    return any(_answer(app, source, query.anew(), failures) for source in run_time.sources)


def _answer(app: Flask, source: object, query: OriginQuery, failures: dict[int, object]) -> bool:
    try:
        # Preflights come before any request context, so this is all that a source can rely on.
        return in_app_context(app, lambda: ask(source, query))
    except Exception as error:
        seldom = t.cast(Seldom, failures.setdefault(id(source), Seldom()))
        seldom.tell(
            "The source of origins %s failed, so it lets nobody in.", shown(source), error=error
        )
        return False
