"""What browsers say in their consoles of a fetch that CORS blocks, engine by engine.

The wordings are those of Chromium 156, Firefox 153 and WebKit 2.52, in English. Firefox's
quotation marks are curved; here they are straight.
"""

from __future__ import annotations

import typing as t

from .protocol.user_agent.outcomes import Step

ENGINES = ("chromium", "firefox", "webkit")
"""The engines whose messages are known."""

FRAMES = {
    "chromium": "Access to {initiator} at '{url}'{redirected} from origin '{origin}' has been "
    "blocked by CORS policy: {detail}",
    "firefox": "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote "
    "resource at {url}. (Reason: {detail}).",
    "webkit": "{detail}\nFetch API cannot load {url} due to access control checks.",
}
"""What stands around that which a message says of the step."""


class Details(t.NamedTuple):
    """What each engine says of a step."""

    step: Step
    chromium: str
    firefox: str
    webkit: str


DETAILS = (
    Details(
        Step.ALLOW_ORIGIN_MISMATCH,
        "The 'Access-Control-Allow-Origin' header contains multiple values '{value}', but only one "
        "is allowed.",
        "Multiple CORS header 'Access-Control-Allow-Origin' not allowed",
        "Access-Control-Allow-Origin cannot contain more than one origin.",
    ),
    Details(
        Step.ALLOW_ORIGIN_MISMATCH,
        "The 'Access-Control-Allow-Origin' header contains the invalid value '{value}'.",
        "CORS header 'Access-Control-Allow-Origin' does not match '{value}'",
        "Origin {origin} is not allowed by Access-Control-Allow-Origin.",
    ),
    Details(
        Step.ALLOW_ORIGIN_MISSING,
        "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "CORS header 'Access-Control-Allow-Origin' missing",
        "Origin {origin} is not allowed by Access-Control-Allow-Origin.",
    ),
    Details(
        Step.ALLOW_ORIGIN_WILDCARD,
        "The value of the 'Access-Control-Allow-Origin' header in the response must not be the "
        "wildcard '*' when the request's credentials mode is 'include'.",
        "Credential is not supported if the CORS header 'Access-Control-Allow-Origin' is '*'",
        "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.",
    ),
    Details(
        Step.ALLOW_ORIGIN_MISMATCH,
        "The 'Access-Control-Allow-Origin' header has a value '{value}' that is not equal to the "
        "supplied origin.",
        "CORS header 'Access-Control-Allow-Origin' does not match '{value}'",
        "Origin {origin} is not allowed by Access-Control-Allow-Origin.",
    ),
    Details(
        Step.ALLOW_CREDENTIALS,
        "The value of the 'Access-Control-Allow-Credentials' header in the response is '{value}' "
        "which must be 'true' when the request's credentials mode is 'include'.",
        "expected 'true' in CORS header 'Access-Control-Allow-Credentials'",
        'Credentials flag is true, but Access-Control-Allow-Credentials is not "true".',
    ),
    Details(
        Step.PREFLIGHT_REDIRECT,
        "Redirect is not allowed for a preflight request.",
        "CORS request external redirect not allowed",
        "Preflight response is not successful. Status code: {status}",
    ),
    Details(
        Step.PREFLIGHT_STATUS,
        "It does not have HTTP ok status.",
        "CORS preflight response did not succeed",
        "Preflight response is not successful. Status code: {status}",
    ),
    Details(
        Step.ALLOW_METHODS_SYNTAX,
        "Cannot parse Access-Control-Allow-Methods response header field in preflight response.",
        "invalid token '{value}' in CORS header 'Access-Control-Allow-Methods'",
        "Header Access-Control-Allow-Methods has an invalid value: {value}",
    ),
    Details(
        Step.ALLOW_HEADERS_SYNTAX,
        "Cannot parse Access-Control-Allow-Headers response header field in preflight response.",
        "invalid token '{value}' in CORS header 'Access-Control-Allow-Headers'",
        "Header Access-Control-Allow-Headers has an invalid value: {value}",
    ),
    Details(
        Step.METHOD,
        "Method {method} is not allowed by Access-Control-Allow-Methods in preflight response.",
        "Did not find method in CORS header 'Access-Control-Allow-Methods'",
        "Method {method} is not allowed by Access-Control-Allow-Methods.",
    ),
    Details(
        Step.HEADER,
        "Request header field {header} is not allowed by Access-Control-Allow-Headers in "
        "preflight response.",
        "header '{header}' is not allowed according to header 'Access-Control-Allow-Headers' from "
        "CORS preflight response",
        "Request header field {header} is not allowed by Access-Control-Allow-Headers.",
    ),
)
