"""Exceptions in apps: a page sees what a production server would make of them.

With ``TESTING`` on, Flask lets exceptions through to the test. A page never sees that: in
production it gets a 500, with the CORS fields of any other response. So while a browser asks,
`TESTING` alone lets nothing through, and the exception is kept beside the response. Where
``PROPAGATE_EXCEPTIONS`` or debug mode say so they still come through, as they would in a server:
then the server answers 500 by itself, without any CORS field.
"""

from __future__ import annotations

import collections
import collections.abc as cabc
import contextlib
import threading
import typing as t
from dataclasses import dataclass

from flask import Flask
from flask import got_request_exception
from flask import has_request_context
from flask import request

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_CAUGHT = "flask_cors.caught"


@dataclass
class Caught:
    """The exception that an app handled, or None."""

    exception: BaseException | None = None


@contextlib.contextmanager
def catching(environ: WSGIEnvironment) -> cabc.Generator[Caught, None, None]:
    """Keep the exception that a Flask app handles which is called with `environ`, or a copy.

    An app may be behind middleware, so it is known only once it tells of an exception; then it
    has not yet looked at what it is to do with it. Whoever asks another app meanwhile, in a view
    or in another thread, does so with an environment of its own.
    """
    caught = environ[_CAUGHT] = Caught()
    afterwards = contextlib.ExitStack()
    afterwards.callback(environ.pop, _CAUGHT, None)

    def keep(app: Flask, *, exception: BaseException, **_: object) -> None:
        if has_request_context() and request.environ.get(_CAUGHT) is caught:
            caught.exception = exception
            if _silence(app):
                afterwards.callback(_unsilence, app)

    with afterwards, got_request_exception.connected_to(keep):
        yield caught


_lock = threading.Lock()
_silenced: collections.Counter[Flask] = collections.Counter()
"""Apps that let nothing through for the moment, and how many calls they are under way with.

The switch is the app's, and several threads may call it at once: so the first of them turns it, and
the last one turns it back.
"""


def _silence(app: Flask) -> bool:
    """Let `TESTING` alone let nothing through; False where something else does, or nothing."""
    with _lock:
        by_testing = app.config["PROPAGATE_EXCEPTIONS"] is None and app.testing and not app.debug
        if not (by_testing or _silenced[app]):
            return False
        app.config["PROPAGATE_EXCEPTIONS"] = False
        _silenced[app] += 1
        return True


def _unsilence(app: Flask) -> None:
    with _lock:
        _silenced[app] -= 1
        if not _silenced[app]:
            del _silenced[app]
            app.config["PROPAGATE_EXCEPTIONS"] = None
