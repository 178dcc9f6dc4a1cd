"""Preflights that the policies let pass, sent through the WSGI layers around the app.

This package's layer answers them, so no hook and no view of the app runs.
"""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder
from werkzeug.test import run_wsgi_app

from ..layer.telling import untold
from ..protocol import fields
from ..protocol.policy import Policy
from ..protocol.requests import Preflight
from ..wsgi import DECISION
from .made_up import an_origin_of
from .subject import Subject

if t.TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIEnvironment

_MOST_ROUTES = 100


class Probe(t.NamedTuple):
    """A preflight that a policy lets pass.

    :param path: where it is sent, the prefix of the app included.
    :param policy: the policy of the route.
    :param is_by_path: whether it is that of a rule for the path, and not the view's own.
    :param preflight: what is asked.
    """

    path: str
    policy: Policy
    is_by_path: bool
    preflight: Preflight


class Answer(t.NamedTuple):
    """What came of a preflight.

    :param status: the status, or the name of the exception that came instead.
    :param headers: the header fields.
    :param was_handed_on: whether the preflight came to this package's layer.
    """

    status: str
    headers: Headers
    was_handed_on: bool

    @property
    def is_response(self) -> bool:
        """Whether there is an answer at all."""
        return self.status[:1].isdigit()

    @property
    def is_success(self) -> bool:
        """Whether the status is one that a preflight passes with."""
        return self.status.startswith("2")


def probes(subject: Subject, prefix: str) -> cabc.Iterator[Probe]:
    """The preflights to try things with: for the first routes.

    There are none where another layer stands inside, which would take them to the app's hooks.

    :param prefix: what the layers take off the paths.
    """
    if subject.state.holds_layer:
        return
    for route in subject.routes[:_MOST_ROUTES]:
        if route.policy and route.policy.automatic_options and not route.rule.host:
            origin = an_origin_of(route.policy)
            if origin and not route.rule.subdomain:
                method = min(route.policy.methods.names, default="GET")
                is_by_path = subject.state.rules.governing_path(route.path) == route.policy
                asked = Preflight(origin, False, method)
                yield Probe(prefix + route.path, route.policy, is_by_path, asked)


def send(subject: Subject, probe: Probe) -> Answer:
    """Send a preflight through the layers around the app."""
    came: list[WSGIEnvironment] = []

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> cabc.Iterable[bytes]:
        came.append(environ)
        return subject.app.wsgi_app(environ, start_response)

    environ = _environ(subject, probe)
    try:
        with untold():
            _, status, headers = run_wsgi_app(app, environ, buffered=True)
    except Exception as error:
        status, headers = type(error).__name__, Headers()
    return Answer(status, headers, DECISION in came[0])


def _environ(subject: Subject, probe: Probe) -> WSGIEnvironment:
    asked = probe.preflight
    headers = [(fields.ORIGIN, asked.origin), (fields.REQUEST_METHOD, asked.method)]
    base_url = f"http://{_host(subject)}/"
    return EnvironBuilder(probe.path, base_url, method="OPTIONS", headers=headers).get_environ()


def _host(subject: Subject) -> str:
    """A host that the app answers for."""
    config = t.cast("dict[str, t.Any]", subject.app.config)
    trusted = config.get("TRUSTED_HOSTS") or ["localhost"]
    return str(config.get("SERVER_NAME") or trusted[0].removeprefix("."))
