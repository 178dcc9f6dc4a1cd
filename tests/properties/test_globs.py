"""Laws of globs: the same as a regex's, without its time."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from flask_cors.options.values import Given
from flask_cors.protocol.problems import Findings
from flask_cors.rules.path_rules import PathRules
from flask_cors.rules.resources import read_rules

from .strategies import policy_of

few_letters = st.text("ab-", max_size=5)
globs = st.lists(few_letters, min_size=2, max_size=5).map("*".join)


@given(globs, few_letters | st.lists(few_letters).map("".join))
def test_of_header_names(glob: str, name: str) -> None:
    glob, name = f"x{glob}", f"x{name}"
    pattern = ".*".join(map(re.escape, glob.split("*")))
    allowed = policy_of({"allow_headers": [glob.upper()]}).allow_headers
    assert allowed.allows(name) == (re.fullmatch(pattern, name) is not None)


@given(globs, few_letters | st.lists(few_letters).map("".join), st.sampled_from(["", "/*", "*"]))
def test_of_paths(glob: str, path: str, end: str) -> None:
    glob, path = re.sub(r"\*+", "*", f"/*/{glob}{end}"), f"/a/{path}"
    head = glob.removesuffix("/*")
    tail = "(?:/.*)?" if head != glob else ""
    pattern = ".*".join(map(re.escape, head.split("*"))) + tail
    rules = read_rules(Given("resources", glob), [], Findings())
    governed = PathRules(tuple(rules)).governing[path] is not None
    assert governed == (re.fullmatch(pattern, path) is not None)
