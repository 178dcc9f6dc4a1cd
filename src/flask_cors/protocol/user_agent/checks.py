"""The CORS check: whether a response lets the page that asked for it in.

Source: https://fetch.spec.whatwg.org/#cors-check
"""

from __future__ import annotations

from .. import fields
from .header_lists import HeaderList
from .header_lists import get
from .outcomes import Failure
from .outcomes import Step
from .requests import Request


def cors_check(request: Request, headers: HeaderList, origin: str | None = None) -> Failure | None:
    """What is wrong with a response's fields for this request, or None.

    Values are compared byte by byte: no case is folded, no slash forgiven, and two fields
    are one value with a comma in it.

    Source: https://fetch.spec.whatwg.org/#concept-cors-check
    """
    allowed = get(fields.ALLOW_ORIGIN, headers)
    origin = request.serialized_origin if origin is None else origin
    if allowed == "*" and not request.with_credentials:
        return None
    if allowed != origin:
        return Failure(_step(allowed), fields.ALLOW_ORIGIN, allowed, origin)
    if not request.with_credentials:
        return None
    credentials = get(fields.ALLOW_CREDENTIALS, headers)
    if credentials == "true":
        return None
    return Failure(Step.ALLOW_CREDENTIALS, fields.ALLOW_CREDENTIALS, credentials, "true")


def _step(allowed: str | None) -> Step:
    if allowed is None:
        return Step.ALLOW_ORIGIN_MISSING
    return Step.ALLOW_ORIGIN_WILDCARD if allowed == "*" else Step.ALLOW_ORIGIN_MISMATCH
