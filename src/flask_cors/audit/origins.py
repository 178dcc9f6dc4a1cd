"""Whom a policy lets in.

The set-up has judged every policy already; here it is judged again, without its escapes, and
more strictly where credentials do not yet make a mistake a disaster.
"""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import re

from ..options import credentials
from ..options.look_alikes import admitted
from ..options.look_alikes import look_alike
from ..options.public_suffixes import reason_against
from ..options.public_suffixes import suffix_within
from ..options.values import ESCAPE_ANY
from ..protocol import regexes
from ..protocol.origins import OPAQUE
from ..protocol.origins import Origin
from ..protocol.policy import Policy
from ..protocol.problems import Findings
from .findings import Finding
from .findings import finding
from .findings import finding_of_problem
from .policies import instead
from .policies import without_origins

_AN_ORIGIN = "https://app.example.com"
_A_PATTERN = "https://*.example.com"
_EITHER_SCHEME = re.compile(r"https?\??://|\((?:\?:)?(?:http\|https|https\|http|https\?)\)://")
"""How a regex spells out http, or both schemes."""


def check_origins(policy: Policy, where: str) -> cabc.Iterator[Finding]:
    """What is wrong with the origins of one policy."""
    if policy.allow_credentials:
        yield from _with_credentials(policy)
    else:
        yield from _wide_origins(policy, where)
        yield from _mixed_schemes(policy, where)
    for regex in policy.origins.regexes:
        if regexes.has_bare_dot(regex.pattern):
            stranger = look_alike(regex, admitted(regex))
            example = f", so it lets in {stranger}" if stranger else ""
            reason = f"A dot that is not escaped stands for any character{example}."
            literal = {regex.pattern: _with_literal_dots(regex)}
            remedy = without_origins(policy, literal, _A_PATTERN)
            yield _about("regex-bare-dot", where, regex.pattern, reason, remedy)


def _about(rule_id: str, where: str, value: str, reason: str, remedy: str) -> Finding:
    """A finding on one of the origins of a policy."""
    found = finding(rule_id, where, f"{value!a}: {reason}", remedy)
    return dataclasses.replace(found, clues=(value,))


def _with_credentials(policy: Policy) -> cabc.Iterator[Finding]:
    findings = Findings(policy.rule)
    on_origins = findings.on("origins")
    credentials.judge_any_origin(policy, on_origins, escaped=False)
    credentials.judge_origins(policy, on_origins)
    for problem in (*findings.errors, *findings.warnings):
        found = finding_of_problem(problem)
        if found.rule.id == "any-origin-with-credentials":
            clues = (ESCAPE_ANY, "supports_credentials")
            message = f"{ESCAPE_ANY}=True: {problem.reason}"
            remedy = instead(policy, "origins", [_AN_ORIGIN])
            found = dataclasses.replace(found, message=message, remedy=remedy, clues=clues)
        elif found.rule.id in {"public-suffix-with-credentials", "regex-with-credentials"}:
            remedy = without_origins(policy, {str(problem.value): None}, _A_PATTERN)
            found = dataclasses.replace(found, remedy=remedy)
        yield found


def _wide_origins(policy: Policy, where: str) -> cabc.Iterator[Finding]:
    if OPAQUE in policy.origins.exact:
        reason = "Every sandboxed frame, data: URL and local file has this origin."
        remedy = without_origins(policy, {OPAQUE: None}, _AN_ORIGIN)
        yield _about("null-origin", where, OPAQUE, reason, remedy)
    for pattern in policy.origins.patterns:
        suffix = suffix_within(pattern.origin.host) if pattern.subdomains else None
        if suffix:
            text, reason = pattern.serialize(), reason_against(suffix)
            remedy = without_origins(policy, {text: None}, _A_PATTERN)
            yield _about("public-suffix-pattern", where, text, reason, remedy)
    for regex in policy.origins.regexes:
        found = _stranger(_with_literal_dots(regex))
        if found:
            reason = f"It lets in {found.serialize()} too."
            remedy = without_origins(policy, {regex.pattern: None}, _A_PATTERN)
            yield _about("wide-regex", where, regex.pattern, reason, remedy)


def _with_literal_dots(regex: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(regexes.with_literal_dots(regex.pattern), regex.flags)


def _stranger(regex: re.Pattern[str]) -> Origin | None:
    """A look-alike of what a regex spells out, if it is more than the same host's other scheme."""
    samples = admitted(regex)
    hosts = {origin.host for sample, origin in samples if all(sample.own)}
    found = Origin.parse(look_alike(regex, samples) or "")
    return found if found and found.host not in hosts else None


def _mixed_schemes(policy: Policy, where: str) -> cabc.Iterator[Finding]:
    origins = policy.origins
    listed = [(text, origin) for text in origins.exact if (origin := Origin.parse(text))]
    listed += [(pattern.serialize(), pattern.origin) for pattern in origins.patterns]
    for regex in origins.regexes:
        listed += [(regex.pattern, origin) for _, origin in admitted(regex)]
    abroad = [(text, origin) for text, origin in listed if not origin.is_loopback]
    clear = sorted({text for text, origin in abroad if origin.scheme == "http"})
    if clear and any(origin.scheme == "https" for _, origin in abroad):
        by_regexes = {regex.pattern: _by_https(regex) for regex in origins.regexes}
        mended = {text: by_regexes.get(text, f"https{text[len('http') :]}") for text in clear}
        yield _about(
            "mixed-schemes",
            where,
            clear[0],
            "Whoever is on the network can change its pages, and they read the same.",
            without_origins(policy, mended, _A_PATTERN),
        )


def _by_https(regex: re.Pattern[str]) -> re.Pattern[str] | None:
    """The same regex for https alone; None where none can be made."""
    source = _EITHER_SCHEME.sub("https://", regex.pattern)
    mended = re.compile(source, regex.flags)
    schemes = {origin.scheme for _, origin in admitted(mended)}
    return mended if schemes == {"https"} else None
