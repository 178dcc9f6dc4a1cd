"""What a browser makes of an answer: a small reading of the standard, independent of the package.

Source: https://fetch.spec.whatwg.org/#cors-check and
https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
"""

from __future__ import annotations

import collections.abc as cabc

SAFELISTED_METHODS = frozenset({"GET", "HEAD", "POST"})

Fields = cabc.Mapping[str, str]


def cors_check(fields: Fields, origin: str, *, credentials: bool) -> bool:
    """Whether a page with that origin may read the response."""
    allowed = fields.get("Access-Control-Allow-Origin")
    if allowed == "*" and not credentials:
        return True
    if allowed is None or allowed != origin:
        return False
    return not credentials or fields.get("Access-Control-Allow-Credentials") == "true"


def preflight_check(
    status: int,
    fields: Fields,
    origin: str,
    *,
    method: str,
    headers: cabc.Collection[str],
    credentials: bool,
) -> bool:
    """Whether the browser goes on to send the request that the preflight was about."""
    if not cors_check(fields, origin, credentials=credentials) or not 200 <= status <= 299:
        return False
    methods = _members(fields.get("Access-Control-Allow-Methods", ""))
    names = {name.lower() for name in _members(fields.get("Access-Control-Allow-Headers", ""))}
    every_method = "*" in methods and not credentials
    every_name = "*" in names and not credentials
    if not (method in methods or method in SAFELISTED_METHODS or every_method):
        return False
    return all(
        name.lower() in names or (every_name and name.lower() != "authorization")
        for name in headers
    )


def _members(value: str) -> list[str]:
    return [member.strip(" \t") for member in value.split(",") if member.strip(" \t")]
