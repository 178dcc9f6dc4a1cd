"""A browser for unit tests, which says whether a page could read an answer, and why not.

It makes of an app's answers what a browser makes of them, by the Fetch standard, without
starting one::

    page = Browser(app, "https://api.example.com").page("https://app.example.com")
    response = page.fetch("/api/items", method="PUT", json={"name": "Lamp"})
    response.headers["X-Total-Count"]  # only what a page could read

A request that a browser would block raises `Blocked`, which says at which step, what the
browser's console shows, which header field is at fault, and what to change.

Inside, `init`, `elements` and `xhr` make a request of what a page writes, and `page` hands it to
`fetch` of `protocol.user_agent`. The network that this asks for is `network`: it adds cookies
(`cookies`, `set_cookie`, `sites`), and one of the `transports` carries the request to an app, as
a WSGI server would (`environs`, `exceptions_in_apps`), or to a server. What comes back is told by
`responses`, `headers` and `encodings`, or by `blocked`, with the words of `consoles`.
"""

from __future__ import annotations

from ..protocol.user_agent import CHROMIUM
from ..protocol.user_agent import FIREFOX
from ..protocol.user_agent import STANDARD
from ..protocol.user_agent import JavaScriptError
from ..protocol.user_agent import Profile
from ..protocol.user_agent import Step
from .assertions import assert_blocked
from .assertions import assert_readable
from .blocked import Blocked
from .browser import Browser
from .clock import Clock
from .cookies import Cookie
from .cookies import CookieJar
from .elements import Element
from .exchanges import Exchange
from .headers import ReadableHeaders
from .init import FetchInit
from .page import Page
from .responses import PageResponse
from .xhr import XHRResponse

__all__ = [
    "CHROMIUM",
    "FIREFOX",
    "STANDARD",
    "Blocked",
    "Browser",
    "Clock",
    "Cookie",
    "CookieJar",
    "Element",
    "Exchange",
    "FetchInit",
    "JavaScriptError",
    "Page",
    "PageResponse",
    "Profile",
    "ReadableHeaders",
    "Step",
    "XHRResponse",
    "assert_blocked",
    "assert_readable",
]
