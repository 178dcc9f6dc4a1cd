"""Two servers in one process, a thread each, on 127.0.0.1 only."""

from __future__ import annotations

import collections.abc as cabc
import socket
import threading
import typing as t
from contextlib import ExitStack
from contextlib import contextmanager

from werkzeug.serving import WSGIRequestHandler
from werkzeug.serving import make_server

from demo.api import create_api
from demo.exchanges import Program
from demo.origins import Origins
from demo.page import create_page
from demo.wire import Wire

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

HOST = "127.0.0.1"


class QuietHandler(WSGIRequestHandler):
    """A handler without a line per request: the page shows the requests."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@contextmanager
def running(
    programs: cabc.Sequence[Program], page_port: int = 0, api_port: int = 0
) -> cabc.Iterator[Origins]:
    """Serve the page and the API until the block ends.

    :param page_port: the page's port, 0 for a free one.
    :param api_port: the API's port, 0 for a free one.
    :raises OSError: if a port is taken.
    """
    with ExitStack() as stack:
        # The policies name the page's origin, so both ports must be known before the apps are made.
        page_socket = stack.enter_context(socket.create_server((HOST, page_port)))
        api_socket = stack.enter_context(socket.create_server((HOST, api_port)))
        origins = Origins(
            page_port=page_socket.getsockname()[1], api_port=api_socket.getsockname()[1]
        )
        wire = Wire()
        stack.enter_context(_serving(create_api(programs, origins.page, wire), api_socket))
        stack.enter_context(_serving(create_page(programs, origins, wire), page_socket))
        yield origins


@contextmanager
def _serving(app: WSGIApplication, listening: socket.socket) -> cabc.Iterator[None]:
    host, port = listening.getsockname()
    server = make_server(
        host,
        port,
        app,
        threaded=True,
        request_handler=QuietHandler,
        fd=listening.fileno(),
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
