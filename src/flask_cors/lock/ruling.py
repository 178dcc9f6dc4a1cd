"""Which of a route's policies governs one path of it, as far as a lock file tells."""

from __future__ import annotations

import collections.abc as cabc
import itertools
import re
import typing as t

from flask_cors.protocol.allowed_origins import AllowedOrigins
from flask_cors.protocol.policy import Policy
from flask_cors.protocol.regexes import is_regex
from flask_cors.protocol.regexes import letters_of
from flask_cors.protocol.rule_names import RuleName
from flask_cors.rules.path_patterns import PathPattern
from flask_cors.rules.path_patterns import path_info_of
from flask_cors.rules.path_rules import PathRules

_KINDS = ("view", "blueprint", "paths")
"""What a rule may govern; what comes first is preferred."""

_OWN_FLAGS = re.compile(r"\A\(\?[aimsux]+\)")


class RuleData(t.TypedDict):
    """The rule of a policy: its kind and name, and its pattern in the words of `resources`."""

    kind: str
    name: str
    pattern: str


def rule_data(rule: RuleName, pattern: PathPattern | None) -> RuleData:
    """A rule as the file has it; without a pattern it governs every path."""
    text = "/*" if pattern is None else _as_string(pattern)
    return {"kind": rule.kind, "name": rule.name, "pattern": text}


def _as_string(pattern: PathPattern) -> str:
    """The string that means a pattern, even if a compiled regex was given."""
    text, regex = pattern.text, pattern.regex
    if regex is None or pattern.globs:
        return text
    # Every regex of paths has this flag.
    flags = letters_of(regex.flags & ~re.DOTALL)
    if flags:
        # Behind a comment the parenthesis would be a part of it.
        end = "\n" if regex.flags & re.VERBOSE else ""
        return f"(?{flags}:{_OWN_FLAGS.sub('', text)}{end})"
    return text if is_regex(text) else f"{text}$"


def is_rule(value: object) -> bool:
    """Whether a value that a file has is a rule."""
    if not isinstance(value, dict):
        return False
    rule = t.cast("dict[str, object]", value)
    name, pattern = rule.get("name"), rule.get("pattern")
    if rule.get("kind") not in _KINDS or not isinstance(name, str) or not isinstance(pattern, str):
        return False
    try:
        PathPattern.of(pattern)
    except re.error:
        return False
    return True


def governing(rules: cabc.Mapping[str, RuleData], path: str) -> str | None:
    """The key of the rule that governs a path of a route; None where none does.

    :param rules: the rules that govern some path of the route.
    """
    keys = sorted(rules, key=lambda key: _preference(rules[key]))
    for _, alike in itertools.groupby(keys, key=lambda key: _preference(rules[key])):
        patterns = [(PathPattern.of(rules[key]["pattern"]), _named(key)) for key in alike]
        policy = PathRules(tuple(patterns)).governing[path_info_of(path)]
        if policy is not None:
            # What might be governed more strictly has a policy without a name.
            return policy.rule.name or None
    return None


def _preference(rule: RuleData) -> tuple[int, int, str]:
    """Sorts the rules by whose they are, the inner blueprints before those around them."""
    return _KINDS.index(rule["kind"]), -rule["name"].count("."), rule["name"]


def _named(key: str) -> Policy:
    """A policy of which nothing matters but its name."""
    return Policy(AllowedOrigins(), rule=RuleName(name=key))
