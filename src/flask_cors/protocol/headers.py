"""Request headers: the standard's classes of names, and those that a policy allows.

Source: https://fetch.spec.whatwg.org/#http-access-control-allow-headers
"""

from __future__ import annotations

import collections.abc as cabc
import re
import typing as t
from operator import methodcaller

from . import regexes
from .fields import MAX_LIST_LENGTH
from .fields import RUN_TOGETHER
from .fields import are_plain_names
from .fields import is_token
from .fields import members_in_text
from .fields import tokens
from .fields import why_no_name
from .globs import Glob
from .problems import OptionFindings

FORBIDDEN_REQUEST_HEADERS = frozenset(
    """accept-charset accept-encoding access-control-request-headers
    access-control-request-method access-control-request-private-network connection
    content-length cookie cookie2 date dnt expect host keep-alive origin referer set-cookie te
    trailer transfer-encoding upgrade via""".split()
)
"""Names that only the browser may set (https://fetch.spec.whatwg.org/#forbidden-request-header)."""

_MOST_MATCHED = MAX_LIST_LENGTH // 128
"""So many names of that length fit into one request."""

MAX_MATCHED = 128
"""The longest name that is tried against regexes; a longer one they refuse."""

OF_RESPONSES = "access-control-"
"""How headers of CORS itself begin that a page may set too, though it does so by mistake."""

_FORBIDDEN = ("sec-", "proxy-")
_is_doubtful = methodcaller("startswith", (*_FORBIDDEN, OF_RESPONSES))
_ALL_IN_WORDS = frozenset({"all", "any"})
_USUAL = """Accept Authorization Cache-Control Content-Type If-Match If-None-Match Range X-API-Key
    X-CSRF-Token X-CSRFToken X-Requested-With""".split()
_TOGETHER = {f"{a}{b}".lower(): f'["{a}", "{b}"]' for a in _USUAL for b in _USUAL}
"""Two names between which a comma was forgotten, by what Python makes of them."""

_DOUBTFUL = FORBIDDEN_REQUEST_HEADERS.union(_ALL_IN_WORDS, _TOGETHER)

_SUCH_GLOB = '"X-Acme-*"'
_SUCH = 'names such as "X-Request-Id", a * for a part of one, or "*" for all'


class AllowedHeaders(t.NamedTuple):
    """The header names that a preflight may ask for; they are compared without case.

    :param names: lower-case names.
    :param globs: lower-case patterns of names.
    :param regexes: what must match a whole name of at most `MAX_MATCHED` characters.
    :param any: whether every name is allowed.

    .. versionadded:: 7.0
    """

    names: frozenset[str] = frozenset()
    globs: tuple[Glob, ...] = ()
    regexes: tuple[re.Pattern[str], ...] = ()
    any: bool = False

    @classmethod
    def of_plain(cls, values: tuple[str, ...]) -> AllowedHeaders | None:
        """What such names allow; None where any of them needs a closer look."""
        names = frozenset(map(str.lower, values))
        doubtful = not _DOUBTFUL.isdisjoint(names) or any(map(_is_doubtful, names))
        return cls(names) if are_plain_names(values) and not doubtful else None

    @classmethod
    def parse(cls, values: cabc.Iterable[object], findings: OptionFindings) -> AllowedHeaders:
        """Read configured names, globs and regexes; what is wrong goes to `findings`."""
        names: set[str] = set()
        globs: list[Glob] = []
        patterns: list[re.Pattern[str]] = []
        for value in values:
            if regex := regexes.as_text_regex(value):
                patterns += _read_regex(regex.pattern, regex.flags, findings)
            elif isinstance(value, str) and _is_regex(value):
                patterns += _read_regex(regexes.with_literal_dots(value), 0, findings)
            elif not isinstance(value, str) or not is_token(value):
                findings.refuse(
                    "header-not-a-name",
                    value,
                    *why_no_name(value, findings.option, "a header", _SUCH),
                )
            else:
                _doubt_allowed(value, findings)
                if "*" in value and value != "*":
                    globs.append(Glob.of(value.lower()))
                else:
                    names.add(value.lower())
        return cls(frozenset(names - {"*"}), tuple(globs), tuple(patterns), "*" in names)

    def allows(self, name: str) -> bool:
        """Whether a page may send the header `name`."""
        return bool(self.among({name.lower(): name}))

    def among(self, requested: cabc.Mapping[str, str]) -> list[str]:
        """Those of the requested names that a page may send.

        A header called "*" is never one: the answer would be the literal, which means every
        header.

        :param requested: the spelling asked for, by lower-case name.
        """
        names = set(tokens(requested)) - {"*"}
        if not self.any:
            known = names & self.names
            if self.globs or self.regexes:
                known |= {name for name in names - known if self._matches(requested[name])}
            names = known
        return [requested[name] for name in names]

    def _matches(self, name: str) -> bool:
        # A longer name meets no regex, which might take long over it.
        tried = self.regexes if len(name) <= MAX_MATCHED else ()
        return any(glob.matches(name.lower()) for glob in self.globs) or any(
            regex.fullmatch(name) for regex in tried
        )


