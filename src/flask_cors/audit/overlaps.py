"""Paths at which a rule does not hold that seems to: another is preferred, or there is a slash."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses

from ..describing.describe import rule_text
from ..describing.remedies import in_python
from ..inventory.governed_paths import GovernedPath
from ..inventory.governed_paths import route_serving
from ..inventory.route_hosts import adapter_of
from ..inventory.route_hosts import subdomain_of
from ..protocol.allowed_origins import AllowedOrigins
from ..protocol.policy import Policy
from ..protocol.problems import shown
from ..rules.path_patterns import path_info_of
from ..rules.path_rules import PathRules
from .findings import Finding
from .findings import finding
from .subject import PolicyInForce
from .subject import Subject


def check_overlaps(subject: Subject) -> cabc.Iterator[Finding]:
    """Rules that give way where nobody sees it."""
    told: set[tuple[str, str]] = set()
    for found in (*_apart_by_slash(subject), *_overruled(subject)):
        if (found.rule.id, found.where) not in told:
            told.add((found.rule.id, found.where))
            yield found


def _apart_by_slash(subject: Subject) -> cabc.Iterator[Finding]:
    """Views that are served with and without a slash at the end, under different rules."""
    for each in subject.paths:
        path = each.path
        other = path.removesuffix("/") if path.endswith("/") else f"{path}/"
        if each.rule.strict_slashes or not other:
            continue
        for method, policy in each.policies.items():
            there = _governing(subject, each, other, method)
            if policy and there and policy != there:
                yield finding(
                    "slash-apart",
                    f"route {each.rule.rule!r}",
                    f"It serves {shown(path)} by the rule of {rule_text(policy.rule)}, and "
                    f"{shown(other)} by that of {rule_text(there.rule)}.",
                    f"Write {in_python(path.rstrip('/') + '/*')}, which is a pattern for both, or "
                    "leave strict_slashes=False out.",
                )


def _governing(subject: Subject, each: GovernedPath, path: str, method: str) -> Policy | None:
    """What governs the route at another path, if it serves that."""
    adapter = adapter_of(subject.app.url_map, each.rule)
    if route_serving(adapter, path, method) is not each.rule:
        return None
    return subject.state.governing_endpoint(
        each.rule.endpoint, method, path_info_of(path), lambda: subdomain_of(each.rule)
    )


def _overruled(subject: Subject) -> cabc.Iterator[Finding]:
    """Rules that give way to one with more origins, though they are not for more paths."""
    in_force = [each for each in subject.in_force if each.pattern is not None]
    at_work = {id(policy) for path in subject.paths for policy in path.policies.values()}
    for each in in_force:
        wider = {
            id(other.policy): other
            for other in in_force
            if other.blueprint == each.blueprint
            and _lets_in_more(other.policy.origins, each.policy.origins)
        }
        # One that governs nothing is told of as shadowed or unused.
        if wider and id(each.policy) in at_work:
            yield from _overruled_by(subject, each, wider)


def _overruled_by(
    subject: Subject, each: PolicyInForce, wider: cabc.Mapping[int, PolicyInForce]
) -> cabc.Iterator[Finding]:
    alone = PathRules(((each.pattern, each.policy),)) if each.pattern else PathRules()
    matched: dict[int, GovernedPath] = {}
    elsewhere: set[int] = set()
    for path in subject.paths:
        is_matched = alone.governing[path_info_of(path.path)] is not None
        for known_by in map(id, path.policies.values()):
            if is_matched:
                matched.setdefault(known_by, path)
            else:
                elsewhere.add(known_by)
    # Beside a rule for all paths, or for all that are governed by another one, that is meant.
    for known_by in matched.keys() & wider.keys() & elsewhere:
        other, at = wider[known_by], shown(matched[known_by].path)
        message = f"At {at}, {other.where} is preferred, which lets in more origins."
        remedy = (
            f"Write a pattern for {at} that begins with more plain text than the other one, or "
            "is an exact path."
        )
        found = finding("overruled-rule", each.where, message, remedy)
        yield dataclasses.replace(found, clues=(each.policy.rule.pattern,))


def _lets_in_more(one: AllowedOrigins, other: AllowedOrigins) -> bool:
    """Whether one lets in all that another does, and somebody else, as far as can be told."""
    return one.covers(other) and not other.covers(one)
