"""Reading the parts of an origin as people write them, and what is wrong with one."""

from __future__ import annotations

import re

from .intentions import for_parts_of_labels
from .ipv4 import canonical_ipv4
from .origins import DEFAULT_PORTS
from .origins import IN_OPAQUE_HOSTS
from .origins import LONGEST_HOST
from .origins import Origin
from .origins import compressed_ipv6
from .origins import ends_in_number
from .origins import is_canonical_ipv4

WILDCARD_RULE = "A * stands for whole left-most labels or for the port, nothing else."
WITHOUT_CREDENTIALS = "without credentials"
_WHERE_NOBODY_ELSE = "with credentials only where nobody else can have such a name"
WILDCARDS = f'"https://*.example.com" or, {WITHOUT_CREDENTIALS}, "*"'


_OF_THIS_MACHINE = r"(?i)https?://(?:localhost|127(?:\.\d+){3}|\[::1\])"


class MistakeError(Exception):
    """Why a text is not an origin.

    :param code: the stable name of the mistake.
    :param reason: one sentence that says why.
    :param nearest: the origin that was probably meant; an example stands in for what is none.
    :param instead: what to write instead, as Python, where that is not one origin.
    """

    def __init__(self, code: str, reason: str, nearest: str = "", instead: str = "") -> None:
        self.code = code
        self.reason = reason
        self.nearest = nearest
        self.instead = instead
        super().__init__(code)


def read_authority(scheme: str, rest: str) -> str:
    """The host and the port of an origin, of which `rest` stands behind its scheme.

    :raises MistakeError: where there is more.
    """
    kept = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
    nearest = f"{scheme}://{kept}"
    tail = rest[len(kept) :]
    if tail == "?":
        reason = "The question mark at the end is neither a query nor a regex."
        raise MistakeError("origin-ends-in-question-mark", reason, nearest)
    if kept.endswith(".") and re.match(r"\?[^=]+\Z", tail):
        reason = 'An origin has no question mark, and ".?" alone makes no regex.'
        nearest = f"{scheme}://{rest.replace('.?', '.' if kept.strip('.') else '*.')}"
        raise MistakeError("origin-has-query", reason, nearest)
    if "?" in tail or "#" in tail:
        raise MistakeError("origin-has-query", "An origin has no query and no fragment.", nearest)
    if tail not in {"", "/"}:
        nearest = with_port(nearest) if tail == "/*" else nearest
        raise MistakeError("origin-has-path", "An origin has no path.", nearest)
    if "@" in kept:
        nearest = f"{scheme}://{kept.rpartition('@')[2]}"
        reason = "An origin has no user name and no password."
        raise MistakeError("origin-has-userinfo", reason, nearest)
    return kept


def with_port(origin: str) -> str:
    """`origin`; on any port where it is of this machine, on which few servers have the default."""
    return f"{origin}:*" if re.fullmatch(_OF_THIS_MACHINE, origin) else origin


def split_port(scheme: str, authority: str) -> tuple[str, str, str]:
    """Host, colon and port of an authority without user-info.

    :raises MistakeError: where an IPv6 address does not stand in brackets.
    """
    end = authority.find("]") if authority.startswith("[") else 0
    if end < 0:
        reason = "An IPv6 address ends with its bracket."
        raise MistakeError("origin-bad-host", reason, "http://[::1]:3000")
    if not end and authority.count(":") > 1:
        _check_brackets(scheme, authority)
    host, colon, port = authority[end:].partition(":")
    return f"{authority[:end]}{host}", colon, port


def _check_brackets(scheme: str, authority: str) -> None:
    address, _, port = authority.rpartition(":")
    for text, behind in ((address, f":{port}"), (authority, "")):
        if compressed_ipv6(text):
            reason = "An IPv6 address stands in brackets."
            raise MistakeError("origin-bad-host", reason, f"{scheme}://[{text}]{behind}")


def read_port(before: str, port: str) -> int:
    """The number of a port.

    :param before: scheme and host, for what to write instead.
    :raises MistakeError: where it is none.
    """
    if not (port.isdigit() and str(int(port[:9])) == port and 0 < int(port) < 65536):
        reason = "A port is a number from 1 to 65535, or * for any."
        raise MistakeError("origin-bad-port", reason, f"{before}:3000")
    return int(port)