def _is_regex(value: str) -> bool:
    # ^ and $ are legal in a name, so only their places tell that a regex is meant.
    anchored = value.startswith("^") or value.endswith("$")
    is_one = anchored or any(mark in value for mark in ("\\", "(", "[", ".*", ".+"))
    return is_one and not members_in_text(value)


def _read_regex(source: str, flags: int, findings: OptionFindings) -> list[re.Pattern[str]]:
    from .regex_crowds import Texts  # noqa: PLC0415  only needed for a regex
    from .regex_time import slowness_of  # noqa: PLC0415  as above

    try:
        regex = re.compile(source, flags | re.IGNORECASE)
        names = Texts("name", MAX_MATCHED, ("hyphen", "[^-]*"), _SUCH_GLOB, at_once=_MOST_MATCHED)
        slowness = slowness_of(regex, names)
    except regexes.INVALID as error:
        remedy = f"Correct it, or write a name with a * in it, such as {_SUCH_GLOB}."
        findings.refuse("header-bad-regex", source, regexes.fault_of(error), remedy)
        return []
    if slowness is not None:
        code = f"header-regex-{slowness.code}"
        findings.refuse(code, source, slowness.reason, slowness.remedy)
        return []
    _doubt_end(source, findings)
    return [regex]


def _doubt_end(source: str, findings: OptionFindings) -> None:
    """Doubt a regex of which only the beginning of names seems to be meant, as in Flask-CORS 6."""
    begun = source.removeprefix("^")
    name = begun if re.fullmatch(r"[\w\-]+", begun) else ""
    if not (begun.endswith("-") or (name and name != source)):
        return
    beginning = f"{name}*" if name else ascii(f"{source}.*")[1:-1]
    either = f', or "{name}" for this one' if name and not name.endswith("-") else ""
    findings.warn(
        "header-regex-without-end",
        source,
        "A regex must match a whole name, so this allows none that merely begins like it.",
        f'Write "{beginning}" for all these{either}.',
    )


def _doubt_allowed(name: str, findings: OptionFindings) -> None:
    lower = name.lower()
    if lower in FORBIDDEN_REQUEST_HEADERS or lower.startswith(_FORBIDDEN):
        findings.warn(
            "header-does-nothing",
            name,
            "No page can set this header, so allowing it does nothing.",
            "Leave it out.",
        )
    elif lower.startswith(OF_RESPONSES):
        findings.warn(
            "header-of-responses",
            name,
            "This is a header of CORS itself, which a page sends only by mistake.",
            "Leave it out, and take it out of what the page sends.",
        )
    elif lower in _ALL_IN_WORDS:
        findings.warn(
            "header-is-a-word",
            name,
            f"This allows one header, called {lower}, and not every one.",
            'Write "*" for every header.',
        )
    elif lower in _TOGETHER:
        findings.warn("header-is-several", name, RUN_TOGETHER, f"Write {_TOGETHER[lower]}.")
