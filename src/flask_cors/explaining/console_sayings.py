"""What browsers' consoles say of a fetch that fails: the part of it that is characteristic.

The wordings are those of Chromium 156, Firefox 153 and WebKit 2.52, in English, with straight
quotation marks; and one that older Firefoxes had, since it is what pages on the web speak of.
"""

from __future__ import annotations

import typing as t

from ..protocol.user_agent import Step

STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
"""Translates the quotation marks that Firefox writes into those that every terminal has."""

FRAMES = {
    "chromium": "Access to {initiator} at '{url}'{redirected} from origin '{origin}' has been "
    "blocked by CORS policy",
    "firefox": "disallows reading the remote resource at {url}. (Reason: ",
    "webkit": " cannot load {url} due to access control checks",
}
"""What a message says around what it says of the step, by engine."""


class Sayings(t.NamedTuple):
    """What each engine says of a step; a message that says it is about that step.

    :param several: whether it is said only where a field has several values.
    """

    step: Step
    chromium: str
    firefox: str
    webkit: str
    several: bool = False


_MISMATCH = "Origin {origin} is not allowed by Access-Control-Allow-Origin"
SAYINGS = (
    Sayings(
        Step.ALLOW_ORIGIN_MISSING,
        "No 'Access-Control-Allow-Origin' header is present on the requested resource",
        "CORS header 'Access-Control-Allow-Origin' missing",
        _MISMATCH,
    ),
    Sayings(
        Step.ALLOW_ORIGIN_WILDCARD,
        "must not be the wildcard '*' when the request's credentials mode is 'include'",
        "Credential is not supported if the CORS header 'Access-Control-Allow-Origin' is '*'",
        "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true",
    ),
    Sayings(
        Step.ALLOW_ORIGIN_MISMATCH,
        "header has a value '{value}' that is not equal to the supplied origin",
        "CORS header 'Access-Control-Allow-Origin' does not match '{value}'",
        _MISMATCH,
    ),
    Sayings(
        Step.ALLOW_ORIGIN_MISMATCH,
        "header contains multiple values '{value}', but only one is allowed",
        "Multiple CORS header 'Access-Control-Allow-Origin' not allowed",
        "Access-Control-Allow-Origin cannot contain more than one origin",
        several=True,
    ),
    Sayings(
        Step.ALLOW_ORIGIN_MISMATCH,
        "'Access-Control-Allow-Origin' header contains the invalid value '{value}'",
        "CORS header 'Access-Control-Allow-Origin' does not match '{value}'",
        _MISMATCH,
    ),
    Sayings(
        Step.ALLOW_CREDENTIALS,
        "'Access-Control-Allow-Credentials' header in the response is '{value}' which must be",
        "expected 'true' in CORS header 'Access-Control-Allow-Credentials'",
        "Credentials flag is true, but Access-Control-Allow-Credentials is not",
    ),
    Sayings(
        Step.PREFLIGHT_REDIRECT,
        "Redirect is not allowed for a preflight request",
        "CORS request external redirect not allowed",
        "Preflight response is not successful",
    ),
    Sayings(
        Step.PREFLIGHT_STATUS,
        "It does not have HTTP ok status",
        "CORS preflight response did not succeed",
        "Preflight response is not successful",
    ),
    Sayings(
        Step.ALLOW_METHODS_SYNTAX,
        "Cannot parse Access-Control-Allow-Methods response header",
        "invalid token '{value}' in CORS header 'Access-Control-Allow-Methods'",
        "Header Access-Control-Allow-Methods has an invalid value",
    ),
    Sayings(
        Step.ALLOW_HEADERS_SYNTAX,
        "Cannot parse Access-Control-Allow-Headers response header",
        "invalid token '{value}' in CORS header 'Access-Control-Allow-Headers'",
        "Header Access-Control-Allow-Headers has an invalid value",
    ),
    Sayings(
        Step.METHOD,
        "Method {method} is not allowed by Access-Control-Allow-Methods",
        "Did not find method in CORS header 'Access-Control-Allow-Methods'",
        "Method {method} is not allowed by Access-Control-Allow-Methods",
    ),
    Sayings(
        Step.HEADER,
        "Request header field {header} is not allowed by Access-Control-Allow-Headers",
        "header '{header}' is not allowed according to header 'Access-Control-Allow-Headers'",
        "Request header field {header} is not allowed by Access-Control-Allow-Headers",
    ),
    Sayings(
        Step.HEADER,
        "Request header field {header} is not allowed by Access-Control-Allow-Headers",
        "missing token '{header}' in CORS header 'Access-Control-Allow-Headers'",
        "Request header field {header} is not allowed by Access-Control-Allow-Headers",
    ),
)
"""What there is to be said, step by step."""

UNANSWERED = "CORS request did not succeed"
"""What Firefox says of a request that nobody answered, and besides of preflights that fail."""

NETWORK_ERRORS = (
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
)
"""What follows ``net::ERR_`` where Chromium says that; ``FAILED`` may mean anything."""
