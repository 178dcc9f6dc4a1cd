"""Rules for paths that no route is under, or that another rule is always preferred to."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import typing as t

from flask_cors.inventory import paths_of_routes
from flask_cors.path_patterns import PathPattern
from flask_cors.path_rules import PathRules
from flask_cors.protocol.policy import Policy

from .findings import Finding
from .findings import finding
from .policies import check_speed
from .subject import PolicyInForce
from .subject import Subject
from .subject import named

_IMPLIED = frozenset({"HEAD", "OPTIONS"})


class _Point(t.NamedTuple):
    """A request that the app serves."""

    endpoint: str
    method: str
    path: str


def check_paths(subject: Subject) -> cabc.Iterator[Finding]:
    """What is wrong with the patterns of paths."""
    points = _points(subject)
    for each in subject.in_force:
        # A rule for every path speaks for those that no route serves, too.
        if each.pattern is not None and each.pattern.text != "/*":
            regexes = filter(None, [each.pattern.regex])
            yield from check_speed(regexes, each.where, 'resources={"/api/*": {...}}')
            matched = _matched(each, each.pattern, points)
            for found in _check_reach(subject, each, matched):
                yield dataclasses.replace(found, clues=(each.pattern.text,))


def _points(subject: Subject) -> list[_Point]:
    return [
        _Point(rule.endpoint, method, path)
        for rule, paths in paths_of_routes(subject.state)
        for path in paths
        for method in sorted(set(rule.methods or ()) - _IMPLIED or rule.methods or ())
    ]


def _check_reach(
    subject: Subject, each: PolicyInForce, matched: cabc.Collection[_Point]
) -> cabc.Iterator[Finding]:
    if not matched:
        prefix = subject.app.blueprints[each.blueprint].url_prefix if each.blueprint else None
        hint = f" Patterns are matched against full paths, {prefix} included." if prefix else ""
        message = f"No route has a path that this pattern matches.{hint}"
        remedy = "Write the path of a route, or leave the rule out: `flask routes` lists them."
        yield finding("unused-rule", each.where, message, remedy)
        return
    winners = [_winner(subject, point) for point in matched]
    if all(winner is not each.policy for winner in winners):
        message = f"Every route under it is governed by {_listed(winners)}."
        remedy = "Leave it out, or begin it with as much plain text as the other one."
        yield finding("shadowed-rule", each.where, message, remedy)


def _matched(each: PolicyInForce, pattern: PathPattern, points: list[_Point]) -> list[_Point]:
    """The requests that the pattern of a rule matches."""
    alone = PathRules(((pattern, each.policy),))
    own = f"{each.blueprint}." if each.blueprint else ""
    return [
        point
        for point in points
        if point.endpoint.startswith(own) and alone.governing(point.path) is not None
    ]


def _winner(subject: Subject, point: _Point) -> Policy | None:
    return subject.state.governing_endpoint(point.endpoint, point.method, point.path)


def _listed(policies: cabc.Iterable[Policy | None]) -> str:
    return " and ".join(sorted({named(policy) for policy in policies if policy}))
