"""Regexes of which nothing but an open end makes a regex, as in ``https://app.example.com.*``."""

from __future__ import annotations

import contextlib
import re

from . import regexes
from .intentions import VARIABLE
from .intentions import for_addresses
from .origin_parts import WITHOUT_CREDENTIALS
from .origin_parts import MistakeError
from .origin_syntax import quoted_origin
from .origins import DEFAULT_PORTS

_CODE = "origin-ends-in-open-regex"
_START = r"(?i)\^?(?:([a-z][a-z0-9+.\-]*\??)://)?"
_PLAIN_HOST = r"[\w.\-]+|\[[0-9A-Fa-f:.]+\]"
_STARS_FOR_PORTS = r":\*/?(?=\$?(?:\||\Z))"
_END = r"(?:\.[*+])+(:(?:\d+|\*))?\Z"


def open_end(text: str) -> MistakeError | None:
    """What is wrong with the end of a regex, where that alone is what makes it one."""
    start = re.match(_START, text)
    scheme, begun = (start[1] or "", start.end()) if start else ("", 0)
    body = text[begun:].removesuffix("$")
    end = re.search(_END, body)
    if end is None or regexes.is_regex(body[: end.start()]):
        is_open = body.removesuffix("/").endswith(":*")
        return _colons(scheme, body.removesuffix("/"), text) if is_open else None
    host, port = body[: end.start()], end[1] or ""
    if not host:
        return _every_host(scheme, port)
    if host.endswith(":") and not port:
        return _any_port(scheme, host.removesuffix(":"))
    reason = "An open end lets in every host whose name merely begins like this one."
    if addresses := for_addresses(scheme, host, port):
        return MistakeError(_CODE, reason, instead=f'"{addresses}"')
    either = 'the origin out, or a pattern such as "https://*.example.com",'
    return MistakeError(_CODE, reason, instead=either)


def _colons(scheme: str, body: str, text: str) -> MistakeError | None:
    """What is wrong with a star behind the colon; None where something else is."""
    host = body.removesuffix(":*")
    if re.fullmatch(_PLAIN_HOST, host):
        return _any_port(scheme, host)
    if not regexes.is_regex(host) or re.search(VARIABLE, host) or not _is_valid(text):
        return None
    reason = "At the end of a regex :* stands for colons, and for no port."
    meant = ascii(re.sub(_STARS_FOR_PORTS, "(:[0-9]+)?", text.removesuffix("$")))[1:-1]
    either = f", {WITHOUT_CREDENTIALS}," if "?" in text.partition("://")[0] else ""
    return MistakeError(_CODE, reason, instead=f'"{meant}"{either}')


def _is_valid(text: str) -> bool:
    with contextlib.suppress(*regexes.INVALID):
        re.compile(text)
        return True
    return False


def _every_host(scheme: str, port: str) -> MistakeError:
    if not (scheme or port):
        either = 'the origin out, or "*" for every one,'
        return MistakeError(_CODE, "It lets in every origin there is.", instead=either)
    scheme = scheme or "https?"
    host = "[^/]+" if scheme.removesuffix("?") in DEFAULT_PORTS else "[a-z0-9-]+"
    every_one = f'"{scheme}://{host}{port.removesuffix(":*")}" for every one,'
    either = f"the origin out, or, {WITHOUT_CREDENTIALS}, {every_one}"
    return MistakeError(_CODE, "It lets in every host there is.", instead=either)


def _any_port(scheme: str, host: str) -> MistakeError:
    schemes = [scheme] if scheme and "?" not in scheme else ["https", "http"]
    patterns = [quoted_origin(f"{each}://{host}:*") for each in schemes]
    instead = f"[{', '.join(patterns)}]" if len(patterns) > 1 else patterns[0]
    return MistakeError(_CODE, "Behind the colon stands a port; * is any.", instead=instead)
