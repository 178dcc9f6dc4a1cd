"""The kinds of findings: their names, which never change, and how bad they are.

Where the set-up already refuses or doubts a configuration, the name is that of the `Problem`.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

_DOCS = "https://flask-cors.readthedocs.io/en/latest"

OVERVIEW = f"{_DOCS}/audit.html"
"""The page that leads to those of the rules."""


class Severity(enum.Enum):
    """How bad a finding is.

    .. versionadded:: 7.0
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class AuditRule:
    """One kind of finding.

    :param id: its name, under which it has a page in ``docs/audit/``.
    :param severity: how bad it is.
    :param title: what it is, in a few words.

    .. versionadded:: 7.0
    """

    id: str
    severity: Severity
    title: str

    @property
    def page(self) -> str:
        """The address of its page."""
        return f"{_DOCS}/audit/{self.id}.html"


_TITLES = {
    Severity.ERROR: {
        "any-origin-with-credentials": "Any website acts as the visitor",
        "configuration-refused": "The app does not start with this configuration",
        "cross-origin-above-route": "@cross_origin stands where it does nothing",
        "cross-origin-hidden": "A decorator hides @cross_origin from preflights",
        "null-with-credentials": "Sandboxed frames act as the visitor",
        "preflight-answered-outside": "A layer outside answers for the app",
        "public-suffix-with-credentials": "Anybody who registers a name acts as the visitor",
        "reflected-origin": "The app's own code echoes every Origin",
        "regex-with-credentials": "A regex lets look-alikes act as the visitor",
        "slow-regex": "A regex can be made to run for ages",
    },
    Severity.WARNING: {
        "authorization-exposed": "Pages may read Authorization",
        "cached-fields": "A cache keeps what is for one origin, or for one method",
        "changing-get": "A GET that changes something is open to any origin",
        "clear-text-with-credentials": "Whoever is on the network acts as the visitor",
        "cross-origin-on-no-view": "@cross_origin on a function that serves no URL",
        "hook-before-preflights": "A hook runs before @cross_origin can answer preflights",
        "late-configuration": "The config came when it had been read",
        "max-age-over-a-day": "No browser remembers a preflight this long",
        "mixed-schemes": "http:// origins are let in beside https:// ones",
        "null-origin": "Sandboxed frames and local files are let in",
        "options-not-answered": "Nobody answers the preflights",
        "overruled-rule": "A rule that lets in more is preferred to it",
        "private-network-for-any-origin": "Any website reaches into the visitor's network",
        "public-suffix-pattern": "Anybody can register a name that is let in",
        "regex-bare-dot": "A dot in a regex stands for any character",
        "session-cookie": "The session cookie does not travel between sites",
        "shadowed-rule": "Another rule is always preferred",
        "slash-apart": "With a slash at the end, a view has another rule",
        "unused-rule": "No route is under this rule",
        "vary-switched-off": "Caches are not told that answers differ",
        "wide-regex": "A regex lets look-alikes in",
    },
    Severity.NOTE: {
        "blueprint-governs-others": "A blueprint's rule governs views that are not its own",
        "layer-outside": "A layer stands around the one that answers preflights",
        "listed-beside-any": "Origins are named that * lets in anyway",
        "max-age-over-two-hours": "Chromium remembers a preflight for two hours",
        "send-wildcard": "A static * would cache better",
        "source-with-credentials": "Code decides who acts as the visitor",
        "unused-option": "Every pattern has this option of its own",
    },
}

RULES = {
    name: AuditRule(name, severity, title)
    for severity, titles in _TITLES.items()
    for name, title in titles.items()
}
"""Every kind of finding, by name."""

OF_PROBLEM = {
    "origin-null": "null-origin",
    "origin-regex-bare-dot": "regex-bare-dot",
    **{
        f"{kind}-regex-{what}": "slow-regex"
        for kind in ("origin", "header", "path")
        for what in ("nested-quantifiers", "crowd")
    },
    "wildcard-with-credentials": "any-origin-with-credentials",
}
"""The problems of a configuration that are told under another name here."""


def rule_of_problem(code: str) -> AuditRule:
    """The kind of finding that a problem of a configuration is."""
    return RULES.get(OF_PROBLEM.get(code, code), RULES["configuration-refused"])
