"""The two halves of the protocol put together: what a browser makes of what a policy decides."""

from __future__ import annotations

from dataclasses import dataclass

from flask_cors import Decision
from flask_cors import Policy
from flask_cors.protocol.fields import ORIGIN
from flask_cors.protocol.fields import REQUEST_HEADERS
from flask_cors.protocol.fields import REQUEST_METHOD
from flask_cors.protocol.fields import Field
from flask_cors.protocol.requests import CORSRequest
from flask_cors.protocol.requests import Preflight
from flask_cors.protocol.server import decide
from flask_cors.protocol.user_agent import CHROMIUM
from flask_cors.protocol.user_agent import Client
from flask_cors.protocol.user_agent import FetchRequest
from flask_cors.protocol.user_agent import NetworkError
from flask_cors.protocol.user_agent import PreflightCache
from flask_cors.protocol.user_agent import Profile
from flask_cors.protocol.user_agent import Response
from flask_cors.protocol.user_agent import WireRequest
from flask_cors.protocol.user_agent import WireResponse
from flask_cors.protocol.user_agent import fetch
from flask_cors.protocol.user_agent.checks import cors_check
from flask_cors.protocol.user_agent.construction import construct

URL = "https://api.example.com/items"


@dataclass(frozen=True)
class PolicyServer:
    """A server that does nothing but what a policy decides.

    :param headers: what every response carries besides.
    """

    policy: Policy
    headers: tuple[Field, ...] = ()

    def send(self, request: WireRequest) -> WireResponse:
        decision = decide(self.policy, self.asked(request))
        status = int(decision.status[:3]) if decision.status else 200
        return WireResponse(status, (*decision.fields, *self.headers))

    @staticmethod
    def asked(request: WireRequest) -> CORSRequest | Preflight:
        sent = dict(request.headers)
        if request.method == "OPTIONS" and REQUEST_METHOD in sent:
            wanted = sent.get(REQUEST_HEADERS)
            return Preflight(sent[ORIGIN], False, sent[REQUEST_METHOD], wanted)
        return CORSRequest(sent.get(ORIGIN))


def fetched(
    policy: Policy,
    origin: str,
    request: FetchRequest,
    *headers: Field,
    profile: Profile = CHROMIUM,
) -> Response | NetworkError:
    """What a page with that origin gets of a server with that policy."""
    server = PolicyServer(policy, headers)
    return fetch(request, Client(origin), server, PreflightCache(lambda: 0), profile)


def may_read(decision: Decision, origin: str, *, credentials: bool) -> bool:
    """Whether a page with that origin may read a response that the decision was written to."""
    asked = FetchRequest(URL, credentials="include" if credentials else "omit")
    return cors_check(construct(asked, Client(origin)), decision.fields) is None


def fetch_of(preflight: Preflight, *, credentials: bool) -> FetchRequest:
    """The request that a browser would send that preflight for."""
    names = [name for name in (preflight.headers or "").split(",") if name]
    return FetchRequest(
        URL,
        method=preflight.method,
        headers=[(name, "application/made-up") for name in names],
        credentials="include" if credentials else "omit",
    )
