"""One request on its way through the app, and the response on its way back: all the cases.

The ordinary one, a request that is no OPTIONS request to an app without another layer inside,
is short enough to stand in `middleware`.
"""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from flask import Request

from ..current import own_request
from ..protocol.decisions import Decision
from ..protocol.fields import Field
from ..protocol.policy import Policy
from ..protocol.requests import Preflight
from ..rules.routing import answers_options
from ..rules.routing import governing_answer
from ..rules.routing import governing_url
from ..rules.state import AppState
from ..rules.view_options import passed_options
from ..wsgi import PASSED
from ..wsgi import read_request
from .asking import decide_asking
from .responses import with_decision
from .telling import tell_of_no_rule

if t.TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIApplication
    from _typeshed.wsgi import WSGIEnvironment

_NO_BODY = ("Content-Length", "0")


class Exchange:
    """A request and its response.

    :param state: the rules of the app.
    :param environ: the request.
    :param start_response: what starts the response.
    """

    _preflight_policy: Policy | None = None

    def __init__(
        self, state: AppState, environ: WSGIEnvironment, start_response: StartResponse
    ) -> None:
        self.state = state
        self.environ = environ
        environ[PASSED] = state.url_map
        self.request = read_request(environ)
        self.asked = environ
        """The request as it was when its policy was found, of which sources are told."""
        self._start_response = start_response

    def run(self, wsgi_app: WSGIApplication) -> cabc.Iterable[bytes]:
        """Answer a preflight, or let the app answer and add the fields."""
        if isinstance(self.request, Preflight):
            answer = self.answer_preflight(self.request)
            if answer is not None:
                when_met = self.state.when_met  # read once: a request beside this one clears it
                if when_met is not None:
                    when_met()
                self._start_response(*answer)
                return []
        return wsgi_app(self.environ, self.start_response)

    def start_response(
        self,
        status: str,
        headers: list[tuple[str, str]],
        exc_info: OptExcInfo | None = None,
        /,
    ) -> cabc.Callable[[bytes], object]:
        """Start the response with the fields that the governing policy adds to it."""
        policy = self.policy_of_response()
        if policy and (policy.automatic_options or not self.is_flasks_own_options()):
            headers = with_decision(self.decide(policy), headers, self.environ, self.state.app)
        elif policy is None and self.state.config["DEBUG"] and not self.state.holds_layer:
            tell_of_no_rule(self.environ, headers)
        return self._start_response(status, headers, exc_info)

    def answer(self, policy: Policy) -> tuple[str, list[Field]]:
        """The status and the fields of the answer to a preflight."""
        decision = self.decide(policy)
        headers = with_decision(decision, (), self.environ, self.state.app)
        return decision.status or "", [*headers, _NO_BODY]

    def decide(self, policy: Policy) -> Decision:
        """What is decided on the request."""
        return policy.decided.get(self.request) or decide_asking(
            self.state.app, policy, self.request, self.asked
        )

    def answer_preflight(self, preflight: Preflight) -> tuple[str, list[Field]] | None:
        """The answer by the policy of the request to come; None where the app shall give it."""
        policy = self._preflight_policy = governing_url(self.state, self.environ, preflight.method)
        return self.answer(policy) if policy and policy.automatic_options else None

    def policy_of_response(self) -> Policy | None:
        """The policy of what answered; for a preflight, still that of the request to come."""
        if isinstance(self.request, Preflight):
            return self._preflight_policy
        state, environ = self.state, self.environ
        if state.notice_views() and passed_options(environ) is None:
            return state.rules.governing[environ.get("PATH_INFO", "")]
        return governing_answer(state, environ)

    def own_request(self) -> Request | None:
        """The request that the app made for this call; None where something inside answered."""
        return own_request(self.state.app, self.environ)

    def is_flasks_own_options(self) -> bool:
        """Whether Flask answers OPTIONS here by itself, for want of a view that does."""
        request = self.own_request()
        return request is None or answers_options(self.state, request)
