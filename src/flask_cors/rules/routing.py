"""The policy of a request that Flask has not matched to a view.

That is every preflight, since it asks for the view of the request to come, and every
response that comes before or instead of a view: redirects, 404, 405, a session that fails.
"""

from __future__ import annotations

import typing as t

from flask import Request
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.exceptions import NotFound
from werkzeug.routing import MapAdapter
from werkzeug.routing import RequestRedirect

from ..current import own_request
from ..protocol.policy import Policy
from . import url_maps
from .added_method import declares_options
from .app_rules import TakesIn
from .app_rules import takes_in_all
from .blueprints import BlueprintRules
from .path_patterns import path_info_of
from .state import AppState
from .url_maps import Found
from .url_maps import ask_map
from .url_maps import subdomain_at
from .view_options import own_options
from .view_options import passed_options

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def governing_url(
    state: AppState, environ: WSGIEnvironment, method: str, *, found: Found | None = None
) -> Policy | None:
    """The policy of the view that would serve `method` at the URL of `environ`.

    It is told by the path alone where no view and no blueprint has one of its own; None where no
    policy governs it, and where Flask itself would fail: at a host that it does not trust, at a
    converter that raises. What the URL leads to is looked up unless it is `found` already.
    """
    path_info = environ.get("PATH_INFO", "")
    if state.notice_views():
        return state.rules.governing[path_info]

    def governing(adapter: MapAdapter | None) -> Policy | None:
        if adapter is None:  # an app that routes by itself
            return state.rules.governing_path(path_info)
        return _match(state, adapter, method, path_info, found=found)

    return ask_map(state.app, environ, governing, None)


def governing_path(
    state: AppState, environ: WSGIEnvironment, takes_in: TakesIn = takes_in_all
) -> Policy | None:
    """The policy of the path of `environ`, at which the app has no view.

    :param takes_in: tells which blueprints may govern what is there.
    """
    path_info = environ.get("PATH_INFO", "")
    return state.rules.governing_path(path_info, lambda: subdomain_at(state.app, environ), takes_in)


def governing_layer(state: AppState, environ: WSGIEnvironment) -> Policy | None:
    """The same where something else than the app serves it.

    That is no tenant of a variable prefix, nor is it on the host of any view.
    """

    def takes_in(blueprint: BlueprintRules) -> bool:
        return not (blueprint.has_variables or state.app.url_map.host_matching)

    return governing_path(state, environ, takes_in)


def governing_answer(state: AppState, environ: WSGIEnvironment) -> Policy | None:
    """The policy of the view that answered, or else of the URL."""
    own = own_request(state.app, environ)
    return governing_unseen(state, environ) if own is None else governing_request(state, own)


def governing_unseen(state: AppState, environ: WSGIEnvironment) -> Policy | None:
    """The policy of the view that answered, or else of the URL, where no request is at hand."""
    options = passed_options(environ)
    if options is not None:
        return state.view_policy(options)
    return governing_url(state, environ, environ["REQUEST_METHOD"].upper())


def governing_request(state: AppState, request: Request) -> Policy | None:
    """The policy of the view that answered a request of the app, or else of its URL."""
    options = passed_options(request.environ)
    if options is not None:
        return state.view_policy(options)
    environ, rule = request.environ, request.url_rule
    if rule is None:
        return _governing_unmatched(state, request)

    def subdomain() -> str | None:
        on_one = rule.subdomain  # with variables, if it has some: not yet the name
        return subdomain_at(state.app, environ) if on_one else None

    path_info = path_info_of(request.path)  # kept, should the view hand environ on, changed
    return state.governing_endpoint(rule.endpoint, request.method, path_info, subdomain)


def _governing_unmatched(state: AppState, request: Request) -> Policy | None:
    """The policy of a URL at which Flask has matched no view, but has kept what it met there."""
    environ, met = request.environ, request.routing_exception
    if isinstance(met, NotFound):
        return governing_path(state, environ)
    found = met if isinstance(met, (RequestRedirect, MethodNotAllowed)) else None
    return governing_url(state, environ, request.method, found=found)


def answers_options(state: AppState, request: Request) -> bool:
    """Whether Flask answers OPTIONS by itself, for want of a view that does, if that is asked."""
    rule = request.url_rule
    if request.method != "OPTIONS" or rule is None or not declares_options(rule):
        return request.method == "OPTIONS"
    options = own_options(state.app.view_functions.get(rule.endpoint), "OPTIONS")
    return options is not None and state.view_policy(options).automatic_options


def _match(
    state: AppState,
    adapter: MapAdapter,
    method: str,
    path_info: str,
    path: str | None = None,
    *,
    found: Found | None = None,
    ask_siblings: bool = True,
) -> Policy | None:
    """The policy of the view that serves `method`, wherever the URL redirects to."""
    for _ in range(url_maps.MOST_REDIRECTS):
        found = found or url_maps.find(adapter, method, path)
        if isinstance(found, str):
            return state.governing_endpoint(found, method, path_info, lambda: adapter.subdomain)
        if isinstance(found, MethodNotAllowed) and ask_siblings:
            methods = set(found.valid_methods or ())
            return _policy_of_siblings(state, adapter, methods, path_info, path)
        path = url_maps.target_of(adapter, found) if isinstance(found, RequestRedirect) else None
        if path is None:
            break
        path_info, found = path_info_of(path), None
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
        if shared and policy not in shared:
            return None
        shared = [policy]
    return shared[0] if shared else None
