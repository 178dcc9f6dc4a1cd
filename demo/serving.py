"""A WSGI server in a thread, on 127.0.0.1 only."""

from __future__ import annotations

import collections.abc as cabc
import os
import socket
import threading
import typing as t
from contextlib import contextmanager

from werkzeug.serving import WSGIRequestHandler
from werkzeug.serving import make_server

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

HOST = "127.0.0.1"
POLL_S = 0.05  # how long a server may take to hear that it shall end


class QuietHandler(WSGIRequestHandler):
    """A handler without a line per request: the page shows the requests."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def reserved(port: int) -> socket.socket:
    """Return a socket that holds a port, 0 for a free one, without listening there yet."""
    holder = socket.socket()
    if os.name == "posix":  # elsewhere the option lets two servers share a port
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        holder.bind((HOST, port))
    except OSError:
        holder.close()
        raise
    return holder


@contextmanager
def serving(app: WSGIApplication, listening: socket.socket) -> cabc.Iterator[None]:
    """Serve an app on a socket until the block ends."""
    host, port = listening.getsockname()
    server = make_server(
        host,
        port,
        app,
        threaded=True,
        request_handler=QuietHandler,
        fd=listening.fileno(),
    )
    thread = threading.Thread(target=server.serve_forever, args=(POLL_S,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
