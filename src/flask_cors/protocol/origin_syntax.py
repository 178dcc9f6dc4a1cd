"""Reading an origin as people write it in a configuration.

Where only one meaning is possible it is brought to the form that browsers send (case,
default port, compressed IPv6, one trailing slash). Everything else is a `MistakeError`, which
says what to write instead.
"""

from __future__ import annotations

import re

from .origins import DEFAULT_PORTS
from .origins import OPAQUE
from .origins import Origin
from .origins import OriginPattern
from .origins import compressed_ipv6
from .origins import ends_in_number
from .origins import is_canonical_ipv4

_SCHEME = r"(?is)([a-z][a-z0-9+.\-]*)://(.*)"
_WILDCARD_RULE = "A * stands for whole left-most labels or for the port, nothing else."
_WILDCARDS = '"https://*.example.com" or "*"'
_NOISE = (
    (r"[\s\x00-\x1f\x7f]+", "origin-has-white-space", "An origin has no white space in it."),
    (r"""["'`]+""", "origin-has-quotes", "Quotes are no part of an origin."),
    (r"[<>]+", "origin-has-brackets", "Angle brackets are no part of an origin."),
)


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
        self._nearest = nearest
        self._instead = instead
        super().__init__(code)

    @property
    def remedy(self) -> str:
        """One sentence that says what to write instead; what it names is accepted."""
        return f"Write {self._instead or _quoted(self._nearest)} instead."


def read_origin(text: str) -> OriginPattern:
    """The origin, or pattern of origins, that `text` means.

    :raises MistakeError: where it means none.
    """
    _check_characters(text)
    scheme, rest = _split_scheme(text)
    authority = _authority(scheme, rest)
    host, colon, port = _split_port(authority)
    subdomains = host.startswith("*.")
    host = _read_host(scheme, host[2:] if subdomains else host, colon + port, subdomains)
    any_port = port == "*"
    number = None if any_port or not colon else _read_port(f"{scheme}://{host}", port)
    if number == DEFAULT_PORTS.get(scheme):
        number = None
    return OriginPattern(Origin(scheme, host, number), subdomains, any_port)


def _quoted(text: str) -> str:
    if text in {OPAQUE, "*"}:
        return f'"{text}"'
    try:
        return f'"{read_origin(text).serialize()}"'
    except MistakeError:
        return '"https://app.example.com"'


def _check_characters(text: str) -> None:
    if not text.strip():
        raise MistakeError("origin-empty", "It is empty.")
    if "," in text or (text.count("://") > 1 and re.search(r"[\s;|]", text)):
        parts = dict.fromkeys(_quoted(part) for part in re.split(r"[\s,;|]+", text) if part)
        reason = "Several origins are joined in one string."
        raise MistakeError("origins-joined", reason, instead=f"a list, [{', '.join(parts)}],")
    for noise, code, reason in _NOISE:
        if re.search(noise, text):
            raise MistakeError(code, reason, re.sub(noise, "", text))
    if not text.isascii():
        scheme, separator, rest = text.rpartition("://")
        nearest = f"{scheme}{separator}{_in_ascii(rest)}"
        raise MistakeError("origin-not-ascii", "Browsers send host names in ASCII.", nearest)


def _in_ascii(rest: str) -> str:
    host, *port = re.split(r"(?=[:/?#])", rest, maxsplit=1)
    try:
        return host.encode("idna").decode("ascii") + "".join(port)
    except UnicodeError:
        return ""


