"""Origins as browsers serialize them, and patterns of them.

Source: https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
and https://url.spec.whatwg.org/#host-serializing
"""

from __future__ import annotations

import collections.abc as cabc
import re
import typing as t

MAX_LENGTH = 330
"""The longest Origin that is read: scheme, a host of 253 characters, port, and some room."""

OPAQUE = "null"
"""How every opaque origin serializes: sandboxed frames, data: URLs, files."""

DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21}
"""Ports that a serialized origin leaves out (https://url.spec.whatwg.org/#special-scheme)."""

_HEX_DIGITS = frozenset("0123456789abcdef")

IN_OPAQUE_HOSTS = r"A-Za-z0-9._~!%&;=\-"
"""What stands in the host of a scheme of a browser's own or an app's, for a class of a regex.

That is what the URL standard leaves as it is in an opaque host, such as the dot of ``app://.``,
without quotes, brackets and the signs of regexes and lists, which mean something else in a policy;
and by a comma servers join two fields.
"""

LONGEST_HOST = 253

_WITH_DOMAINS = frozenset({*DEFAULT_PORTS, "file"})
_DOMAIN = re.compile(r"(?:[a-z0-9_\-]{1,63}\.)*[a-z0-9_\-]{1,63}\.?")
_SERIALIZED = re.compile(
    rf"([a-z][a-z0-9+.\-]*)://(\[[0-9a-f:]+\]|[{IN_OPAQUE_HOSTS}]+)(?::([1-9][0-9]{{0,4}}))?"
)

_PLAIN = re.compile(
    r"(?!.{254})https?://(?:[a-z0-9_\-]{1,63}\.)*[a-z][a-z0-9_\-]{0,62}(?::[1-9][0-9]{3})?"
)


class Origin(t.NamedTuple):
    """A tuple origin: what `Origin` carries when it is not ``null``.

    :param scheme: lower case.
    :param host: domain in lower case, canonical IPv4, or compressed IPv6 in brackets; where
        `DEFAULT_PORTS` has no such scheme, any opaque host as it was written.
    :param port: 1 to 65535, or None for the scheme's default port.

    .. versionadded:: 7.0
    """

    scheme: str
    host: str
    port: int | None = None

    @classmethod
    def parse(cls, text: str) -> Origin | None:
        """Read a serialized origin; None for everything that no browser would send."""
        if len(text) > MAX_LENGTH or not (match := _SERIALIZED.fullmatch(text)):
            return None
        scheme, host, digits = match.groups()
        port = int(digits) if digits else None
        if port is not None and (port > 65535 or port == DEFAULT_PORTS.get(scheme)):
            return None
        return cls(scheme, host, port) if _is_serialized(scheme, host) else None

    def serialize(self) -> str:
        """The origin as browsers send it; `Origin.parse` reads it back."""
        implied = self.port in {None, DEFAULT_PORTS.get(self.scheme)}
        port = "" if implied else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}"

    @property
    def is_loopback(self) -> bool:
        """Whether only pages of the same machine can have this origin."""
        return (
            self.host in {"localhost", "[::1]"}
            or self.host.endswith(".localhost")
            or (is_canonical_ipv4(self.host) and self.host.startswith("127."))
        )


class OriginPattern(t.NamedTuple):
    """An origin in which the left-most labels or the port may be left open.

    :param origin: the part that is fixed; `host` is what must follow the open labels.
    :param subdomains: whether one or more labels must stand before the host (``*.``).
    :param any_port: whether the port is open (``:*``), the default port included.

    .. versionadded:: 7.0
    """

    origin: Origin
    subdomains: bool = False
    any_port: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether the pattern matches one origin only."""
        return not (self.subdomains or self.any_port)

    def serialize(self) -> str:
        """The pattern as it is written in a policy."""
        labels = "*." if self.subdomains else ""
        port = ":*" if self.any_port else "" if not self.origin.port else f":{self.origin.port}"
        return f"{self.origin.scheme}://{labels}{self.origin.host}{port}"


def are_plain(values: cabc.Iterable[str]) -> bool:
    """Whether all of `values` are origins that need no closer look; there may be thousands.

    They are those of http and https with a name, and no port or one of four digits.
    """
    return all(map(_PLAIN.fullmatch, values))


def _is_serialized(scheme: str, host: str) -> bool:
    """Whether a host is in the form in which a URL's host is serialized.

    Browsers write the host of a scheme of their own or an app's as it is, and keep the dot that
    ends an absolute name (https://url.spec.whatwg.org/#concept-opaque-host-parser).
    """
    if host.startswith("["):
        return compressed_ipv6(host[1:-1]) == host[1:-1]
    if scheme not in _WITH_DOMAINS:
        return len(host) <= LONGEST_HOST
    name = host.removesuffix(".")
    if ends_in_number(name):
        return is_canonical_ipv4(host)
    return len(name) <= LONGEST_HOST and _DOMAIN.fullmatch(host) is not None


def ends_in_number(host: str) -> bool:
    """Whether a URL parser takes `host` for an IPv4 address, whatever it looks like.

    Source: https://url.spec.whatwg.org/#ends-in-a-number-checker
    """
    last = host.rpartition(".")[2]
    return last.isdigit() or (last.startswith("0x") and set(last[2:]) <= _HEX_DIGITS)


def is_canonical_ipv4(host: str) -> bool:
    """Whether `host` is four decimal numbers without leading zeros, each below 256."""
    parts = host.split(".")
    return len(parts) == 4 and all(
        part.isdigit() and str(int(part)) == part and int(part) < 256 for part in parts
    )


def compressed_ipv6(address: str) -> str | None:
    """`address` as the URL standard serializes it; None if it is no IPv6 address.

    Source: https://url.spec.whatwg.org/#concept-ipv6-serializer. Not `str(IPv6Address)`,
    which writes IPv4-mapped addresses with dots from Python 3.13 on.
    """
    import ipaddress  # noqa: PLC0415  only needed for the rare address in brackets

    try:
        number = int(ipaddress.IPv6Address(address)) if "%" not in address else None
    except ValueError:
        return None
    if number is None:
        return None
    pieces = [f"{number >> shift & 0xFFFF:x}" for shift in range(112, -1, -16)]
    runs = re.finditer(r"(?:(?<=:)|^)0(?::0)+(?=:|$)", ":".join(pieces))
    longest = max(runs, key=lambda run: run.end() - run.start(), default=None)
    if longest is None:
        return ":".join(pieces)
    before, after = longest.string[: longest.start()], longest.string[longest.end() :]
    return f"{before.rstrip(':')}::{after.lstrip(':')}"
