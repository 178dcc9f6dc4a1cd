"""What the package's own browser makes of a case, told in the words of a real one."""

from __future__ import annotations

import dataclasses
import fnmatch
import itertools
import typing as t
from urllib.parse import urlsplit

from flask_cors.protocol.user_agent import Client
from flask_cors.protocol.user_agent import FetchRequest
from flask_cors.protocol.user_agent import JavaScriptError
from flask_cors.protocol.user_agent import Kind
from flask_cors.protocol.user_agent import NetworkError
from flask_cors.protocol.user_agent import PreflightCache
from flask_cors.protocol.user_agent import WireRequest
from flask_cors.protocol.user_agent import WireResponse
from flask_cors.protocol.user_agent import fetch
from flask_cors.testing.sites import is_cross_site

from .cases import PAGE
from .cases import Rehearsal
from .web import HOSTS
from .web import PORTS

if t.TYPE_CHECKING:
    from flask_cors.protocol.user_agent import Profile
    from flask_cors.protocol.user_agent import Response

    from .cases import Case
    from .cases import Fetch
    from .work import Seen

Result = t.Union["Response", NetworkError, JavaScriptError]


@dataclasses.dataclass
class Sent:
    """A request that the model sent, and which cookies it would carry: None if nobody can say."""

    request: WireRequest
    cookies: dict[str, bool | None]


@dataclasses.dataclass
class Expectation:
    """What the model makes of a case: a result for each fetch, and all that it sent."""

    results: list[Result]
    sent: list[Sent]

    @property
    def spared(self) -> int:
        """How often the cache has spared a preflight, as methods tell that need one."""
        pairs = itertools.pairwise([None, *(sent.request for sent in self.sent)])
        return sum(
            request.method not in {"GET", "HEAD", "POST"}
            and request.kind is Kind.REQUEST
            and not (before and before.kind is Kind.PREFLIGHT)
            and ("Sec-Fetch-Site", "same-origin") not in request.headers
            for before, request in pairs
        )

    @property
    def seen(self) -> list[Seen]:
        """What a page sees of it."""
        return [as_seen(result) for result in self.results]


class ScriptedNetwork:
    """Plays the scripts of a case to the model."""

    def __init__(self, case: Case, profile: Profile) -> None:
        """Begin at the beginning."""
        self.case = case
        self.departures = profile.departures
        self.rehearsal = Rehearsal(case.scripts)
        self.sent: list[Sent] = []
        self.own_cookies: set[str] = set()

    def send(self, request: WireRequest) -> WireResponse | None:
        """Answer by script."""
        parts = urlsplit(request.url)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
        known = any(fnmatch.fnmatchcase(parts.hostname or "", host) for host in HOSTS)
        if not known or port not in PORTS[parts.scheme]:
            return None
        self.sent.append(Sent(request, self.cookies(request)))
        answer = self.rehearsal.answer(parts.path, preflight=request.kind is Kind.PREFLIGHT)
        sets_cookie = any(name == "Set-Cookie" for name, _ in answer.fields)
        if sets_cookie and request.include_credentials and parts.scheme == "https":
            self.own_cookies.add(parts.hostname or "")
        body = "" if request.method == "HEAD" else answer.body
        length = () if answer.status in {204, 304} else (("Content-Length", str(len(answer.body))),)
        return WireResponse(answer.status, (*answer.all_fields, *length), body.encode())

    def cookies(self, request: WireRequest) -> dict[str, bool | None]:
        """Which cookies a request carries: the model says whether any, the rest is simple.

        Two are bound to the site. Over https one more has ``SameSite=None``, and travels wherever
        cookies may.
        """
        parts = urlsplit(request.url)
        if not request.include_credentials:
            return dict.fromkeys(("none", "lax", "strict", "own"), False)
        page = "null" if self.case.sandboxed else self.case.page
        way = (*request.redirected_by, f"{parts.scheme}://{parts.netloc}")
        at_home = not is_cross_site(page, way, self.departures)
        over_https = parts.scheme == "https"
        further = {"none": True, "own": parts.hostname in self.own_cookies} if over_https else {}
        return {"lax": at_home, "strict": at_home, **further}


def expect(case: Case, profile: Profile, times: list[float] | None = None) -> Expectation:
    """What the model expects of a browser.

    :param times: when each of the fetches began, in seconds.
    """
    now = 0.0
    network = ScriptedNetwork(case, profile)
    cache = PreflightCache(lambda: now)
    client = Client("null" if case.sandboxed else case.page, url=f"{case.page}{PAGE}")
    results: list[Result] = []
    for index, one in enumerate(case.fetches):
        now = times[index] if times else 0.0
        try:
            results.append(fetch(as_request(one), client, network, cache, profile))
        except JavaScriptError as error:
            results.append(error)
    return Expectation(results, network.sent)


def as_request(one: Fetch) -> FetchRequest:
    """A fetch, as the model wants it."""
    return FetchRequest(
        url=one.url,
        method=one.method,
        headers=one.headers,
        body=None if one.body is None else one.body.encode(),
        body_type=None if one.body is None else "text/plain;charset=UTF-8",
        mode=one.mode,
        credentials=one.credentials,
        redirect=one.redirect,
        referrer_policy=one.referrer_policy,
    )


def as_seen(result: Result) -> Seen:
    """A result, as a page sees it."""
    if isinstance(result, JavaScriptError):
        return {"error": result.name}
    if isinstance(result, NetworkError):
        return {"error": "TypeError"}
    return {
        "status": result.status,
        "type": result.type,
        "url": result.url,
        "redirected": result.redirected,
        "headers": [list(field) for field in result.headers],
        "body": result.body.decode(),
    }
