"""A sample that is made at once is one of those that are made with care; each is on a branch."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume
from hypothesis import given
from hypothesis import strategies as st

from flask_cors.protocol.branches import ALPHABET
from flask_cors.protocol.branches import Branch
from flask_cors.protocol.branches import branches_of
from flask_cors.protocol.origins import Origin
from flask_cors.protocol.regex_ambiguity import is_ambiguous
from flask_cors.protocol.regex_reach import lets_in_any
from flask_cors.protocol.regexes import tree_of
from flask_cors.protocol.samples import quick_sample
from flask_cors.protocol.samples import samples_of

_PARTS = st.sampled_from(
    r"https:// a 8 t17- \. . \d+ \d* \w+ .* .+ [a-z]+ [0-9]* [^.]+ [^a-z]+ [b-d8]+ [_-]+ {2} ? + "
    r"( (?: ) | ^ $ \\ \\. \\d+ [.]+ \[a]+ :".split()
)
_REGEXES = st.lists(_PARTS, max_size=7).map("".join)
_FLAGS = st.sampled_from([0, re.IGNORECASE, re.VERBOSE, re.ASCII])


@given(_REGEXES, _FLAGS)
def test_a_sample_that_is_made_at_once(source: str, flags: int) -> None:
    try:
        regex = re.compile(source, flags)
    except re.error:
        assume(False)
        return
    quick, samples = quick_sample(regex), samples_of(regex)
    if quick is not None and samples is not None:
        assert quick in [text for text, _ in samples]
        assert not is_ambiguous(tree_of(regex))


@given(st.sampled_from(["", "https://", ".*//", "[^/]+//a"]), _REGEXES, _FLAGS)
def test_a_regex_reaches_the_origins_among_its_samples(
    beginning: str, source: str, flags: int
) -> None:
    try:
        regex = re.compile(beginning + source, flags)
    except re.error:
        assume(False)
        return
    if any(Origin.parse(text) for text, _ in samples_of(regex) or ()):
        assert lets_in_any(regex)


def _as_regex(branch: Branch) -> str:
    """A regex for what a branch matches, so far as origins have such characters."""
    return "".join(
        f"[{re.escape(''.join(place.chars))}]{{{place.least},{place.most}}}".replace(",inf", ",")
        for place in branch
        if place.chars
    )


@given(_REGEXES, _FLAGS)
def test_every_sample_is_on_a_branch(source: str, flags: int) -> None:
    try:
        regex = re.compile(source, flags)
    except re.error:
        assume(False)
        return
    branches = [*map(_as_regex, branches_of(regex))]
    for text, _ in samples_of(regex) or ():
        if ALPHABET.issuperset(text):
            assert any(re.fullmatch(branch, text) for branch in branches), text


def test_most_regexes_need_no_closer_look() -> None:
    assert quick_sample(re.compile(r"https://t17-\d+\.example\.com")) == "https://t17-8.example.com"
    assert quick_sample(re.compile(r"https://.*\.example\.com")) == "https://a.example.com"
    assert quick_sample(re.compile(r"https://[_-]+\.a8\.com")) == "https://-.a8.com"
    assert quick_sample(re.compile(r"https://[é]+\.a8\.com")) is None
    assert quick_sample(re.compile(r"https://(a|b)\.example\.com")) is None
    assert quick_sample(re.compile(r"https:// a", re.VERBOSE)) is None


@pytest.mark.parametrize("source", [r"a|[a-z]{4294967290}", r"a|(?:b\d){4294967290}"])
def test_what_is_longer_than_any_text_has_no_sample(source: str) -> None:
    assert [text for text, _ in samples_of(re.compile(source)) or ()] == ["a"]
