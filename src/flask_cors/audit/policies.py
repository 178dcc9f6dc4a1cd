"""What a policy allows to those whom it lets in, and what it tells caches."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses

from ..describing.remedies import Member
from ..describing.remedies import Remedy
from ..describing.remedies import Value
from ..describing.remedies import in_python
from ..describing.remedies import written_origins
from ..options.doubts import Doubt
from ..options.doubts import doubts
from ..options.values import A_DAY
from ..protocol.policy import Policy
from ..protocol.policy import Source
from ..protocol.problems import MOST_LISTED
from ..protocol.problems import listed
from ..protocol.rule_names import quoted
from .findings import Finding
from .findings import finding
from .rules import RULES

_TWO_HOURS = 7200


def check_policy(policy: Policy, where: str) -> cabc.Iterator[Finding]:
    """What is wrong with one policy, its origins aside."""
    doubtful = [doubt for doubt in doubts(policy) if doubt[1] in RULES]
    for option, rule_id, message, remedy in (*_checks(policy), *doubtful):
        written = policy.sources.get(option, Source.KEYWORD).written(option)
        found = finding(rule_id, where, f"{written}: {message}", remedy)
        yield dataclasses.replace(found, clues=(written,))


def instead(policy: Policy, option: str, value: Value) -> str:
    """The remedy to write another value for an option of a policy, in the place of that policy."""
    return str(Remedy(policy.rule, {option: value}, policy.sources))


def without_origins(
    policy: Policy, replaced: cabc.Mapping[str, Member | None], example: Member
) -> str:
    """The remedy to leave some origins of a policy out, and to keep all others.

    :param replaced: what to write in place of each, None where nothing stands for it; by what
        `AllowedOrigins.without` knows it by.
    :param example: what to write where nothing is left.
    """
    kept = policy.origins.without(replaced)
    new = [each for each in replaced.values() if each is not None]
    written = [*dict.fromkeys([*written_origins(kept), *new])]
    if kept.run_time is None and len(written) <= MOST_LISTED:
        return instead(policy, "origins", written or [example])
    # A source cannot be written here, and nobody reads a thousand origins to find out what goes.
    culprits = " and ".join(listed([*map(quoted, replaced)]))
    told = f"Leave {culprits} out of origins."
    return f"{told} Write {' and '.join(map(in_python, new))} there." if new else told


def _checks(policy: Policy) -> cabc.Iterator[Doubt]:
    """What the set-up does not doubt, or not for this reason."""
    max_age = policy.max_age or 0
    if "authorization" in map(str.lower, policy.expose_headers.names):
        yield (
            "expose_headers",
            "authorization-exposed",
            "Whatever script runs in such a page can read the token and pass it on.",
            "Leave Authorization out; send a token in the body, to whom it is for.",
        )
    if max_age > A_DAY:
        yield (
            "max_age",
            "max-age-over-a-day",
            "Firefox remembers a preflight for a day at most, Chromium for two hours.",
            instead(policy, "max_age", _TWO_HOURS),
        )
    elif max_age > _TWO_HOURS:
        yield (
            "max_age",
            "max-age-over-two-hours",
            "Chromium remembers a preflight for two hours at most, Safari for ten minutes.",
            instead(policy, "max_age", _TWO_HOURS),
        )
    if policy.origins.any and (others := written_origins(policy.origins)[1:]):
        names = " and ".join(listed([*map(in_python, others)]))
        yield (
            "origins",
            "listed-beside-any",
            f"Any origin is let in, so it makes no difference to name {names}.",
            "Leave what lets in any out; or, if every page may read the answers, all others.",
        )
    if policy.origins.any and not (policy.allow_credentials or policy.send_wildcard):
        yield (
            "origins",
            "send-wildcard",
            "Each origin is answered with its own name, so caches keep a copy for each.",
            instead(policy, "send_wildcard", True),
        )
