"""Which regexes can take exponential time, and which only look as if they could."""

from __future__ import annotations

import pytest

from flask_cors.audit.regex_speed import is_slow

REGEXES = [
    pytest.param(r"(a+)+", True, id="a repetition of a repetition"),
    pytest.param(r"(?:a*)*", True, id="a repetition of what may be empty"),
    pytest.param(r"https://(?:\w+\.?)+\.example\.com", True, id="with a separator that may miss"),
    pytest.param(r"(?:a|a)+", True, id="equal alternatives"),
    pytest.param(r"(?:a|aa)+", True, id="an alternative that is another one twice"),
    pytest.param(r"(?:\w|\d)+", True, id="alternatives that overlap"),
    pytest.param(r"(?:a(?:b|b)+)", True, id="deep inside"),
    pytest.param(r"(?:[a-z]{1,3}){2,}", True, id="counted"),
    pytest.param(r"(?:(?:ab){1,3})+", True, id="counted, of more than one character"),
    pytest.param(r"(?:/[a-z]+)+", False, id="each part begins with what the others lack"),
    pytest.param(r"https://(?:[a-z]+\.)+example\.com", False, id="labels"),
    pytest.param(r"(?:app|api)+", False, id="alternatives that differ"),
    pytest.param(r"(?:a+){2}", False, id="twice"),
    pytest.param(r"[a-z]+\d*", False, id="without a group"),
    pytest.param(r"https://.*.*.*\.example\.com", True, id="three that share everything"),
    pytest.param(r"(?:x(?:\w+[a-z]*[^.]*))?", True, id="three that share letters, deep inside"),
    pytest.param(r".*\..*\..*", False, id="apart from each other"),
    pytest.param(r"[a-z]+[a-z0-9]*\d*", False, id="three of which two share"),
    pytest.param(r"(a)(?:\1b)+", False, id="a reference back, which is not looked into"),
    pytest.param("(" * 5_000 + "a" + ")" * 5_000, False, id="deeper than can be read"),
]


@pytest.mark.parametrize(("source", "slow"), REGEXES)
def test_regexes(source: str, slow: bool) -> None:
    assert is_slow(source) is slow
