"""Reading an origin as people write it in a configuration.

Where only one meaning is possible it is brought to the form that browsers send (case,
default port, compressed IPv6, one trailing slash). Everything else is a `MistakeError`, which
says what to write instead.
"""

from __future__ import annotations

import re

from .fields import TEXT_OF_LIST
from .fields import members_in_text
from .intentions import EVERY
from .intentions import against_path
from .intentions import behind_either_scheme
from .intentions import joined_in
from .intentions import reason_against_word
from .origin_parts import WILDCARD_RULE
from .origin_parts import WILDCARDS
from .origin_parts import WITHOUT_CREDENTIALS
from .origin_parts import MistakeError
from .origin_parts import read_authority
from .origin_parts import read_host
from .origin_parts import read_port
from .origin_parts import split_port
from .origin_parts import with_port
from .origins import DEFAULT_PORTS
from .origins import OPAQUE
from .origins import Origin
from .origins import OriginPattern
from .origins import ends_in_number

_SCHEME = r"(?is)([a-z][a-z0-9+.\-]*)://(.*)"
_OF_A_NETWORK = (
    r"localhost\b|\[::1\]|(?:127|10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.[\d.]+(?::\d+)?\Z"
)
"""A host whose pages hardly have a certificate: this machine's, or one of a private network."""
_WORDS = r"(?<![.:/\s])\s+(?![.:/\s])"
_SIGNS = frozenset({OPAQUE, "*"})
_FOR_ANYBODY = rf'"(?:\*|{OPAQUE})"'
_NOISE = (
    (r"[\s\x00-\x1f\x7f]+", "origin-has-white-space", "An origin has no white space in it."),
    (
        r"""["'`\u00ab\u00bb\u2018-\u201f\u2039\u203a]+""",
        "origin-has-quotes",
        "Quotes are no part of an origin.",
    ),
    (r"[<>]+", "origin-has-brackets", "Angle brackets are no part of an origin."),
)


def read_plain_origin(text: str) -> OriginPattern | None:
    """What is written so that it cannot be a mistake: an origin of a name, or those below one.

    A dot that ends the name needs a closer look, and so do labels left open before an address.
    """
    scheme, _, rest = text.partition("://")
    subdomains = rest.startswith("*.")
    fixed = f"{scheme}://{rest[2:]}" if subdomains else text
    origin = Origin.parse(fixed) if scheme in {"https", "http"} else None
    if origin is None or origin.host.endswith("."):
        return None
    is_address = origin.host.startswith("[") or ends_in_number(origin.host)
    return None if subdomains and is_address else OriginPattern(origin, subdomains)


def read_origin(text: str) -> OriginPattern:
    """The origin, or pattern of origins, that `text` means.

    :raises MistakeError: where it means none.
    """
    _check_characters(text)
    scheme, rest = _split_scheme(text)
    authority = read_authority(scheme, rest)
    if scheme in DEFAULT_PORTS:  # of others browsers keep the case
        authority = authority.lower()
    host, colon, port = split_port(scheme, authority)
    subdomains = host.startswith("*.")
    host = read_host(scheme, host[2:] if subdomains else host, colon + port, subdomains)
    any_port = port == "*"
    number = None if any_port or not colon else read_port(f"{scheme}://{host}", port)
    if number == DEFAULT_PORTS.get(scheme):
        number = None
    return OriginPattern(Origin(scheme, host, number), subdomains, any_port)


def remedy_of(mistake: MistakeError) -> str:
    """One sentence that says what to write instead; what it names is accepted.

    No origin knows whether its policy allows credentials, so it is said what must not have them.
    """
    told = mistake.instead or quoted_origin(mistake.nearest)
    is_conditional = WITHOUT_CREDENTIALS not in told and re.search(_FOR_ANYBODY, told)
    return f"Write {told} instead{f', {WITHOUT_CREDENTIALS}' if is_conditional else ''}."


def quoted_origin(text: str) -> str:
    """An origin or pattern between quotes, as browsers have it; an example where it is none."""
    if text in _SIGNS:
        return f'"{text}"'
    try:
        return f'"{read_origin(text).serialize()}"'
    except MistakeError:
        return '"https://app.example.com"'


