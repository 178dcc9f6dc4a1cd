"""Reading the origins of a policy: which kind each configured value is, and what is wrong."""

from __future__ import annotations

import collections.abc as cabc
import re

from . import regexes
from .allowed_origins import AllowedOrigins
from .allowed_origins import OriginPatterns
from .fields import ADDRESS
from .intentions import doubt_of_regex
from .intentions import in_environment
from .intentions import reason_against_object
from .open_ends import open_end
from .origin_doubts import doubt_null
from .origin_doubts import doubt_scheme
from .origin_doubts import remedy_for_object
from .origin_parts import MistakeError
from .origin_syntax import read_origin
from .origin_syntax import read_plain_origin
from .origin_syntax import remedy_of
from .origins import OPAQUE
from .origins import Origin
from .origins import OriginPattern
from .problems import OptionFindings
from .regex_crowds import ORIGINS
from .regex_reach import lets_in_any
from .regex_time import Slowness
from .regex_time import nested
from .regex_time import slowness_of
from .run_time import RunTimeOrigins
from .run_time import check_source
from .run_time import is_source
from .samples import quick_sample

ANY = frozenset({"*", ".*"})
"""How any origin is written; the second is Flask-CORS 6's own spelling of the first."""

_NEVER_A_REGEX = frozenset(
    """origin-has-white-space origin-has-quotes origin-not-ascii origin-is-file
    origin-is-path origins-are-text""".split()
)

_IPV6 = rf"\[{ADDRESS}\]"
_OPTIONAL_END = r"(?:\((?:\?:)?:[^()]*\)\??)?(?:/\?)?\$?"  # a port, a slash


def read_origins(values: cabc.Sequence[object], findings: OptionFindings) -> AllowedOrigins:
    """Read configured origins; what is wrong with them goes to `findings`."""
    reader = _Reader(findings)
    for value in values:
        reader.read(value)
    if not values:
        nobody = "No origin is let in, so no page on another origin can call the app"
        findings.warn(
            "origins-empty",
            values,
            f"{nobody}{in_environment(findings.option, 'origins-empty')}.",
            "Name the origins of the pages that may.",
        )
    if reader.any and reader.sources:
        findings.refuse(
            "origins-any-with-source",
            values,
            "Any origin is let in, so the source would never be asked.",
            "Leave out '*', or the source.",
        )
    return AllowedOrigins(
        frozenset(reader.exact),
        OriginPatterns(dict.fromkeys(reader.patterns)),
        tuple(reader.regexes),
        reader.any,
        RunTimeOrigins(reader.sources) if reader.sources else None,
    )


class _Reader:
    """Sorts configured values into the closed alternatives of `AllowedOrigins`."""

    def __init__(self, findings: OptionFindings) -> None:
        self.findings = findings
        self.any = False
        self.exact: set[str] = set()
        self.patterns: list[OriginPattern] = []
        self.regexes: list[re.Pattern[str]] = []
        self.sources: list[object] = []

    def read(self, value: object) -> None:
        if isinstance(value, str):
            self._read_text(value)
        elif regex := regexes.as_text_regex(value):
            self._read_compiled(regex)
        elif is_source(value):
            check_source(value, self.findings)
            self.sources.append(value)
        else:
            self.findings.refuse(
                "origin-not-a-string",
                value,
                reason_against_object(value),
                remedy_for_object(value),
            )

    def _read_text(self, text: str) -> None:
        if text in ANY:
            self.any = True
        elif text == OPAQUE:
            self.exact.add(OPAQUE)
            doubt_null(self.findings)
        elif pattern := read_plain_origin(text):
            self._keep(pattern)
        else:
            self._read_as_written(text)

    def _read_as_written(self, text: str) -> None:
        try:
            pattern = read_origin(text)
        except MistakeError as mistake:
            is_regex = _is_meant_as_regex(text, mistake)
            meant = open_end(text) if is_regex else mistake
            if meant:
                remedy = remedy_of(meant) + in_environment(self.findings.option, meant.code)
                self.findings.refuse(meant.code, text, meant.reason, remedy)
            else:
                self._read_regex(text)
        else:
            doubt_scheme(pattern, self.findings)
            self._keep(pattern)

    def _keep(self, pattern: OriginPattern) -> None:
        if pattern.is_exact:
            self.exact.add(pattern.serialize())
        else:
            self.patterns.append(pattern)

    def _read_regex(self, text: str) -> None:
        if re.search(rf"(?<!\\)[A-Za-z0-9]\?{_OPTIONAL_END}\Z", text):
            self.findings.refuse(
                "origin-ends-in-question-mark",
                text,
                "The question mark at the end makes the last letter optional.",
                "Leave it out.",
            )
            return
        try:
            regex = re.compile(regexes.with_literal_dots(text), re.IGNORECASE)
        except regexes.INVALID as error:
            self.findings.refuse(
                "origin-bad-regex",
                text,
                regexes.fault_of(error),
                'Correct it, or write an origin such as "https://*.example.com".',
            )
            return
        self._add(regex, text)

    def _read_compiled(self, regex: re.Pattern[str]) -> None:
        if regexes.has_bare_dot(regex.pattern):
            self.findings.warn(
                "origin-regex-bare-dot",
                regex.pattern,
                "A dot that is not escaped stands for any character.",
                r"Write \. where a dot is meant.",
            )
        self._add(regex, regex.pattern)

    def _add(self, regex: re.Pattern[str], written: str) -> None:
        if (example := quick_sample(regex)) and Origin.parse(example):
            self.regexes.append(regex)
            return
        slowness = slowness_of(regex)
        try:
            matches = slowness is not None or lets_in_any(regex)
        except RecursionError:
            slowness, matches = nested(ORIGINS), True
        if slowness:
            self._refuse(written, slowness)
        if not matches:
            self.findings.warn("origin-regex-matches-nothing", written, *doubt_of_regex(written))
        self.regexes.append(regex)  # a slow one, too, so that all that is wrong with it is told

    def _refuse(self, written: str, slowness: Slowness) -> None:
        code = f"origin-regex-{slowness.code}"
        self.findings.refuse(code, written, slowness.reason, slowness.remedy)


def _is_meant_as_regex(text: str, mistake: MistakeError) -> bool:
    joined = "," in text and text.count("://") > 1
    # "https://*.*.example.com" holds a .* by accident: its author thinks in wildcards.
    if joined or "://*" in text or mistake.code in _NEVER_A_REGEX:
        return False
    either = text.lower().startswith(("http?://", "https?://"))
    return either or regexes.is_regex(re.sub(_IPV6, "", text))
