"""Requests that come to an app by another way than through the layer around it."""

from __future__ import annotations

import collections.abc as cabc

from flask import Response
from flask import after_this_request

from ..current import this_request
from ..layer.exchange import Exchange
from ..layer.responses import with_headers
from ..layer.responses import with_one_vary
from ..layer.watching import decide_for_oneself
from ..protocol.fields import Field
from ..protocol.requests import Preflight
from ..rules.state import AppState
from ..wsgi import PASSED
from ..wsgi import read_made


def bypass_layer(state: AppState) -> None:
    """See to it that the request at hand is answered with the fields, as the layer would do."""
    asked = this_request()
    environ, passed = asked.environ, asked.environ.get(PASSED)
    started: list[tuple[str, list[Field]]] = []

    def start_response(
        status: str, headers: list[Field], _: object = None, /
    ) -> cabc.Callable[[bytes], object]:
        started[:] = [(status, headers)]
        return bytes

    exchange = Exchange(state, environ, start_response)
    exchange.request = read_made(asked)
    decide_for_oneself(environ)

    def with_fields(response: Response) -> Response:
        if isinstance(exchange.request, Preflight) and asked.method == "OPTIONS":
            answer = exchange.answer_preflight(exchange.request)
            if answer is not None:
                return state.app.response_class(status=answer[0], headers=answer[1])
        exchange.start_response(response.status, response.headers.to_wsgi_list())
        environ[PASSED] = passed  # another app may go on with it
        ((_, headers),) = started
        return with_headers(response, with_one_vary(headers))

    after_this_request(with_fields)
