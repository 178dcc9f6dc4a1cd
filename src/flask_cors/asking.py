"""Decisions on requests to policies that ask, while the app runs, who is let in.

The policy decides as any other, once it is known what its sources say; what asks them is
loaded with the first question.
"""

from __future__ import annotations

import typing as t

from flask import Flask

from .protocol.decisions import Decision
from .protocol.policy import Policy
from .protocol.requests import CORSRequest
from .protocol.requests import Preflight
from .protocol.server import decide
from .protocol.server import decide_admitted
from .protocol.server import decide_admitted_by_origin
from .protocol.server import decide_by_origin
from .wsgi import ORIGIN

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def decide_asking(
    app: Flask, policy: Policy, request: CORSRequest | Preflight, environ: WSGIEnvironment
) -> Decision:
    """What `policy` answers to `request`, its sources asked where it has any."""
    if request.origin is not None and _admits(app, policy, environ, request.origin):
        return decide_admitted(policy, request)
    return decide(policy, request)


def decide_asking_by_origin(app: Flask, policy: Policy, environ: WSGIEnvironment) -> Decision:
    """What `policy` answers to a request of which nothing matters but its Origin."""
    origin = environ.get(ORIGIN)
    if origin is not None and _admits(app, policy, environ, origin):
        return decide_admitted_by_origin(policy, origin)
    return decide_by_origin(policy, origin)


def _admits(app: Flask, policy: Policy, environ: WSGIEnvironment, origin: str) -> bool:
    """Whether a source lets the origin in, which then need not be asked about it again."""
    if policy.run_time is None:
        return False
    remembered = policy.run_time.recall(origin)
    if remembered is not None:
        return remembered
    from .sources.admission import admits  # noqa: PLC0415  only where a source is asked

    return admits(app, policy.origins, environ, origin)
