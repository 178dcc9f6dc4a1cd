"""Exceptions in apps: a page sees what a production server would make of them.

With ``TESTING`` on, Flask lets exceptions through to the test. A page never sees that: in
production it gets a 500, with the CORS fields of any other response. So while a browser asks,
`TESTING` alone lets nothing through, and the exception is kept beside the response. Where
``PROPAGATE_EXCEPTIONS`` or debug mode say so they still come through, as they would in a server:
then the server answers 500 by itself, without any CORS field.
"""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import threading
import typing as t
from dataclasses import dataclass

from flask import got_request_exception

if t.TYPE_CHECKING:
    from flask import Flask


@dataclass
class Caught:
    """The exception that an app answered with a 500, or None."""

    exception: BaseException | None = None


@contextlib.contextmanager
def catching() -> cabc.Generator[Caught, None, None]:
    """Keep the exception that any Flask app handles meanwhile in this thread.

    An app may be behind middleware, so it is known only once it tells of an exception; then it
    has not yet looked at what it is to do with it.
    """
    caught = Caught()
    silenced: list[Flask] = []
    thread = threading.get_ident()

    def keep(app: Flask, *, exception: BaseException, **_: object) -> None:
        if threading.get_ident() != thread:
            return
        caught.exception = exception
        if app.config["PROPAGATE_EXCEPTIONS"] is None and app.testing and not app.debug:
            app.config["PROPAGATE_EXCEPTIONS"] = False
            silenced.append(app)

    try:
        with got_request_exception.connected_to(keep):
            yield caught
    finally:
        for app in silenced:
            app.config["PROPAGATE_EXCEPTIONS"] = None
