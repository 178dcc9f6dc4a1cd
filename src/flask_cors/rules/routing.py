"""The policy of a request that Flask has not matched to a view.

That is every preflight, since it asks for the view of the request to come, and every
response that comes before or instead of a view: redirects, 404, 405, a session that fails.
"""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import typing as t
from urllib.parse import unquote
from urllib.parse import urlsplit

from flask import Flask
from flask import Request
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.exceptions import NotFound
from werkzeug.routing import MapAdapter
from werkzeug.routing import RequestRedirect

from ..current import app_context
from ..current import own_request
from ..current import request_of
from ..protocol.policy import Policy
from . import url_maps
from .path_patterns import path_info_of
from .state import AppState
from .view_options import passed_options

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_MOST_REDIRECTS = 3

Answer = t.TypeVar("Answer")
View = tuple["str | None", "cabc.Mapping[str, object] | None"]
"""The endpoint of a view, and the values in the URL."""

_NO_VIEW: View = (None, None)


def governing_url(state: AppState, environ: WSGIEnvironment, method: str) -> Policy | None:
    """The policy of the view that would serve `method` at the URL of `environ`.

    It is told by the path alone where no view and no blueprint has one of its own; None where no
    policy governs it, and where Flask itself would fail: at a host that it does not trust, at a
    converter that raises.
    """
    path_info = environ.get("PATH_INFO", "")
    if state.notice_views():
        return state.rules.governing[path_info]

    def governing(adapter: MapAdapter | None) -> Policy | None:
        if adapter is None:  # an app that routes by itself
            return state.rules.governing_path(path_info)
        return _match(state, adapter, method, path_info)

    return _asked(state.app, environ, governing, None)


def _asked(
    app: Flask,
    environ: WSGIEnvironment,
    question: cabc.Callable[[MapAdapter], Answer],
    otherwise: Answer,
) -> Answer:
    """What an app's URL map answers about a request; `otherwise` where Flask itself would fail."""
    with contextlib.suppress(Exception), app_context(app):
        adapter = app.create_url_adapter(request_of(app, environ))
        return question(t.cast("MapAdapter", adapter))
    return otherwise


def governing_answer(state: AppState, environ: WSGIEnvironment) -> Policy | None:
    """The policy of the view that answered, or else of the URL."""
    own = own_request(state.app, environ)
    if own is not None:
        return governing_request(state, own)
    options = passed_options(environ)
    if options is not None:
        return state.view_policy(options)
    return governing_url(state, environ, environ["REQUEST_METHOD"])


def governing_request(state: AppState, request: Request) -> Policy | None:
    """The policy of the view that answered a request of the app, or else of its URL."""
    options = passed_options(request.environ)
    if options is not None:
        return state.view_policy(options)
    environ, rule = request.environ, request.url_rule
    if rule is None:
        return governing_url(state, environ, request.method)

    def subdomain() -> str | None:
        on_one = rule.subdomain  # with variables, if it has some: not yet the name
        return _asked(state.app, environ, lambda url: url.subdomain, None) if on_one else None

    path_info = environ.get("PATH_INFO", "")
    return state.governing_endpoint(rule.endpoint, request.method, path_info, subdomain)


def serves(state: AppState, environ: WSGIEnvironment) -> bool:
    """Whether the app has any view at the URL of `environ`, for whatever method."""
    return _asked(state.app, environ, url_maps.serves, otherwise=True)


def route_at(state: AppState, environ: WSGIEnvironment) -> tuple[str, list[str]] | None:
    """The route at the URL of `environ` as it was declared, and the methods that it serves."""
    return _asked(state.app, environ, _route, None)


def view_at(app: Flask, environ: WSGIEnvironment, method: str) -> View:
    """The view that would serve `method` at the URL of `environ`."""
    return _asked(app, environ, lambda url: _matched(url, method), _NO_VIEW)


def redirected_path(state: AppState, environ: WSGIEnvironment, method: str) -> str | None:
    """The path, as WSGI has it, that Flask redirects to by itself, most often for a slash."""
    return _asked(state.app, environ, lambda url: _redirect(url, method), None)


def _route(adapter: MapAdapter) -> tuple[str, list[str]]:
    methods = sorted(adapter.allowed_methods())
    return adapter.match(method=methods[0], return_rule=True)[0].rule, methods


def _redirect(adapter: MapAdapter, method: str) -> str | None:
    try:
        adapter.match(method=method)
    except RequestRedirect as redirect:
        path = _target(adapter, redirect)
        return path and path_info_of(path)
    return None


def _matched(adapter: MapAdapter, method: str) -> View:
    path: str | None = None
    for _ in range(_MOST_REDIRECTS):
        try:
            return adapter.match(path, method=method)
        except RequestRedirect as redirect:
            path = _target(adapter, redirect)
            if path is None:
                break
    return _NO_VIEW


def _target(adapter: MapAdapter, redirect: RequestRedirect) -> str | None:
    """The path that a redirect leads to; None where it leaves the host."""
    target = urlsplit(redirect.new_url)
    if target.netloc != adapter.get_host(None):
        return None
    return unquote(target.path)[len(adapter.script_name) - 1 :]


def _match(
    state: AppState,
    adapter: MapAdapter,
    method: str,
    path_info: str,
    path: str | None = None,
    *,
    ask_siblings: bool = True,
) -> Policy | None:
    """The policy of the view that serves `method`, wherever the URL redirects to."""
    for _ in range(_MOST_REDIRECTS):
        try:
            endpoint, _arguments = adapter.match(path, method=method)
        except RequestRedirect as redirect:
            path = _target(adapter, redirect)
            if path is None:
                break
            path_info = path_info_of(path)
        except MethodNotAllowed as refusal:
            if not ask_siblings:
                break
            methods = set(refusal.valid_methods or ())
            return _policy_of_siblings(state, adapter, methods, path_info, path)
        except NotFound:
            break
        else:
            return state.governing_endpoint(endpoint, method, path_info, lambda: adapter.subdomain)
    return state.rules.governing_path(path_info, lambda: adapter.subdomain)


def _policy_of_siblings(
    state: AppState, adapter: MapAdapter, methods: set[str], path_info: str, path: str | None
) -> Policy | None:
    """The one policy that the views at this URL share; None where they differ.

    The page shall read the 405, but a wider rule must not speak for a stricter view.
    """
    shared: list[Policy | None] = []
    # OPTIONS is Flask's own at most URLs, and has no policy that a view was given.
    for method in sorted(methods - {"OPTIONS"} or methods):
        policy = _match(state, adapter, method, path_info, path, ask_siblings=False)
        if policy not in shared:
            shared.append(policy)
    return shared[0] if len(shared) == 1 else None
