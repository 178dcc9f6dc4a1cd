"""The API: every program under its own mount point, on one server."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from demo.exchanges import Program
from demo.wire import Wire

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def create_api(programs: cabc.Iterable[Program], page_origin: str, wire: Wire) -> WSGIApplication:
    """Return the programs, made for pages of ``page_origin``, with their exchanges recorded."""
    mounts = {f"/{program.id}": program.create_app(page_origin) for program in programs}
    return wire.tap(DispatcherMiddleware(NotFound(), mounts))
