"""What a source is asked about one request to an app."""

from __future__ import annotations

import collections.abc as cabc
import typing as t
from functools import cached_property

from flask import Flask
from werkzeug.wsgi import get_host

from ..current import own_request
from ..protocol.requests import CORSRequest
from ..protocol.requests import Preflight
from ..rules.path_patterns import routed_path
from ..rules.routing import view_at
from ..rules.url_maps import View
from ..wsgi import read_request
from .queries import OriginQuery

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class RequestQuery(OriginQuery):
    """A query whose parts are worked out when they are looked at."""

    @classmethod
    def of(cls, app: Flask, environ: WSGIEnvironment, origin: str) -> RequestQuery:
        """The query about one request; not made by its parts, as `dataclasses.replace` does.

        :param app: the app that is asked.
        :param environ: the request.
        :param origin: its origin.
        """
        query = object.__new__(cls)
        query.__dict__.update(origin=origin, _app=app, _environ=environ)
        return query

    if not t.TYPE_CHECKING:  # pragma: no branch  (to types they are the fields of a query)

        @cached_property
        def host(self) -> str:
            return get_host(self._environ)

        @cached_property
        def path(self) -> str:
            return routed_path(self._environ.get("PATH_INFO", ""))

        @cached_property
        def preflight(self) -> bool:
            return isinstance(self._request, Preflight)

        @cached_property
        def endpoint(self) -> str | None:
            return self._view[0]

        @cached_property
        def view_args(self) -> cabc.Mapping[str, object] | None:
            return self._view[1]

        @cached_property
        def _request(self) -> CORSRequest | Preflight:
            return read_request(self._environ)

        @cached_property
        def _view(self) -> View:
            """The view of the request, and for a CORS-preflight request of that to come."""
            if isinstance(self._request, Preflight):
                return view_at(self._app, self._environ, self._request.method)
            own = own_request(self._app, self._environ)
            # One that is under way further out, or was pushed by hand, is about another URL.
            if own is not None and own.url_rule and _url(own.environ) == _url(self._environ):
                return own.url_rule.endpoint, own.view_args
            return view_at(self._app, self._environ, self._environ["REQUEST_METHOD"])


def _url(environ: WSGIEnvironment) -> tuple[str, ...]:
    """What a view is found by; a layer inside may move a prefix from the path to its own name."""
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    return environ["REQUEST_METHOD"], environ.get("HTTP_HOST", ""), path
