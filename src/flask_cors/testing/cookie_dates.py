"""Dates of cookies, which browsers read by an algorithm of their own.

Source: https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-dates
"""

from __future__ import annotations

import re
from datetime import datetime
from datetime import timezone

_DELIMITERS = re.compile(r"[\t\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# In the order in which a token is tried; each counts once, and digits end where others begin.
_PARTS = {
    "time": re.compile(r"([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?![0-9])"),
    "day": re.compile(r"([0-9]{1,2})(?![0-9])"),
    "month": re.compile(f"({'|'.join(_MONTHS)})", re.IGNORECASE),
    "year": re.compile(r"([0-9]{2,4})(?![0-9])"),
}


def cookie_date(text: str) -> float | None:
    """Seconds since the epoch; None where a browser reads no date, and ignores the attribute."""
    found: dict[str, tuple[str, ...]] = {}
    for token in _DELIMITERS.split(text):
        for name, pattern in _PARTS.items():
            match = None if name in found else pattern.match(token)
            if match is not None:
                found[name] = match.groups()
                break
    if found.keys() != _PARTS.keys():
        return None
    year = _year(int(found["year"][0]))
    month = _MONTHS.index(found["month"][0].lower()) + 1
    hour, minute, second = map(int, found["time"])
    try:
        day = datetime(year, month, int(found["day"][0]), hour, minute, second, tzinfo=timezone.utc)
    except ValueError:
        return None
    return day.timestamp() if year >= 1601 else None


def _year(year: int) -> int:
    if year <= 69:
        return year + 2000
    return year + 1900 if year <= 99 else year
