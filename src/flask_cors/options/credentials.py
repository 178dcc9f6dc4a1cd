"""What a policy with credentials must not let in.

With credentials a page acts as the visitor, so an origin let in by mistake is an account
taken over. Any origin, the opaque origin, and everything that an attacker can register under
what the policy spells out is refused when the app starts.
"""

from __future__ import annotations

from ..protocol.allowed_origins import AllowedOrigins
from ..protocol.origins import OPAQUE
from ..protocol.origins import Origin
from ..protocol.policy import Policy
from ..protocol.policy import Source
from ..protocol.problems import Findings
from ..protocol.problems import OptionFindings
from ..protocol.problems import Problem
from ..protocol.run_time import lets_in_everybody
from ..protocol.run_time import name_of
from .public_suffixes import reason_against
from .public_suffixes import suffix_within
from .regex_dangers import judged
from .values import ESCAPE_ANY
from .values import ESCAPE_SUFFIX

IN_CLEAR = "Whoever shares a network with the visitor can become this origin."
"""Why an origin over http is doubted."""

_BESIDE_AN_EXTENSION = (
    " Or leave @cross_origin out, where CORS(...) governs the view: a decorator does not know the "
    "keywords of that."
)


def judge_any_origin(policy: Policy, findings: OptionFindings, *, escaped: bool) -> None:
    """Refuse any origin with credentials, in all its shapes."""
    if policy.origins.any and policy.send_wildcard:
        findings.refuse(
            "wildcard-with-credentials",
            True,
            "The literal * never goes with credentials: browsers refuse the answer.",
            "Leave out send_wildcard, and name the origins that may use credentials.",
        )
    elif not escaped and (openness := _openness(policy.origins)):
        names_none = policy.rule.kind == "view" and policy.sources["origins"] is Source.DEFAULT
        findings.refuse(
            "any-origin-with-credentials",
            True,
            f"{openness}, so every website could read and change what a visitor is logged in to.",
            'Name the origins: origins=["https://app.example.com"]; or leave out '
            f"supports_credentials; or, if you mean it, add {ESCAPE_ANY}=True."
            f"{_BESIDE_AN_EXTENSION if names_none else ''}",
        )


def _openness(origins: AllowedOrigins) -> str | None:
    """What lets in any origin, if anything can be seen to."""
    if origins.any:
        return "The origins are '*'"
    sources = origins.run_time.sources if origins.run_time else ()
    for each in filter(lets_in_everybody, sources):
        return f"The source {name_of(each)} answers True whatever it is asked"
    return None


def judge_origins(
    policy: Policy,
    findings: OptionFindings,
    *,
    any_escaped: bool = False,
    suffix_escaped: bool = False,
) -> None:
    """Refuse origins that an attacker can have, and doubt those that travel in clear.

    :param any_escaped: whether a regex may let in every website.
    :param suffix_escaped: whether names under public suffixes may be left open.
    """
    if OPAQUE in policy.origins.exact:
        findings.refuse(
            "null-with-credentials",
            OPAQUE,
            "Every website can send this origin from a sandboxed frame.",
            "Name the origin of a web server instead.",
        )
    for pattern in policy.origins.patterns:
        suffix = suffix_within(pattern.origin.host) if pattern.subdomains else None
        if suffix and not suffix_escaped:
            findings.refuse(
                "public-suffix-with-credentials",
                pattern.serialize(),
                reason_against(suffix),
                f"Name your own domain; or, if you mean it, add {ESCAPE_SUFFIX}=True.",
            )
    escaped = {ESCAPE_ANY: any_escaped, ESCAPE_SUFFIX: suffix_escaped}
    by_regexes: dict[str, Origin] = {}
    for regex in policy.origins.regexes:
        found, danger = judged(regex)
        by_regexes |= ((regex.pattern, origin) for _, origin in found if is_in_clear(origin))
        if danger and not escaped.get(danger.escape):
            findings.refuse("regex-with-credentials", regex.pattern, danger.reason, danger.remedy)
    _doubt_clear_text(policy, by_regexes, findings)


def unfit_origins(policy: Policy) -> list[Problem]:
    """What is wrong with the origins of a policy that must not be let in with credentials."""
    findings = Findings()
    judge_origins(policy, findings.on("origins"))
    return findings.errors


def _doubt_clear_text(
    policy: Policy, by_regexes: dict[str, Origin], findings: OptionFindings
) -> None:
    in_clear = (text for text in policy.origins.exact if text.startswith("http://"))
    written = {text: Origin.parse(text) for text in sorted(in_clear)}
    written |= {each.serialize(): each.origin for each in policy.origins.patterns}
    written |= by_regexes
    for text, origin in written.items():
        if origin and is_in_clear(origin):
            findings.warn(
                "clear-text-with-credentials",
                text,
                IN_CLEAR,
                "Serve the page over https and write https here.",
            )


def is_in_clear(origin: Origin) -> bool:
    """Whether what a page of this origin is made of travels in clear."""
    return origin.scheme == "http" and not origin.is_loopback
