"""Rules for paths that no route is under, or that another rule is preferred to; unused options."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import typing as t

from ..describing.describe import rule_text
from ..describing.remedies import in_python
from ..inventory.governed_paths import GovernedPath
from ..inventory.unrouted import unrouted_paths
from ..protocol.policy import Policy
from ..protocol.problems import Problem
from ..protocol.problems import shown
from ..rules.path_patterns import PathPattern
from ..rules.path_patterns import path_info_of
from ..rules.path_regexes import slowness_of_paths
from ..rules.path_rules import PathRules
from .findings import Finding
from .findings import finding
from .findings import finding_of_problem
from .subject import PolicyInForce
from .subject import Subject

_MORE_TEXT = "Leave it out, or begin it with as much plain text as the other one."
_NO_OTHERS = (
    "Leave it out; or take away what views and blueprints have of their own, which goes first."
)
_A_PATTERN = 'Write a pattern without a regex in resources, such as "/api/*".'


def check_paths(subject: Subject) -> cabc.Iterator[Finding]:
    """What is wrong with the patterns of paths."""
    for problem in _notes(subject):
        found = finding_of_problem(problem)
        yield found if problem.rule else dataclasses.replace(found, where="CORS(app, ...)")
    at_work = {id(policy) for path in subject.paths for policy in path.policies.values()}
    if subject.state.holds_layer:  # which may be what a rule is for
        at_work |= {id(each.policy) for each in unrouted_paths(subject.state) if each.is_found}
    for each in subject.in_force:
        # A rule for every path speaks for those that no route serves, too.
        if each.pattern is None or each.pattern.text == "/*":
            continue
        if each.pattern.regex and (slowness := slowness_of_paths(each.pattern.regex)):
            message = f"{each.pattern.text!a}: {slowness.reason}"
            found = finding("slow-regex", each.where, message, _A_PATTERN)
            yield dataclasses.replace(found, clues=(each.pattern.text,))
        if id(each.policy) not in at_work:
            found = _idle(subject, each, _winners(subject, each, each.pattern))
            yield dataclasses.replace(found, clues=(each.pattern.text,))


def _notes(subject: Subject) -> cabc.Iterator[Problem]:
    """What the set-up has found to do nothing."""
    for reading in subject.state.readings.values():
        yield from reading.notes


def _idle(
    subject: Subject, each: PolicyInForce, winners: cabc.Collection[Policy | None]
) -> Finding:
    """Why a rule governs no route: `winners` are the policies of those that it matches."""
    if winners:
        names = " and ".join(sorted({rule_text(policy.rule) for policy in winners if policy}))
        message = f"Every route under it is governed by {names}."
        places = {policy.rule[:2] for policy in winners if policy}
        remedy = _MORE_TEXT if places == {each.policy.rule[:2]} else _NO_OTHERS
        return finding("shadowed-rule", each.where, message, remedy)
    own = subject.state.rules.blueprints.get(each.blueprint)
    hint = f" Patterns are matched against full paths, {own.prefix} included." if own else ""
    remedy = "Write the path of a route, or leave the rule out: `flask routes` lists them."
    for path in _paths(subject, each):
        if longer := _longer(t.cast("PathPattern", each.pattern), path.path):
            hint = f" It must match all of a path: {shown(path.path)} only begins so."
            remedy = longer
            break
    message = f"No route has a path that this pattern matches.{hint}"
    return finding("unused-rule", each.where, message, remedy)


def _longer(pattern: PathPattern, path: str) -> str:
    """What to write for all that begins as a pattern does, if a path begins so; else nothing.

    In Flask-CORS 6 patterns had to match the beginning only.
    """
    above = pattern.prefix.rstrip("/")
    is_literal = pattern.text.removeprefix("^") == pattern.prefix
    if above and is_literal and path.startswith(f"{above}/"):
        return f"Write {in_python(f'{above}/*')}."
    if pattern.regex is not None and pattern.regex.match(path):
        return "Put .* at the end of the regex."
    return ""


def _paths(subject: Subject, each: PolicyInForce) -> list[GovernedPath]:
    """The paths that the pattern of a rule may be for."""
    own = f"{each.blueprint}." if each.blueprint else ""
    return [path for path in subject.paths if path.rule.endpoint.startswith(own)]


def _winners(subject: Subject, each: PolicyInForce, pattern: PathPattern) -> list[Policy | None]:
    """The policies of the paths that the pattern of a rule matches."""
    alone = PathRules(((pattern, each.policy),))
    return [
        policy
        for path in _paths(subject, each)
        if alone.governing[path_info_of(path.path)] is not None
        for policy in path.policies.values()
    ]
