"""Response headers: those that a policy lets pages read.

Source: https://fetch.spec.whatwg.org/#http-access-control-expose-headers
"""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from .fields import are_plain_names
from .fields import is_token
from .fields import why_no_name
from .problems import OptionFindings

FORBIDDEN_RESPONSE_HEADERS = frozenset({"set-cookie", "set-cookie2"})
"""Names that no page may read (https://fetch.spec.whatwg.org/#forbidden-response-header-name)."""

REQUEST_ONLY_HEADERS = frozenset(
    """accept-charset accept-language access-control-request-headers
    access-control-request-method cookie cookie2 dnt expect host if-match
    if-modified-since if-none-match if-range if-unmodified-since origin proxy-authorization
    referer te user-agent""".split()
)
"""Names of fields that responses do not carry (RFC 9110, section 10.1 and others).

Not Authorization, in which programs send a new token (the audit warns of it), nor those by which
a server says what it takes (RFC 9110, 12.5.1 and 12.5.3).
"""

_DOUBTFUL = FORBIDDEN_RESPONSE_HEADERS | REQUEST_ONLY_HEADERS

_SUCH = 'names such as "X-Total-Count", or "*" alone for all'


class ExposedHeaders(t.NamedTuple):
    """The response headers that a page may read besides the CORS-safelisted ones.

    :param names: names in the spelling that is sent, sorted; ``*`` stands for all.

    .. versionadded:: 7.0
    """

    names: tuple[str, ...] = ()

    @classmethod
    def of_plain(cls, values: tuple[str, ...]) -> ExposedHeaders | None:
        """What such names expose; None where any of them needs a closer look."""
        lower = set(map(str.lower, values))
        doubtful = len(lower) < len(values) or not _DOUBTFUL.isdisjoint(lower)
        return cls(tuple(sorted(values))) if are_plain_names(values) and not doubtful else None

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
                    *why_no_name(value, findings.option, "a response header", _SUCH),
                )
        return cls(tuple(sorted(names.values())))

    def field_value(self, *, literal_star: bool) -> str:
        """The value of Access-Control-Expose-Headers; empty where the field is not sent.

        :param literal_star: whether browsers would take ``*`` for the name of a header.
        """
        return ", ".join(name for name in self.names if not (literal_star and name == "*"))


def _doubt_exposed(name: str, findings: OptionFindings) -> None:
    if name.lower() in FORBIDDEN_RESPONSE_HEADERS:
        reason = "No page can read this header, so exposing it does nothing."
    elif name.lower() in REQUEST_ONLY_HEADERS:
        reason = "This is a request header; responses do not carry it."
    else:
        return
    findings.warn("exposed-header-does-nothing", name, reason, "Leave it out.")
