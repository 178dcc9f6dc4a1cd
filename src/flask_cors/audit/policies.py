"""What a policy allows to those whom it lets in, and what it tells caches."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import re
import typing as t

from flask_cors.protocol.policy import Policy
from flask_cors.protocol.policy import Source

from .findings import Finding
from .findings import finding
from .regex_speed import is_slow

_A_DAY = 86400
_TWO_HOURS = 7200


class _Check(t.NamedTuple):
    """A kind of finding, and the policies in which it is found."""

    rule_id: str
    option: str
    applies: cabc.Callable[[Policy], bool]
    message: str
    remedy: str


_CHECKS = (
    _Check(
        "authorization-exposed",
        "expose_headers",
        lambda policy: "authorization" in map(str.lower, policy.expose_headers.names),
        "Whatever script runs in such a page can read the token and pass it on.",
        "Leave Authorization out of expose_headers; send a token in the body to whom it is for.",
    ),
    _Check(
        "max-age-over-a-day",
        "max_age",
        lambda policy: (policy.max_age or 0) > _A_DAY,
        "Firefox remembers a preflight for a day at most, Chromium for two hours, Safari for ten "
        "minutes.",
        "max_age=86400",
    ),
    _Check(
        "max-age-over-two-hours",
        "max_age",
        lambda policy: _TWO_HOURS < (policy.max_age or 0) <= _A_DAY,
        "Firefox remembers a preflight this long; Chromium stops at two hours, Safari at ten "
        "minutes.",
        "max_age=7200",
    ),
    _Check(
        "private-network-for-any-origin",
        "allow_private_network",
        lambda policy: policy.allow_private_network and policy.origins.any,
        "Every website can reach this app from within the visitor's network.",
        'origins=["https://app.example.com"]',
    ),
    _Check(
        "send-wildcard",
        "origins",
        lambda policy: (
            policy.origins.any and not policy.allow_credentials and not policy.send_wildcard
        ),
        "Any origin is let in, and each is answered with its own name: caches keep a copy for "
        "each.",
        "send_wildcard=True",
    ),
    _Check(
        "vary-switched-off",
        "vary_header",
        lambda policy: not (policy.vary_header or policy.is_static),
        "The answer depends on Origin, so a cache will hand it to the wrong page.",
        "vary_header=True",
    ),
)


def check_policy(policy: Policy, where: str) -> cabc.Iterator[Finding]:
    """What is wrong with one policy, its origins aside."""
    for rule_id, option, applies, message, remedy in _CHECKS:
        if applies(policy):
            written = policy.sources.get(option, Source.KEYWORD).written(option)
            found = finding(rule_id, where, message, remedy)
            yield dataclasses.replace(found, clues=(written,))
    yield from check_speed(policy.origins.regexes, where, 'origins=["https://*.example.com"]')
    yield from check_speed(policy.allow_headers.regexes, where, 'allow_headers=["X-Acme-*"]')


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
