"""Patterns of paths for the routes of an app, written as a person has to write them."""

from __future__ import annotations

import re

from ..protocol import regexes
from ..protocol.problems import Findings
from ..rules.path_mistakes import check_pattern
from ..rules.path_patterns import PathPattern
from ..rules.path_patterns import routed_path
from ..rules.path_patterns import without_dot_segments
from ..rules.path_rules import NOBODY
from ..rules.path_rules import PathRules

_VARIABLES = re.compile(r"(?:<[^<>]*>)+")
_READ_OTHERWISE = re.compile(r"[\\^$.|?*+()\[\]{}<>#,]")
"""Characters that do not stand for themselves in every pattern."""


def pattern_of(path_info: str, route: str) -> str:
    """The pattern for the route that serves a path: what is variable in it may be anything.

    Where that would match every path, or not this one, it is the path itself.

    :param path_info: the path as WSGI has it in PATH_INFO.
    :param route: the route as it was declared; empty where there is none.
    """
    pattern = _written(_VARIABLES.split(route))
    if pattern.strip("/*") and matches(pattern, path_info):
        return pattern
    path = routed_path(path_info)
    return _written([without_dot_segments(path)])


def matches(pattern: str, path_info: str) -> bool:
    """Whether a rule for `pattern` governs a path."""
    return PathRules(((PathPattern.of(pattern), NOBODY),)).governing[path_info] is not None


def _written(texts: list[str]) -> str:
    """A pattern of these texts with anything between them, whatever characters they have."""
    pattern = "*".join(texts)
    is_read_otherwise = regexes.is_regex(pattern) or "*" in "".join(texts)
    if is_read_otherwise or not check_pattern(pattern, Findings().on("resources")):
        return ".*".join(_READ_OTHERWISE.sub(r"\\\g<0>", text) for text in texts)
    return pattern
