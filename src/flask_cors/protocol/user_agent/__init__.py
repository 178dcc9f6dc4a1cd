"""The browser's half of Fetch's CORS protocol, with the network and the clock as parameters.

`fetch` follows the standard's algorithms in their order; every other module is one of them.
It knows nothing of the server's half: so each is the other's test.

Not modelled: HTTP caches, service workers, CSP, and the opaque response blocking of ``no-cors``
requests. Browsers once sent a preflight ahead of every request into a more private network
(https://wicg.github.io/private-network-access/), which is done for a client that says that it
reaches one; today they ask the person instead
(https://wicg.github.io/local-network-access/), who is taken to have said yes.

Source: https://fetch.spec.whatwg.org/#fetching
"""

from __future__ import annotations

from .cache import PreflightCache
from .clients import Client
from .construction import JavaScriptError
from .construction import JavaScriptTypeError
from .construction import dropped_headers
from .departures import Departure
from .departures import Evidence
from .evidence import EVIDENCE
from .fetching import fetch
from .outcomes import NetworkError
from .outcomes import Response
from .outcomes import Step
from .profiles import CHROMIUM
from .profiles import FIREFOX
from .profiles import STANDARD
from .profiles import Profile
from .requests import FetchRequest
from .wire import Exchange
from .wire import Kind
from .wire import Network
from .wire import WireRequest
from .wire import WireResponse

__all__ = [
    "CHROMIUM",
    "EVIDENCE",
    "FIREFOX",
    "STANDARD",
    "Client",
    "Departure",
    "Evidence",
    "Exchange",
    "FetchRequest",
    "JavaScriptError",
    "JavaScriptTypeError",
    "Kind",
    "Network",
    "NetworkError",
    "PreflightCache",
    "Profile",
    "Response",
    "Step",
    "WireRequest",
    "WireResponse",
    "dropped_headers",
    "fetch",
]