def read_host(scheme: str, host: str, port: str, subdomains: bool) -> str:
    """A host in the form that browsers send.

    :param port: colon and port, for what to write instead.
    :param subdomains: whether labels stand open before it.
    :raises MistakeError: where it is none.
    """
    if "*" in host or (subdomains and not host):
        raise MistakeError(
            "origin-bad-wildcard", WILDCARD_RULE, instead=_instead(scheme, host, port, subdomains)
        )
    if host.startswith("["):
        compressed = compressed_ipv6(host[1:-1])
        if compressed is None or subdomains:
            reason = "In the brackets stands no IPv6 address."
            raise MistakeError("origin-bad-host", reason, "http://[::1]:3000")
        return f"[{compressed}]"
    if scheme not in DEFAULT_PORTS:
        _check_opaque(scheme, host)
        return host
    if ends_in_number(host) and (subdomains or not is_canonical_ipv4(host)):
        reason = "Browsers send an IPv4 address as four decimal numbers."
        meant = "" if subdomains else canonical_ipv4(host)
        nearest = f"{scheme}://{meant or '127.0.0.1'}{port}"
        raise MistakeError("origin-bad-ipv4", reason, nearest)
    _check_labels(scheme, host, port)
    return host


def _instead(scheme: str, host: str, port: str, subdomains: bool) -> str:
    """What to write instead of a host with a star where none can be."""
    if scheme not in DEFAULT_PORTS:
        every_one = f'"{scheme}://[a-z0-9-]+" for every one,'
        return f"the whole name, or, {WITHOUT_CREDENTIALS}, {every_one}"
    without = f"{scheme}://{host.removesuffix('*')}"
    if (local := with_port(without)) != without and not port:
        return f'"{local}"'
    glued = host.lstrip("*").rstrip(".$")
    name = glued.removeprefix(".")
    is_name = name[:1].isalnum() and Origin.parse(f"{scheme}://{name}") is not None
    if not is_name or ends_in_number(name):
        regex = for_parts_of_labels(scheme, f"*.{host}" if subdomains else host, port)
        return f'"{regex}", {_WHERE_NOBODY_ELSE},' if regex else WILDCARDS
    port = port if re.fullmatch(r"(?::(?:[1-9]\d*|\*))?", port) else ":*"
    below = f'"{scheme}://*.{name}{port}"'
    return below if name != glued else f'["{scheme}://{name}{port}", {below}]'


def _check_labels(scheme: str, host: str, port: str) -> None:
    if host.endswith(".") and host.strip("."):
        nearest = f"{scheme}://{host.rstrip('.')}{port}"
        raise MistakeError("origin-bad-host", "A dot ends the host.", nearest)
    if re.fullmatch(r"(?:\.[A-Za-z0-9-]{1,63}){2,4}", host):
        reason = "A dot begins the host; a star is missing before it."
        raise MistakeError("origin-bad-host", reason, f"{scheme}://*{host}{port}")
    if not host:
        raise MistakeError("origin-bad-host", "There is no host in it.")
    if len(host) > LONGEST_HOST or any(not 0 < len(part) < 64 for part in host.split(".")):
        reason = "A host has 253 characters at most, in labels of 1 to 63 between its dots."
        raise MistakeError("origin-bad-host", reason)
    _check_characters(re.search(r"[^A-Za-z0-9_.\-]", host))


def _check_opaque(scheme: str, host: str) -> None:
    if not 0 < len(host) <= LONGEST_HOST:
        reason = "Behind the scheme stands a host, of 253 characters at most."
        raise MistakeError("origin-bad-host", reason, f"{scheme}://localhost")
    _check_characters(re.search(rf"[^{IN_OPAQUE_HOSTS}]", host))


def _check_characters(stray: re.Match[str] | None) -> None:
    if stray:
        reason = f"A host name has letters, digits, hyphens and dots, and no {stray[0]}."
        raise MistakeError("origin-bad-host", reason)
