"""Firefox's words."""

from __future__ import annotations

from ...protocol import fields
from ...protocol.user_agent import Departure
from ...protocol.user_agent import NetworkError
from ...protocol.user_agent import Response
from ...protocol.user_agent import Step
from ...protocol.user_agent.header_lists import get

_REASONS = {
    Step.ALLOW_ORIGIN_MISSING: "CORS header ‘Access-Control-Allow-Origin’ missing",
    Step.ALLOW_ORIGIN_WILDCARD: (
        "Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’"
    ),
    Step.ALLOW_CREDENTIALS: "expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’",
    Step.PREFLIGHT_STATUS: "CORS preflight response did not succeed",
    Step.METHOD: "Did not find method in CORS header ‘Access-Control-Allow-Methods’",
    Step.ALLOW_METHODS_SYNTAX: (
        "invalid token ‘{wanted}’ in CORS header ‘Access-Control-Allow-Methods’"
    ),
    Step.ALLOW_HEADERS_SYNTAX: (
        "invalid token ‘{wanted}’ in CORS header ‘Access-Control-Allow-Headers’"
    ),
    Step.HEADER: (
        "header ‘{wanted}’ is not allowed according to header ‘Access-Control-Allow-Headers’ "
        "from CORS preflight response"
    ),
    Step.PRIVATE_NETWORK: "expected ‘true’ in CORS header ‘Access-Control-Allow-Private-Network’",
    Step.SCHEME: "CORS request not http",
}
_WITH_STATUS = frozenset({Step.ALLOW_ORIGIN_MISSING, Step.PREFLIGHT_STATUS})
UNSUCCESSFUL = frozenset(
    {
        Step.BAD_PORT,
        Step.CONNECTION,
        Step.REDIRECT_COUNT,
        Step.REDIRECT_LOCATION,
        Step.REDIRECT_SCHEME,
        Step.REDIRECT_USERINFO,
    }
)
"""The steps of which nothing is said but that the request did not succeed."""

_SILENT = frozenset({Step.INVALID_URL, Step.NO_CORS_REDIRECT_MODE, Step.REDIRECT_MODE})


_WARNING = (
    "Cross-Origin Request Warning: The Same Origin Policy will disallow reading the remote "
    "resource at {url} soon. (Reason: When the `Access-Control-Allow-Headers` is `*`, the "
    "`Authorization` header is not covered. To include the `Authorization` header, it must be "
    "explicitly listed in CORS header `Access-Control-Allow-Headers`)."
)


def lines(error: NetworkError) -> list[str]:
    """What the console says of a blocked request."""
    if error.step in _SILENT or (error.step is Step.BAD_PORT and not error.exchanges):
        return []
    if error.step is Step.SAME_ORIGIN_MODE:
        return [f"Security Error: Content at {error.page} may not load data from {error.url}."]
    said = _reasons(error)
    # What ends a request that is already under way is told once more, as its failure.
    redirected = _status(error) in {"301", "302", "303", "307", "308"}
    if error.preflight or redirected or error.step in UNSUCCESSFUL:
        said.append(_no_success(error))
    if error.preflight and error.step is Step.CONNECTION:
        said *= 2
    return said


def warnings(response: Response) -> list[str]:
    """What the console warns of, though the response is let through."""
    if Departure.WILDCARD_COVERS_AUTHORIZATION not in response.departures:
        return []
    return [_WARNING.format(url=response.url)]


def _reasons(error: NetworkError) -> list[str]:
    if error.step is Step.MIXED_CONTENT:
        return [f"Blocked loading mixed active content “{error.url}”"]
    if error.step is Step.PREFLIGHT_REDIRECT:
        return _redirected_preflight(error)
    if error.step is Step.ALLOW_ORIGIN_MISMATCH:
        return [_line(error, _mismatch(error))]
    reason = _REASONS.get(error.step)
    if reason is None:
        return []
    words = reason.format(wanted=error.wanted.partition(",")[0])
    return [_line(error, words, _status(error) if error.step in _WITH_STATUS else None)]


def _redirected_preflight(error: NetworkError) -> list[str]:
    status = _status(error)
    response = error.exchanges[-1].response
    if response is not None and get(fields.ALLOW_ORIGIN, response.headers) is None:
        return [
            _line(error, _REASONS[Step.ALLOW_ORIGIN_MISSING], status),
            _no_success(error),
        ]
    return [
        _line(error, "CORS request external redirect not allowed"),
        _line(error, _REASONS[Step.PREFLIGHT_STATUS], status),
    ]


def _mismatch(error: NetworkError) -> str:
    response = error.exchanges[-1].response
    found = [] if response is None else [name.lower() for name, _ in response.headers]
    if found.count(fields.ALLOW_ORIGIN.lower()) > 1:
        return "Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed"
    return f"CORS header ‘Access-Control-Allow-Origin’ does not match ‘{error.value}’"


def _status(error: NetworkError) -> str:
    response = error.exchanges[-1].response if error.exchanges else None
    return "(null)" if response is None else str(response.status)


def _line(error: NetworkError, reason: str, status: str | None = None) -> str:
    url = f"‘{error.url}’" if error.step is Step.ALLOW_ORIGIN_WILDCARD else error.url
    return _disallowed(url, reason, status)


def _no_success(error: NetworkError) -> str:
    """The line for a request that came to nothing, under the last URL that was asked."""
    url = error.exchanges[-1].request.url if error.exchanges else error.url
    return _disallowed(url, "CORS request did not succeed", "(null)")


def _disallowed(url: str, reason: str, status: str | None) -> str:
    return (
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote "
        f"resource at {url}. (Reason: {reason})." + (f" Status code: {status}." if status else "")
    )
