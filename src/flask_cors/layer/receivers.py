"""Receivers of Flask's signals, by which watches learn what the apps inside do."""

from __future__ import annotations

from flask import Flask
from flask import Request
from flask import after_this_request
from flask import has_request_context

from ..current import this_request
from ..rules.state import AppState
from ..rules.view_options import options_of_view
from ..wsgi import PASSED
from .watching import watches_in


def begin_request(app: Flask, **_: object) -> None:
    """Mark the answer of a watched app to come, and note which decides for itself.

    It receives `request_started` of all apps: nobody knows which of them are mounted inside.
    """
    if not has_request_context():
        return  # a program has sent it by itself
    request = this_request()
    for watch in watches_in(request.environ):
        if watch.state.app is app:
            request.environ[PASSED] = app.url_map  # not what an earlier way through it has left
            after_this_request(watch.marked)
            watch.keep_from_view(request)
        elif _is_for_decorated_view(app, request):
            watch.others_decide = True


def note_failure(app: Flask, **_: object) -> None:
    """Note which view of `app` failed: a receiver of `got_request_exception`."""
    request = this_request()
    for watch in watches_in(request.environ):
        if watch.state.app is app:
            watch.failed, watch.latest = True, watch.ruled(request)


def _is_for_decorated_view(app: Flask, request: Request) -> bool:
    """Whether an app is asked for a decorated view, though a hook of it may answer."""
    view = app.view_functions.get(request.endpoint or "")
    return bool(view and options_of_view(view)) and AppState.as_it_is(app).enabled
