"""Laws of resources: the most specific pattern governs, by the rule as it is written down."""

from __future__ import annotations

import posixpath
import re
import typing as t

from hypothesis import assume
from hypothesis import given
from hypothesis import strategies as st

from flask_cors.options.values import Given
from flask_cors.protocol.problems import Findings
from flask_cors.rules.path_patterns import routed_path
from flask_cors.rules.path_rules import NOBODY
from flask_cors.rules.path_rules import PathRules
from flask_cors.rules.resources import read_rules

segments = st.sampled_from(["a", "b", "ab", "api", "v1", "x.json", "A"])
paths = st.lists(segments, max_size=4).map(lambda parts: "/" + "/".join(parts))
odd_paths = st.lists(
    segments | st.sampled_from(["", ".", "..", "...", " ", "\n", "*", "+", "%2e", "\xff"]),
    max_size=6,
).map(lambda parts: "/" + "/".join(parts))


class Reading(t.NamedTuple):
    """A pattern as a person reads it."""

    text: str
    kind: int  # 0 exact, 1 subtree or glob or regex, 2 everything
    prefix: str
    matches: t.Callable[[str], bool]

    @property
    def specificity(self) -> tuple[int, int, int]:
        return self.kind, -len(self.prefix), -len(self.text)


def exact(path: str) -> Reading:
    return Reading(path, 0, path, lambda other: other == path)


def subtree(path: str) -> Reading:
    path = path.rstrip("/")
    return Reading(
        f"{path}/*",
        1 if path else 2,
        f"{path}/",
        lambda other: other == path or other.startswith(f"{path}/"),
    )


def suffix(text: str) -> Reading:
    return Reading(f"*{text}", 1, "", lambda other: other.endswith(text))


def between(path: str, text: str) -> Reading:
    return Reading(
        f"{path}*{text}",
        1,
        path,
        lambda other: (
            len(other) >= len(path + text) and other.startswith(path) and other.endswith(text)
        ),
    )


def regex(path: str) -> Reading:
    source = rf"{re.escape(path)}\w+"
    return Reading(source, 1, path, lambda other: re.fullmatch(source, other) is not None)


def plain_regex(path: str, text: str) -> Reading:
    source = f"{path}.*{text}"
    return Reading(source, 1, path, lambda other: re.fullmatch(source, other) is not None)


def everything(text: str) -> Reading:
    return Reading(text, 2, "", lambda other: True)


readings = (
    paths.map(exact)
    | paths.map(subtree)
    | st.sampled_from([".json", "b", "/a"]).map(suffix)
    | st.builds(between, paths, st.sampled_from(["b", ".json", "/v1"]))
    | paths.map(regex)
    | st.builds(
        plain_regex,
        paths.filter(lambda path: "." not in path and path != "/"),
        st.sampled_from(["", "b", "/v1.*"]),
    )
    | st.sampled_from(["*", "/*", ".*", "/.*"]).map(everything)
)


def rules_of(patterns: list[Reading], *, served: bool = True) -> PathRules:
    resources = {pattern.text: {"expose_headers": f"X-{n}"} for n, pattern in enumerate(patterns)}
    findings = Findings()
    rules = read_rules(Given("resources", resources), [], findings)
    assert not findings.errors
    return PathRules(tuple(rules)) if served else PathRules(tuple(rules), lambda _: False)


@given(st.lists(readings, min_size=1, max_size=6, unique_by=lambda each: each.text), paths)
def test_the_most_specific_pattern_governs(patterns: list[Reading], path: str) -> None:
    # All that match everything are one pattern; two of them with different policies are refused.
    assume(sum(pattern.kind == 2 for pattern in patterns) < 2)
    policy = rules_of(patterns).governing[path]
    matching = [pattern for pattern in patterns if pattern.matches(path)]
    if not matching:
        assert policy is None
        return
    best = min(matching, key=lambda pattern: pattern.specificity)  # the first, where equal
    assert policy is not None
    assert policy.expose_headers.names == (f"X-{patterns.index(best)}",)


@given(st.lists(readings, min_size=1, max_size=4, unique_by=lambda each: each.text), odd_paths)
def test_dot_segments_are_resolved_before_matching(patterns: list[Reading], path: str) -> None:
    assume(sum(pattern.kind == 2 for pattern in patterns) < 2)
    rules = rules_of(patterns, served=False)
    parts: list[str] = []
    for segment in path.lstrip("/").split("/"):
        if segment == "..":
            parts = parts[:-1]
        elif segment != ".":
            parts.append(segment)
    if posixpath.basename(path) in {".", ".."}:
        parts.append("")
    resolved = "/" + "/".join(parts)
    assert rules.governing[path] is rules.governing[resolved]
    # Flask routes on the path as it came, and what it serves there borrows no other rule.
    as_it_came = [pattern for pattern in patterns if pattern.matches(routed_path(path))]
    best = min(as_it_came, key=lambda pattern: pattern.specificity, default=None)
    policy = rules_of(patterns).governing[path]
    if policy is not None and policy != NOBODY:
        assert best is not None
        assert policy.expose_headers.names == (f"X-{patterns.index(best)}",)


@given(st.lists(readings, max_size=4, unique_by=lambda each: each.text), st.text(max_size=30))
def test_any_path_is_looked_up(patterns: list[Reading], path: str) -> None:
    assume(sum(pattern.kind == 2 for pattern in patterns) < 2)
    _ = rules_of(patterns).governing[path]
