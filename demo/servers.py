"""The servers of the demo: the API, the page, and the front end of one program, side by side."""

from __future__ import annotations

import collections.abc as cabc
import socket
from contextlib import ExitStack
from contextlib import contextmanager

from demo.api import create_api
from demo.exchanges import Program
from demo.origins import Origins
from demo.page import create_page
from demo.react import ReactPage
from demo.serving import HOST
from demo.serving import reserved
from demo.serving import serving
from demo.wire import Wire


@contextmanager
def running(
    programs: cabc.Sequence[Program], page_port: int = 0, api_port: int = 0, react_port: int = 0
) -> cabc.Iterator[Origins]:
    """Serve the page and the API until the block ends, and the React page as soon as it is built.

    :param page_port: the page's port, 0 for a free one.
    :param api_port: the API's port, 0 for a free one.
    :param react_port: the React page's port, 0 for a free one.
    :raises OSError: if a port is taken.
    """
    with ExitStack() as stack:
        # The policies name the pages' origins: all ports must be known before the apps are made.
        page_socket = stack.enter_context(socket.create_server((HOST, page_port)))
        api_socket = stack.enter_context(socket.create_server((HOST, api_port)))
        react_socket = stack.enter_context(reserved(react_port))
        origins = Origins(
            page_port=page_socket.getsockname()[1],
            api_port=api_socket.getsockname()[1],
            react_port=react_socket.getsockname()[1],
        )
        wire = Wire()
        stack.enter_context(serving(create_api(programs, origins, wire), api_socket))
        react = None
        for program in programs:
            if program.has_react_page:
                react = ReactPage(origins.react, f"{origins.api}/{program.id}", react_socket)
        stack.enter_context(serving(create_page(programs, origins, wire, react), page_socket))
        if react is not None:
            stack.enter_context(react.running())
        yield origins
