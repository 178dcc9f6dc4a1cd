"""Chromium's words."""

from __future__ import annotations

from ...protocol.user_agent import NetworkError
from ...protocol.user_agent import Step
from ...protocol.user_agent.urls import URL

_SCHEMES_ONLY = (
    "Cross origin requests are only supported for protocol schemes: chrome, "
    "chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, "
    "https, isolated-app."
)
_INCLUDE = "when the request's credentials mode is 'include'."
_XHR = (
    " The credentials mode of requests initiated by the XMLHttpRequest is controlled by the "
    "withCredentials attribute."
)
_VALID = " Have the server send the header with a valid value."
_MIXED = (
    "Mixed Content: The page at '{page}' was loaded over HTTPS, but requested an insecure "
    "resource '{url}'. This request has been blocked; the content must be served over HTTPS."
)
_UNSAFE = (
    "Unsafe attempt to load URL {url} from frame with URL {page}. Domains, protocols and ports "
    "must match.\n"
)
_DURING_PREFLIGHT = "Response to preflight request doesn't pass access control check: "

# What a check of access says; `{value}` and `{wanted}` are the error's.
_CHECKS = {
    Step.ALLOW_ORIGIN_MISSING: (
        "No 'Access-Control-Allow-Origin' header is present on the requested resource."
    ),
    Step.ALLOW_ORIGIN_WILDCARD: (
        "The value of the 'Access-Control-Allow-Origin' header in the response must not be the "
        f"wildcard '*' {_INCLUDE}"
    ),
    Step.ALLOW_CREDENTIALS: (
        "The value of the 'Access-Control-Allow-Credentials' header in the response is '{value}' "
        f"which must be 'true' {_INCLUDE}"
    ),
    Step.PREFLIGHT_REDIRECT: "Redirect is not allowed for a preflight request.",
    Step.PREFLIGHT_STATUS: "It does not have HTTP ok status.",
}
_OTHERS = {
    Step.METHOD: (
        "Method {wanted} is not allowed by Access-Control-Allow-Methods in preflight response."
    ),
    Step.ALLOW_METHODS_SYNTAX: (
        "Cannot parse Access-Control-Allow-Methods response header field in preflight response."
    ),
    Step.ALLOW_HEADERS_SYNTAX: (
        "Cannot parse Access-Control-Allow-Headers response header field in preflight response."
    ),
    Step.REDIRECT_USERINFO: (
        "Redirect location '' contains a username and password, which is disallowed for "
        "cross-origin requests."
    ),
    Step.PRIVATE_NETWORK: (
        "The 'Access-Control-Allow-Private-Network' header in the preflight response for this "
        "private network request had a value of '{value}', not 'true' as expected."
    ),
}
_NET_ERRORS = {
    Step.BAD_PORT: "ERR_UNSAFE_PORT",
    Step.CONNECTION: "ERR_NAME_NOT_RESOLVED",
    Step.INVALID_URL: "ERR_INVALID_URL",
    Step.REDIRECT_COUNT: "ERR_TOO_MANY_REDIRECTS",
    Step.REDIRECT_LOCATION: "ERR_INVALID_REDIRECT",
    Step.REDIRECT_MODE: "ERR_FAILED",
    Step.REDIRECT_SCHEME: "ERR_UNSAFE_REDIRECT",
    Step.SCHEME: "ERR_UNKNOWN_URL_SCHEME",
    Step.RESOURCE_POLICY: "ERR_BLOCKED_BY_RESPONSE.NotSameOrigin",
}
_CANNOT_LOAD = {
    Step.SAME_ORIGIN_MODE: (
        'Request mode is "same-origin" but the URL\'s origin is not same as the request origin '
        "{wanted}."
    ),
    Step.NO_CORS_REDIRECT_MODE: (
        'Request mode is "no-cors" but the redirect mode is not "follow".'
    ),
    Step.SCHEME: 'URL scheme "{value}" is not supported.',
}


def lines(error: NetworkError, initiator: str) -> list[str]:
    """What the console says of a blocked request."""
    reason = _reason(error, initiator)
    if reason is not None:
        return [_blocked(error, initiator, reason)]
    if error.step is Step.MIXED_CONTENT:
        return [_MIXED.format(page=error.page, url=error.url)]
    if error.step is Step.SAME_ORIGIN_MODE and error.url != error.first_url:
        return [_UNSAFE.format(page=error.page, url=error.url)]
    if error.step in _CANNOT_LOAD and initiator == "fetch":
        words = _CANNOT_LOAD[error.step].format(value=error.value, wanted=error.wanted)
        return [f"Fetch API cannot load {error.url}. {words}"]
    return [_unsupported_scheme(error, initiator) or _net_error(error)]


def _unsupported_scheme(error: NetworkError, initiator: str) -> str | None:
    redirected = error.step is Step.REDIRECT_SCHEME
    if redirected and not (error.value or "").startswith("data:"):
        return _blocked(error, initiator, _SCHEMES_ONLY, location=error.value)
    if error.step is Step.SCHEME and initiator == "XMLHttpRequest":
        return _blocked(error, initiator, _SCHEMES_ONLY)
    return None


def _net_error(error: NetworkError) -> str:
    connection = error.wanted if error.step is Step.CONNECTION else ""
    return f"Failed to load resource: net::{connection or _NET_ERRORS[error.step]}"


def _blocked(
    error: NetworkError, initiator: str, reason: str, *, location: str | None = None
) -> str:
    url = location or error.url
    redirected = f"(redirected from '{error.first_url}') " if url != error.first_url else ""
    return (
        f"Access to {initiator} at '{url}' {redirected}from origin '{error.origin}' has been "
        f"blocked by CORS policy: {reason}"
    )


def _reason(error: NetworkError, initiator: str) -> str | None:
    checked = _mismatch(error) or _CHECKS.get(error.step)
    if checked is not None:
        checked = checked.replace("{value}", error.value or "")
        if initiator == "XMLHttpRequest" and checked.endswith(_INCLUDE):
            checked += _XHR
        return _DURING_PREFLIGHT + checked if error.preflight else checked
    if error.step is Step.HEADER:
        # Of several names it is the last that Chromium complains of.
        name = error.wanted.rpartition(",")[2]
        return (
            f"Request header field {name} is not allowed by Access-Control-Allow-Headers in "
            "preflight response."
        )
    other = _OTHERS.get(error.step)
    return other and other.format(value=error.value or "", wanted=error.wanted)


def _mismatch(error: NetworkError) -> str | None:
    if error.step is not Step.ALLOW_ORIGIN_MISMATCH:
        return None
    value = error.value or ""
    field = "The 'Access-Control-Allow-Origin' header"
    if "," in value or " " in value:
        return f"{field} contains multiple values '{value}', but only one is allowed.{_VALID}"
    if value != "null" and URL.parse(value) is None:
        return f"{field} contains the invalid value '{value}'.{_VALID}"
    return f"{field} has a value '{value}' that is not equal to the supplied origin.{_VALID}"
