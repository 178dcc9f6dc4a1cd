"""What is told of origins that are accepted, and of objects that are none."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import re
import typing as t
from operator import attrgetter

from .origin_syntax import quoted_origin
from .origin_syntax import read_origin
from .origins import OPAQUE
from .origins import OriginPattern
from .problems import OptionFindings

_NEARLY_OF_THE_WEB = r"(?!https?\Z)(?:h[htps]{3,5}|htp|ttps?)"
"""A scheme of the letters of https, as no app has one."""

_TEXTS: tuple[tuple[str, cabc.Callable[[object], object]], ...] = (
    ("str(origin)", str),
    ("origin.value", attrgetter("value")),
)
"""How the text of an object is had: of a URL of pydantic's or yarl's, and of an enum's member."""


def doubt_null(findings: OptionFindings) -> None:
    """Tell who has the opaque origin."""
    findings.warn(
        "origin-null",
        OPAQUE,
        "Every sandboxed frame, data: URL and local file has this origin, an attacker's too.",
        "Name the origin of a web server instead, unless everybody may read the answers.",
    )


def doubt_scheme(pattern: OriginPattern, findings: OptionFindings) -> None:
    """Tell of a scheme that is probably a misspelt one of the web."""
    scheme = pattern.origin.scheme
    if re.fullmatch(_NEARLY_OF_THE_WEB, scheme):
        web = "https" if scheme.endswith("s") else "http"
        written = pattern.serialize()
        findings.warn(
            "origin-scheme-misspelt",
            written,
            f"This is the scheme {scheme}, which no page of the web has.",
            f"Write {quoted_origin(web + written.removeprefix(scheme))}.",
        )


def remedy_for_object(value: object) -> str:
    """What to write instead of what is neither a text, nor a regex, nor a source."""
    for written, text_of in _TEXTS:
        # A program's own object may raise anything, and most texts are no origin.
        with contextlib.suppress(Exception):
            origin = read_origin(t.cast("str", text_of(value))).serialize()
            return f'Write {written} for each, here "{origin}".'
    return 'Write "https://app.example.com", or a flat list of such strings.'
