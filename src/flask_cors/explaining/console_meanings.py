"""What browsers' consoles say where a server's fields have no part in it, and what it means.

The wordings are as old and as new as those of `console_sayings`.
"""

from __future__ import annotations

from ..protocol.user_agent import Step
from ..testing.consoles.firefox import UNSUCCESSFUL
from .console_page_meanings import PAGE_MEANINGS
from .meaning import Meaning
from .meaning import net_errors

_UNANSWERED = (
    "Nobody answered, so this is no matter of CORS: no server runs there, its certificate is not "
    "trusted, or something in between or in the browser blocks the request."
)
_WHOLE_URL = (
    "Write the whole URL in the page, with http:// or https://; a page that was opened from the "
    "disk has to come from a web server itself. No server was asked."
)
MEANINGS = (
    *PAGE_MEANINGS,
    Meaning(
        "Chromium asks the person whether a page may reach their own machine or network, and was "
        "told no, or may not ask: only a page that came over https may, and a frame needs "
        'allow="local-network-access". No option of the app decides that. Allow it in the '
        "settings of the page, beside its address, or serve page and app from one network.",
        chromium=(
            "Permission was denied for this request to access the",
            "Request had a target IP address space of",
        ),
    ),
    Meaning(
        "A page that came over http may not ask servers on a more private network than its own. "
        "No option of the app decides that: serve the page over https.",
        chromium=("The request client is not a secure context and the resource is in",),
    ),
    Meaning(
        _UNANSWERED,
        chromium=net_errors(
            "ADDRESS",
            "BLOCKED_BY_CLIENT",
            "CERT",
            "CONNECTION",
            "EMPTY_RESPONSE",
            "INTERNET",
            "NAME",
            "NETWORK",
            "PROXY",
            "SSL",
            "TIMED_OUT",
            "TUNNEL",
        ),
        steps=frozenset({Step.CONNECTION}),
    ),
    Meaning(
        f"{_UNANSWERED} Of a module script Firefox says so, too, where its Content-Type is another "
        "than that of JavaScript, as with a 404: see the line beside it.",
        # Besides it is said of preflights that fail.
        firefox=("CORS request did not succeed", "CORS request failed"),
        steps=UNSUCCESSFUL,
    ),
    Meaning(
        "Serve it on another port: to this one browsers open no connection.",
        chromium=net_errors("UNSAFE_PORT"),
        steps=frozenset({Step.BAD_PORT}),
    ),
    Meaning(
        "A redirect leads to the next one, without end: what redirects stands before the app.",
        chromium=net_errors("TOO_MANY_REDIRECTS"),
        steps=frozenset({Step.REDIRECT_COUNT}),
    ),
    Meaning(
        "A redirect leads to what is no URL: what redirects stands before the app.",
        chromium=net_errors("INVALID_REDIRECT"),
        steps=frozenset({Step.REDIRECT_LOCATION}),
    ),
    Meaning(
        "A redirect leads to what is not http:// or https://: what redirects stands before the "
        "app.",
        chromium=net_errors("UNSAFE_REDIRECT"),
        steps=frozenset({Step.REDIRECT_SCHEME}),
    ),
    Meaning(
        "A redirect leads to a URL with a user name and a password, which browsers do not follow "
        "to another origin: what redirects stands before the app.",
        chromium=("contains a username and password, which is disallowed for cross-origin",),
        steps=frozenset({Step.REDIRECT_USERINFO}),
    ),
    Meaning(
        "An older Chromium says so, which followed no redirect that came after a preflight. Call "
        "the URL that the redirect leads to.",
        chromium=("which is disallowed for cross-origin requests that require preflight",),
    ),
    Meaning(
        _WHOLE_URL,
        chromium=("Cross origin requests are only supported for protocol schemes",),
        steps=frozenset({Step.REDIRECT_SCHEME}),
    ),
    Meaning(
        _WHOLE_URL,
        chromium=('URL scheme "', *net_errors("INVALID_URL", "UNKNOWN_URL_SCHEME")),
        firefox=("CORS request not http",),
    ),
    Meaning(
        "A page that came over https asks for something over http, which browsers do not send. "
        "Serve the app over https. If the page does ask over https, the app redirects to http, as "
        "Flask does to the URL with a slash at its end, where a proxy before it takes TLS off: let "
        "the page ask for the URL with the slash, and write app.wsgi_app = ProxyFix(app.wsgi_app, "
        "x_proto=1).",
        # Then comes what it is: a resource, or an endpoint of XMLHttpRequest or EventSource.
        chromium=("but requested an insecure ",),
        firefox=("Blocked loading mixed active content",),
        # Of what it blocks only: it tells of what it lets pass or upgrades, too. Older ones said
        # what they did not do. See logConsoleWarning and logConsoleWarningForUpgrade in
        # https://github.com/WebKit/WebKit/blob/main/Source/WebCore/loader/MixedContentChecker.cpp.
        webkit=(
            "This content was blocked and must",
            "was not allowed to display insecure content from",
            "was not allowed to run insecure content from",
        ),
    ),
    Meaning(
        "Somebody else answers with Access-Control-Allow-Headers: *, which this package never "
        "sends, and which does not cover Authorization: name the header there.",
        firefox=("the `Authorization` header is not covered",),
    ),
    Meaning(
        "CORS is switched off in this Firefox: in about:config set content.cors.disable to false.",
        # Chromium ends with "CORS disabled", too, where it speaks of the mode "no-cors".
        firefox=("Reason: CORS disabled",),
    ),
)
"""What consoles say beside the `SAYINGS`, and what it means."""