def _check_characters(text: str) -> None:
    if not text.strip():
        reason = "It is empty: a variable of the environment is probably missing."
        raise MistakeError("origin-empty", reason)
    if members := members_in_text(text):
        instead = f"the list, [{', '.join(map(quoted_origin, members))}],"
        raise MistakeError("origins-are-text", TEXT_OF_LIST, instead=instead)
    if text.strip() == "[]":
        raise MistakeError("origins-are-text", TEXT_OF_LIST)
    if joined := joined_in(text):
        instead = f"a list, [{', '.join(dict.fromkeys(map(_nearest, joined.parts)))}],"
        raise MistakeError("origins-joined", joined.reason, instead=instead)
    for noise, code, reason in _NOISE:
        if re.search(noise, text):
            # Where a word is behind another, one of both is another host's.
            nearest = "" if re.search(_WORDS, text.strip()) else re.sub(noise, "", text)
            raise MistakeError(code, reason, nearest)
    if not text.isascii():
        from .domains import authority_in_ascii  # noqa: PLC0415  most origins are in ASCII

        scheme, separator, rest = text.rpartition("://")
        nearest = f"{scheme}{separator}{authority_in_ascii(rest)}"
        raise MistakeError("origin-not-ascii", "Browsers send host names in ASCII.", nearest)


def _nearest(text: str) -> str:
    """An origin or pattern between quotes, or what was probably meant by what is none."""
    try:
        return quoted_origin(text if text in _SIGNS else read_origin(text).serialize())
    except MistakeError as mistake:
        return quoted_origin(mistake.nearest)


def _split_scheme(text: str) -> tuple[str, str]:
    if text.lower().startswith("file:"):
        reason = "Pages opened from a disk have no origin of their own; they send null."
        raise MistakeError("origin-is-file", reason, "http://localhost:3000")
    if text.lower().rstrip("/") == OPAQUE:
        reason = "The opaque origin is written in lower case."
        raise MistakeError("origin-null-misspelt", reason, instead='"null"')
    if text.startswith("/") and not text.startswith("//"):
        reason, instead = against_path(text)
        raise MistakeError("origin-is-path", reason, instead=instead)
    match = re.fullmatch(_SCHEME, text)
    if match is None:
        raise _without_scheme(text)
    scheme, rest = match[1].lower(), match[2]
    if scheme in {"ws", "wss"}:
        reason = "The origin is the page's, and no page has the URL of a WebSocket."
        raise MistakeError("origin-is-websocket", reason, f"http{scheme[2:]}://{rest}")
    return scheme, rest


def _without_scheme(text: str) -> MistakeError:
    """What is wrong with a text that begins with no scheme.

    :raises MistakeError: where something else is wrong.
    """
    if text.lower() in EVERY:
        return MistakeError(
            "origin-without-scheme", "The sign for any origin is a star.", instead='"*"'
        )
    if reason := reason_against_word(text):
        return MistakeError("origin-without-scheme", reason)
    if rest := behind_either_scheme(text):
        read_origin(f"https://{rest}")
        both = ", ".join(quoted_origin(f"{each}://{rest}") for each in ("https", "http"))
        return MistakeError("origin-bad-wildcard", WILDCARD_RULE, instead=f"[{both}]")
    if text.startswith("^"):  # of a regex, whose star is that of a pattern
        return MistakeError("origin-bad-wildcard", WILDCARD_RULE, text[1:].removesuffix("$"))
    start = re.match(r"(?:(https?)(?=[:/]))?[:/]*", text, re.IGNORECASE)
    bare = text[start.end() if start else 0 :].partition("/")[0]
    is_local = re.match(_OF_A_NETWORK, bare)
    scheme = start[1] if start and start[1] else "http" if is_local else "https"
    nearest = with_port(f"{scheme}://{bare}")
    if "*" in text:
        _check_wildcards(nearest, text)
    if listened := re.match(r"0\.0\.0\.0(?::(\d+))?\Z", bare):
        port = listened[1] or "*"
        reason = "Servers listen on this address; a page's is what the address bar shows."
        instead = f'"http://localhost:{port}" or "http://0.0.0.0:{port}"'
        return MistakeError("origin-without-scheme", reason, instead=instead)
    return MistakeError("origin-without-scheme", "An origin begins with a scheme.", nearest)


def _check_wildcards(nearest: str, text: str) -> None:
    if "*" in text.partition("://")[0] and "://" in text:
        raise MistakeError("origin-bad-wildcard", WILDCARD_RULE, instead=WILDCARDS)
    read_origin(nearest)