def _split_scheme(text: str) -> tuple[str, str]:
    if text.lower().startswith("file:"):
        reason = "Pages opened from a disk have no origin of their own; they send null."
        raise MistakeError("origin-is-file", reason, "http://localhost:3000")
    if text.lower().rstrip("/") == OPAQUE:
        reason = "The opaque origin is written in lower case."
        raise MistakeError("origin-null-misspelt", reason, instead='"null"')
    if text.startswith("/") and not text.startswith("//"):
        raise MistakeError("origin-is-path", "This is a path; an origin begins with a scheme.")
    match = re.fullmatch(_SCHEME, text)
    if match is None:
        start = re.match(r"(?:(https?)(?=[:/]))?[:/]*", text, re.IGNORECASE)
        bare = text[start.end() if start else 0 :].partition("/")[0]
        is_local = re.match(r"localhost\b|127\.|\[::1\]", bare)
        scheme = start[1] if start and start[1] else "http" if is_local else "https"
        nearest = f"{scheme}://{bare}"
        if either := re.match(r"https?\?://(.*\*.*)", text):
            both = ", ".join(_quoted(f"{each}://{either[1]}") for each in ("https", "http"))
            raise MistakeError("origin-bad-wildcard", _WILDCARD_RULE, instead=f"[{both}]")
        if "*" in text:
            _check_wildcards(nearest, text)
        raise MistakeError("origin-without-scheme", "An origin begins with a scheme.", nearest)
    scheme, rest = match[1].lower(), match[2]
    if scheme in {"ws", "wss"}:
        reason = "The origin is the page's, and no page has the URL of a WebSocket."
        raise MistakeError("origin-is-websocket", reason, f"http{scheme[2:]}://{rest}")
    return scheme, rest


def _check_wildcards(nearest: str, text: str) -> None:
    if "*" in text.partition("://")[0] and "://" in text:
        raise MistakeError("origin-bad-wildcard", _WILDCARD_RULE, instead=_WILDCARDS)
    read_origin(nearest)


def _authority(scheme: str, rest: str) -> str:
    kept = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
    nearest = f"{scheme}://{kept}"
    tail = rest[len(kept) :]
    if tail == "?":
        reason = "The question mark at the end is neither a query nor a regex."
        raise MistakeError("origin-ends-in-question-mark", reason, nearest)
    if "?" in tail or "#" in tail:
        raise MistakeError("origin-has-query", "An origin has no query and no fragment.", nearest)
    if tail not in {"", "/"}:
        raise MistakeError("origin-has-path", "An origin has no path.", nearest)
    if "@" in kept:
        nearest = f"{scheme}://{kept.rpartition('@')[2]}"
        reason = "An origin has no user name and no password."
        raise MistakeError("origin-has-userinfo", reason, nearest)
    return kept


def _split_port(authority: str) -> tuple[str, str, str]:
    end = authority.find("]") if authority.startswith("[") else 0
    if end < 0:
        reason = "An IPv6 address ends with its bracket."
        raise MistakeError("origin-bad-host", reason, "http://[::1]:3000")
    host, colon, port = authority[end:].partition(":")
    return f"{authority[:end]}{host}".lower(), colon, port


def _read_port(before: str, port: str) -> int:
    if ":" in port:
        reason = "An IPv6 address stands in brackets."
        raise MistakeError("origin-bad-host", reason, "http://[::1]:3000")
    if not (port.isdigit() and str(int(port[:9])) == port and 0 < int(port) < 65536):
        reason = "A port is a number from 1 to 65535, or * for any."
        raise MistakeError("origin-bad-port", reason, f"{before}:3000")
    return int(port)


def _read_host(scheme: str, host: str, port: str, subdomains: bool) -> str:
    if "*" in host or (subdomains and not host):
        raise MistakeError("origin-bad-wildcard", _WILDCARD_RULE, instead=_WILDCARDS)
    if host.startswith("["):
        compressed = compressed_ipv6(host[1:-1])
        if compressed is None or subdomains:
            reason = "In the brackets stands no IPv6 address."
            raise MistakeError("origin-bad-host", reason, "http://[::1]:3000")
        return f"[{compressed}]"
    if ends_in_number(host) and (subdomains or not is_canonical_ipv4(host)):
        reason = "Browsers send an IPv4 address as four decimal numbers."
        raise MistakeError("origin-bad-ipv4", reason, "http://127.0.0.1:5000")
    _check_labels(scheme, host, port)
    return host


def _check_labels(scheme: str, host: str, port: str) -> None:
    if host.endswith(".") and host.strip("."):
        nearest = f"{scheme}://{host.rstrip('.')}{port}"
        raise MistakeError("origin-bad-host", "A dot ends the host.", nearest)
    if not host or len(host) > 253 or any(not 0 < len(part) < 64 for part in host.split(".")):
        reason = "A host has 253 characters at most, in labels of 1 to 63 between its dots."
        raise MistakeError("origin-bad-host", reason)
    if stray := re.search(r"[^a-z0-9_.\-]", host):
        reason = f"A host name has letters, digits, hyphens and dots, and no {stray[0]}."
        raise MistakeError("origin-bad-host", reason)
