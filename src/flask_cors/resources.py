"""Reading `resources`: patterns of paths, each with the options of its own."""

from __future__ import annotations

import collections.abc as cabc
import re
import typing as t

from .option_values import Given
from .option_values import as_list
from .option_values import as_mapping
from .options import DEFAULTS
from .options import Layer
from .options import check_names
from .options import keyword_layer
from .options import read_policy
from .path_mistakes import check_pattern
from .path_patterns import PathPattern
from .path_rules import Rule
from .protocol import regexes
from .protocol.problems import Findings
from .protocol.problems import OptionFindings
from .protocol.problems import shown

EVERY_PATH = Given("resources", "/*")
"""What is governed where no resources are given."""


def read_rules(
    given: Given,
    layers: cabc.Sequence[Layer],
    findings: Findings,
    *,
    owner: str = "",
    whole: bool = True,
) -> list[Rule]:
    """The rules of one `resources` option, each with its policy from its own options first.

    :param owner: the blueprint that the rules belong to, for people.
    :param whole: False where more layers will come.
    """
    on_resources = given.findings(findings)
    rules: list[Rule] = []
    for raw, options in _as_pairs(given, on_resources):
        own = as_mapping(options)
        names = [owner] if given is EVERY_PATH else [owner, f"resource {_text(raw)}"]
        here = Findings(", ".join(filter(None, names)))
        layer = keyword_layer({ascii(str(name))[1:-1]: each for name, each in (own or {}).items()})
        check_names(layer, here, known=DEFAULTS)
        policy = read_policy(here.rule, [layer, *layers], here, whole=whole)
        findings.add(here)
        if own is None:
            on_resources.refuse(
                "resource-options-not-a-dict",
                {raw: options},
                "The options of a pattern are no dict.",
                'Write {"/api/*": {"origins": "https://app.example.com"}}.',
            )
        elif check_pattern(raw, on_resources):
            rules.append((PathPattern.of(t.cast("str | re.Pattern[str]", raw)), policy))
    return rules


def _text(pattern: object) -> str:
    regex = regexes.as_text_regex(pattern)
    return shown(pattern if regex is None else regex.pattern)


def _as_pairs(given: Given, findings: OptionFindings) -> list[tuple[object, object]]:
    """Patterns with their own options, from whatever form the option has."""
    mapping = as_mapping(given.value)
    pairs: list[tuple[object, object]] = (
        [(member, {}) for member in as_list(given)] if mapping is None else [*mapping.items()]
    )
    if not pairs:
        findings.warn(
            "resources-empty",
            given.value,
            "It names no path, so no path is governed.",
            'Write "/api/*", or leave it out to govern every path.',
        )
    return pairs


def add_rules(
    rules: cabc.Sequence[Rule], new: cabc.Sequence[Rule], findings: Findings
) -> tuple[Rule, ...]:
    """`rules` with the `new` ones; a pattern may come again only with equal options."""
    known = dict(rules)
    for pattern, policy in new:
        if known.setdefault(pattern, policy) != policy:
            findings.on("resources").refuse(
                "pattern-twice",
                pattern.text,
                "This pattern was given before, with other options.",
                "Give each pattern once, or a more specific pattern to the exception.",
            )
    return tuple(known.items())
