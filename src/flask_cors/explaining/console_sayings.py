"""What browsers' consoles say of a fetch that the server's fields do not let pass.

Only what is characteristic is written here. The wordings are those of Chromium 156, Firefox 153 and
WebKit 2.52, in English, with straight quotation marks; and those that older browsers had, since it
is what pages on the web speak of.
"""

from __future__ import annotations

import re
import typing as t

from ..protocol.user_agent import Step

ENGINES = ("webkit", "chromium", "firefox")
"""Whose words they are; what several of them say is, without more around it, the first one's."""

STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
"""Translates the quotation marks that Firefox writes into those that every terminal has."""

WORD = r"[^\s']+?"
VALUE = "[^']*"
"""Regexes for what a message names, and for what a field holds."""


class Sayings(t.NamedTuple):
    """What each engine says of a step; a message that says it is about that step.

    Where an engine says nothing that is not in another row, its text is empty.

    :param several: whether it is said only where a field has several values.
    """

    step: Step
    chromium: str
    firefox: str = ""
    webkit: str = ""
    several: bool = False

    def said_by(self, engine: str) -> tuple[str, ...]:
        """What an engine says."""
        said: str = getattr(self, engine)
        return (said,) if said else ()


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
        Step.PRIVATE_NETWORK,
        "The 'Access-Control-Allow-Private-Network' header in the preflight response",
        "expected 'true' in CORS header 'Access-Control-Allow-Private-Network'",
    ),
    Sayings(
        Step.PRIVATE_NETWORK,
        "No 'Access-Control-Allow-Private-Network' header was present in the preflight response",
    ),
    # What older browsers said.
    Sayings(
        Step.ALLOW_ORIGIN_WILDCARD,
        "A wildcard '*' cannot be used in the 'Access-Control-Allow-Origin' header",
    ),
    Sayings(
        Step.ALLOW_CREDENTIALS,
        "Credentials flag is 'true', but the 'Access-Control-Allow-Credentials' header is",
    ),
    Sayings(
        Step.ALLOW_ORIGIN_MISSING,
        "",
        webkit="load denied by Cross-Origin Resource Sharing policy.",
    ),
    Sayings(Step.PREFLIGHT_REDIRECT, "Response for preflight is invalid (redirect)"),
    Sayings(
        Step.PREFLIGHT_STATUS,
        "Response for preflight has invalid HTTP status code",
        "CORS preflight channel did not succeed",
    ),
    Sayings(
        Step.HEADER,
        "",
        "missing token '{header}' in CORS header 'Access-Control-Allow-Headers'",
    ),
)
"""What consoles say of each step; there are steps with several rows."""


def as_regex(said: str, *, named: bool = True) -> str:
    """A regex for a saying, with a group for each fact that it names.

    :param named: whether the groups have names.
    """
    parts = re.split(r"\{(\w+)\}", said)
    parts[::2] = map(re.escape, parts[::2])
    parts[1::2] = [
        f"'?({f'?P<{fact}>' if named else '?:'}{VALUE if fact == 'value' else WORD})'?"
        for fact in parts[1::2]
    ]
    return "".join(parts)
