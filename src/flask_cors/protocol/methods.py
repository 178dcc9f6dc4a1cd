"""Methods: the standard's classes of them, and those that a policy allows.

Source: https://fetch.spec.whatwg.org/#methods
"""

from __future__ import annotations

import collections.abc as cabc
import re
import typing as t

from .fields import is_token
from .fields import several_in_one
from .fields import why_no_name
from .problems import OptionFindings

FORBIDDEN = frozenset({"CONNECT", "TRACE", "TRACK"})
"""Methods that no page can use (https://fetch.spec.whatwg.org/#forbidden-method)."""

DEFAULT = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
"""The methods that are allowed where nothing is configured, as in Flask-CORS 6."""

_PLAIN = frozenset(DEFAULT)
_ANY = "|".join(DEFAULT)
_ALIKE = 0.88
_ALL_IN_WORDS = frozenset({"ALL", "ANY"})

_SUCH = 'names such as "GET" or "PATCH", or "*" for every method'


class AllowedMethods(t.NamedTuple):
    """The methods that a preflight may ask for.

    :param names: upper-case method names.
    :param any: whether every method is allowed that is not forbidden.

    .. versionadded:: 7.0
    """

    names: frozenset[str]
    any: bool = False

    @classmethod
    def of_plain(cls, names: tuple[str, ...]) -> AllowedMethods | None:
        """What such names allow; None where any of them needs a closer look."""
        return cls(frozenset(names)) if names and _PLAIN.issuperset(names) else None

    @classmethod
    def parse(cls, names: cabc.Sequence[object], findings: OptionFindings) -> AllowedMethods:
        """Read configured names; what is wrong with them goes to `findings`."""
        accepted: set[str] = set()
        for name in names:
            if not isinstance(name, str) or not is_token(name):
                findings.refuse(
                    "method-not-a-token",
                    name,
                    *why_no_name(name, findings.option, "a method", _SUCH),
                )
            elif "*" in name and name != "*":
                findings.refuse(
                    "method-has-wildcard",
                    name,
                    "A * stands for every method, and for no part of a name.",
                    f"Write {_SUCH}.",
                )
            elif name.upper() in FORBIDDEN:
                findings.refuse(
                    "method-forbidden",
                    name,
                    "Browsers let no page use this method.",
                    "Leave it out.",
                )
            else:
                accepted.add(name.upper())
                _doubt_word(name, findings)
        if not names:
            findings.warn(
                "methods-empty",
                names,
                "No method is allowed, so every preflight will fail.",
                "Name the methods that pages may use, or leave the option out.",
            )
        return cls(frozenset(accepted - {"*"}), "*" in accepted)

    def allows(self, method: str) -> bool:
        """Whether a preflight that asks for `method` passes; methods are case-sensitive."""
        if self.any:
            # A method called "*" would be answered with the literal, which means every method.
            return is_token(method) and method != "*" and method.upper() not in FORBIDDEN
        return method in self.names

    def field_value(self, method: str) -> str:
        """The value of Access-Control-Allow-Methods in the answer to a request for `method`.

        The literal ``*`` is never sent: with credentials it would mean a method called "*".
        """
        return method if self.any else ", ".join(sorted(self.names))


def _doubt_word(name: str, findings: OptionFindings) -> None:
    upper = name.upper()
    if several := several_in_one(name.replace("|", ",")) or several_in_one(_apart(upper)):
        findings.warn(
            "method-is-several",
            name,
            "This allows one method that is called so, and none of those that are named in it.",
            f"Write {several}.",
        )
    elif upper in _ALL_IN_WORDS:
        findings.warn(
            "method-is-a-word",
            name,
            f"This allows one method, called {upper}, and not every one.",
            'Write "*" for every method.',
        )
    elif near := _misspelt(upper):
        findings.warn(
            "method-misspelt",
            name,
            f"This allows one method, called {upper}, and not {near}.",
            f'Write "{near}".',
        )


def _apart(name: str) -> str:
    """The methods that a name is made of, with spaces between; empty where it is another name."""
    return " ".join(re.findall(_ANY, name)) if re.fullmatch(f"(?:{_ANY}){{2,}}", name) else ""


def _misspelt(name: str) -> str:
    """The method that is one letter longer, or shorter; empty where there is none.

    Other letters, or so few, may be the name of a method of one's own: BATCH, READ, MGET.
    """
    if name in _PLAIN:
        return ""
    import difflib  # noqa: PLC0415  only needed for an unusual name

    return "".join(difflib.get_close_matches(name, DEFAULT, n=1, cutoff=_ALIKE))
