"""Watching what stands inside the layer: which of its answers are the app's own.

A layer inside may ask the app for more than one answer, give it a copy of `environ`, start a
response when the app has long been done, or answer by itself. So each answer of the app is marked
by a field, which the layer around takes out again: what comes without it is another's.
"""

from __future__ import annotations

import collections.abc as cabc
import copy
import os
import typing as t

from flask import Request
from flask import Response

from ..current import this_request
from ..protocol.fields import Field
from ..protocol.policy import Policy
from ..protocol.requests import CORSRequest
from ..protocol.requests import Preflight
from ..rules.path_patterns import path_info_of
from ..rules.routing import answers_options
from ..rules.routing import governing_request
from ..rules.routing import governing_url
from ..rules.state import AppState
from .responses import with_headers

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MARK = "X-Flask-CORS-Answer"

_WATCHES = "flask_cors.watches"
_WERKZEUGS = "werkzeug.request"


class Ruled(t.NamedTuple):
    """A policy, and the request as it was when it was found.

    :param policy: the policy; None where no rule governs.
    :param environ: what its sources are told of, if it asks any.
    """

    policy: Policy | None
    environ: WSGIEnvironment


class Watch:
    """Which answers an app gives while one request is being answered; left in `environ`.

    A copy of `environ` holds the same object.

    :param state: the rules of the app.
    :param asked: what the request asks of CORS.
    """

    others_decide = False
    """Whether another app with CORS of its own was met on the way."""
    failed = False
    """Whether the app let an exception go."""
    latest = Ruled(None, {})
    """What rules the answer that was made last, or the view that failed last."""

    def __init__(self, state: AppState, asked: CORSRequest | Preflight) -> None:
        self.state = state
        self.asked = asked
        self._ruled: dict[str, Ruled] = {}
        """What rules each answer, by its mark."""

    def begin(self, environ: WSGIEnvironment) -> None:
        """Watch what is done with `environ`, beside whoever does so already."""
        environ[_WATCHES] = (*environ.get(_WATCHES, ()), self)

    def policy_of(self, request: Request) -> Policy | None:
        """The policy of the app's answer to a request that it was sent."""
        if not isinstance(self.asked, Preflight):
            policy = governing_request(self.state, request)
        elif request.method == "OPTIONS":
            policy = governing_url(self.state, request.environ, self.asked.method)
        else:
            return None  # something inside has made another request of the preflight
        if policy and not policy.automatic_options and answers_options(self.state, request):
            return None
        return policy

    def ruled(self, request: Request) -> Ruled:
        """The same with the request, if that matters: what is inside may go on to change it."""
        policy = self.policy_of(request)
        asks = policy is not None and policy.run_time is not None
        return Ruled(policy, _as_it_was(request) if asks else {})

    def keep_from_view(self, request: Request) -> None:
        """Let no view run for a preflight that is answered in its place.

        Flask answers OPTIONS by itself where the route says so.
        """
        route = request.url_rule
        if route is None or not isinstance(self.asked, Preflight):
            return
        policy = self.policy_of(request)
        if policy is not None and policy.automatic_options:
            own = copy.copy(route)  # that of the app is of all requests
            own.provide_automatic_options = True  # type: ignore[attr-defined]
            request.url_rule = own

    def marked(self, response: Response) -> Response:
        """The app's answer to the request at hand, with a mark."""
        mark = os.urandom(8).hex()  # nobody else can guess it
        self._ruled[mark] = self.latest = self.ruled(this_request())
        return with_headers(response, [*response.headers, (MARK, mark)])

    def leaves_to(self, policy: Policy | None) -> bool:
        """Whether a policy lets in nobody whom that of the app's answer does not.

        For an answer whose mark is lost may be the app's, to another path.
        """
        if policy is None or self.latest is Watch.latest:
            return True
        own = self.latest.policy
        return own is not None and (
            own.origins.covers(policy.origins) and own.allow_credentials >= policy.allow_credentials
        )

    def own_answer(self, marks: cabc.Iterable[str]) -> Ruled | None:
        """What rules an answer with these marks; None where it is another's than the app's.

        A view may answer with another answer of its app: the last mark is that of the view.
        """
        known = [self._ruled[mark] for mark in marks if mark in self._ruled]
        return known[-1] if known else None


def _as_it_was(request: Request) -> WSGIEnvironment:
    """A copy of the environ that a request was made of: a view may have changed it to hand it on.

    It is without what holds it: else they would keep each other from being freed.
    """
    path, root = path_info_of(request.path), path_info_of(request.root_path)
    environ = {**request.environ, "PATH_INFO": path, "SCRIPT_NAME": root}
    return {name: value for name, value in environ.items() if name not in {_WATCHES, _WERKZEUGS}}


def watches_in(environ: WSGIEnvironment) -> tuple[Watch, ...]:
    """Who watches what is done with `environ`; the innermost comes last."""
    return t.cast("tuple[Watch, ...]", environ.get(_WATCHES, ()))


def is_watched(state: AppState, environ: WSGIEnvironment) -> bool:
    """Whether a layer of the app has been passed already that has others inside.

    Not so where a layer of another app came between: that one shall know that the app decides.
    """
    return any(watch.state is state for watch in watches_in(environ)[-1:])


def decide_for_oneself(environ: WSGIEnvironment) -> None:
    """Let whoever watches know that an app with CORS of its own has been met."""
    for watch in watches_in(environ):
        watch.others_decide = True


def without_marks(headers: list[Field]) -> tuple[list[Field], list[str]]:
    """The header fields of an answer without the marks that it may have, and these."""
    mark = MARK.lower()  # layers may spell names their own way: bridges to ASGI do so
    marks = [value for name, value in headers if name.lower() == mark]
    return [field for field in headers if field[0].lower() != mark], marks
