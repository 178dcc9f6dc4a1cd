"""What is said of a server that gives no answer."""

from __future__ import annotations

import http.client
import ssl


def net_error(cause: BaseException | None) -> str:
    """The network's error, by Chromium's name for it; `cause` is None where nobody is known."""
    if cause is None:
        return "ERR_NAME_NOT_RESOLVED"
    if isinstance(cause, ConnectionRefusedError):
        return "ERR_CONNECTION_REFUSED"
    if _is_about_tls(cause):
        return "ERR_SSL_PROTOCOL_ERROR"
    return "ERR_TIMED_OUT" if isinstance(cause, TimeoutError) else "ERR_CONNECTION_FAILED"


def on_no_answer(server: str, cause: BaseException | None) -> str:
    """What to do about a server that gives no answer that a browser takes."""
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"Let this machine trust the certificate of {server} ({cause})."
    if _is_about_tls(cause):
        return f"Ask {server} over http: it answers, but not over https ({cause})."
    if isinstance(cause, http.client.HTTPException) and not isinstance(cause, ConnectionError):
        return f"Look at what {server} answers: it cannot be read here ({cause})."
    return f"Start the server: {server} gave no answer ({cause})."


def _is_about_tls(cause: BaseException | None) -> bool:
    """Whether a server answers something else than TLS, rather than with a bad certificate."""
    return isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLCertVerificationError)
