"""Header names: the standard's classes of them, and those that a policy allows or exposes.

Source: https://fetch.spec.whatwg.org/#headers-class and
https://fetch.spec.whatwg.org/#http-access-control-expose-headers
"""

from __future__ import annotations

import collections.abc as cabc
import re
from dataclasses import dataclass

from . import regexes
from .fields import is_token
from .problems import OptionFindings

FORBIDDEN_REQUEST_HEADERS = frozenset(
    """accept-charset accept-encoding access-control-request-headers
    access-control-request-method access-control-request-private-network connection
    content-length cookie cookie2 date dnt expect host keep-alive origin referer set-cookie te
    trailer transfer-encoding upgrade via""".split()
)
"""Names that only the browser may set (https://fetch.spec.whatwg.org/#forbidden-request-header)."""

FORBIDDEN_RESPONSE_HEADERS = frozenset({"set-cookie", "set-cookie2"})
"""Names that no page may read (https://fetch.spec.whatwg.org/#forbidden-response-header-name)."""

_REQUEST_ONLY = FORBIDDEN_REQUEST_HEADERS - FORBIDDEN_RESPONSE_HEADERS - frozenset(
    "connection content-length date keep-alive trailer transfer-encoding upgrade via".split()
) | frozenset(
    """accept accept-language authorization if-match if-modified-since if-none-match if-range
    if-unmodified-since proxy-authorization user-agent""".split()
)


@dataclass(frozen=True)
class AllowedHeaders:
    """The header names that a preflight may ask for; they are compared without case.

    :param names: lower-case names.
    :param regexes: what must match a whole name.
    :param any: whether every name is allowed.

    .. versionadded:: 7.0
    """

    names: frozenset[str] = frozenset()
    regexes: tuple[re.Pattern[str], ...] = ()
    any: bool = False

    @classmethod
    def parse(cls, values: cabc.Iterable[object], findings: OptionFindings) -> AllowedHeaders:
        """Read configured names, globs and regexes; what is wrong goes to `findings`."""
        names: set[str] = set()
        patterns: list[re.Pattern[str]] = []
        for value in values:
            if regex := regexes.as_text_regex(value):
                patterns.append(re.compile(regex.pattern, regex.flags | re.IGNORECASE))
            elif not isinstance(value, str):
                _refuse_name(value, findings)
            elif _is_name_regex(value):
                patterns += _read_regex(regexes.with_literal_dots(value), value, findings)
            elif not is_token(value):
                _refuse_name(value, findings)
            elif "*" in value.strip("*"):
                glob = ".*".join(map(re.escape, value.split("*")))
                patterns += _read_regex(glob, value, findings)
            else:
                names.add(value.lower())
        return cls._of(names, patterns, findings)

    @classmethod
    def _of(
        cls, names: set[str], patterns: list[re.Pattern[str]], findings: OptionFindings
    ) -> AllowedHeaders:
        for name in sorted(names):
            if name in FORBIDDEN_REQUEST_HEADERS or name.startswith(_BROWSERS_OWN):
                findings.warn(
                    "header-does-nothing",
                    name,
                    "No page can set this header, so allowing it does nothing.",
                    "Leave it out.",
                )
        return cls(frozenset(names - {"*"}), tuple(patterns), "*" in names)

    def allows(self, name: str) -> bool:
        """Whether a page may send the header `name`."""
        return (
            self.any
            or name.lower() in self.names
            or any(regex.fullmatch(name) for regex in self.regexes)
        )


_BROWSERS_OWN = ("sec-", "proxy-", "access-control-")


def _is_name_regex(value: str) -> bool:
    # ^ and $ are legal in a name, so only their places tell that a regex is meant.
    anchored = value.startswith("^") or value.endswith("$")
    return anchored or any(mark in value for mark in ("\\", "(", "[", ".*", ".+"))


def _read_regex(source: str, value: str, findings: OptionFindings) -> list[re.Pattern[str]]:
    try:
        return [re.compile(source, re.IGNORECASE)]
    except (re.error, OverflowError, RecursionError) as error:
        findings.refuse(
            "header-bad-regex",
            value,
            f"This regex is not valid: {error}.",
            'Correct it, or write a name with a * in it, such as "X-Acme-*".',
        )
        return []


def _refuse_name(value: object, findings: OptionFindings) -> None:
    findings.refuse(
        "header-not-a-name",
        value,
        "This is not the name of a header.",
        'Write names such as "X-Request-Id", a * for a part of a name, or "*" for all.',
    )


@dataclass(frozen=True)
class ExposedHeaders:
    """The response headers that a page may read besides the CORS-safelisted ones.

    :param names: names in the spelling that is sent, sorted; ``*`` stands for all.

    .. versionadded:: 7.0
    """

    names: tuple[str, ...] = ()

    @classmethod
    def parse(cls, values: cabc.Iterable[object], findings: OptionFindings) -> ExposedHeaders:
        """Read configured names; what is wrong with them goes to `findings`."""
        names: dict[str, str] = {}
        for value in values:
            if isinstance(value, str) and is_token(value) and (value == "*" or "*" not in value):
                names.setdefault(value.lower(), value)
                _doubt_exposed(value, findings)
            else:
                findings.refuse(
                    "exposed-header-not-a-name",
                    value,
                    "This is not the name of a response header.",
                    'Write names such as "X-Total-Count", or "*" alone for all.',
                )
        return cls(tuple(sorted(names.values())))

    @property
    def field_value(self) -> str:
        """The value of Access-Control-Expose-Headers; empty where the field is not sent."""
        return ", ".join(self.names)


def _doubt_exposed(name: str, findings: OptionFindings) -> None:
    if name.lower() in FORBIDDEN_RESPONSE_HEADERS:
        reason = "No page can read this header, so exposing it does nothing."
    elif name.lower() in _REQUEST_ONLY:
        reason = "This is a request header; responses do not carry it."
    else:
        return
    findings.warn("exposed-header-does-nothing", name, reason, "Leave it out.")
