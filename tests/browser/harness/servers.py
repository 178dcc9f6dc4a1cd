"""A small web on loopback: WSGI apps at whatever origins the tests name.

One server speaks http and one https, each on a free port. The browser is told to take every host
name to one of them (``Web.host_rules``), so origins look exactly as people write them; which app
answers is decided by the scheme and the ``Host`` field.
"""

from __future__ import annotations

import contextlib
import threading
import typing as t
from urllib.parse import urlsplit

from werkzeug.serving import BaseWSGIServer
from werkzeug.serving import WSGIRequestHandler
from werkzeug.serving import make_server
from werkzeug.wsgi import get_host

from .certificates import make_certificate
from .wire import Exchange
from .wire import Recorder

if t.TYPE_CHECKING:
    import collections.abc as cabc

    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIApplication
    from _typeshed.wsgi import WSGIEnvironment

HTTP_PORTS = (80, 3000, 5000)
HTTPS_PORTS = (443,)
BLANK_PAGE = b"""<!doctype html><meta charset="utf-8"><title>Page</title>
<link rel="icon" href="data:,">"""


class Site:
    """An app at an origin, and the record of what was said to it."""

    def __init__(self, origin: str, app: WSGIApplication) -> None:
        """Put an app at an origin."""
        self.origin = origin
        self.recorder = Recorder(app)

    @property
    def exchanges(self) -> list[Exchange]:
        """All exchanges so far, in the order of the responses."""
        return list(self.recorder.exchanges)

    @property
    def preflights(self) -> list[Exchange]:
        """The CORS-preflight requests among the exchanges."""
        return [exchange for exchange in self.exchanges if exchange.is_preflight]

    @property
    def log(self) -> list[str]:
        """The exchanges, a line for each."""
        return [str(exchange) for exchange in self.exchanges]


class Web:
    """The sites that exist at the moment, and the two servers in front of them."""

    def __init__(self, http: BaseWSGIServer, https: BaseWSGIServer, public_key_hash: str) -> None:
        """Route what the two servers receive."""
        self.sites: dict[str, Site] = {}
        self.public_key_hash = public_key_hash
        self.ports = {"http": http.port, "https": https.port}
        http.app = https.app = self

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> cabc.Iterable[bytes]:
        """Hand a request to the site that it is for."""
        origin = f"{environ['wsgi.url_scheme']}://{get_host(environ)}"
        if origin not in self.sites:
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [f"No site at {origin}.".encode()]
        return self.sites[origin].recorder(environ, start_response)

    def serve(self, origin: str, app: WSGIApplication) -> Site:
        """Put an app at an origin, in place of whatever was there."""
        self.sites[origin] = Site(origin, app)
        return self.sites[origin]

    def ensure_page(self, url: str) -> None:
        """See to it that there is something to open at a URL."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self.sites:
            self.serve(origin, blank_page)

    def clear(self) -> None:
        """Take all sites away."""
        self.sites.clear()

    @property
    def host_rules(self) -> str:
        """The value of Chromium's ``--host-resolver-rules``; what is not here does not resolve."""
        ports = dict.fromkeys(HTTP_PORTS, self.ports["http"])
        ports |= dict.fromkeys(HTTPS_PORTS, self.ports["https"])
        rules = [f"MAP *:{port} 127.0.0.1:{local}" for port, local in ports.items()]
        return ", ".join([*rules, "MAP * ~NOTFOUND"])


def blank_page(_environ: WSGIEnvironment, start_response: StartResponse) -> cabc.Iterable[bytes]:
    """Answer anything with an empty page (a WSGI app)."""
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [BLANK_PAGE]


@contextlib.contextmanager
def running_web() -> cabc.Iterator[Web]:
    """Run both servers, each in a thread of its own."""
    certificate = make_certificate("app.example.com")
    http = make_server("127.0.0.1", 0, blank_page, threaded=True, request_handler=QuietHandler)
    https = make_server("127.0.0.1", 0, blank_page, threaded=True, request_handler=QuietHandler)
    # Werkzeug would shake hands in the thread that accepts, where one idle connection, opened by
    # the browser on speculation, holds up all others.
    https.socket = certificate.context.wrap_socket(
        https.socket, server_side=True, do_handshake_on_connect=False
    )
    https.ssl_context = certificate.context
    with serving(http), serving(https):
        yield Web(http, https, certificate.public_key_hash)


@contextlib.contextmanager
def serving(server: BaseWSGIServer) -> cabc.Iterator[None]:
    """Let a server answer in a thread, and close it afterwards."""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class QuietHandler(WSGIRequestHandler):
    """Leaves the log to the recorder, and idle connections to the browser."""

    def log(self, *args: object) -> None:
        """Say nothing."""

    def connection_dropped(self, *args: object) -> None:
        """Say nothing: browsers close connections as they please."""
