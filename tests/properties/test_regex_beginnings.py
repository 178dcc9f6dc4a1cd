"""The law of beginnings: whatever a regex matches begins with what is told of it."""

from __future__ import annotations

import re
import warnings

from hypothesis import HealthCheck
from hypothesis import assume
from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from flask_cors.protocol.regex_beginnings import beginning_of
from flask_cors.protocol.regex_beginnings import is_caseless

_WORDS = (
    r"/a /api b x- ab \/ \d [a-z] [^/] . \w .* .+ * + ? {2} {0} {1,} ( (?: (?i: (?x: (?s: (?= (?! "
    r"(?P<n> (?P=n) (?(1) (?#c) \1 ) ) | ^ $ \A \Z #"
)
_PARTS = st.sampled_from([*_WORDS.split(), " ", "\n", "\u00e9"])
_REGEXES = st.lists(_PARTS, max_size=8).map("".join)
_FLAGS = st.sampled_from([0, 0, re.DOTALL, re.IGNORECASE, re.VERBOSE])


@given(_REGEXES, _FLAGS, st.data())
@settings(suppress_health_check=[*HealthCheck])
@example(r"(?x: /api/ [a-z]+ )", 0, None)
@example(r"/(?P<x>ab)(?P=x)c/\w+", 0, None)
@example(r"(/api)(?(1)/x)/\w+", 0, None)
@example("\n  /api/ (?#private) admin\n  /.*\n", re.VERBOSE, None)
def test_what_a_regex_matches_begins_as_it_is_told(
    source: str, flags: int, data: st.DataObject | None
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            regex = re.compile(source, flags)
        except re.error:
            assume(False)
            return
    beginning = beginning_of(regex)
    if data is None:
        assert beginning == ""
        return
    text = data.draw(st.from_regex(regex, fullmatch=True))
    if is_caseless(regex):
        text, beginning = text.lower(), beginning.lower()
    assert text.startswith(beginning)


@given(_REGEXES)
def test_what_is_written_out_is_told(rest: str) -> None:
    try:
        regex = re.compile(rf"^(?:/api(/admin))(?:/a|/ab)(?=.)(?:{rest})")
    except re.error:
        assume(False)
        return
    assume("(?#" not in rest and "(?P=" not in rest and "(?(" not in rest and "(?x" not in rest)
    assert beginning_of(regex).startswith("/api/admin/a")
