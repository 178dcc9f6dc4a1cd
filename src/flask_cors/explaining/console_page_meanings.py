"""What consoles say where it is the page that asks in another way than it should."""

from __future__ import annotations

from .meaning import Meaning
from .meaning import net_errors

_FOR_BROWSERS = (
    "Only the browser sets this header, so it leaves out what the page sets. Take it out of the "
    "page: nothing has to be allowed for it."
)
_SAME_ORIGIN = (
    'The page asks with mode "same-origin", which forbids every other origin. Ask with mode "cors".'
)
_OF_ITS_OWN = (
    "Workers, and what <use> shows in SVG, come from the page's own origin alone, whatever another "
    "server allows: serve the file from there."
)

PAGE_MEANINGS = (
    Meaning(
        _SAME_ORIGIN,
        chromium=('Request mode is "same-origin" but the URL\'s origin is not same',),
    ),
    Meaning(
        _OF_ITS_OWN,
        # It is said of workers.
        chromium=("cannot be accessed from origin",),
    ),
    Meaning(
        f"{_OF_ITS_OWN} {_SAME_ORIGIN}",
        chromium=("Unsafe attempt to load URL",),
        firefox=("Security Error: Content at",),
    ),
    Meaning(
        "What came instead of the module is no script by its Content-Type: mostly a 404, or an "
        "index page. That is no matter of CORS: let the server send the file, as text/javascript.",
        # Then it says that the request did not succeed.
        firefox=("was blocked because of a disallowed MIME type",),
    ),
    Meaning(
        'Ask with mode "cors", or leave redirect at "follow".',
        chromium=('Request mode is "no-cors" but the redirect mode is not "follow"',),
    ),
    Meaning(
        "The page asks without CORS for what its server keeps to its own pages: let the server "
        "send Cross-Origin-Resource-Policy: cross-origin, or ask with CORS (crossorigin).",
        chromium=net_errors("BLOCKED_BY_RESPONSE.NotSameOrigin"),
        firefox=("was blocked due to its Cross-Origin-Resource-Policy header",),
        webkit=("because it violates the resource's Cross-Origin-Resource-Policy response header",),
    ),
    Meaning(
        "The page asks for a response header that it may not read: name the header in "
        "expose_headers. flask cors check tells which are hidden. Set-Cookie no page can read.",
        chromium=("Refused to get unsafe header",),
    ),
    Meaning(
        _FOR_BROWSERS,
        chromium=("Refused to set unsafe header",),
        firefox=("Attempt to set a forbidden header was denied",),
    ),
)
"""What depends on the page, or on fields other than those of CORS."""
