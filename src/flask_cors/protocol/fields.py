"""The CORS header fields: their names, and the syntax that they share.

Source: https://fetch.spec.whatwg.org/#http-new-header-syntax and RFC 9110, sections 5.6.1
(lists) and 5.6.2 (tokens).
"""

from __future__ import annotations

import collections.abc as cabc
import re
from operator import methodcaller

ORIGIN = "Origin"
REQUEST_METHOD = "Access-Control-Request-Method"
REQUEST_HEADERS = "Access-Control-Request-Headers"
REQUEST_PRIVATE_NETWORK = "Access-Control-Request-Private-Network"

ALLOW_ORIGIN = "Access-Control-Allow-Origin"
ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials"
ALLOW_METHODS = "Access-Control-Allow-Methods"
ALLOW_HEADERS = "Access-Control-Allow-Headers"
ALLOW_PRIVATE_NETWORK = "Access-Control-Allow-Private-Network"
EXPOSE_HEADERS = "Access-Control-Expose-Headers"
MAX_AGE = "Access-Control-Max-Age"
VARY = "Vary"

Field = tuple[str, str]
"""A header field as WSGI has it: name and value."""

VARY_ORIGIN: Field = (VARY, "Origin")
"""What tells caches that a response is for one origin only."""

MAX_LIST_LENGTH = 8192
"""The longest list-based field value that is read, in characters."""

MAX_LIST_MEMBERS = 128
"""The most members that a list-based field value may have."""

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
ADDRESS = r"[0-9a-fA-F.]*:[0-9a-fA-F:.]*(?:%\w*)?"
"""What is meant for an IPv6 address, where it stands in brackets: these are no class of a regex."""

_without_white_space = methodcaller("strip", " \t")


def is_token(text: str) -> bool:
    """Whether `text` is a token, the syntax of methods and field names (RFC 9110, 5.6.2)."""
    return _TOKEN.fullmatch(text) is not None


def are_plain_names(texts: cabc.Collection[str]) -> bool:
    """Whether all of `texts` are tokens of letters, digits and hyphens, as most names are."""
    characters = "".join(texts).replace("-", "")
    return all(texts) and characters.isalnum() and characters.isascii()


TEXT_OF_LIST = "This is the text of a list, not a list."
RUN_TOGETHER = "Two strings have become one: a comma between them is missing."
WITH_COMMAS = " In the environment write them with commas between, without brackets and quotes."


def as_in_environment(option: str) -> str:
    """How a list is written where no Python is; empty where the option is no key of the config."""
    return WITH_COMMAS if option.startswith("CORS_") else ""


def members_in_text(text: str) -> list[str]:
    """The members of the list that a text has in it, as Python, JSON or YAML writes one; else none.

    Nobody means a class of a regex, which would take one character alone, by what is all brackets.
    """
    if not text.lstrip().startswith("["):
        return []
    if quoted := [member for _, member in re.findall(r"""(["'])(.+?)\1""", text)]:
        return quoted
    unquoted = re.fullmatch(r"\s*\[([^\[\]]*)\]\s*", text)
    is_address = unquoted and re.fullmatch(ADDRESS, unquoted[1])
    return [] if is_address or not unquoted else re.findall(r"[^\s,;]+", unquoted[1])


def several_in_one(value: object) -> str:
    """The names that one text has with commas, semicolons or spaces between, as a list in Python.

    Empty where it is no such text.
    """
    names = list(filter(None, re.split(r"[\s,;]+", value))) if isinstance(value, str) else []
    return _listed(names) if len(names) > 1 else ""


def why_no_name(value: object, option: str, kind: str, such: str) -> tuple[str, str]:
    """Why a value is not the name of a method or header, and what to write.

    :param option: the option, as its author wrote it.
    :param kind: what it is to be the name of.
    :param such: an example, for what does not show what it means.
    """
    members = members_in_text(value) if isinstance(value, str) else []
    listed = _listed(members) if members else several_in_one(value)
    reason = TEXT_OF_LIST if members else f"This is not the name of {kind}."
    if not listed:
        return reason, f"Write {such}."
    remedy = f"Write the list, {listed}." if members else f"Write {listed}."
    return reason, remedy + as_in_environment(option)


def _listed(names: list[str]) -> str:
    """Names as a list in Python; empty where any is none."""
    members = ", ".join(f'"{name}"' for name in names)
    return f"[{members}]" if all(map(is_token, names)) else ""


def tokens(texts: cabc.Iterable[str]) -> cabc.Iterator[str]:
    """Those of `texts` that are tokens."""
    return filter(_TOKEN.fullmatch, texts)


def split_list(value: str) -> list[str] | None:
    """The members of a list-based field value, in order; None if it is over the limits.

    Empty members are legal and carry nothing (RFC 9110, 5.6.1.2), but they count against
    the limit: a value of commas alone would otherwise be work without bound.
    """
    if len(value) > MAX_LIST_LENGTH or value.count(",") >= MAX_LIST_MEMBERS:
        return None
    return list(filter(None, map(_without_white_space, value.split(","))))
