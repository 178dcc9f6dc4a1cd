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
import typing as t
from dataclasses import dataclass

from flask import Flask
from flask import got_request_exception


@dataclass
class Caught:
    """The exception that an app answered with a 500, or None."""

    exception: BaseException | None = None


@contextlib.contextmanager
def catching(app: object) -> cabc.Generator[Caught, None, None]:
    """Keep the exception that `app` handles meanwhile; only Flask apps tell."""
    caught = Caught()
    if not isinstance(app, Flask):
        yield caught
        return

    def keep(_: Flask, *, exception: BaseException, **__: object) -> None:
        caught.exception = exception

    propagate = t.cast("bool | None", app.config["PROPAGATE_EXCEPTIONS"])
    if propagate is None and app.testing and not app.debug:
        app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        with got_request_exception.connected_to(keep, app):
            yield caught
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = propagate
