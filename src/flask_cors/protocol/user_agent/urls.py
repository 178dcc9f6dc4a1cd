"""URLs, as a browser reads, joins and writes them.

Source: https://url.spec.whatwg.org/#url-parsing
"""

from __future__ import annotations

import re
import typing as t
from urllib.parse import quote_from_bytes

from ..origins import DEFAULT_PORTS
from ..origins import OPAQUE
from ..origins import Origin
from .hosts import parse_host

_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):(.*)", re.IGNORECASE | re.DOTALL)
_REST = re.compile(r"([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_OTHER = re.compile(r"(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_AUTHORITY = re.compile(r"(?:(.*)@)?(\[[^\]]*\]|[^:@]*)(?::([0-9]*))?", re.DOTALL)

# What each part leaves as it is (https://url.spec.whatwg.org/#percent-encoded-bytes).
_FRAGMENT = "!#$%&'()*+,-./:;=?@[\\]^_{|}~"
_QUERY = "!$%&()*+,-./:;=?@[\\]^_`{|}~"
_PATH = "!$%&'()*+,-./:;=@[\\]_|~"
_USERINFO = "!$%&'()*+,-._~"


class URL(t.NamedTuple):
    """A URL record.

    :param scheme: lower case.
    :param host: serialized, or None.
    :param port: None for the scheme's default.
    :param path: begins with a slash, unless it is opaque.

    Source: https://url.spec.whatwg.org/#concept-url

    .. versionadded:: 7.0
    """

    scheme: str
    username: str = ""
    password: str = ""
    host: str | None = None
    port: int | None = None
    path: str = ""
    query: str | None = None
    fragment: str | None = None

    @classmethod
    def parse(cls, text: str, base: URL | None = None) -> URL | None:
        """Read a URL, relative to `base` where that is given; None for failure.

        Source: https://url.spec.whatwg.org/#concept-basic-url-parser
        """
        text = re.sub(r"[\t\n\r]", "", scalar_values(text).strip("".join(map(chr, range(33)))))
        match = _SCHEME.fullmatch(text)
        if match is None:
            return _parse_relative(text, base)
        scheme, rest = match[1].lower(), match[2]
        if scheme not in DEFAULT_PORTS:
            return _parse_other(scheme, rest)
        if base and base.scheme == scheme and not rest.startswith("//"):
            return _parse_relative(rest, base)
        return _parse_authority(scheme, rest.lstrip("/\\"))

    @property
    def origin(self) -> str:
        """The serialized origin: ``null`` for what has none (https://url.spec.whatwg.org/#origin)."""
        if self.scheme not in DEFAULT_PORTS or self.host is None:
            return OPAQUE
        return Origin(self.scheme, self.host, self.port).serialize()

    @property
    def is_http(self) -> bool:
        """Whether the scheme is an HTTP(S) scheme."""
        return self.scheme in {"http", "https"}

    @property
    def includes_credentials(self) -> bool:
        """Whether it names a user (https://url.spec.whatwg.org/#include-credentials)."""
        return bool(self.username or self.password)

    @property
    def target(self) -> str:
        """Path and query: what a request line carries."""
        return self.path if self.query is None else f"{self.path}?{self.query}"

    def serialize(self, *, exclude_fragment: bool = False) -> str:
        """The URL as text (https://url.spec.whatwg.org/#url-serializing)."""
        text = f"{self.scheme}:"
        if self.host is not None:
            password = f":{self.password}" if self.password else ""
            user = f"{self.username}{password}@" if self.includes_credentials else ""
            port = "" if self.port is None else f":{self.port}"
            text += f"//{user}{self.host}{port}"
        text += self.target
        if self.fragment is not None and not exclude_fragment:
            text += f"#{self.fragment}"
        return text


def scalar_values(text: str) -> str:
    """The text without halves of characters (https://infra.spec.whatwg.org/#javascript-string-convert)."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _encode(text: str, safe: str) -> str:
    return quote_from_bytes(text.encode(), safe)


def _with_rest(url: URL, text: str) -> URL:
    """Add path, query and fragment."""
    match = _REST.fullmatch(text)
    path, query, fragment = match.groups() if match else ("", None, None)
    return url._replace(
        path=_resolve_dots(_encode(path.replace("\\", "/"), _PATH)),
        query=None if query is None else _encode(query, _QUERY),
        fragment=None if fragment is None else _encode(fragment, _FRAGMENT),
    )


def _resolve_dots(path: str) -> str:
    """The absolute path without its dot segments (https://url.spec.whatwg.org/#path-state)."""
    kept: list[str] = []
    segments = path.removeprefix("/").split("/")
    for place, segment in enumerate(segments):
        dots = re.sub("%2e", ".", segment, flags=re.IGNORECASE)
        if dots == "..":
            kept = kept[:-1]
        if dots not in {".", ".."}:
            kept.append(segment)
        elif place == len(segments) - 1:
            kept.append("")
    return "/" + "/".join(kept)


def _parse_authority(scheme: str, text: str) -> URL | None:
    end = re.search(r"[/\\?#]|\Z", text)
    authority = text[: end.start()] if end else text
    match = _AUTHORITY.fullmatch(authority)
    host = parse_host(match[2]) if match else None
    port = _port(match[3]) if match and match[3] else None
    if match is None or host is None or (port or 0) > 65535:
        return None
    username, _, password = (match[1] or "").partition(":")
    url = URL(scheme, _encode(username, _USERINFO), _encode(password, _USERINFO), host)
    if port != DEFAULT_PORTS[scheme]:
        url = url._replace(port=port)
    return _with_rest(url, text[len(authority) :])


def _port(digits: str) -> int:
    """The number; where it is too large for a port anyway, perhaps a smaller one.

    Python reads no number of more than 4,300 digits.
    """
    return int(digits.lstrip("0")[:20] or "0")


def _parse_relative(text: str, base: URL | None) -> URL | None:
    if base is None or base.scheme not in DEFAULT_PORTS:
        return None
    rest = text.replace("\\", "/")
    if rest.startswith("//"):
        return _parse_authority(base.scheme, text.lstrip("/\\"))
    if rest.startswith("/"):
        return _with_rest(base, text)
    match = _REST.fullmatch(rest)
    if match and match[1]:
        return _with_rest(base, base.path.rpartition("/")[0] + "/" + text)
    joined = _with_rest(base, text)
    query = joined.query if match and match[2] is not None else base.query
    return joined._replace(path=base.path, query=query)


def _parse_other(scheme: str, text: str) -> URL:
    """A URL of a scheme that no fetch gets far with: only its outline is read."""
    match = _OTHER.fullmatch(text)
    host, path, query, fragment = match.groups() if match else (None, text, None, None)
    return URL(scheme, host=host, path=path, query=query, fragment=fragment)
