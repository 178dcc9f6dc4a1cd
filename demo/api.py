"""The API: every program under its own mount point, on one server."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from demo.exchanges import Program
from demo.origins import Origins
from demo.wire import Wire

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def create_api(programs: cabc.Iterable[Program], origins: Origins, wire: Wire) -> WSGIApplication:
    """Return the programs, made for the pages that call them, with their exchanges recorded."""
    mounts = {
        f"/{program.id}": program.create_app(**program.pages(origins)) for program in programs
    }
    return wire.tap(DispatcherMiddleware(NotFound(), mounts))
