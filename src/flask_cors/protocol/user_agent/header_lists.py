"""Header lists: what may stand in them, and what is read out of them.

Names and values are text in which each character is one byte, as in WSGI.

Source: https://fetch.spec.whatwg.org/#terminology-headers
"""

from __future__ import annotations

import collections
import collections.abc as cabc
import re

from ..fields import Field
from ..fields import is_token
from ..headers import FORBIDDEN_REQUEST_HEADERS
from ..methods import FORBIDDEN
from .departures import Departure

HeaderList = cabc.Sequence[Field]

_METHOD_OVERRIDES = frozenset({"x-http-method", "x-http-method-override", "x-method-override"})


class ListSyntaxError(ValueError):
    """A list-based field value that is no list of tokens.

    :param member: the first member that is no token.
    """

    def __init__(self, member: str) -> None:
        self.member = member
        super().__init__(member)


def normalize_value(value: str) -> str:
    """The value without white space around it.

    Source: https://fetch.spec.whatwg.org/#concept-header-value-normalize
    """
    return value.strip("\t\n\r ")


def is_header_value(value: str) -> bool:
    """Whether `value`, normalized, may be sent (https://fetch.spec.whatwg.org/#header-value)."""
    return value == normalize_value(value) and not re.search(r"[\0\n\r]", value)


def get(name: str, headers: HeaderList) -> str | None:
    """The values of all fields of that name, combined; None without one.

    Source: https://fetch.spec.whatwg.org/#concept-header-list-get
    """
    values = [value for key, value in headers if key.lower() == name.lower()]
    return ", ".join(map(normalize_value, values)) if values else None


def without_empty_lines(headers: HeaderList, kept: str = "") -> tuple[Field, ...]:
    """The header list without the empty lines of names that come several times.

    :param kept: a name that keeps its empty lines.
    """
    names = collections.Counter(name.lower() for name, _ in headers)
    names[kept.lower()] = 1
    return tuple((name, value) for name, value in headers if value or names[name.lower()] == 1)


def without(headers: HeaderList, names: cabc.Container[str]) -> list[Field]:
    """The header list without the fields of those lower-case names."""
    return [field for field in headers if field[0].lower() not in names]


def extract_tokens(name: str, headers: HeaderList) -> list[str] | None:
    """The members of a list-based field of tokens; None where the field is absent.

    Source: https://fetch.spec.whatwg.org/#extract-header-list-values

    :raises ListSyntaxError: where the standard says failure.
    """
    combined = get(name, headers)
    if combined is None:
        return None
    members = [member.strip(" \t") for member in combined.split(",")]
    for member in members:
        if member and not is_token(member):
            raise ListSyntaxError(member)
    return [member for member in members if member]


def is_forbidden_request_header(
    name: str, value: str, departures: cabc.Container[Departure] = ()
) -> bool:
    """Whether only the browser may set the field, so that it is dropped.

    Source: https://fetch.spec.whatwg.org/#forbidden-request-header
    """
    name = name.lower()
    if name in FORBIDDEN_REQUEST_HEADERS or name.startswith(("proxy-", "sec-")):
        return True
    if name == "user-agent":
        return Departure.DROPS_USER_AGENT in departures
    return name in _METHOD_OVERRIDES and any(
        member.strip(" \t").upper() in FORBIDDEN for member in value.split(",")
    )
