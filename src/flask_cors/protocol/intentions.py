"""What the author of a text had in mind that is no origin, as far as the text alone tells."""

from __future__ import annotations

import collections.abc as cabc
import re
import typing as t

from .fields import RUN_TOGETHER
from .fields import WITH_COMMAS
from .origins import DEFAULT_PORTS
from .origins import ends_in_number

EVERY = frozenset({"all", "any"})
"""Words for any origin, for which a policy has a sign."""

_NO_ORIGINS = frozenset("false no none off on self true undefined yes".split())
_MISSING = frozenset({"none", "undefined"})

_IN_ENVIRONMENT = {
    "origins-are-text": WITH_COMMAS,
    "origins-joined": WITH_COMMAS,
    "origins-empty": ": a variable of the environment may be empty",
}
"""What is said where a mistake stands in the config, by its code."""

VARIABLE = r"\$[{(]?[A-Za-z_]|%\([A-Za-z_]\w*\)s"
"""How one begins in a text in which nobody has replaced it."""

_RUNNING_ON = r"(?i)https?://[^/?#]+?/?(?=https?://|\Z)"
_COMMA_FOR_DOT = r"(?i)https?://[a-z0-9.\-]+,(?:com|net|org|[a-z]{2})/?"
_NAME = r"(?:localhost|[a-z0-9\-]+(?:\.[a-z0-9\-]+)+)(?::\d+)?/?"
_HOSTS_APART = rf"(?i)(?:https?://)?{_NAME}(?:[\s;]+{_NAME})+"
_EITHER_SCHEME = (
    r"(?i)\^?(?:https?\?|http\[s\]\??|http\(s\??\)\??|\((?:\?:)?(?:https?\|https?|https\?)\)"
    r"|http\*|\*)://(.+?)(?:/\*?)?\$?\Z"
)

_OF_JAVASCRIPT = (
    r"/\^?(https?\??:\\?/\\?/"
    r"(?:\\?\.[+*]?|[a-z0-9:-]|\\d[+*]?|\[[a-z0-9-]+\][+*]|\((?:\?:)?[a-z0-9|-]+\)\??)+)"
    r"\$?/[gimsuy]*"
)
"""A regex of an origin, of which no part is repeated that has a repetition in it."""

_PRIVATE_BEGINNING = r"(?:10|127|169\.254|172\.(?:1[6-9]|2\d|3[01])|192\.168)(?:\.\d{1,3}){0,2}"
_NUMBER = "[0-9]+"
_ANY_PORT = f"(:{_NUMBER})?"


class Joined(t.NamedTuple):
    """Several origins in one text.

    :param parts: the text of each.
    :param reason: a sentence on how they are joined.
    """

    parts: list[str]
    reason: str = "Several origins are joined in one string."


def joined_in(text: str) -> Joined | None:
    """The origins that a text is joined of; None where it is one, or none."""
    if re.fullmatch(_COMMA_FOR_DOT, text):
        return None
    is_apart = ";" in text or len(text.split()) > 1
    several = text.count("://") > 1 and (is_apart or "|" in text)
    if "," in text or several or (is_apart and re.fullmatch(_HOSTS_APART, text)):
        return Joined(_with_hosts(part for part in re.split(r"[\s,;|]+", text) if part))
    parts: list[str] = re.findall(_RUNNING_ON, text)
    if len(parts) > 1 and "".join(parts) == text:
        # Python makes one string of two between which nothing stands.
        return Joined(parts, RUN_TOGETHER)
    return None


def _with_hosts(parts: cabc.Iterable[str]) -> list[str]:
    """The same parts, where one that is a port alone is of the host before it."""
    whole: list[str] = []
    for part in parts:
        before, colon, _ = whole[-1].rpartition(":") if whole else ("", "", "")
        is_port = part.isdecimal() and colon and not before.endswith(("http", "https"))
        whole.append(f"{before}:{part}" if is_port else part)
    return whole


