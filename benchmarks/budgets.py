"""How many opcodes each workload may take: what the package promises, on Python 3.10 to 3.13."""

from __future__ import annotations

import typing as t

from .workloads import GROWTH
from .workloads import HOSTILE
from .workloads import Workload


class Budget(t.NamedTuple):
    """What a request may take.

    :param over_bare: opcodes more than the same app without CORS takes.
    :param share: the part of what that app takes, for requests that are answered before Flask.
    :param at_most: opcodes in all.
    """

    over_bare: int | None = None
    share: float | None = None
    at_most: int | None = None

    def allowed(self, bare: int) -> int:
        """The opcodes in all, where the app without CORS takes `bare`."""
        limits = (
            self.at_most,
            None if self.over_bare is None else bare + self.over_bare,
            None if self.share is None else int(bare * self.share),
        )
        return min(limit for limit in limits if limit is not None)


BY_PATH = Budget(over_bare=160)
BY_VIEW = Budget(over_bare=220)
# A blueprint's rule is found by the view, as a decorated view's is.
BY_BLUEPRINT = Budget(over_bare=350)
NEVER_ABOVE_FLASKS_OWN = Budget(share=1)

BUDGETS = {
    "get-no-origin": BY_PATH,
    "get-one-origin": BY_PATH,
    "get-production": BY_PATH,
    # The look at what the answer has already: 18 for a name that is not usual, more for a Vary.
    "get-session": Budget(over_bare=220),
    "get-refused": BY_PATH,
    "get-404": BY_PATH,
    # Flask has found that there is no view, which is not found out again.
    "get-404-routed": BY_BLUEPRINT,
    "get-no-rule": Budget(over_bare=80),
    "get-decorated": BY_VIEW,
    "get-blueprint": BY_BLUEPRINT,
    "regex-seen": BY_VIEW,
    # One match, one walk through the origin's syntax, and one decision.
    "regex-new": Budget(over_bare=750),
    "options": Budget(over_bare=340),
    "preflight": Budget(share=0.15, at_most=700),
    "preflight-refused": Budget(share=0.15, at_most=700),
    "preflight-decorated": Budget(share=0.55),
    "preflight-blueprint": Budget(share=0.55),
    **{workload.name: NEVER_ABOVE_FLASKS_OWN for workload in HOSTILE},
    **{each.name: BY_BLUEPRINT if each.blueprints else BY_PATH for each in GROWTH},
}


def budget_of(workload: Workload) -> Budget:
    """The budget of one workload."""
    return BUDGETS[workload.name]


A_RULE = {
    "one-origin": 450,
    "exact-paths": 430,
    "globs": 620,
    "regexes": 620,
    "an-origin-each": 820,
    "three-options": 880,
    "six-options-each": 1_400,
    "a-pattern-each": 1_900,
    # Those of `re.compile` are 7,000 of them, which is written in Python itself.
    "a-regex-each": 11_000,
    "keywords": 400,
}
"""The opcodes that `CORS` may take for each of many rules.

6.0.5 takes 3,900 and more; for an exact path 1,000, for a pattern or regex each 11,000.
"""

A_BLUEPRINT = 11_000
"""The opcodes that `CORS` may take for each of many blueprints, until they are registered."""

IMPORT_MEMORY = 48 * 1024
"""The bytes that importing the package may take after Flask; 6.0.5 takes 134 KB."""
