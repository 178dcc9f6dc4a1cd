"""Where a browser stopped that was kept from a response of an app."""

from __future__ import annotations

import typing as t

from ..describing.page_requests import PageRequest
from ..rules.state import AppState

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class Stop(t.NamedTuple):
    """Where a browser stopped that was kept from a response of an app.

    :param state: the rules of the app.
    :param environ: the last request that the app got, as it was when it had answered.
    :param asked: what the browser asked for.
    """

    state: AppState
    environ: WSGIEnvironment
    asked: PageRequest