def against_path(text: str) -> tuple[str, str]:
    """Why a path is no origin, and what to write instead; empty where that is not to be told."""
    if regex := re.fullmatch(_OF_JAVASCRIPT, text):
        reason = "This is a regex as JavaScript writes it; Python's has no slashes around it."
        python = regex[1].replace("\\/", "/")
        return reason, f'r"{python}"'
    # Flask-CORS 6 took it for a regex that everything begins with.
    either = 'the origin out, or "*" for every one,' if text == "/*" else ""
    return "This is a path; an origin begins with a scheme.", either


def behind_either_scheme(text: str) -> str:
    """What stands behind a scheme that is to be http or https; empty where none is."""
    either = re.match(_EITHER_SCHEME, text)
    return either[1] if either else ""


def reason_against_word(word: str) -> str:
    """Why a word is no origin; empty where it may be the name of a host."""
    if re.fullmatch(r"(?i)https?:?", word):
        return "This is a scheme alone, and behind it stands a host."
    if re.match(r"(?:process|import\.meta)\.env\.", word):
        return "This is the name of a variable, not what is in it."
    if word.lower() not in _NO_ORIGINS:
        return ""
    if word.lower() in _MISSING:
        return "This is no origin: a variable of the environment is probably missing."
    return "This is no origin: a page's is what its address begins with."


def in_environment(option: str, code: str) -> str:
    """What else is to be said of a mistake in the config, whose texts may come from outside."""
    return _IN_ENVIRONMENT.get(code, "") if option.startswith("CORS_") else ""


def reason_against_object(value: object) -> str:
    """Why what is neither a text, nor a regex, nor a source is no origin."""
    reason = f"An origin is a string or a regex for strings, not {type(value).__name__}"
    if value is None:
        return f"{reason}: a variable of the environment is probably missing."
    # A program's own class is likely to be meant as a source.
    is_built_in = type(value).__module__ in {"builtins", "re"}
    return f"{reason}{'' if is_built_in else '; a source has a method called allows'}."


def doubt_of_regex(written: str) -> tuple[str, str]:
    """Why a regex lets no origin in, and what to write instead."""
    if re.search(VARIABLE, written):
        reason = "A variable stands in it that nobody has replaced, so it lets in no origin."
        return reason, "Write its value."
    return (
        "No origin that this regex lets in could be found; it must match a whole one.",
        'Match scheme, host and port, or write a pattern: "https://*.example.com".',
    )


def for_parts_of_labels(scheme: str, host: str, port: str) -> str:
    """A regex for a host in which stars stand for parts of labels; empty where it opens too much.

    It has no backslash, so that it is the same in Python, in JSON and in the environment; a dot
    without a quantifier is a literal one.

    :param port: colon and port.
    """
    name = ".".join(host.split(".")[-2:])
    is_readable = re.fullmatch(r"[a-z0-9_.*\-]+", host) and re.fullmatch(r"(?::(?:\d+|\*))?", port)
    if not is_readable or host.count(".") < 2 or "*" in name or ends_in_number(name):
        return ""
    # Where a letter comes before the star, it may stand for nothing.
    written = re.sub(r"(?<![a-z0-9])\*+", "[a-z0-9-]+", host)
    written = re.sub(r"(?<=[a-z0-9])\*+", "[a-z0-9-]*", written)
    return f"{scheme}://{written}{_port(port)}"


def for_addresses(scheme: str, begun: str, port: str) -> str:
    """A regex for the addresses of a private network that begin so; empty where it is none.

    :param scheme: empty where none was written; with a final ``?`` where it may be either.
    """
    if scheme.removesuffix("?") not in {*DEFAULT_PORTS, ""}:
        return ""
    if not re.fullmatch(_PRIVATE_BEGINNING, begun):
        return ""
    octets = begun.split(".")
    address = ".".join([*octets, *[_NUMBER] * (4 - len(octets))])
    return f"{scheme if scheme and '?' not in scheme else 'http'}://{address}{_port(port)}"


def _port(port: str) -> str:
    return _ANY_PORT if port == ":*" else port
