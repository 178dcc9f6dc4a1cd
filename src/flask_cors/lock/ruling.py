"""Which of a route's policies governs one path of it, as far as a lock file tells."""

from __future__ import annotations

import collections.abc as cabc
import itertools
import re
import typing as t

from ..inventory.route_hosts import VARIABLE
from ..protocol.allowed_origins import AllowedOrigins
from ..protocol.globs import Glob
from ..protocol.policy import Policy
from ..protocol.regex_flags import letters_of
from ..protocol.regexes import is_regex
from ..protocol.rule_names import RuleName
from ..rules.blueprints import BlueprintRules
from ..rules.path_patterns import PathPattern
from ..rules.path_patterns import path_info_of
from ..rules.path_rules import PathRules

_KINDS = ("view", "blueprint", "paths")
"""What a rule may govern; what comes first is preferred."""

_OWN_FLAGS = re.compile(r"\A\(\?[aimsux]+\)")


class RuleData(t.TypedDict):
    """The rule of a policy: its kind and name, and its pattern in the words of `resources`.

    Behind `under` stands the prefix of the blueprint that it belongs to, behind the subdomain;
    both as they were declared.
    """

    kind: str
    name: str
    under: str
    pattern: str


def locked_rule(
    rule: RuleName,
    pattern: PathPattern | None,
    blueprints: cabc.Mapping[str, BlueprintRules],
) -> RuleData:
    """A rule as the file has it; without a pattern it governs every path.

    :param blueprints: those of the app, by name.
    """
    text = "/*" if pattern is None else _as_string(pattern)
    owner = blueprints.get(rule.name) if rule.kind == "blueprint" else None
    under = f"{owner.subdomain or ''}{owner.prefix}" if owner and owner.prefix else ""
    return {"kind": rule.kind, "name": rule.name, "under": under, "pattern": text}


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
    texts = [rule.get(name) for name in ("name", "under", "pattern")]
    if rule.get("kind") not in _KINDS or not all(isinstance(text, str) for text in texts):
        return False
    try:
        PathPattern.of(str(rule["pattern"]))
    except re.error:
        return False
    return True


def needs_no_route(rule: RuleData) -> bool:
    """Whether a rule governs what is under its pattern, though no route be there."""
    return rule["kind"] == "paths" or rule["under"] != ""


def governing(
    rules: cabc.Mapping[str, RuleData], path: str, host: str = "", *, is_routed: bool = True
) -> str | None:
    """The key of the rule that governs a path; None where none does.

    :param rules: the rules that may.
    :param host: the host or subdomain that the path is on, where that matters.
    :param is_routed: whether a route serves it; elsewhere a rule of the app with more written out
        goes before that of a blueprint.
    """
    preferred: str | None = None
    most = -1
    reaching = [key for key in rules if _reaches(rules[key], path, host)]
    keys = sorted(reaching, key=lambda key: _preference(rules[key]))
    for _, alike in itertools.groupby(keys, key=lambda key: _preference(rules[key])):
        keys_alike = [*alike]
        patterns = [(PathPattern.of(rules[key]["pattern"]), _named(key)) for key in keys_alike]
        found = PathRules(tuple(patterns))
        policy = found.governing[path_info_of(path)]
        under = f"/{rules[keys_alike[0]]['under'].partition('/')[2]}/".partition("<")[0]
        written_out = max(len(under), found.written_out[path_info_of(path)])
        if policy is not None and written_out > most:
            # What might be governed more strictly has a policy without a name.
            preferred, most = policy.rule.name or None, written_out
            if is_routed:
                break
    return preferred


def _reaches(rule: RuleData, path: str, host: str) -> bool:
    """Whether a path is under the prefix, and on the subdomain, of the rule's blueprint."""
    subdomain, slash, prefix = rule["under"].partition("/")
    under = Glob.of(f"{VARIABLE.sub('*', f'{slash}{prefix}')}/*")
    return subdomain in {"", host} and under.matches(f"{path}/")


def _preference(rule: RuleData) -> tuple[int, int, str]:
    """Sorts the rules by whose they are, the inner blueprints before those around them."""
    return _KINDS.index(rule["kind"]), -rule["name"].count("."), rule["name"]


def _named(key: str) -> Policy:
    """A policy of which nothing matters but its name."""
    return Policy(AllowedOrigins(), rule=RuleName(name=key))
