"""What a policy allows to those whom it lets in, and what it tells caches."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import re

from flask_cors.describe import policy_data
from flask_cors.doubts import doubt
from flask_cors.option_values import Given
from flask_cors.protocol.policy import Policy
from flask_cors.protocol.policy import Source
from flask_cors.protocol.problems import Findings

from .findings import Finding
from .findings import finding
from .findings import finding_of_problem
from .regex_speed import is_slow
from .rules import RULES

_A_DAY = 86400
_TWO_HOURS = 7200


def check_policy(policy: Policy, where: str) -> cabc.Iterator[Finding]:
    """What is wrong with one policy, its origins aside."""
    for rule_id, option, applies, message, remedy in _checks(policy):
        if applies:
            written = policy.sources.get(option, Source.KEYWORD).written(option)
            found = finding(rule_id, where, message, remedy)
            yield dataclasses.replace(found, clues=(written,))
    yield from _doubts(policy)
    yield from check_speed(policy.origins.regexes, where, 'origins=["https://*.example.com"]')
    yield from check_speed(policy.allow_headers.regexes, where, 'allow_headers=["X-Acme-*"]')


def _checks(policy: Policy) -> cabc.Iterator[tuple[str, str, bool, str, str]]:
    """Kinds of findings, the options that they are about, and whether they are found."""
    max_age = policy.max_age or 0
    yield (
        "authorization-exposed",
        "expose_headers",
        "authorization" in map(str.lower, policy.expose_headers.names),
        "Whatever script runs in such a page can read the token and pass it on.",
        "Leave Authorization out of expose_headers; send a token in the body to whom it is for.",
    )
    yield (
        "max-age-over-a-day",
        "max_age",
        max_age > _A_DAY,
        "Firefox remembers a preflight for a day at most, Chromium two hours, Safari ten minutes.",
        "max_age=86400",
    )
    yield (
        "max-age-over-two-hours",
        "max_age",
        _TWO_HOURS < max_age <= _A_DAY,
        "Chromium remembers a preflight for two hours at most, Safari for ten minutes.",
        "max_age=7200",
    )
    yield (
        "send-wildcard",
        "origins",
        policy.origins.any and not (policy.allow_credentials or policy.send_wildcard),
        "Each origin is answered with its own name, so caches keep a copy for each.",
        "send_wildcard=True",
    )


def _doubts(policy: Policy) -> cabc.Iterator[Finding]:
    """What the set-up warned of, as far as it is dangerous."""
    given = {
        name: Given(name, value, policy.sources.get(name, Source.KEYWORD))
        for name, value in policy_data(policy).items()
    }
    findings = Findings(policy.rule)
    doubt(policy, given, findings)
    yield from (finding_of_problem(each) for each in findings.warnings if each.code in RULES)


def check_speed(
    regexes: cabc.Iterable[re.Pattern[str]], where: str, remedy: str
) -> cabc.Iterator[Finding]:
    """Regexes that backtrack without bound."""
    for regex in regexes:
        if is_slow(regex.pattern):
            message = (
                f"{regex.pattern!a}: one repetition can match the same text in several ways, "
                "so a long request can take exponential time."
            )
            found = finding("slow-regex", where, message, remedy)
            yield dataclasses.replace(found, clues=(regex.pattern,))
