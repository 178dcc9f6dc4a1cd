"""Rules of blueprints, which govern every URL under a prefix, and so views that are not theirs."""

from __future__ import annotations

import collections.abc as cabc

from ..protocol.problems import listed
from .findings import Finding
from .findings import finding
from .subject import Subject


def check_blueprints(subject: Subject) -> cabc.Iterator[Finding]:
    """Blueprints that let pages in at the views of others."""
    others: dict[str, dict[str, None]] = {}
    for route in subject.routes:
        rule = route.policy and route.policy.rule
        if (
            rule
            and rule.kind == "blueprint"
            and not route.rule.endpoint.startswith(f"{rule.name}.")
        ):
            others.setdefault(rule.name, {})[route.rule.endpoint] = None
    for name, endpoints in others.items():
        yield finding(
            "blueprint-governs-others",
            f"blueprint {name!r}",
            "Its CORS rule governs all that is under its prefix, so these views, too, which are "
            f"not its own: {', '.join(listed([*endpoints]))}.",
            "If pages shall not read them, name the paths of its own views in resources of "
            f"CORS(...) of the blueprint {name!r}, or write @cross_origin(...) on the others.",
        )
