"""What stands inside the layer, between it and Flask, and what of its answers is the app's own.

A layer inside may ask the app for more than one answer, give it a copy of `environ`, start a
response when the app has long been done, or answer by itself. So each answer of the app is marked
by a field, which the layer around takes out again: what comes without it is another's.
"""

from __future__ import annotations

import collections.abc as cabc
import copy
import inspect
import os
import sys
import typing as t

from flask import Request
from flask import Response
from flask import after_this_request
from flask.app import Flask

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
from ..wsgi import PASSED
from .responses import with_headers

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
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

    def marked(self, response: Response) -> Response:
        """The app's answer to the request at hand, with a mark."""
        mark = os.urandom(8).hex()  # nobody else can guess it
        self._ruled[mark] = self.latest = self.ruled(this_request())
        return with_headers(response, [*response.headers, (MARK, mark)])

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


def mark_answer(app: Flask, **_: object) -> None:
    """Mark the answer of `app` to come: a receiver of Flask's signal `request_started`."""
    environ = this_request().environ
    for watch in watches_in(environ):
        if watch.state.app is app:
            environ[PASSED] = app.url_map  # not what an earlier way through the app has left
            after_this_request(watch.marked)


def note_failure(app: Flask, **_: object) -> None:
    """Note which view of `app` failed: a receiver of Flask's signal `got_request_exception`."""
    request = this_request()
    for watch in watches_in(request.environ):
        if watch.state.app is app:
            watch.failed, watch.latest = True, watch.ruled(request)


def without_marks(headers: list[Field]) -> tuple[list[Field], list[str]]:
    """The header fields of an answer without the marks that it may have, and these."""
    mark = MARK.lower()  # layers may spell names their own way: bridges to ASGI do so
    marks = [value for name, value in headers if name.lower() == mark]
    return [field for field in headers if field[0].lower() != mark], marks


def stands_before(app: Flask) -> bool:
    """Whether something stands around Flask that may change a request, or answer it.

    Werkzeug's `ProxyFix` does not, where it is outermost; nor does what a tool has put around the
    class's own method, for every app.
    """
    inside = inside_proxies(app.wsgi_app)
    flasks = inspect.getattr_static(Flask, "wsgi_app")
    is_flasks = inspect.getattr_static(type(app), "wsgi_app") is flasks
    return not (is_flasks and getattr(inside, "__func__", None) in (flasks, inspect.unwrap(flasks)))


def inside_proxies(layer: t.Any) -> WSGIApplication:
    """What is inside of Werkzeug's `ProxyFix`, however many there are."""
    return inside_proxies(layer.app) if _is_proxy(layer) else layer


def proxies_around(layer: t.Any, inside: WSGIApplication) -> WSGIApplication:
    """The proxies that a layer consists of, around something else.

    They only tell which host and scheme the browser has asked for: CORS needs to know, too.
    """
    if not _is_proxy(layer):
        return inside
    proxy = copy.copy(layer)
    proxy.app = proxies_around(layer.app, inside)
    return t.cast("WSGIApplication", proxy)


def _is_proxy(layer: object) -> bool:
    known = sys.modules.get("werkzeug.middleware.proxy_fix")  # else nothing is one
    return known is not None and type(layer) is known.ProxyFix
