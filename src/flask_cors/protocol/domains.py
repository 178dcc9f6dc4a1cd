"""Domains in ASCII, as browsers send them, whatever letters they are written in.

Source: https://url.spec.whatwg.org/#concept-domain-to-ascii
"""

from __future__ import annotations

import re
import unicodedata
from encodings.idna import nameprep

_DOTS = re.compile("[.\u3002\uff0e\uff61]")
# Browsers keep them; Python, which follows the IDNA of 2003, writes ss and another sigma for them:
# https://www.unicode.org/reports/tr46/#Deviations.
_DEVIATIONS = re.compile("([\u00df\u03c2])")
_JOINERS = re.compile("[\u200c\u200d]")
_CAPITAL_SHARP_S = "\u1e9e"
_UNKNOWN = frozenset({"Cf", "Cn"})
"""The categories of signs that nobody sees, and of those that this Python does not know yet."""

_MOST_IN_LABEL = 63


def domain_to_ascii(domain: str) -> str | None:
    """The name that browsers make of a domain; None where they make none, or it is not known which.

    Another name would be that of somebody else's site.
    """
    if domain.isascii():
        return domain.lower()
    labels = unicodedata.normalize("NFC", domain.replace(_CAPITAL_SHARP_S, "\u00df"))
    try:
        return ".".join(map(_label_to_ascii, _DOTS.split(labels)))
    except UnicodeError:
        return None


def authority_in_ascii(rest: str) -> str:
    """What stands behind a scheme, its host as browsers send it; empty where that is unknown."""
    host, *port = re.split(r"(?=[:/?#])", rest, maxsplit=1)
    domain = domain_to_ascii(host)
    return "" if domain is None else domain + "".join(port)


def _label_to_ascii(label: str) -> str:
    if _JOINERS.search(label):
        raise UnicodeError("Whether joiners may stand there depends on their script.")
    pieces = _DEVIATIONS.split(label)
    pieces[::2] = map(_mapped, pieces[::2])
    mapped = "".join(pieces)
    if mapped.isascii():
        return mapped
    name = f"xn--{mapped.encode('punycode').decode('ascii')}"
    if len(name) > _MOST_IN_LABEL:
        raise UnicodeError("It is too long for a label.")
    return name


def _mapped(text: str) -> str:
    """In lower case and so on, as long as the Unicode of 2003 and that of today agree."""
    mapped = nameprep(text)
    agree = unicodedata.normalize("NFKC", mapped.casefold()) == mapped
    if not agree or _UNKNOWN.intersection(map(unicodedata.category, mapped)):
        raise UnicodeError("What browsers make of it depends on their Unicode.")
    return mapped
