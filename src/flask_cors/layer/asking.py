"""Decisions on requests to policies that ask, while the app runs, who is let in.

The policy decides as any other, once it is known what its sources say; what asks them is
loaded with the first question.
"""

from __future__ import annotations

import typing as t

from flask import Flask

from ..protocol.decisions import Decision
from ..protocol.policy import AskedByOrigin
from ..protocol.policy import Policy
from ..protocol.requests import CORSRequest
from ..protocol.requests import Preflight
from ..protocol.server import decide
from ..protocol.server import decide_anew
from ..wsgi import ORIGIN

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def decide_asking(
    app: Flask, policy: Policy, request: CORSRequest | Preflight, environ: WSGIEnvironment
) -> Decision:
    """What `policy` answers to `request`, its sources asked where it has any.

    :param environ: the request as it was when the policy was found, of which the sources are told.
    """
    origin, run_time = request.origin, policy.run_time
    if origin is None or run_time is None:
        return decide(policy, request)
    recalled = run_time.recall(origin)
    admitted = _ask(app, policy, request, environ) if recalled is None else recalled
    return decide(policy, request, admitted=admitted)


def decide_by_origin(app: Flask, policy: Policy, environ: WSGIEnvironment) -> Decision:
    """The same for a request of which nothing matters but its Origin, as of nearly all.

    Where no source has a say, ``policy.decided_by_origin`` has it by the Origin alone: a look-up
    there, made before this is called, is all that most requests cost.
    """
    key: AskedByOrigin
    origin, run_time = environ.get(ORIGIN), policy.run_time
    if origin is None or run_time is None:
        key, admitted = origin, None
    else:
        admitted = run_time.recall(origin)
        if admitted is None:
            admitted = _ask(app, policy, CORSRequest(origin), environ)
        key = (origin, admitted)
    remembered = policy.decided_by_origin
    return remembered.get(key) or remembered.keep(
        key,
        decide_anew(policy, CORSRequest(origin), admitted=bool(admitted)),
        len(origin or ""),
    )


def _ask(
    app: Flask, policy: Policy, request: CORSRequest | Preflight, environ: WSGIEnvironment
) -> bool:
    """Whether a source lets the origin in that nothing is remembered of."""
    from ..sources.admission import admits  # noqa: PLC0415  only where a source is asked
    from ..sources.request_query import RequestQuery  # noqa: PLC0415  as above

    return admits(app, policy.origins, RequestQuery.of(app, request, environ))
