"""Requests that come to an app by another way than through the layer around it."""

from __future__ import annotations

import collections.abc as cabc
import copy

from flask import Response
from flask import after_this_request
from werkzeug.datastructures import Headers

from ..current import this_request
from ..layer.inner_layers import InnerLayerExchange
from ..protocol.fields import Field
from ..rules.state import AppState


def bypass_layer(state: AppState) -> None:
    """See to it that the request at hand is answered with the fields, as the layer would do."""
    asked = this_request()
    started: list[tuple[str, list[Field]]] = []

    def start_response(
        status: str, headers: list[Field], _: object = None, /
    ) -> cabc.Callable[[bytes], object]:
        started.append((status, headers))
        return bytes

    exchange = InnerLayerExchange(state, asked.environ, start_response)
    exchange.reach(asked)

    def with_fields(response: Response) -> Response:
        exchange.start_response(response.status, response.headers.to_wsgi_list())
        ((status, headers),) = started
        if exchange.replaces_answer:
            return state.app.response_class(status=status, headers=headers)
        copied = copy.copy(response)
        copied.headers = Headers(headers)
        return copied

    after_this_request(with_fields)
