"""What a source is asked about one request to an app."""

from __future__ import annotations

import collections.abc as cabc
import typing as t
from functools import cached_property

from flask import Flask
from flask import Request
from werkzeug.routing import MapAdapter
from werkzeug.wsgi import get_host

from ..current import own_request
from ..protocol.requests import CORSRequest
from ..protocol.requests import Preflight
from ..rules.path_patterns import routed_path
from ..rules.url_maps import View
from ..rules.url_maps import view_at
from .queries import OriginQuery

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class RequestQuery(OriginQuery):
    """A query whose parts are worked out when they are looked at."""

    @classmethod
    def of(
        cls, app: Flask, request: CORSRequest | Preflight, environ: WSGIEnvironment
    ) -> RequestQuery:
        """The query about one request; not made by its parts, as `dataclasses.replace` does.

        :param app: the app that is asked.
        :param request: what the request asks of CORS.
        :param environ: the request as it was when the policy was found: a layer inside may lead
            to another path, which the policy is not about, or be led to by it.
        """
        query = object.__new__(cls)
        query.__dict__.update(origin=request.origin, _app=app, _request=request, _environ=environ)
        return query

    def anew(self) -> RequestQuery:
        """The query with all values in the URL, of which the source before may have taken some."""
        self.__dict__.pop("view_args", None)
        return self

    if not t.TYPE_CHECKING:  # pragma: no branch  (to types they are the fields of a query)

        @cached_property
        def host(self) -> str:
            return get_host(self._environ)

        @cached_property
        def path(self) -> str:
            own = self._own
            return own.path if own else routed_path(self._environ.get("PATH_INFO", ""))

        @cached_property
        def preflight(self) -> bool:
            return isinstance(self._request, Preflight)

        @cached_property
        def endpoint(self) -> str | None:
            return self._view[0]

        @cached_property
        def view_args(self) -> cabc.Mapping[str, object] | None:
            values = self._view[1]
            return None if values is None else dict(values)

        @cached_property
        def _view(self) -> View:
            """The view of the request, and for a CORS-preflight request of that to come."""
            if isinstance(self._request, Preflight):
                return view_at(self._app, self._environ, self._request.method)
            if self._own:
                return _view_of(self._app, self._own)
            return view_at(self._app, self._environ, self._environ["REQUEST_METHOD"])

        @cached_property
        def _own(self) -> Request | None:
            """The request that Flask has matched, which has kept what a view may have changed."""
            own = own_request(self._app, self._environ)
            return own if own and _is_the_one(own, self._app, self._environ) else None


def _view_of(app: Flask, own: Request) -> View:
    """The view that Flask has matched a request to, with the values that are in its URL.

    They are matched anew, since hooks such as `url_value_preprocessor` take away from those that
    the request has, and a preflight knows of no hook.

    :raises Exception: where they are not to be had any more: nobody shall go by a part of them.
    """
    adapter = t.cast("MapAdapter", app.create_url_adapter(own))
    # By what the request has kept, since the view may have changed environ to hand it on.
    return adapter.match(own.path, own.method)


def _is_the_one(own: Request, app: Flask, environ: WSGIEnvironment) -> bool:
    """Whether Flask has matched that very request, which is at hand, to a view of `app`.

    One that is under way further out, or was pushed by hand, is about another URL; and one that
    a mounted app answers is at hand in the context of `app` too, which sources run in.
    """
    rule = own.url_rule
    matched = rule is not None and rule.map is app.url_map
    return matched and _url(own.environ) == _url(environ)


def _url(environ: WSGIEnvironment) -> tuple[str, ...]:
    """What a view is found by; a layer inside may move a prefix from the path to its own name."""
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    return environ["REQUEST_METHOD"], environ.get("HTTP_HOST", ""), path
